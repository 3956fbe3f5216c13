//! What a policy would have to say besides: the cures of the modelled browser and of the policy itself, as one list.

use cors_browser::CureValue;
use cors_core::Setting;
use cors_policy_file::Addition;
use serde_json::{Value, json};

/// What several settings would have to say besides. All of it is needed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cures(Vec<(Setting, Addition)>);

impl Cures {
    /// Those of the modelled browser.
    pub(super) fn of_browser(cures: &[cors_browser::Cure]) -> Self {
        let additions = cures.iter().filter_map(|cure| {
            let setting = setting(cure.setting())?;
            let addition = match cure.value() {
                CureValue::List(entries) => Addition::Entries(entries.clone()),
                CureValue::Flag(flag) => Addition::Flag(*flag),
                _ => return None,
            };
            Some((setting, addition))
        });
        Self(additions.collect())
    }

    /// Those of the policy.
    pub(super) fn of_policy<'a>(cures: impl IntoIterator<Item = &'a cors_core::Cure>) -> Self {
        Self(cures.into_iter().filter_map(Addition::of).collect())
    }

    /// These entries, and credentials where they are asked for.
    #[cfg(test)]
    pub(super) fn all(lists: [(&str, Vec<String>); 4], credentials: bool) -> Self {
        let lists = lists.into_iter().filter(|(_, entries)| !entries.is_empty());
        let mut all: Vec<_> = lists
            .map(|(name, entries)| (setting(name).unwrap(), Addition::Entries(entries)))
            .collect();
        if credentials {
            all.push((Setting::AllowCredentials, Addition::Flag(true)));
        }
        Self(all)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn additions(&self) -> &[(Setting, Addition)] {
        &self.0
    }

    pub(super) fn push(&mut self, setting: Setting, addition: Addition) {
        self.0.push((setting, addition));
    }

    /// Keeps those of which this holds.
    pub(super) fn retain(&mut self, keep: impl FnMut(&(Setting, Addition)) -> bool) {
        self.0.retain(keep);
    }

    /// Takes those of others, unless they are there already.
    pub(super) fn extend(&mut self, others: Self) {
        for (setting, addition) in others.0 {
            let known = self.0.iter_mut().find(|(known, _)| *known == setting);
            match (known, addition) {
                (None, addition) => self.0.push((setting, addition)),
                (Some((_, known)), addition) => {
                    if let Some(more) = entries(&addition) {
                        join(known, more);
                    }
                }
            }
        }
    }

    /// Leaves out of each list what another judgement, which names entries for this list, does not name.
    pub(super) fn narrow(&mut self, needed: &Self) {
        for (setting, addition) in &mut self.0 {
            let needed = needed.0.iter().find(|(other, _)| other == setting);
            let needed = needed.and_then(|(_, addition)| entries(addition));
            let (Addition::Entries(own) | Addition::EntriesIf { entries: own, .. }) = addition
            else {
                continue;
            };
            let is_needed = |entry: &String| needed.is_none_or(|needed| needed.contains(entry));
            if own.iter().any(is_needed) {
                own.retain(is_needed);
            }
        }
    }

    /// One object for each entry: `[{"setting", "value"}]`.
    pub(super) fn json(&self) -> Value {
        let cures = self.0.iter().flat_map(|(setting, addition)| {
            let cure = move |value: Value| json!({ "setting": setting.as_str(), "value": value });
            match addition {
                Addition::Flag(flag) => vec![cure((*flag).into())],
                addition => { entries(addition).unwrap_or_default().iter() }
                    .map(|entry| cure(entry.as_str().into()))
                    .collect(),
            }
        });
        cures.collect()
    }
}

/// The setting of this name.
fn setting(name: &str) -> Option<Setting> {
    let mut settings = Setting::ALL.iter().copied();
    settings.find(|setting| setting.as_str() == name)
}

/// What to do to a policy, which is called something: `add "PUT" to allow_methods of policy "api"`.
pub(super) fn instruction(setting: Setting, addition: &Addition, policy: &str) -> String {
    match addition {
        Addition::Flag(flag) => format!("set {setting} to {flag} in {policy}"),
        addition => {
            let entries = entries(addition).unwrap_or_default().iter();
            let entries: Vec<_> = entries.map(|entry| format!("{entry:?}")).collect();
            format!("add {} to {setting} of {policy}", entries.join(", "))
        }
    }
}

/// What it adds to a list.
pub(super) fn entries(addition: &Addition) -> Option<&[String]> {
    match addition {
        Addition::Entries(entries) | Addition::EntriesIf { entries, .. } => Some(entries),
        _ => None,
    }
}

fn join(known: &mut Addition, more: &[String]) {
    if let Addition::Entries(entries) | Addition::EntriesIf { entries, .. } = known {
        let new: Vec<_> = more
            .iter()
            .filter(|entry| !entries.contains(entry))
            .cloned()
            .collect();
        entries.extend(new);
    }
}
