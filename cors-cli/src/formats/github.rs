//! Annotations of GitHub's workflows: a command for each item, which the runner reads from the log.
//!
//! <https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message>

use super::Item;
use crate::severity::Severity;

/// A command for each item.
pub(crate) fn github(items: &[Item]) -> String {
    items.iter().map(command).collect()
}

fn command(item: &Item) -> String {
    let command = match item.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let mut properties = Vec::new();
    let mut sentence = item.sentence();
    if item.is_url() {
        // No line of the repository is at fault.
        sentence = format!("{}: {sentence}", item.location);
    } else {
        properties.push(format!("file={}", property(&item.location)));
    }
    if let Some(region) = &item.region {
        properties.push(format!("line={}", region.line));
        // Columns are read only if both are in one line.
        if region.line == region.end_line {
            properties.push(format!("col={}", region.column));
            properties.push(format!("endColumn={}", region.end_column));
        }
        properties.push(format!("endLine={}", region.end_line));
    }
    properties.push(format!("title={}", property(&item.code)));
    format!(
        "::{command} {}::{}\n",
        properties.join(","),
        data(&sentence)
    )
}

/// As the runner undoes it: <https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts>.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    #[test]
    fn a_command_each() {
        assert_eq!(
            github(&sample::items()),
            "::error file=conf/a b.toml,line=2,col=18,endColumn=44,endLine=2,title=origin-path::\
             invalid origin \"https://app.example.com/\": an origin has no path; write \"https://app.example.com\"\n\
             ::error file=cors.ini,title=unknown-format::the file's name does not tell its format\n\
             ::notice title=allows-null::https://api.example.com/: the origin null is allowed; \
             100%25 of, say:%0Aall pages have it\n"
        );
    }

    #[test]
    fn names_cannot_add_properties_or_commands() {
        let [mut item, ..] = sample::items();
        item.location = "a,title=b::c\r\n::error::d%0A".to_owned();
        let text = github(&[item]);
        assert!(
            text.starts_with(
                "::error file=a%2Ctitle=b%3A%3Ac%0D%0A%3A%3Aerror%3A%3Ad%250A,line=2,"
            ),
            "{text}"
        );
        assert_eq!(text.lines().count(), 1);
    }

    #[test]
    fn several_lines_have_no_columns() {
        let [mut item, ..] = sample::items();
        item.region.as_mut().unwrap().end_line = 4;
        let text = github(&[item]);
        assert!(
            text.starts_with("::error file=conf/a b.toml,line=2,endLine=4,title="),
            "{text}"
        );
    }
}
