//! The regexes of entries with `*` or a hole.

use super::escape;

/// What an entry of a list stands for. `None` if it is one origin.
pub(crate) fn of_pattern(text: &str) -> Option<Vec<String>> {
    let (without_port, any_port) = match text.strip_suffix(":*") {
        Some(rest) => (rest, true),
        None => (text, false),
    };
    let host = without_port.find("://")? + "://".len();
    let hole = without_port[host..].find('{').map(|at| host + at);
    let (head, varying, tail) = match hole {
        _ if without_port[host..].starts_with("*.") => (
            &without_port[..host],
            r"(?:[a-z0-9_-]+\.)*[a-z0-9_-]+",
            &without_port[host + 1..],
        ),
        Some(open) => {
            let close = open + without_port[open..].find('}')?;
            let class = match &without_port[open + 1..close] {
                "digits" => "[0-9]+",
                "hex" => "[0-9a-f]+",
                _ => "[a-z0-9-]+",
            };
            (&without_port[..open], class, &without_port[close + 1..])
        }
        None if any_port => (without_port, "", ""),
        None => return None,
    };
    let whole = format!("{}{varying}{}", escape(head), escape(tail));
    Some(match any_port {
        true => vec![
            whole.clone(),
            format!("{whole}:[1-9][0-9]{{0,2}}"),
            format!("{whole}:[1-9][0-9]{{3,4}}"),
        ],
        false => vec![whole],
    })
}
