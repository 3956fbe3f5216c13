//! How browsers write origins, as regexes: for whoever has to say it to another program.
//!
//! They are written in the subset that PCRE, RE2, Go and Rust read alike, and have no anchors. What
//! [`Origin`](cors_core::Origin) limits in length, they don't.

mod ipv6;

/// A scheme. Some have rules of their own for hosts, others no origins.
pub(crate) const SCHEME: &str = "[a-z][a-z0-9+.-]*";

/// A label of a domain.
pub const LABEL: &str = "[a-z0-9_-]+";

/// A label that is no number, as the last one of a domain is: neither digits nor hexadecimal.
pub const LAST_LABEL: &str = "(?:[a-z_-][a-z0-9_-]*|[1-9][0-9]*[a-z_-][a-z0-9_-]*\
    |0(?:[0-9]+[a-z_-][a-z0-9_-]*|[a-wyz_-][a-z0-9_-]*|x[0-9a-f]*[g-z_-][a-z0-9_-]*))";

/// A number of an IPv4 address.
pub const IPV4_NUMBER: &str = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

/// A host of a scheme that is not special: printable ASCII without `` #/:<>?@[\]^| ``.
pub const OPAQUE_HOST: &str = r#"[!"$-.0-9;=A-Z_-{}~]+"#;

/// A port, with its scheme's default.
pub const PORT: &str = "(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}\
    |6(?:[0-4][0-9]{3}|5(?:[0-4][0-9]{2}|5(?:[0-2][0-9]|3[0-5]))))";

/// An IPv6 address without its brackets, in the one form that the
/// [URL standard](https://url.spec.whatwg.org/#concept-ipv6-serializer) writes.
#[must_use]
pub fn ipv6() -> String {
    ipv6::addresses()
}
