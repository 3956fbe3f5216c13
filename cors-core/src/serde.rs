//! Policies in configuration files: the shape of one policy in a policy file.

use core::{fmt, time::Duration};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, SeqAccess, Visitor},
    ser::{self, SerializeMap},
};

use crate::{
    Policy, PolicyBuilder, Setting,
    builder::elements,
    settings::{Entry, Settings},
    variable::VariableState,
};

/// The keys are the builder's methods. Unknown keys and keys that are given twice are errors. A
/// bare string is a list with commas or white space between its elements, as environment variables have
/// it, and a regex is written as `{ regex = "…" }` among the origins.
impl<'de> Deserialize<'de> for PolicyBuilder {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(BuilderVisitor)
    }
}

const KEYS: [&str; Setting::ALL.len()] = {
    let mut keys = [""; Setting::ALL.len()];
    let mut index = 0;
    while index < keys.len() {
        keys[index] = Setting::ALL[index].as_str();
        index += 1;
    }
    keys
};

struct BuilderVisitor;

impl<'de> Visitor<'de> for BuilderVisitor {
    type Value = PolicyBuilder;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the settings of a CORS policy")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PolicyBuilder, A::Error> {
        let mut builder = PolicyBuilder::default();
        let mut seen = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            let Some(setting) = Setting::ALL.iter().copied().find(|s| s.as_str() == key) else {
                return Err(de::Error::unknown_field(&key, &KEYS));
            };
            if seen.contains(&setting) {
                return Err(de::Error::duplicate_field(setting.as_str()));
            }
            seen.push(setting);
            builder = match setting {
                Setting::AllowOrigins => {
                    let OneOrMany(entries) = map.next_value::<OneOrMany<OriginText>>()?;
                    entries.into_iter().try_fold(builder, add_origin)?
                }
                Setting::OriginsMayBeEmpty => builder.origins_may_be_empty(map.next_value()?),
                Setting::AllowCredentials => builder.allow_credentials(map.next_value()?),
                Setting::AllowMethods => builder.allow_methods(next_list(&mut map)?),
                Setting::AllowHeaders => builder.allow_headers(next_list(&mut map)?),
                Setting::ExposeHeaders => builder.expose_headers(next_list(&mut map)?),
                Setting::MaxAge => builder.max_age(Duration::from_secs(map.next_value()?)),
                Setting::MinimalDisclosure => builder.minimal_disclosure(map.next_value()?),
                Setting::PreflightStatus => builder.preflight_status(map.next_value()?),
                Setting::GuardUnsafeMethods => builder.guard_unsafe_methods(map.next_value()?),
                Setting::GuardSafeMethods => builder.guard_safe_methods(map.next_value()?),
                Setting::GuardWebsockets => builder.guard_websockets(map.next_value()?),
                Setting::ExpectHosts => builder.expect_hosts(next_list(&mut map)?),
                Setting::DangerouslyAllowInsecureOrigins => {
                    builder.dangerously_allow_insecure_origins(map.next_value()?)
                }
                Setting::DangerouslyAllowPublicSuffixes => {
                    builder.dangerously_allow_public_suffixes(map.next_value()?)
                }
                Setting::DangerouslyAllowNullOrigin => {
                    builder.dangerously_allow_null_origin(map.next_value()?)
                }
                Setting::DangerouslyAllowFileOrigin => {
                    builder.dangerously_allow_file_origin(map.next_value()?)
                }
            };
        }
        Ok(builder)
    }
}

fn next_list<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Vec<String>, A::Error> {
    map.next_value().map(|OneOrMany(entries)| entries)
}

#[cfg(feature = "regex")]
fn add_origin<E: de::Error>(builder: PolicyBuilder, entry: OriginText) -> Result<PolicyBuilder, E> {
    Ok(match entry {
        OriginText::Text(text) => builder.allow_origins([text]),
        OriginText::Regex(regex) => builder.allow_origin_regex(regex),
    })
}

#[cfg(not(feature = "regex"))]
fn add_origin<E: de::Error>(builder: PolicyBuilder, entry: OriginText) -> Result<PolicyBuilder, E> {
    match entry {
        OriginText::Text(text) => Ok(builder.allow_origins([text])),
        OriginText::Regex(regex) => Err(E::custom(format_args!(
            "regex {regex:?} needs the feature \"regex\" of cors-core"
        ))),
    }
}

/// A list, or the same in one string: no element contains a comma or white space.
struct OneOrMany<T>(Vec<T>);

impl<'de, T: Deserialize<'de> + From<String>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ListVisitor<T>(core::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de> + From<String>> Visitor<'de> for ListVisitor<T> {
            type Value = OneOrMany<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string or a list of strings")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<OneOrMany<T>, E> {
                let entries = elements(text).map(|entry| entry.to_owned().into());
                Ok(OneOrMany(entries.collect()))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<OneOrMany<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = seq.next_element()? {
                    entries.push(entry);
                }
                Ok(OneOrMany(entries))
            }
        }

        deserializer.deserialize_any(ListVisitor(core::marker::PhantomData))
    }
}

/// An entry of `allow_origins`.
enum OriginText {
    Text(String),
    Regex(String),
}

impl From<String> for OriginText {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl<'de> Deserialize<'de> for OriginText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EntryVisitor;

        impl<'de> Visitor<'de> for EntryVisitor {
            type Value = OriginText;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an origin, or a table with the one key \"regex\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<OriginText, E> {
                Ok(OriginText::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<OriginText, A::Error> {
                const REGEX: &[&str] = &["regex"];
                let mut regex = None;
                while let Some(key) = map.next_key::<String>()? {
                    if key != "regex" {
                        return Err(de::Error::unknown_field(&key, REGEX));
                    }
                    if regex.replace(map.next_value()?).is_some() {
                        return Err(de::Error::duplicate_field("regex"));
                    }
                }
                regex
                    .map(OriginText::Regex)
                    .ok_or_else(|| de::Error::missing_field("regex"))
            }
        }

        deserializer.deserialize_any(EntryVisitor)
    }
}

/// The settings that the policy was built from, as a policy file has them.
///
/// It fails for a policy with a predicate, because no file can hold one.
impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.settings().serialize(serializer)
    }
}

/// The settings, checked or not, as a policy file has them: what is read from it again is an equal
/// builder.
///
/// It fails for a builder with a predicate, because no file can hold one, and after an environment
/// variable that could not be read.
impl Serialize for PolicyBuilder {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        for variable in &self.variables {
            if variable.state == VariableState::NotUnicode {
                return Err(ser::Error::custom(format_args!(
                    "the environment variable {:?} could not be read",
                    variable.name
                )));
            }
        }
        self.settings.serialize(serializer)
    }
}

impl Serialize for Settings {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let settings = self;
        let mut map = serializer.serialize_map(None)?;
        if !settings.allow_origins.is_empty() {
            map.serialize_entry(Setting::AllowOrigins.as_str(), &settings.allow_origins)?;
        }
        for (setting, list) in [
            (Setting::AllowMethods, &settings.allow_methods),
            (Setting::AllowHeaders, &settings.allow_headers),
            (Setting::ExposeHeaders, &settings.expose_headers),
        ] {
            if !list.is_empty() {
                map.serialize_entry(setting.as_str(), list)?;
            }
        }
        if let Some(seconds) = settings.max_age {
            map.serialize_entry(Setting::MaxAge.as_str(), &seconds)?;
        }
        if let Some(status) = settings.preflight_status {
            map.serialize_entry(Setting::PreflightStatus.as_str(), &status)?;
        }
        if let Some(hosts) = &settings.expect_hosts {
            map.serialize_entry(Setting::ExpectHosts.as_str(), hosts)?;
        }
        for (setting, value) in settings.flags() {
            if value {
                map.serialize_entry(setting.as_str(), &true)?;
            }
        }
        map.end()
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Regex(regex) => {
                let mut map = serializer.serialize_map(Some(1))?;
                map.serialize_entry("regex", &**regex)?;
                map.end()
            }
            Self::Predicate(_) => Err(ser::Error::custom(
                "a policy with a predicate can't be written: a predicate is code",
            )),
        }
    }
}
