//! Which policies are compared with each other.

use super::{cors, folder};

const FILE: &str = r#"
[policies.web]
allow_origins = ["https://app.example.com"]

[policies.api]
allow_origins = ["https://api.example.com"]
guard_unsafe_methods = true
"#;

#[test]
fn named_ones_whatever_their_names() {
    let folder = folder(&[("cors.toml", FILE)]);
    let ran = cors(&folder, &["cors.toml#web", "cors.toml#api"]);
    assert_eq!(
        ran.out,
        "web → api
  + now allowed: https://api.example.com  allow_origins
  - no longer allowed: https://app.example.com  allow_origins
  - now refused: requests that may change something of pages of origins that are not allowed  guard_unsafe_methods

3 changes from cors.toml#web to cors.toml#api: 1 widens, 2 narrow, 0 differ
"
    );
    let ran = cors(
        &folder,
        &["cors.toml#web", "cors.toml#api", "--format", "json"],
    );
    assert_eq!(
        ran.changes()[0],
        "api widens now allowed: https://api.example.com"
    );
}

#[test]
fn one_name_is_enough() {
    let folder = folder(&[("old.toml", FILE), ("new.toml", FILE)]);
    let ran = cors(&folder, &["old.toml#web", "new.toml"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "no changes from old.toml#web to new.toml\n")
    );
    let ran = cors(&folder, &["old.toml", "new.toml#api"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "no changes from old.toml to new.toml#api\n")
    );
}

#[test]
fn a_policy_without_a_partner() {
    let other = FILE.replace("policies.api", "policies.rest");
    let folder = folder(&[("old.toml", FILE), ("new.toml", &other)]);
    let ran = cors(&folder, &["old.toml#api", "new.toml"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert_eq!(
        ran.err,
        "error: new.toml has several policies: name one as new.toml#NAME, of web, rest\n"
    );
    let ran = cors(&folder, &["old.toml#none", "new.toml#rest"]);
    assert_eq!(ran.status, 2);
    assert_eq!(
        ran.err,
        "error: old.toml has no policy \"none\"; it has web, api\n"
    );
}

#[test]
fn a_new_policy_lets_in_what_it_allows_and_a_removed_one_what_it_refused() {
    let other = FILE.replace("policies.api", "policies.rest");
    let folder = folder(&[("old.toml", FILE), ("new.toml", &other)]);
    let ran = cors(&folder, &["old.toml", "new.toml", "--deny-widening"]);
    assert_eq!(
        ran.out,
        "rest (new)
  + now allowed: https://api.example.com  allow_origins
  - now refused: requests that may change something of pages of origins that are not allowed  guard_unsafe_methods

api (removed)
  - no longer allowed: https://api.example.com  allow_origins
  + no longer refused: requests that may change something of pages of origins that are not allowed  guard_unsafe_methods

4 changes from old.toml to new.toml: 2 widen, 2 narrow, 0 differ
"
    );
    assert_eq!(ran.status, 1);
    let ran = cors(&folder, &["old.toml", "new.toml", "--format", "json"]);
    assert_eq!(
        ran.changes()[0],
        "rest widens now allowed: https://api.example.com (the policy is new)"
    );
    assert_eq!(
        ran.changes()[2],
        "api narrows no longer allowed: https://api.example.com (the policy is removed)"
    );
}

#[test]
fn a_new_policy_that_allows_nothing() {
    let new = format!("{FILE}\n[policies.none]\norigins_may_be_empty = true\n");
    let folder = folder(&[("old.toml", FILE), ("new.toml", &new)]);
    let ran = cors(
        &folder,
        &[
            "old.toml",
            "new.toml",
            "--format",
            "json",
            "--deny-widening",
        ],
    );
    assert_eq!(
        ran.changes(),
        ["none differs no origin is allowed, and nothing is refused (the policy is new)"]
    );
    assert_eq!(ran.status, 0);
}
