//! What can't be asked, said with status 2 and nothing on standard output.

use snapbox::str;

use super::{explain, folder};

#[test]
fn nothing_to_explain() {
    let folder = folder();
    explain(folder.path(), &[])
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: nothing to explain: name a policy and --origin, a --message of a browser's console, or a code

"#]]);
    explain(folder.path(), &["cors.toml"])
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: cors.toml is a policy file, and the page that asks is missing: add --origin, such as --origin https://app.example.com

"#]]);
    explain(folder.path(), &["cors.toml#private"])
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: cors.toml#private is a policy file, and the page that asks is missing: add --origin, such as --origin https://app.example.com

"#]]);
    explain(folder.path(), &["other.yaml#origin-path"])
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: other.yaml#origin-path is a policy file, and the page that asks is missing: add --origin, such as --origin https://app.example.com

"#]]);
    explain(folder.path(), &["-#private", "--input-format", "toml"])
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: the page that asks is missing: add --origin, such as --origin https://app.example.com

"#]]);
    // A code, with what stands around it.
    for pasted in [
        "cors.toml:2:18: origin-path: an origin has no path",
        "https://docs.rs/cors#origin-path",
    ] {
        explain(folder.path(), &[pasted]).code(0).stderr_eq("");
    }
    explain(folder.path(), &["--origin", "https://a.test"])
        .code(2)
        .stdout_eq("")
        .stderr_eq(str![[r#"
error: no policy is named: write cors explain FILE#NAME --origin ORIGIN

"#]]);
}

#[test]
fn no_such_policy() {
    let folder = folder();
    let page = ["--origin", "https://a.test"];
    let ask = |policy| {
        explain(folder.path(), &[&[policy][..], &page].concat())
            .code(2)
            .stdout_eq("")
    };
    ask("cors.toml").stderr_eq(str![[r#"
error: cors.toml has several policies: name one as cors.toml#NAME, of public, private

"#]]);
    ask("cors.toml#privat").stderr_eq(str![[r#"
error: cors.toml has no policy "privat" (did you mean "private"?); it has public, private

"#]]);
    ask("cors.toml#other").stderr_eq(str![[r#"
error: cors.toml has no policy "other"; it has public, private

"#]]);
    ask("cors.tml").stderr_eq(str![[r#"
error[unknown-format]: the file's name does not tell its format
--> cors.tml
 = help: end it in .toml, .json, .yaml or .yml, or name the format

cors.tml: 1 error

"#]]);
    ask("-").stderr_eq(str![[r#"
error: nothing tells the format; name it with --input-format toml, json or yaml

"#]]);
}

#[test]
fn what_no_page_can_ask_for() {
    let folder = folder();
    let page = ["cors.toml#private", "--origin", "https://app.example.com"];
    let ask = |options: &[&str]| {
        explain(folder.path(), &[&page[..], options].concat())
            .code(2)
            .stdout_eq("")
    };
    ask(&["--method", "GET /"]).stderr_eq(str![[r#"
error: invalid value 'GET /' for '--method <METHOD>': a method is a word, such as PUT

For more information, try '--help'.

"#]]);
    ask(&["--header", "x y"]).stderr_eq(str![[r#"
error: invalid value 'x y' for '--header <NAME[: VALUE]>': a header's name is a word, such as x-request-id; write 'NAME' or 'NAME: VALUE'

For more information, try '--help'.

"#]]);
    ask(&["--read", ""]).stderr_eq(str![[r#"
error: invalid value '' for '--read <NAME>': a header's name is a word, such as x-request-id

For more information, try '--help'.

"#]]);
    ask(&["--message", "x"]).stderr_eq(str![[r#"
error: the argument '--origin <ORIGIN>' cannot be used with '--message <TEXT>'

Usage: cors explain [OPTIONS] --origin <ORIGIN> <FILE#NAME>
       cors explain [OPTIONS] --message <TEXT|-> [FILE#NAME]
       cors explain <CODE>
       cors explain --list

For more information, try '--help'.

"#]]);
}

#[test]
fn a_message_without_its_option() {
    let folder = folder();
    let message = "Access to fetch at 'https://api.example.com/' from origin 'https://app.example.com' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    explain(folder.path(), &[message])
        .code(2)
        .stdout_eq("")
        .stderr_eq(
            "error: this is what a browser's console said: write cors explain --message TEXT, or --message - and paste it\n",
        );
}
