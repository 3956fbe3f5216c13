//! What the demo prints holds: each command line, run by a shell, gives the lines below it.

use std::{
    io::{BufRead, BufReader, Read},
    process::{Child, ChildStdout, Command, Stdio},
};

/// Stops the demo however the test ends.
struct Demo(Child);

impl Demo {
    fn start(arguments: &[&str]) -> (Self, BufReader<ChildStdout>) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .arg("demo")
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        (Self(child), output)
    }

    fn terminate(&self) {
        let id = self.0.id().to_string();
        let kill = Command::new("sh")
            .args(["-c", "kill -TERM \"$0\"", &id])
            .status();
        assert!(kill.unwrap().success());
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        if let Ok(None) = self.0.try_wait() {
            self.terminate();
        }
    }
}

fn shell(command: &str) -> String {
    let output = Command::new("sh").args(["-c", command]).output().unwrap();
    String::from_utf8(output.stdout).unwrap().replace('\r', "")
}

/// Header lines in an order and case of their own: frameworks differ in both.
fn sorted(answer: &str) -> Vec<String> {
    let mut lines: Vec<_> = answer.lines().map(str::to_ascii_lowercase).collect();
    lines.sort();
    lines
}

#[test]
fn command_lines_answer_as_printed() {
    let (mut demo, mut output) = Demo::start(&[]);
    let mut lines = Vec::new();
    while lines.last().is_none_or(|last| last != "Ctrl-C stops them.") {
        let mut line = String::new();
        assert_ne!(
            output.read_line(&mut line).unwrap(),
            0,
            "ended early: {lines:#?}"
        );
        lines.push(line.trim_end().to_owned());
    }
    let addresses: Vec<_> = lines
        .iter()
        .filter_map(|line| line.split_once("  http://"))
        .map(|(framework, address)| (framework.trim(), format!("http://{address}")))
        .collect();
    let frameworks: Vec<_> = addresses.iter().map(|(framework, _)| *framework).collect();
    assert_eq!(frameworks, ["actix", "axum", "poem", "rocket", "warp"]);
    let axum = &addresses[1].1;
    let mut commands = 0;
    for (number, line) in lines.iter().enumerate() {
        if let Some(command) = line.strip_prefix("  $ ") {
            let answer: String = lines[number + 1..]
                .iter()
                .map_while(|line| line.strip_prefix("  "))
                .map(|line| format!("{line}\n"))
                .collect();
            assert_eq!(shell(command), answer, "{command}");
            for (framework, address) in &addresses {
                let command = command.replace(axum, address);
                assert_eq!(sorted(&shell(&command)), sorted(&answer), "{framework}");
            }
            commands += 1;
        }
    }
    assert_eq!(commands, 3);
    let page = lines
        .iter()
        .find_map(|line| line.strip_prefix("Open ")?.split(' ').next());
    let head = shell(&format!(
        "curl -si {}",
        page.expect("the playground has an address")
    ));
    assert!(head.starts_with("HTTP/1.1 200 OK\n"), "{head}");
    assert!(head.contains("<title>CORS playground</title>"), "{head}");
    demo.terminate();
    assert!(demo.0.wait().unwrap().success());
}

#[test]
fn a_broken_policy_file_ends_it() {
    let broken = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../examples/policies/broken.toml"
    );
    let (mut demo, mut output) = Demo::start(&["--policies", broken]);
    let mut printed = String::new();
    output.read_to_string(&mut printed).unwrap();
    assert_eq!(printed, "");
    assert_eq!(demo.0.wait().unwrap().code(), Some(2));
}
