//! The host that a request is for, as it was sent, and why the list of hosts refuses it.

use super::{Advice, short};
use crate::{
    Policy, Setting,
    adapter::{Field, RequestHead},
    explain::{Cure, sent::Quoted, trial::expects},
    guard::{Authority, is_for},
    origin::split_port,
    shown::shown,
};

/// What a request says of the host that it is for.
pub(in crate::explain) struct SentHost {
    target: Option<Vec<u8>>,
    /// The first line.
    line: Option<Vec<u8>>,
    has_several: bool,
    /// Whether anybody knows which one it is.
    pub(super) is_known: bool,
}

impl SentHost {
    pub(in crate::explain) fn of<V>(head: &impl RequestHead<V>) -> Self {
        let mut lines = head.lines(Field::Host);
        let (line, more) = (lines.next(), lines.next());
        Self {
            target: head.authority().map(|target| start(target.as_bytes())),
            line: line.map(|line| start(line.as_ref())),
            has_several: more.is_some(),
            // What does not hold is looked at: it may be malformed.
            is_known: is_for(head, |_| false).is_some(),
        }
    }

    /// As it is shown: the target's, unless only `Host` says what is wrong.
    pub(in crate::explain) fn text(&self) -> Option<&[u8]> {
        let (first, second) = if self.is_known {
            (&self.target, &self.line)
        } else {
            (&self.line, &self.target)
        };
        first.as_deref().or(second.as_deref())
    }

    /// Those that there are.
    fn authorities(&self) -> impl Iterator<Item = Authority<'_>> {
        let sent = [self.target.as_deref(), self.line.as_deref()];
        let sent = sent.into_iter().flatten();
        sent.filter_map(Authority::read)
    }

    /// Host and port, where they are known: a port counts if one of target and `Host` has it.
    pub(super) fn authority(&self) -> Option<Authority<'_>> {
        if !self.is_known {
            return None;
        }
        let mut authorities = self.authorities();
        let first = authorities.next()?;
        let second = authorities.next();
        let port = first.port.or_else(|| second.and_then(|second| second.port));
        Some(Authority { port, ..first })
    }

    /// Why nobody knows the host. `None` if it is known.
    pub(super) fn trouble(&self) -> Option<String> {
        if self.is_known {
            return None;
        }
        let is_malformed = |text: &[u8]| Authority::read(text).is_none_or(Authority::is_malformed);
        Some(match (&self.target, &self.line) {
            _ if self.has_several => "there are several Host lines".to_owned(),
            (None, None) => "there is no Host".to_owned(),
            (_, Some(line)) if is_malformed(line) => "Host is malformed".to_owned(),
            (Some(target), _) if is_malformed(target) => {
                format!(
                    "the target's host, {}, is malformed",
                    Quoted(&short(target))
                )
            }
            (Some(target), _) => {
                format!(
                    "the target is for {}, and Host is not",
                    Quoted(&short(target))
                )
            }
            (None, Some(_)) => "Host is malformed".to_owned(),
        })
    }

    pub(super) fn unknown(&self) -> Advice {
        let mut advice = Advice::default();
        advice.say(self.trouble().unwrap_or_default());
        if self.has_several {
            advice.say("something between client and server has added one");
        } else if self.line.is_none() && self.target.is_none() {
            advice.say("every client has to send one, a health check too");
        } else if self.authorities().count() == 2 {
            advice.say("something between client and server has changed one of them");
        }
        advice
    }

    pub(super) fn unexpected<V>(&self, policy: &Policy, head: &impl RequestHead<V>) -> Advice {
        let mut advice = Advice::default();
        let Some(Authority { host, port }) = self.authority() else {
            return advice;
        };
        let host = String::from_utf8_lossy(host).to_ascii_lowercase();
        let listed = policy.settings().expect_hosts();
        match near(listed, &host) {
            None => advice.say("expect_hosts lacks this host"),
            Some((entry, difference)) => {
                advice.say(format!("expect_hosts has {}, {difference}", shown(entry)));
            }
        }
        let entry = match port {
            None => host,
            Some(port) => format!("{host}:{port}"),
        };
        if expects(&entry, head) {
            let cure = Cure::entry(Setting::ExpectHosts, &entry);
            let cure = cure.only_if(format!("this server is reached by {entry}"));
            advice.say(cure.in_full());
            advice.say("otherwise, somebody may have led a name of their own here (DNS rebinding)");
            advice.cure = Some(cure);
        }
        advice
    }
}

/// The entry for the same host that does not include it, and why not.
fn near<'a>(listed: &'a [String], host: &str) -> Option<(&'a str, &'static str)> {
    let bare = |host: &str| host.strip_suffix('.').unwrap_or(host).to_owned();
    let difference = |entry: &str| {
        let (listed, _) = split_port(entry);
        match listed.strip_prefix("*.") {
            Some(above) => (above == host).then_some("which includes only what is below this host"),
            None if listed == host => Some("with another port"),
            None => {
                (bare(listed) == bare(host)).then_some("which is another one by a dot at its end")
            }
        }
    };
    let mut entries = listed.iter();
    entries.find_map(|entry| Some((entry.as_str(), difference(entry)?)))
}

/// Longer ones are no host, however they go on.
fn start(text: &[u8]) -> Vec<u8> {
    text[..text.len().min(1_000)].to_owned()
}
