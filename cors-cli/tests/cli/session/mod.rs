//! A shell session in a folder with the files of the documentation: what is typed, and what comes back.

mod server;

use std::{
    env, fs,
    path::Path,
    process::{Command, Stdio},
};

use snapbox::cmd::cargo_bin;

use self::server::Server;

/// Stands for the free port that the server has: as many digits, or what is printed would not fit.
const PORT: &str = "48080";

/// How wide a terminal is.
pub(crate) const COLUMNS: usize = 100;

/// The files of `readme` in a repository, all of them committed.
const BEGIN: &str = "exec 2>&1
for variable in $(compgen -e GIT_); do unset $variable; done
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null
export GIT_AUTHOR_NAME=a GIT_AUTHOR_EMAIL=a@example.com
export GIT_COMMITTER_NAME=a GIT_COMMITTER_EMAIL=a@example.com
git init --quiet && git add . && git commit --quiet --message Policies
";

/// What each of these lines answers, in a folder with what `tests/cli/readme` has, that git knows.
///
/// They are typed into one shell: a file that one of them changes has changed for the next.
///
/// In a terminal the answers are in colour, and no wider than it is.
pub(crate) fn answers(lines: &[String], is_terminal: bool) -> Vec<String> {
    let server = Server::start();
    let port = server.port().to_string();
    let mut script = BEGIN.to_owned();
    for line in lines {
        let line = line.replace(PORT, &port);
        script += &match is_terminal {
            true => format!(
                "script --quiet --return --command 'stty cols {COLUMNS} rows 50; {line}' /dev/null"
            ),
            false => line,
        };
        // What ends the answer leaves the exit status as it is.
        script += "\n__status=$?; printf '\\0'; (exit $__status)\n";
    }
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("api");
    fs::create_dir(&folder).unwrap();
    let files = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/readme");
    for file in fs::read_dir(files).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.join(file.file_name())).unwrap();
    }
    fs::write(home.path().join("session.sh"), script).unwrap();
    let programs = Path::new(cargo_bin!("cors")).parent().unwrap().display();
    let output = Command::new("bash")
        .args(["--norc", "--noprofile", "../session.sh"])
        .current_dir(folder)
        .env("PATH", format!("{programs}:{}", env::var("PATH").unwrap()))
        .env("HOME", home.path())
        .env("TERM", "xterm-256color")
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("COLUMNS")
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let text = text.replace(&port, PORT).replace("\r\n", "\n");
    let mut answers: Vec<_> = text.split('\0').map(str::to_owned).collect();
    assert_eq!(answers.pop().as_deref(), Some(""), "{text}");
    assert_eq!(answers.len(), lines.len(), "{text}");
    answers
}

/// Whether what is kept is to be written again, as snapbox does it.
pub(crate) fn is_overwritten() -> bool {
    env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite")
}
