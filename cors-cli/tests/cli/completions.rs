//! `cors completions`: a script for each shell.

use snapbox::cmd::{Command, cargo_bin};

const SUBCOMMANDS: [&str; 7] = [
    "check",
    "explain",
    "probe",
    "diff",
    "export",
    "completions",
    "man",
];

fn script(shell: &str) -> String {
    let output = Command::new(cargo_bin!("cors"))
        .args(["completions", shell])
        .assert()
        .success()
        .stderr_eq("");
    String::from_utf8(output.get_output().stdout.clone()).unwrap()
}

#[test]
fn each_shell_has_every_subcommand_and_option() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = script(shell);
        for word in { SUBCOMMANDS.into_iter() }.chain([
            "deny-widening",
            "allow-looser",
            "resolve",
            "dry-run",
        ]) {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn bash_reads_its_script_and_completes() {
    let script = script("bash");
    Command::new("bash")
        .arg("-n")
        .stdin(&script)
        .assert()
        .success()
        .stderr_eq("");
    let ask = format!(
        "{script}
COMP_WORDS=(cors ex); COMP_CWORD=1
_cors cors ex cors
echo \"${{COMPREPLY[@]}}\""
    );
    let answer = Command::new("bash").stdin(&ask).assert().success();
    answer.stdout_eq("explain export\n");
    let ask = ask
        .replace("cors ex)", "cors export --to i)")
        .replace("COMP_CWORD=1", "COMP_CWORD=3")
        .replace("_cors cors ex cors", "_cors cors i --to");
    let answer = Command::new("bash").stdin(ask).assert().success();
    answer.stdout_eq("istio\n");
}

#[test]
fn another_shell_is_no_shell() {
    Command::new(cargo_bin!("cors"))
        .args(["completions", "tcsh"])
        .assert()
        .code(2)
        .stdout_eq("")
        .stderr_eq(snapbox::str![[r#"
error: invalid value 'tcsh' for '<SHELL>'
  [possible values: bash, elvish, fish, powershell, zsh]

  tip: a similar value exists: 'zsh'

For more information, try '--help'.

"#]]);
}
