//! `cors export`: what it writes where, what it says, and how it ends.

mod folder;
mod input;
mod json;
mod losses;

use std::{
    fs,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use tempfile::TempDir;

/// What every target can say, in most of the settings.
const EXACT: &str = r#"
[policies.private]
allow_origins = ["https://app.example.com", "https://admin.example.com"]
allow_credentials = true
allow_methods = ["PUT", "DELETE"]
allow_headers = ["content-type"]
expose_headers = ["x-request-id"]
max_age = 600

[policies.partner]
allow_origins = ["https://partner.example"]
max_age = 60
"#;

/// What the Gateway API can't say, in its second policy and its third.
const LOSSY: &str = r#"[policies.fine]
allow_origins = ["https://app.example.com"]
max_age = 60

[policies.ports]
allow_origins = [
  "https://app.example.com",
  "http://localhost:*", # for developers
  { regex = 'https://pr-[0-9]+\.example\.com' },
]
max_age = 60

[policies.wide]
allow_origins = "https://app.example.com"
allow_headers = "*"
max_age = 60
"#;

/// A folder with a file.
fn folder(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("cors.toml"), text).unwrap();
    folder
}

#[derive(Debug)]
struct Ran {
    status: i32,
    out: String,
    err: String,
}

impl Ran {
    /// The last line of standard error, which counts.
    fn last(&self) -> &str {
        self.err.lines().last().unwrap_or_default()
    }
}

fn cors_with(folder: &Path, arguments: &[&str], input: &str) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cors"));
    command.arg("export").args(arguments).current_dir(folder);
    command
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env("LC_ALL", "C");
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // It may not read what it is given.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    Ran {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn cors(folder: &TempDir, arguments: &[&str]) -> Ran {
    cors_with(folder.path(), arguments, "")
}

/// The names of the files of a folder.
fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    names
}

/// Each target, and what its files are called behind the policy's name.
const TARGETS: [(&str, &[&str]); 8] = [
    ("nginx", &["http.conf", "location.conf"]),
    ("envoy", &["yaml"]),
    ("gateway-api", &["yaml"]),
    ("istio", &["yaml"]),
    ("haproxy", &["backend.cfg"]),
    ("caddy", &["caddy"]),
    ("traefik", &["yaml"]),
    ("apache", &["apache.conf"]),
];

#[test]
fn every_target_writes_its_files() {
    let folder = folder(EXACT);
    for (target, endings) in TARGETS {
        let ran = cors(&folder, &["--to", target]);
        assert_eq!(ran.status, 0, "{target}: {ran:?}");
        let count = 2 * endings.len();
        let files = if count == 1 { "file" } else { "files" };
        let begins = format!("2 policies exported to {target}: {count} {files}, ");
        assert!(ran.last().starts_with(&begins), "{target}: {}", ran.last());
        // Each file is under its name, then under its header.
        for policy in ["private", "partner"] {
            for ending in endings {
                let name = format!("# {policy}.{ending}: ");
                let mut lines = ran.out.lines().skip_while(|line| !line.starts_with(&name));
                assert!(lines.next().is_some(), "{target}: {}", ran.out);
                let version = env!("CARGO_PKG_VERSION");
                let header = format!(
                    "# Policy \"{policy}\", written by cors {version} with \"cors export --to {target}\"."
                );
                assert_eq!(lines.next(), Some(header.as_str()), "{target}");
                let edit = "# Do not edit: change the policy, and export it again.";
                assert_eq!(lines.next(), Some(edit), "{target}");
            }
        }
        // Files of YAML are documents of one stream.
        let ends = ran.out.lines().filter(|line| *line == "---").count();
        let is_yaml = endings == ["yaml"];
        assert_eq!(ends, usize::from(is_yaml), "{target}");
        // What is exported is ASCII, with the ends of lines that every target takes.
        let is_plain = |byte: u8| byte == b'\n' || (b' '..=b'~').contains(&byte) || byte == b'\t';
        assert!(ran.out.bytes().all(is_plain), "{target}");
        assert!(ran.out.ends_with('\n'), "{target}");
    }
}

#[test]
fn the_same_policy_gives_the_same_bytes() {
    let folder = folder(EXACT);
    for (target, _) in TARGETS {
        let [first, second] = [(); 2].map(|()| cors(&folder, &["--to", target, "cors.toml"]));
        assert_eq!(first.out, second.out, "{target}");
        assert_eq!(first.err, second.err, "{target}");
    }
}

/// Two policies whose names differ in `-` and `_` don't meet: together they are what each is by itself.
#[test]
fn policies_stand_beside_each_other() {
    let text = "[policies.a-b]\nallow_origins = \"https://one.example\"\nmax_age = 1\n\n\
                [policies.a_b]\nallow_origins = \"https://two.example\"\nmax_age = 2\n";
    let folder = folder(text);
    for (target, _) in TARGETS {
        let both = cors(&folder, &["--to", target]);
        let one = cors(&folder, &["--to", target, "cors.toml#a-b"]);
        let two = cors(&folder, &["--to", target, "cors.toml#a_b"]);
        let between = if both.out.contains("\n---\n") {
            "---\n"
        } else {
            "\n"
        };
        assert_eq!(
            both.out,
            format!("{}{between}{}", one.out, two.out),
            "{target}"
        );
    }
}
