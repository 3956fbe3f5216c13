//! `--fix` and `--dry-run`: what is written where, what is said, and what is left.

use std::{fs, path::Path};

use serde_json::{Value, json};
use snapbox::{assert_data_eq, str};

use super::{RIGHT, Said, WRONG, check, check_with, folder};

const MIXED: &str = "# the shop\n[policies.shop]\nallow_origins = [\n  'https://Shop.example', # A\n  \"https://.example.com\",\n]\n\
                     allow_header = \"content-type, put\"\nmax_age = \"10m\"\n";
const MIXED_FIXED: &str = "# the shop\n[policies.shop]\nallow_origins = [\n  'https://shop.example', # A\n  \"https://.example.com\",\n]\n\
                           allow_headers = [\"content-type\", \"put\"]\nmax_age = 600\n";

#[test]
fn what_is_fixed_and_what_is_left() {
    let folder = folder(&[("cors.toml", MIXED)]);
    let said = check(folder.path(), &["--fix"]);
    assert_eq!((said.status, said.err.as_str()), (1, ""));
    assert_data_eq!(
        said.out,
        str![[r#"
fixed cors.toml:4:3: invalid origin "https://Shop.example": browsers send scheme and host in lower case; write "https://shop.example"
fixed cors.toml:7:1: unknown key "allow_header" in policy "shop"; did you mean "allow_headers"
fixed cors.toml:7:16: invalid allow_headers: "content-type, put" is a list in one string; write ["content-type", "put"]
fixed cors.toml:8:11: invalid max_age: expected a whole number of seconds, 0 or more, found the string "10m"; write the seconds: 600

error[origin-empty-label]: invalid origin "https://.example.com": a label of the host is empty
 --> cors.toml:5:3
  |
5 |   "https://.example.com",
  |   ^^^^^^^^^^^^^^^^^^^^^^
  |
  = help: write "https://*.example.com"

4 fixed in cors.toml; 1 error left

"#]]
    );
    let text = fs::read_to_string(folder.path().join("cors.toml")).unwrap();
    assert_eq!(text, MIXED_FIXED);
    // Once is enough.
    let again = check(folder.path(), &["--fix"]);
    assert_eq!(again.status, 1);
    assert!(
        again
            .out
            .ends_with("\nnothing fixed in cors.toml; 1 error left\n"),
        "{}",
        again.out
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("cors.toml")).unwrap(),
        MIXED_FIXED
    );
}

#[test]
fn nothing_left() {
    let folder = folder(&[
        ("a.toml", "[policies.a]\nallow_origins = \"a.example\"\n"),
        ("b.toml", RIGHT),
    ]);
    let said = check(folder.path(), &["a.toml", "b.toml", "--fix"]);
    assert_eq!(said.status, 0);
    assert!(
        said.out
            .ends_with("\n1 fixed in 1 of 2 files; nothing left\n"),
        "{}",
        said.out
    );
    let said = check(folder.path(), &["a.toml", "b.toml", "--fix"]);
    assert_eq!(said.out, "2 files: 2 policies, nothing wrong\n");
}

#[test]
fn a_dry_run_is_a_patch() {
    let folder = folder(&[("cors.toml", MIXED)]);
    let said = check(folder.path(), &["--fix", "--dry-run"]);
    assert_eq!(
        (said.status, said.err.as_str()),
        (1, "5 errors in cors.toml; 4 would be fixed\n")
    );
    assert_data_eq!(
        said.out,
        str![[r#"
--- cors.toml
+++ cors.toml
@@ -1,8 +1,8 @@
 # the shop
 [policies.shop]
 allow_origins = [
-  'https://Shop.example', # A
+  'https://shop.example', # A
   "https://.example.com",
 ]
-allow_header = "content-type, put"
-max_age = "10m"
+allow_headers = ["content-type", "put"]
+max_age = 600

"#]]
    );
    assert_eq!(
        fs::read_to_string(folder.path().join("cors.toml")).unwrap(),
        MIXED
    );
    // As without --fix.
    let plain = check(folder.path(), &["--format", "json"]);
    let dry = check(folder.path(), &["--format", "json", "--fix", "--dry-run"]);
    assert_eq!(plain, dry);
}

#[test]
fn standard_input_goes_to_standard_output() {
    let folder = folder(&[]);
    let arguments = ["-", "--input-format", "toml", "--fix"];
    // Whatever stands in it: a byte order mark, line ends, what looks like colour.
    let text = format!("\u{feff}{}", MIXED.replace('\n', "\r\n"));
    let said = check_with(folder.path(), &arguments, text.as_bytes());
    assert_eq!(said.status, 1);
    assert_eq!(
        said.out,
        format!("\u{feff}{}", MIXED_FIXED.replace('\n', "\r\n"))
    );
    assert!(
        said.err
            .starts_with("fixed standard input:4:3: invalid origin"),
        "{}",
        said.err
    );
    assert!(
        said.err
            .ends_with("\n4 fixed in standard input; 1 error left\n"),
        "{}",
        said.err
    );
    // What can't be fixed comes back.
    let odd = "[policies.a]\nallow_origins = \u{1b}[31m";
    let said = check_with(folder.path(), &arguments, odd.as_bytes());
    assert_eq!((said.status, said.out.as_str()), (1, odd));
    let said = check_with(folder.path(), &arguments, RIGHT.as_bytes());
    let expected = Said {
        status: 0,
        out: RIGHT.to_owned(),
        err: "standard input: 1 policy, nothing wrong\n".to_owned(),
    };
    assert_eq!(said, expected);
    // Two answers have no room in one stream.
    let said = check_with(
        folder.path(),
        &[&arguments[..], &["--format", "json"]].concat(),
        b"",
    );
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert_eq!(
        said.err,
        "error: --fix writes standard input to standard output, where the answer of --format would stand: \
         leave out --format, or add --dry-run\n"
    );
}

#[test]
fn every_format_says_what_is_left() {
    let folder = folder(&[("cors.toml", MIXED), ("b.toml", WRONG)]);
    let said = check(folder.path(), &["cors.toml", "--fix", "--format", "json"]);
    let answer: Value = serde_json::from_str(&said.out).unwrap();
    assert_eq!(said.status, 1);
    assert_eq!(
        answer["counts"],
        json!({ "errors": 1, "warnings": 0, "fixable": 0, "fixed": 4 })
    );
    assert_eq!(answer["diagnostics"][0]["code"], "origin-empty-label");
    assert_eq!(
        answer["fixed"][0],
        json!({
            "file": "cors.toml",
            "code": "origin-upper-case",
            "severity": "error",
            "message": "invalid origin \"https://Shop.example\": browsers send scheme and host in lower case",
            "help": "write \"https://shop.example\"",
            "policy": "shop",
            "line": 4,
            "column": 3,
            "fix": { "text": "'https://shop.example'" },
        })
    );
    let said = check(folder.path(), &["b.toml", "--fix", "--format", "concise"]);
    assert_eq!(said.out.lines().count(), 1);
    assert!(
        said.out.starts_with("b.toml:2:39: origin-null: "),
        "{}",
        said.out
    );
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn permissions_and_links_are_kept() {
        let folder = folder(&[("real.toml", MIXED)]);
        let real = folder.path().join("real.toml");
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        fs::create_dir(folder.path().join("conf")).unwrap();
        let link = folder.path().join("conf/cors.toml");
        symlink("../real.toml", &link).unwrap();
        assert_eq!(check(folder.path(), &["conf/cors.toml", "--fix"]).status, 1);
        assert!(link.symlink_metadata().unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), MIXED_FIXED);
        assert_eq!(mode(&real), 0o640);
        // Nothing else is left behind.
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 3);
    }

    #[test]
    fn what_needs_no_fix_is_not_written() {
        let folder = folder(&[("cors.toml", RIGHT)]);
        let before = fs::metadata(folder.path().join("cors.toml")).unwrap();
        check(folder.path(), &["--fix"]);
        let after = fs::metadata(folder.path().join("cors.toml")).unwrap();
        assert_eq!(before.ino(), after.ino());
        assert_eq!(before.modified().unwrap(), after.modified().unwrap());
    }

    /// A pipe can be checked, and has no place for a fix.
    #[test]
    fn what_is_no_file_is_left() {
        let folder = folder(&[("b.toml", MIXED)]);
        let arguments = ["/dev/stdin", "b.toml", "--input-format", "toml", "--fix"];
        let said = check_with(folder.path(), &arguments, MIXED.as_bytes());
        assert_eq!(said.status, 2);
        assert_eq!(
            said.err,
            "error: /dev/stdin is no regular file, and nothing can be written to it: leave out --fix, or pass it as -\n"
        );
        // The other one is fixed all the same.
        assert_eq!(
            fs::read_to_string(folder.path().join("b.toml")).unwrap(),
            MIXED_FIXED
        );
        assert!(
            said.out
                .ends_with("\n4 fixed in 2 of 2 files; 6 errors left\n"),
            "{}",
            said.out
        );
    }
}

/// A file that is named twice is fixed once, and nobody changed it meanwhile.
#[test]
fn one_file_twice() {
    let text = "[policies.a]\nallow_origins = [\"https://a.example/\"]\n";
    let folder = folder(&[("cors.toml", text)]);
    let twice = ["cors.toml", "./cors.toml", "--fix"];
    let said = check(folder.path(), &twice);
    assert_eq!((said.status, said.err.as_str()), (0, ""));
    assert!(
        said.out.ends_with("1 fixed in cors.toml; nothing left\n"),
        "{}",
        said.out
    );
    let said = check(folder.path(), &twice[..2]);
    assert_eq!(said.out, "cors.toml: 1 policy, nothing wrong\n");
}
