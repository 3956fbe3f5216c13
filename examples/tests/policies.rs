//! The policy files that the README and this folder show are right.

use std::path::{Path, PathBuf};

use cors_policy_file::Format;

#[test]
fn the_readmes_policy_file_has_no_flaw() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let file = cors_policy_file::parse("README.md", text, Format::Toml).unwrap();
    let names: Vec<_> = file
        .policies
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["private", "public"]);
    assert!(file.warnings.is_empty(), "{}", file.warnings);
}

#[test]
fn the_examples_are_one_in_three_formats_and_free_of_warnings() {
    let toml = cors_policy_file::load(&examples("example.toml")).unwrap();
    assert!(toml.warnings.is_empty(), "{}", toml.warnings);
    let names: Vec<_> = toml
        .policies
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["private", "public", "guarded"]);
    for name in ["example.json", "example.yaml"] {
        let other = cors_policy_file::load(&examples(name)).unwrap();
        assert_eq!(other.policies, toml.policies, "{name}");
    }
}

fn examples(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("policies")
        .join(name)
}
