//! Every code has one page, and every page is that of a code.

use std::collections::{BTreeSet, HashMap};

use cors_policy_file::Code;

use crate::pages::{self, FILES, Kind, parse::is_definition};

#[test]
fn every_code_has_a_page_and_every_page_a_code() {
    let codes: BTreeSet<_> = { Kind::ALL.into_iter() }.flat_map(Kind::codes).collect();
    let pages: Vec<_> = pages::all().map(|page| page.code).collect();
    let unique: BTreeSet<_> = pages.iter().copied().collect();
    assert_eq!(unique.len(), pages.len(), "a code has two pages: {pages:?}");
    let without: Vec<_> = codes.difference(&unique).collect();
    assert!(without.is_empty(), "no page: {without:#?}");
    let stray: Vec<_> = unique.difference(&codes).collect();
    assert!(stray.is_empty(), "no such code: {stray:#?}");
    for page in pages::all() {
        assert!(page.kinds().next().is_some(), "{}", page.code);
    }
}

/// The same sentence in lists, in SARIF and on the page.
#[test]
fn pages_of_problems_begin_with_their_description() {
    for code in Code::all() {
        let page = pages::page(code.as_str()).unwrap_or_else(|| panic!("{code}"));
        assert_eq!(page.summary, code.description(), "{code}");
    }
}

/// Where `code` stands in brackets, the documentation has a link, at the end of the file.
#[test]
fn links_between_pages_lead_somewhere() {
    let mut homes = HashMap::new();
    for (file, text) in FILES {
        for line in text.lines() {
            if let Some(code) = line.strip_prefix("## ") {
                homes.insert(code, *file);
            }
        }
    }
    for (file, text) in FILES {
        let (definitions, prose): (Vec<_>, Vec<_>) =
            text.lines().partition(|line| is_definition(line));
        let prose = prose.join("\n");
        let linked: BTreeSet<_> = { prose.split("[`").skip(1) }
            .filter_map(|rest| rest.split_once("`]"))
            .map(|(code, _)| code)
            .collect();
        let expected: Vec<_> = { linked.iter() }
            .map(|code| {
                let home = homes.get(code);
                let home = home.unwrap_or_else(|| panic!("{file}.md: there is no page {code}"));
                format!("[`{code}`]: crate::pages::{home}#{code}")
            })
            .collect();
        let text = expected.join("\n");
        assert_eq!(definitions, expected, "{file}.md should end in\n\n{text}\n");
    }
}

#[test]
fn no_page_points_to_itself() {
    for (file, text) in FILES {
        for section in text.split("\n## ").skip(1) {
            let (code, page) = section.split_once('\n').unwrap();
            let prose = page.lines().filter(|line| !is_definition(line));
            let link = format!("[`{code}`]");
            assert!(
                !{ prose }.any(|line| line.contains(&link)),
                "{file}.md: {code}"
            );
        }
    }
}
