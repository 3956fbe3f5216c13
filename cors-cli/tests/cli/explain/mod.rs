//! `cors explain`, in its forms for requests and for messages.

mod accused;
mod differences;
mod fix;
mod formats;
mod message;
mod policy_of_message;
mod reasons;
mod request;
mod usage;

use std::{fs, path::Path};

use snapbox::cmd::{Command, OutputAssert, cargo_bin};
use tempfile::TempDir;

/// Two policies, as people write them.
const POLICIES: &str = r#"# the service
[policies.public]
allow_origins = ["*"]
expose_headers = ["etag"]

[policies.private]
allow_origins = ["https://app.example.com", "https://*.example.net"]
allow_credentials = true
allow_methods = ["PUT"]
allow_headers = ["content-type"]
max_age = 600
"#;

/// A folder with the two policies, in `cors.toml`.
fn folder() -> TempDir {
    folder_with("cors.toml", POLICIES)
}

fn folder_with(name: &str, text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(name), text).unwrap();
    folder
}

/// `cors explain`, run in a folder, with options as one would type them.
fn explain(folder: &Path, options: &[&str]) -> OutputAssert {
    command(folder).args(options).assert()
}

fn command(folder: &Path) -> Command {
    let command = Command::new(cargo_bin!("cors")).arg("explain");
    // Whatever the terminal of who runs the tests is.
    let command = ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"]
        .iter()
        .fold(command, |command, name| command.env_remove(name));
    command.current_dir(folder)
}

/// The one object on standard output.
fn json(output: &OutputAssert) -> serde_json::Value {
    serde_json::from_slice(&output.get_output().stdout).unwrap()
}
