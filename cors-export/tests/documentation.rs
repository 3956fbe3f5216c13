//! What the documentation shows of each target is what is exported.
//!
//! With `SNAPSHOTS=overwrite` it is written as it is now; then somebody has to read it.

use std::{collections::BTreeMap, env, fs, path::Path};

use cors_core::Policy;
use cors_export::{Export, Target, export};
use cors_policy_file::Format;

const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs");

fn example() -> Policy {
    let text = fs::read_to_string(Path::new(DOCS).join("example.toml")).unwrap();
    let file = cors_policy_file::parse("example.toml", &text, Format::Toml).unwrap();
    let [(name, policy)] = &file.policies[..] else {
        panic!("{:?}", file.policies)
    };
    assert_eq!(name, "site");
    policy.clone()
}

/// Each file of a target's folder, with its text.
fn shown(export: &Export) -> BTreeMap<String, String> {
    let files = export.files().iter();
    let mut shown: BTreeMap<_, _> = files
        .map(|file| (file.name().to_owned(), file.text().to_owned()))
        .collect();
    let losses = { export.losses().iter() }
        .map(|loss| format!("{}: {}: {loss}\n", loss.code(), loss.kind()));
    let needed = { export.requirements().iter() }
        .map(|requirement| format!("{}: required: {requirement}\n", requirement.code()));
    let told: String = losses.chain(needed).collect();
    let told = match told.as_str() {
        "" => "nothing\n".to_owned(),
        _ => told,
    };
    shown.insert("told.txt".to_owned(), told);
    shown
}

#[test]
fn every_target_is_shown_as_it_is() {
    let policy = example();
    let is_overwritten = env::var("SNAPSHOTS").is_ok_and(|value| value == "overwrite");
    for target in Target::ALL {
        let shown = shown(&export("site", &policy, *target));
        assert!(shown.len() > 1, "{target} can't say the example: {shown:?}");
        let folder = Path::new(DOCS).join(target.as_str());
        if is_overwritten {
            fs::create_dir_all(&folder).unwrap();
            for (name, text) in &shown {
                fs::write(folder.join(name), text).unwrap();
            }
        }
        let kept: BTreeMap<_, _> = { fs::read_dir(&folder).unwrap() }
            .map(|file| file.unwrap().path())
            .map(|path| {
                let name = path.file_name().unwrap().to_str().unwrap().to_owned();
                (name, fs::read_to_string(path).unwrap())
            })
            .collect();
        assert_eq!(kept, shown, "{target}");
    }
}

/// A chapter for each target, which names its files.
#[test]
fn every_target_has_a_chapter() {
    for target in Target::ALL {
        let path = Path::new(DOCS).join(format!("{target}.md"));
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{target}: {error}"));
        assert!(text.starts_with("# "), "{target}");
        let export = export("site", &example(), *target);
        for file in export.files() {
            let generic = file.name().replacen("site", "NAME", 1);
            assert!(
                text.contains(&format!("`{generic}`")),
                "{target}: {generic}"
            );
        }
    }
}
