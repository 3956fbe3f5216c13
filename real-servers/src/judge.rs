//! What was seen, compared with what is recorded.

use crate::{cases::Case, probe::Seen};

/// Every difference, as a sentence; none if all is as recorded.
pub(crate) fn judge(case: &Case, seen: &Seen) -> Vec<String> {
    let mut wrong = Vec::new();
    if case.allowed != seen.allowed() {
        wrong.push(match seen.reason() {
            None => "the page is not blocked".to_owned(),
            Some(reason) => format!("the page is blocked: {reason}"),
        });
    }
    let found = seen.findings();
    for (code, severity) in &found {
        match case.findings.get(code) {
            None => wrong.push(format!("found, and not recorded: {code} = \"{severity}\"")),
            Some(recorded) if recorded != severity => {
                wrong.push(format!(
                    "{code} is \"{severity}\", recorded as \"{recorded}\""
                ));
            }
            Some(_) => {}
        }
    }
    let missing = case
        .findings
        .keys()
        .filter(|code| !found.contains_key(*code));
    wrong.extend(missing.map(|code| format!("recorded, and not found: {code}")));
    let (due, status) = seen.statuses();
    if status != Some(due) {
        wrong.push(format!("exit status {status:?}, and {due} is due"));
    }
    wrong
}
