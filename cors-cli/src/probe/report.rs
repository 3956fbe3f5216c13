//! What the probe has to say: for people, for scripts, for code scanning.

use anstyle::{AnsiColor, Style};
use cors_browser::Reason;
use serde_json::{Value, json};

use super::{client::Settings, code::Code, curl, finding::Finding, page::Verdict};
use crate::{
    formats::{Item, ListFormat, counted},
    severity::Severity,
    verdict::{self, Note, plain, wrapped},
};

/// All that came of a probe.
pub(super) struct Report<'a> {
    pub(super) url: &'a str,
    pub(super) origin: &'a str,
    pub(super) verdict: &'a Verdict,
    /// The worst first.
    pub(super) findings: &'a [Finding],
    /// How many requests were not answered, after the page's own.
    pub(super) lost: usize,
    /// Why not everything was asked, if it was not.
    pub(super) unasked: Option<&'a str>,
    /// What is to be said besides.
    pub(super) notes: Vec<Note>,
    pub(super) settings: &'a Settings,
    pub(super) sent: usize,
}

impl Report<'_> {
    /// Whether it fails the command.
    pub(super) fn is_bad(&self) -> bool {
        let is_bad = |finding: &Finding| finding.severity >= Severity::Warning;
        !self.verdict.is_allowed() || self.findings.iter().any(is_bad)
    }

    /// Whether people learn from it why the command fails. The page may be to blame, of which there is no finding.
    pub(super) fn says_enough(&self, format: ListFormat) -> bool {
        self.has_notes(format) || self.verdict.is_allowed() || !self.findings.is_empty()
    }

    /// Whether a format has room for the verdict and notes.
    pub(super) fn has_notes(&self, format: ListFormat) -> bool {
        matches!(format, ListFormat::Human | ListFormat::Json)
    }

    /// That there may be more to find.
    pub(super) fn incomplete(&self) -> Option<String> {
        let why = self.unasked?;
        Some(format!("not everything was asked: {why}"))
    }

    /// The verdict as `explain` has it, every finding with a line to paste, and a line that counts.
    pub(super) fn human(&self, width: Option<usize>) -> String {
        let verdict = self.verdict;
        let head = verdict::headline(verdict.is_allowed(), &verdict.sentence(), width);
        let steps = verdict::numbered(&verdict.steps(), width);
        let notes = verdict::notes_human(&self.all_notes(), width);
        let findings: String = self
            .findings
            .iter()
            .map(|it| self.finding(it, width))
            .collect();
        format!("{head}\n{steps}{notes}\n{findings}{}\n", self.count())
    }

    fn finding(&self, finding: &Finding, width: Option<usize>) -> String {
        let style = style(finding.severity);
        let head = format!("{}[{}]", finding.severity, finding.code);
        let text = wrapped(
            &format!("{head}: {}", plain(&finding.message)),
            "",
            "  ",
            width,
        );
        let rest = text.strip_prefix(head.as_str()).unwrap_or_default();
        let mut lines = format!("{style}{head}{style:#}{rest}\n");
        for line in &finding.evidence {
            lines += &format!("  | {}\n", plain(line));
        }
        lines += &wrapped(&plain(&finding.advice), "  = ", "    ", width);
        lines.push('\n');
        if let Some(command) = self.command(finding) {
            let dim = verdict::DIM;
            for line in command.lines() {
                lines += &format!("  {dim}{line}{dim:#}\n");
            }
        }
        lines + "\n"
    }

    /// `1 error, 2 warnings at https://api.example.com/; 31 requests`
    fn count(&self) -> String {
        let of = |severity: Severity| {
            let found = self.findings.iter().filter(|it| it.severity == severity);
            let found = found.count();
            (found > 0).then(|| counted(found, severity.as_str(), &format!("{severity}s")))
        };
        let counts = [Severity::Error, Severity::Warning, Severity::Note].map(of);
        let counts: Vec<_> = counts.into_iter().flatten().collect();
        let counts = match counts.is_empty() {
            true => "no findings".to_owned(),
            false => counts.join(", "),
        };
        let requests = counted(self.sent, "request", "requests");
        let rest = match self.unasked {
            Some(_) => ", and not everything was asked",
            None => "",
        };
        format!("{counts} at {}; {requests}{rest}", self.url)
    }

    fn command(&self, finding: &Finding) -> Option<String> {
        let request = finding.request.as_ref()?;
        Some(curl::line(self.settings, request))
    }

    /// A browser takes a preflight's answer without headers for that of an origin that is not allowed.
    fn told_apart(&self) -> Option<String> {
        let refused = [Code::MethodNotAllowed, Code::HeaderNotAllowed];
        let mut codes = self.findings.iter().map(|finding| finding.code);
        let code = codes.find(|code| refused.contains(code))?;
        let is_taken_for_it = self.verdict.reason() == Some(Reason::OriginNotAllowed);
        is_taken_for_it.then(|| {
            format!("that is all a browser can see; asked further, the server allows the origin: it is {code}")
        })
    }

    /// A firewall drops what looks like an attack; nothing is known of the server then.
    fn lost(&self) -> Option<String> {
        match self.lost {
            0 => None,
            1 => Some(
                "1 request was not answered: what the server makes of it is not known".to_owned(),
            ),
            many => Some(format!(
                "{many} requests were not answered: what the server makes of them is not known"
            )),
        }
    }

    fn all_notes(&self) -> Vec<Note> {
        let mut notes = self.verdict.notes();
        notes.extend(self.notes.iter().cloned());
        notes.extend(self.told_apart().map(Note::new));
        notes.extend(self.lost().map(Note::new));
        notes.extend(self.incomplete().map(Note::new));
        notes
    }

    pub(super) fn json(&self) -> Value {
        let verdict = self.verdict;
        let findings = self.findings.iter().map(|finding| {
            json!({
                "code": finding.code.as_str(),
                "severity": finding.severity.as_str(),
                "message": finding.message,
                "request": self.command(finding),
                "evidence": finding.evidence,
                "help": finding.advice,
            })
        });
        json!({
            "schema": 1,
            "url": self.url,
            "origin": self.origin,
            "browser": {
                "allowed": verdict.is_allowed(),
                "reason": verdict.reason().map(|reason| reason.as_str()),
                "sentence": verdict.sentence(),
            },
            "steps": verdict::listed(&verdict.steps()),
            "notes": verdict::notes_json(&self.all_notes()),
            "findings": findings.collect::<Value>(),
            "requests": self.sent,
            "complete": self.unasked.is_none(),
        })
    }

    /// The findings, for formats that take nothing else.
    pub(super) fn items(&self) -> Vec<Item> {
        let items = self.findings.iter().map(|finding| Item {
            code: finding.code.to_string(),
            severity: finding.severity,
            message: finding.message.clone(),
            help: Some(finding.advice.clone()),
            location: self.url.to_owned(),
            region: None,
            fix: None,
        });
        items.collect()
    }
}

fn style(severity: Severity) -> Style {
    match severity {
        Severity::Error => verdict::BAD,
        Severity::Warning => AnsiColor::Yellow.on_default().bold(),
        Severity::Note => verdict::ASIDE,
    }
}
