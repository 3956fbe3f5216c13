//! Examples of policies: the bad one has exactly the problem, the good one has none.

use cors_policy_file::{Code, Diagnostics, Format};

use super::{Block, blocks, blocks_of};
use crate::pages::{self, Kind};

/// What a file's text can't show.
const WITHOUT_EXAMPLE: [&str; 7] = [
    "unknown-format",
    "unreadable-file",
    "file-too-large",
    "not-utf-8",
    // It would fill the page.
    "too-deep",
    // Of code and of environments, not of files.
    "unreadable-variable",
    "loose-predicate",
];

fn format(block: &Block) -> Format {
    match block.words[0] {
        "toml" => Format::Toml,
        "json" => Format::Json,
        _ => Format::Yaml,
    }
}

/// Examples leave out what they are not about: the policy's name, origins, and the header of JSON.
pub(super) fn whole(block: &Block) -> String {
    let text = &block.text;
    if block.words[0] != "toml" || block.is("whole") {
        return text.clone();
    }
    let code = block.page.code;
    let mut whole = "[policies.example]\n".to_owned();
    let own = ["allow_origins", "guard_", "expect_hosts"];
    if code != "no-origin" && !own.iter().any(|key| text.contains(key)) {
        whole.push_str("allow_origins = \"https://app.example.com\"\n");
    }
    let has_methods = text.contains("allow_methods") && !text.contains("allow_headers");
    if code != "content-type-missing" && has_methods {
        whole.push_str("allow_headers = [\"content-type\"]\n");
    }
    whole + text
}

fn diagnostics(block: &Block) -> (bool, Diagnostics) {
    match cors_policy_file::parse("cors", &whole(block), format(block)) {
        Ok(file) => (true, file.warnings),
        Err(diagnostics) => (false, diagnostics),
    }
}

#[test]
fn examples_of_policies_show_what_they_say() {
    // Those of a gateway are no policies, or are exported.
    let is_of_policy = |block: &&Block| !Kind::Loss.codes().contains(&block.page.code);
    let all = blocks(&["toml", "json", "yaml"]);
    let faults: Vec<_> = { all.iter() }
        .filter(is_of_policy)
        .filter_map(fault)
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What an example does not show, or shows besides.
fn fault(block: &Block) -> Option<String> {
    let code = block.page.code;
    let (builds, found) = diagnostics(block);
    let mut codes: Vec<_> = { found.items().iter() }
        .map(|item| item.code.as_str())
        .collect();
    codes.dedup();
    let is_right = match (block.is("bad"), block.is("good")) {
        (true, false) => codes == [code],
        (false, true) => builds && codes.is_empty(),
        _ => false,
    };
    let (words, text) = (&block.words, &block.text);
    (!is_right).then(|| format!("{code} {words:?}\n{text}\n{}", found.render(false)))
}

/// What a page calls the cure is not only another text: a suggestion that is certain stands in it.
#[test]
fn examples_are_mended_as_the_diagnostic_says() {
    let mut faults = Vec::new();
    for page in pages::all() {
        let blocks: Vec<_> = { blocks_of(page).into_iter() }
            .filter(|block| ["toml", "json", "yaml"].contains(&block.words[0]))
            .collect();
        for pair in blocks.windows(2) {
            let (_, found) = diagnostics(&pair[0]);
            for suggestion in found
                .items()
                .iter()
                .filter_map(|item| item.suggestion.as_ref())
            {
                let text = suggestion.trim_matches(['"', '\'']);
                // Less than the most that is possible is better.
                let is_limit = page.code == "max-age-too-long";
                if !is_limit && !pair[1].text.contains(text) {
                    faults.push(format!("{}: {suggestion}", page.code));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_problem_of_a_file_has_an_example() {
    for code in Code::all().map(Code::as_str) {
        let Some(page) = pages::page(code) else {
            continue;
        };
        let blocks = blocks_of(page);
        let has =
            |word: &str| { blocks.iter() }.any(|block| block.words[0] != "http" && block.is(word));
        let shown = has("bad") && has("good");
        assert_eq!(shown, !WITHOUT_EXAMPLE.contains(&code), "{code}");
    }
}
