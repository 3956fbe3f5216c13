//! Replacing a live policy, and saying what changes.

use cors_core::{LivePolicy, Policy};

use crate::{Change, diff, log};

/// Puts `policy` in the place of the current one, and returns what changes. With the feature `tracing`, each
/// change is a line of the log besides: target `cors`, level `info`, at most 20 lines of at most 200
/// characters, and one that counts the rest.
///
/// The policy takes effect before it is compared, so a long list of origins delays nobody. What is compared is
/// what it really replaced, whoever else replaces policies at the same time.
///
/// ```
/// use cors_core::{LivePolicy, Policy};
///
/// let policy = |origin| Policy::builder().allow_origins([origin]).build();
/// let live = LivePolicy::new(policy("https://app.example.com")?);
///
/// let changes = cors_diff::replace(&live, policy("https://new.example.com")?);
/// let sentences: Vec<_> = changes.iter().map(ToString::to_string).collect();
/// assert_eq!(
///     sentences,
///     ["now allowed: https://new.example.com", "no longer allowed: https://app.example.com"]
/// );
/// assert!(live.current().allows_origin("https://new.example.com"));
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
pub fn replace(live: &LivePolicy, policy: Policy) -> Vec<Change> {
    let new = policy.clone();
    let old = live.replace(policy);
    let changes = diff(&old, &new);
    log::changed(&changes);
    changes
}
