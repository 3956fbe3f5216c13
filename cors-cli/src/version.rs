//! What `--version` says.

use std::sync::LazyLock;

/// The version, and of when the Public Suffix List is that is compiled in: what it does not know yet passes
/// unnoticed.
pub(crate) fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| {
        let version = env!("CARGO_PKG_VERSION");
        match cors_core::public_suffix_list_date() {
            Some(date) => format!("{version} (Public Suffix List of {date})"),
            None => format!("{version} (without the Public Suffix List)"),
        }
    });
    &VERSION
}
