//! Examples of exports: a bad one has the loss in this target, a good one hasn't.

use cors_export::{Export, LossKind, Target, export};
use cors_policy_file::Format;

use super::{Block, blocks, blocks_of, policies::whole};
use crate::pages::{self, Kind};

/// What no policy of a file shows.
const WITHOUT_EXAMPLE: [&str; 5] = [
    // It would fill the page.
    "export-too-many",
    // Of code, not of files.
    "export-predicate",
    // Mistakes of a target's own.
    "export-unproven",
    "export-more-origins",
    "export-fewer-origins",
];

/// The target that an example of a policy is for.
fn target(block: &Block) -> Option<Target> {
    { block.words.iter() }.find_map(|word| word.parse().ok())
}

fn exported(block: &Block, target: Target) -> Export {
    let file = cors_policy_file::parse("cors.toml", &whole(block), Format::Toml);
    let file = file.unwrap_or_else(|error| panic!("{}: {error}", block.page.code));
    let (name, policy) = &file.policies[0];
    export(name, policy, target)
}

#[test]
fn examples_of_exports_show_what_they_say() {
    let mut faults = Vec::new();
    for block in blocks(&["toml"]) {
        let code = block.page.code;
        let Some(target) = target(&block) else {
            let is_of_loss = Kind::Loss.codes().contains(&code);
            assert!(!is_of_loss, "{code}: an example without a target");
            continue;
        };
        let export = exported(&block, target);
        let losses = export.losses().iter();
        let mut codes: Vec<_> = losses.map(|loss| loss.code().as_str()).collect();
        codes.extend({ export.requirements().iter() }.map(|it| it.code().as_str()));
        let is_refused = { export.losses().iter() }
            .any(|loss| matches!(loss.kind(), LossKind::Impossible | LossKind::Looser));
        let is_right = match (block.is("bad"), block.is("good")) {
            (true, false) => codes.contains(&code),
            (false, true) => !codes.contains(&code) && !is_refused,
            _ => false,
        };
        if !is_right {
            faults.push(format!(
                "{code} {:?}\n{}{:#?}",
                block.words,
                block.text,
                export.losses()
            ));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_loss_has_an_example() {
    for code in Kind::Loss.codes() {
        let Some(page) = pages::page(code) else {
            continue;
        };
        let blocks = blocks_of(page);
        let is_shown = { blocks.iter() }.any(|block| block.is("bad") && target(block).is_some());
        assert_eq!(is_shown, !WITHOUT_EXAMPLE.contains(&code), "{code}");
    }
}
