//! Policies inside of policies, which are names with dots: `[policies.example.com]`.

use super::{
    Format,
    code::Code,
    keys,
    node::{Entry, Span, Value},
    policy,
    walk::Walk,
};

/// Whether an entry of a policy is a table that looks like a policy.
pub(super) fn is(entry: &Entry) -> bool {
    holds(entry, 3)
}

fn holds(entry: &Entry, depth: usize) -> bool {
    let below = |entries: &[Entry]| entries.iter().any(|entry| holds(entry, depth - 1));
    match &entry.value.value {
        Value::Map(entries) if !keys::is_setting(&entry.key) => {
            keys::is_policy(&entry.value) || (depth > 0 && below(entries))
        }
        _ => false,
    }
}

impl Walk<'_> {
    /// Says of a policy inside of another one where it belongs, and what is wrong with it.
    pub(super) fn nested(&mut self, parent: &Entry, entry: &Entry) {
        let name = format!("{}.{}", parent.key, entry.key);
        // It may be a part of its parent.
        let mut is_broken = true;
        if keys::is_policy(&entry.value) {
            match dotted(self.text, entry).filter(|_| self.format == Format::Toml) {
                Some((span, other)) => {
                    is_broken = false;
                    let message = format!(
                        "invalid policy name {name:?}: a name consists of ASCII letters, digits, `-` and `_`"
                    );
                    let found = self.error(Code::PolicyName, message, Some(span));
                    found.help = Some(format!("write [policies.{other}]"));
                    found.suggestion = Some(other.clone());
                    // Which name the application asks for, nobody knows here.
                    found.doubtful = true;
                    if !self.names.insert(other) {
                        self.help("give it a name without dots");
                        self.no_suggestion();
                    }
                }
                None => {
                    let message = format!("unknown key {:?} in policy {:?}", entry.key, parent.key);
                    self.error(Code::UnknownKey, message, Some(entry.key_span.clone()));
                    self.help("what a policy holds stands right below its name");
                }
            }
        }
        let outer = self.policy.replace(name.clone());
        let entry = Entry {
            key: name,
            ..entry.clone()
        };
        // Its name has been said to be wrong; what it holds may be wrong as well.
        policy::read(&entry, is_broken, self);
        self.policy = outer;
    }
}

/// Where a header has a name with dots, and the same without.
fn dotted(text: &str, entry: &Entry) -> Option<(Span, String)> {
    let line = text[..entry.key_span.start]
        .rfind('\n')
        .map_or(0, |end| end + 1);
    let (header, _) = text[line..].split_once(']')?;
    let name = header.trim_start().strip_prefix('[')?.trim_start();
    let name = name
        .strip_prefix("policies")?
        .trim_start()
        .strip_prefix('.')?
        .trim();
    let start = line + header.rfind(name)?;
    let other: Vec<_> = { name.split('.') }
        .map(|part| part.trim().trim_matches(['"', '\'']))
        .collect();
    let other = other.join("-");
    (keys::name_flaw(&other, &[]).is_none()).then(|| (start..start + name.len(), other))
}
