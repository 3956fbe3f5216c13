//! What `Sec-Fetch-Site` says.

use crate::adapter::{Field, RequestHead};

/// What a request says about the site that it comes from: the rows of the [table](super::table).
///
/// No page can write the header, whose name is forbidden
/// (<https://w3c.github.io/webappsec-fetch-metadata/#sec-fetch-site-header>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::enum_variant_names, reason = "the header's own values")]
pub(super) enum Site {
    Absent,
    SameOrigin,
    /// The user's own hand: the address bar, a bookmark.
    None,
    SameSite,
    CrossSite,
    /// Another value, or several lines: servers should ignore it.
    Unknown,
}

impl Site {
    pub(super) fn of<V>(head: &impl RequestHead<V>) -> Self {
        let mut lines = head.lines(Field::SecFetchSite);
        let Some(site) = lines.next() else {
            return Self::Absent;
        };
        if lines.next().is_some() {
            return Self::Unknown;
        }
        match site.as_ref() {
            b"same-origin" => Self::SameOrigin,
            b"none" => Self::None,
            b"same-site" => Self::SameSite,
            b"cross-site" => Self::CrossSite,
            _ => Self::Unknown,
        }
    }
}
