//! Names: what has one is chosen by it on command lines, and written and read as it.

use core::fmt::Display;

use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// One of a list, each with its own name.
pub trait Named: Copy + Display + Send + Sync + 'static {
    /// All of them.
    const ALL: &'static [Self];
}

/// Finds the one of this name among some of them, for an option of a command line.
///
/// # Errors
///
/// The names that there are.
pub fn among<T: Named>(some: impl Iterator<Item = T> + Clone, name: &str) -> Result<T, String> {
    let found = some.clone().find(|one| one.to_string() == name);
    found.ok_or_else(|| format!("it is one of {}", names(some)))
}

/// The names of some of them, as help and complaints list them.
pub fn names<T: Named>(some: impl Iterator<Item = T>) -> String {
    let names: Vec<_> = some.map(|one| one.to_string()).collect();
    names.join(", ")
}

/// Finds the one of this name.
///
/// # Errors
///
/// The names that there are.
pub fn parse<T: Named>(name: &str) -> Result<T, String> {
    among(T::ALL.iter().copied(), name)
}

/// Writes the name.
pub(crate) fn serialize<T: Named, S: Serializer>(
    one: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_str(one)
}

/// Reads the name.
pub(crate) fn deserialize<'de, T: Named, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    let name = String::deserialize(deserializer)?;
    parse(&name).map_err(|names| D::Error::custom(format!("{name}: {names}")))
}

#[cfg(test)]
mod tests {
    use super::{Named, among, parse};
    use crate::{Contender, Framework, PolicyKind};

    fn each_is_read_by_its_name<T: Named + PartialEq + core::fmt::Debug>() {
        for &one in T::ALL {
            assert_eq!(parse(&one.to_string()), Ok(one));
        }
    }

    #[test]
    fn no_two_have_one_name() {
        each_is_read_by_its_name::<Framework>();
        each_is_read_by_its_name::<Contender>();
        each_is_read_by_its_name::<PolicyKind>();
    }

    #[test]
    fn other_names_are_answered_with_the_list() {
        let choose = |name| among(Framework::with_servers(), name);
        assert_eq!(choose("axum"), Ok(Framework::Axum));
        let names = "it is one of axum, actix, poem, rocket, warp";
        assert_eq!(choose("tower"), Err(names.to_owned()));
    }
}
