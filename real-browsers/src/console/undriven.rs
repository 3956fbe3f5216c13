//! The same in a browser that nobody drives: its pages do everything by themselves, and print what they
//! are about to do.

use core::fmt::Write;

use anyhow::{Result, ensure};
use tokio::time::sleep;

use super::{
    DELAY,
    provocations::{PROVOCATIONS, Page},
    recorded::Said,
    server::Server,
};
use crate::driver::Undriven;

/// How long all of it may take, in delays.
const LOOKS: usize = 1000;

const END: &str = "end of it";

/// A page that provokes what pages of its kind can, and opens the next one.
pub(super) fn page(name: &str, port: u16, closed: u16) -> String {
    let head = "200 OK\ncontent-type: text/html\n";
    let icon = "<!doctype html><title>page</title><link rel=icon href=data:,>";
    let (page, next) = match name {
        "plain" => (Page::Plain, "location = '/run/strict'"),
        "strict" => (Page::Strict, "location = '/run/sandboxed'"),
        "null" => (Page::Sandboxed, "console.log('== end of it')"),
        // It has a frame that is.
        _ => return format!("{head}\n{icon}<iframe sandbox=allow-scripts src=/run/null></iframe>"),
    };
    let policy = match page {
        Page::Strict => "content-security-policy: connect-src 'self'\n",
        _ => "",
    };
    let mut script = String::new();
    for provocation in PROVOCATIONS
        .iter()
        .filter(|provocation| provocation.page == page)
    {
        let _ = write!(
            script,
            "console.log('== {name}'); url = 'http://api.localhost:{port}/{name}'; \
             try {{ {act} }} catch {{}} await new Promise((done) => setTimeout(done, 100)); ",
            name = provocation.name,
            act = provocation.script.replace("{closed}", &closed.to_string()),
        );
    }
    format!(
        "{head}{policy}\n{icon}<script>(async () => {{ let url; {script} {next}; }})()</script>"
    )
}

pub(super) async fn all(server: &Server) -> Result<(String, Vec<Said>)> {
    let browser = Undriven::start(&format!("http://app.localhost:{}/run/plain", server.port))?;
    for _ in 0..LOOKS {
        sleep(DELAY).await;
        if browser.output().contains(&format!("== {END}\n")) {
            break;
        }
    }
    let output = browser.output();
    let mut said: Vec<Said> = Vec::new();
    for line in output.lines().filter_map(message) {
        if let Some(name) = line.strip_prefix("== ") {
            said.push(Said {
                name: name.to_owned(),
                lines: Vec::new(),
            });
        } else if let Some(last) = said.last_mut() {
            last.lines.push(server.with_holes(line));
        }
    }
    let ended = said.pop_if(|last| last.name == END).is_some();
    ensure!(ended, "the pages did not come to their end:\n{output}");
    Ok((browser.version().to_owned(), said))
}

/// `CONSOLE SECURITY ERROR Origin … is not allowed …`, some with `URL:LINE:COLUMN: ` before it.
fn message(line: &str) -> Option<&str> {
    const LEVELS: [&str; 5] = ["LOG ", "ERROR ", "WARN ", "INFO ", "DEBUG "];

    let (_, line) = line.split_once("CONSOLE ")?;
    let ends = LEVELS
        .iter()
        .filter_map(|level| Some(line.find(level)? + level.len()));
    Some(&line[ends.min()?..])
}
