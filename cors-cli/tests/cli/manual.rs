//! `cors man`: one page with everything.

use std::process;

use snapbox::cmd::{Command, cargo_bin};

fn page() -> String {
    let output = Command::new(cargo_bin!("cors")).arg("man").assert();
    let output = output.success().stderr_eq("");
    String::from_utf8(output.get_output().stdout.clone()).unwrap()
}

#[test]
fn sections_stand_in_their_order() {
    let page = page();
    let of = |macro_: &str| -> Vec<String> {
        let lines = page.lines().filter_map(|line| line.strip_prefix(macro_));
        lines
            .map(|name| name.trim().trim_matches('"').to_owned())
            .collect()
    };
    assert_eq!(
        of(".SH "),
        [
            "NAME",
            "SYNOPSIS",
            "DESCRIPTION",
            "COMMANDS",
            "OPTIONS OF ALL COMMANDS",
            "FORMATS",
            "FILES",
            "ENVIRONMENT",
            "EXIT STATUS",
            "EXAMPLES",
            "SEE ALSO",
            "VERSION",
        ]
    );
    assert_eq!(
        of(".SS "),
        [
            "check",
            "explain",
            "probe",
            "diff",
            "export",
            "completions",
            "man"
        ]
    );
    assert_eq!(of(".TH ").len(), 1);
}

/// Whatever `--help` has, the page has too.
#[test]
fn every_option_is_there() {
    let page = page().replace("\\-", "-");
    let mut options = 0;
    for name in ["check", "explain", "probe", "diff", "export"] {
        let help = Command::new(cargo_bin!("cors"))
            .args([name, "--help"])
            .assert();
        let help = String::from_utf8(help.get_output().stdout.clone()).unwrap();
        let (_, section) = page.split_once(&format!("\n.SS {name}\n")).unwrap();
        let section = section.split("\n.SS ").next().unwrap();
        let lines = help.lines().map(str::trim_start);
        for line in lines.filter(|line| line.starts_with("--")) {
            let option = line.split(' ').next().unwrap();
            let is_shared = option == "--color";
            assert_eq!(section.contains(option), !is_shared, "{name}: {option}");
            assert!(page.contains(option), "{name}: {option}");
            options += 1;
        }
    }
    assert!(options > 25, "{options}");
    // It is there so that `-#NAME` can be typed, and no option to read about.
    assert!(!page.contains("looks like an option"));
}

/// Where a formatter is, it has nothing to say of the page, and no line is longer than a terminal.
#[test]
fn formatters_read_it() {
    let page = page();
    // What stands at the beginning of a line and is none of these would be taken as a macro.
    let macros = [
        ".TH", ".SH", ".SS", ".PP", ".TP", ".RS", ".RE", ".IP", ".nf", ".fi", ".br", ".sp", ".ie",
        ".el", ".ds",
    ];
    for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
        assert!(macros.iter().any(|name| line.starts_with(name)), "{line}");
    }
    let lint = process::Command::new("mandoc").arg("-V").output();
    if lint.is_ok() {
        Command::new("mandoc")
            .args(["-T", "lint", "-W", "error"])
            .stdin(&page)
            .assert()
            .success();
    }
}
