//! The policy files that the README and this folder show are right.

use std::path::{Path, PathBuf};

use cors_policy_file::Format;

#[test]
fn the_readmes_policy_files_have_no_flaw() {
    let mut names = Vec::new();
    let blocks = include_str!("../../README.md").split("```toml\n").skip(1);
    for (text, _) in blocks.filter_map(|block| block.split_once("```")) {
        let file = cors_policy_file::parse("README.md", text, Format::Toml).unwrap();
        names.extend(file.policies.iter().map(|(name, _)| name.clone()));
        assert!(file.warnings.is_empty(), "{}", file.warnings);
    }
    assert_eq!(names, ["site", "private", "site", "public"]);
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

/// What builds is left as it is, whatever warnings there are; what does not loses what is certainly wrong.
#[test]
fn fixes_leave_what_is_meant() {
    let suite =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../cors-conformance/cases/policies.toml");
    let rights = ["example.toml", "example.json", "example.yaml"].map(examples);
    for path in rights.iter().chain([&suite]) {
        let (text, format) = cors_policy_file::read(path).unwrap();
        let fixed = cors_policy_file::fix("cors", &text, format);
        assert_eq!(fixed.text, text, "{}", path.display());
        assert_eq!(fixed.left.count(cors_policy_file::Severity::Error), 0);
    }
    let (text, format) = cors_policy_file::read(&examples("broken.toml")).unwrap();
    let fixed = cors_policy_file::fix("broken.toml", &text, format);
    let left = fixed.left.items().iter().map(|item| item.code.as_str());
    assert_eq!(
        left.collect::<Vec<_>>(),
        ["forbidden-header", "wildcard-with-credentials"]
    );
    assert_eq!(fixed.applied.len(), 5);
}

fn examples(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("policies")
        .join(name)
}
