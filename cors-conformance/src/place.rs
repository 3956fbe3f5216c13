//! What guards the path of a request: a policy, or none.

use core::fmt;

/// Where in the [application](crate::application) a request goes.
///
/// `Display` writes it as cases do: the policy's name, `none` or `outside`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Place {
    /// Below `/NAME/`, where the policy NAME guards everything.
    Policy(String),
    /// Below `/none/`, where the same routes are mounted without a policy.
    None,
    /// Below no prefix of the application's.
    Outside,
}

impl Place {
    /// The name of the policy, where there is one.
    #[must_use]
    pub fn policy(&self) -> Option<&str> {
        match self {
            Self::Policy(name) => Some(name),
            Self::None | Self::Outside => None,
        }
    }

    /// As a case writes it.
    pub(crate) fn parse(text: &str) -> Self {
        match text {
            NONE => Self::None,
            OUTSIDE => Self::Outside,
            name => Self::Policy(name.to_owned()),
        }
    }

    /// The path here of what is `path` below the prefix.
    pub(crate) fn target(&self, path: &str) -> String {
        match self {
            Self::Policy(name) => format!("/{name}{path}"),
            Self::None => format!("/{NONE}{path}"),
            Self::Outside => path.to_owned(),
        }
    }
}

/// No policy has one of these names.
const NONE: &str = "none";
const OUTSIDE: &str = "outside";

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Policy(name) => name,
            Self::None => NONE,
            Self::Outside => OUTSIDE,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn is_written_as_it_is_read() {
        for (text, target) in [
            ("site", "/site/echo"),
            ("none", "/none/echo"),
            ("outside", "/echo"),
        ] {
            let place = Place::parse(text);
            assert_eq!(place.to_string(), text);
            assert_eq!(place.target("/echo"), target);
            assert_eq!(place.policy(), (text == "site").then_some(text));
        }
    }
}
