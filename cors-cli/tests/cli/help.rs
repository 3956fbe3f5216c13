//! `--help` and `--version`.

use snapbox::{
    cmd::{Command, cargo_bin},
    str,
};

fn cors(arguments: &[&str]) -> snapbox::cmd::OutputAssert {
    Command::new(cargo_bin!("cors"))
        .args(arguments)
        .env_remove("COLUMNS")
        .env_remove("CLICOLOR_FORCE")
        .assert()
}

#[test]
fn overview() {
    cors(&["-h"]).success().stderr_eq("").stdout_eq(str![[r#"
Answers questions about CORS: is my policy right, why is this request blocked, what does this live
URL do, what does this change let in, how do I say this to my gateway

Usage: cors [OPTIONS] <COMMAND>

Commands:
  check        Say what is wrong with policy files
  explain      Say why a page is blocked, what a browser's message means, or what a code stands for
  probe        Ask a live URL as a browser would, and then as an attacker's page would
  diff         Say what changes between two policy files, and whom the new one lets in
  export       Say a policy to a gateway: nginx, Envoy, the Kubernetes Gateway API and five more
  completions  Print completions for a shell
  man          Print the manual page
  help         Print this message or the help of the given subcommand(s)

Options:
      --color <WHEN>  When to use colour: auto, always or never [default: auto]
  -h, --help          Print help (see more with '--help')
  -V, --version       Print version

See `cors COMMAND --help` for one command, and `cors man | man -l -` for everything.

"#]]);
}

/// The version, and the day of the list that is compiled in.
#[test]
fn version() {
    let date = cors_core::public_suffix_list_date().unwrap();
    let version = env!("CARGO_PKG_VERSION");
    let line = format!("cors {version} (Public Suffix List of {date})\n");
    cors(&["--version"])
        .success()
        .stdout_eq(&line)
        .stderr_eq("");
    cors(&["-V"]).success().stdout_eq(line);
    let parts: Vec<_> = date.split('-').map(str::len).collect();
    assert_eq!(parts, [4, 2, 2], "{date}");
}

#[test]
fn subcommands_say_when_they_fail() {
    for name in ["check", "explain", "probe", "diff", "export"] {
        let long = cors(&[name, "--help"]).success().stderr_eq("");
        let long = String::from_utf8(long.get_output().stdout.clone()).unwrap();
        for part in [
            "\nUsage: cors ",
            "\nExamples:\n",
            "\nExit status:\n  0  ",
            "\n  2  ",
        ] {
            assert!(long.contains(part), "{name}: {part}");
        }
        let short = cors(&[name, "-h"]).success();
        let short = short.get_output().stdout.len();
        assert!(
            short < long.len() * 2 / 3,
            "{name}: {short} of {}",
            long.len()
        );
        let by_command = cors(&["help", name]).success();
        assert_eq!(
            String::from_utf8_lossy(&by_command.get_output().stdout),
            long
        );
    }
}

/// Whoever calls it without a word gets the overview, and the status of a mistake.
#[test]
fn nothing_is_a_mistake() {
    let output = cors(&[]).code(2).stdout_eq("");
    let said = String::from_utf8_lossy(&output.get_output().stderr).into_owned();
    assert!(said.contains("Usage: cors [OPTIONS] <COMMAND>"), "{said}");
}
