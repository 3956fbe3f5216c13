//! What the decision needs of a policy.

use crate::{
    guard::Guards,
    matcher::Matcher,
    name_list::NameList,
    names::{is_forbidden_method, is_token},
};

/// What the decision needs of a policy.
pub(crate) struct Rules {
    pub(crate) origins: Origins,
    pub(crate) credentials: bool,
    /// The safelisted methods among them.
    pub(crate) methods: NameList,
    pub(crate) headers: NameList,
    pub(crate) exposed: NameList,
    /// In seconds.
    pub(crate) max_age: Option<u64>,
    pub(crate) minimal_disclosure: bool,
    /// The status of a preflight's answer where the origin is allowed.
    pub(crate) preflight_status: PreflightStatus,
    /// `None` if the policy has none.
    pub(crate) guards: Option<Box<Guards>>,
}

/// No method is longer, and no browser's script needs one that is.
const MAX_METHOD: usize = 64;

impl Rules {
    /// Whether pages may use a method, byte for byte.
    pub(crate) fn allows_method(&self, method: &[u8]) -> bool {
        self.methods.lists(method)
            || (self.methods.any
                && method.len() <= MAX_METHOD
                && is_token(method)
                && !is_forbidden_method(method))
    }

    /// Whether pages may send a header, in whatever case. `*` never covers `authorization`:
    /// <https://fetch.spec.whatwg.org/#cors-non-wildcard-request-header-name>.
    pub(crate) fn allows_header(&self, name: &[u8]) -> bool {
        self.headers.lists_header(name)
            || (self.headers.any && is_token(name) && !name.eq_ignore_ascii_case(b"authorization"))
    }
}

/// The statuses that old clients and new ones take for success.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum PreflightStatus {
    Ok,
    #[default]
    NoContent,
}

/// The origins that a policy allows.
pub(crate) enum Origins {
    Any,
    Listed(Box<Matcher>),
}

impl Origins {
    /// `None` for any.
    pub(crate) fn matcher(&self) -> Option<&Matcher> {
        match self {
            Self::Any => None,
            Self::Listed(matcher) => Some(matcher),
        }
    }
}
