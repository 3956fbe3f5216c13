//! Why a case of the suite is not run in browsers.

use core::fmt;

/// Why no page can produce a case of the suite.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum LeftOut {
    Origin,
    Counterpart,
    Name,
    Twin,
    NoOrigin,
    Method,
    Header,
    Body,
    Preflight,
    Target,
    Redirect,
}

impl fmt::Display for LeftOut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Origin => "no browser sends such an Origin",
            Self::Counterpart => {
                "the origin has no counterpart on loopback: a scheme of its own, or an address"
            }
            Self::Name => "no resolver takes the origin's host for a name",
            Self::Twin => "the policy tells the origin from others by what its counterpart lacks",
            Self::NoOrigin => "browsers send no such request without Origin",
            Self::Method => "no page can send the method",
            Self::Header => "no page can set the header",
            Self::Body => "the plan's pages send no text of a case's own",
            Self::Preflight => "no browser sends such a preflight",
            Self::Target => "browsers write the target in another way",
            Self::Redirect => "it redirects to a host that is not ours",
        })
    }
}
