//! The policy file that the README shows is one.

use cors_examples::policy_file::{self, Format};

#[test]
fn the_readmes_policy_file_has_no_flaw() {
    let readme = include_str!("../../README.md");
    let (_, rest) = readme.split_once("```toml\n").unwrap();
    let (text, _) = rest.split_once("```").unwrap();
    let file = policy_file::parse("README.md", text, Format::Toml).unwrap();
    let names: Vec<_> = file
        .policies
        .iter()
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(names, ["private", "public"]);
    assert!(file.warnings.is_empty(), "{}", file.warnings);
}
