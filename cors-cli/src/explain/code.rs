//! `cors explain CODE`: the page of a code, and the list of all of them.

use serde_json::json;

use super::page_text;
use crate::{
    exit::{Cannot, Found},
    formats::Format,
    pages::{self, Kind, Page},
    streams,
};

/// How many codes are proposed in the place of one that is none.
const MOST_PROPOSALS: usize = 3;

/// Prints the page of the code that a text is, or has in it.
pub(super) fn explain(text: &str, format: Format) -> Result<Found, Cannot> {
    let Some(page) = find(text) else {
        return Err(Cannot::Because(unknown(text)));
    };
    match format {
        Format::Human => streams::answer(&page_text::human(page))?,
        Format::Json => streams::json(&json!({
            "schema": 1,
            "code": page.code,
            "kind": kinds(page),
            "summary": page.summary,
            "text": page.text,
        }))?,
    }
    Ok(Found::Nothing)
}

/// Prints every code with what it stands for. One that stands for several things is listed once.
pub(super) fn list(format: Format) -> Result<Found, Cannot> {
    match format {
        Format::Human => streams::answer(&page_text::list())?,
        Format::Json => {
            let codes: Vec<_> = pages::all()
                .map(
                    |page| json!({"code": page.code, "kind": kinds(page), "summary": page.summary}),
                )
                .collect();
            streams::json(&json!({"schema": 1, "codes": codes}))?;
        }
    }
    Ok(Found::Nothing)
}

fn kinds(page: Page) -> Vec<&'static str> {
    page.kinds().map(Kind::as_str).collect()
}

/// The page that is meant by a code as it is pasted: in whatever case, as `error[origin-path]`, as
/// `cors.toml:2:18: origin-path: …`, as the address of a page of the documentation.
pub(super) fn find(text: &str) -> Option<Page> {
    let text = text.trim().to_lowercase().replace('_', "-");
    let is_of_code = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let whole = text.trim_matches(|c| !is_of_code(c));
    let bracketed = { text.split_once('[') }
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(inside, _)| inside);
    // A word such as "allowed" is a code only if it stands by itself.
    let mut words = { text.split(|c| !is_of_code(c)) }.filter(|word| word.contains('-'));
    pages::page(whole)
        .or_else(|| bracketed.and_then(pages::page))
        .or_else(|| words.find_map(pages::page))
}

fn unknown(text: &str) -> String {
    let shown = match text.char_indices().nth(100) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    };
    let near = nearest(text);
    let cure = match near.split_last() {
        None => String::new(),
        Some((one, [])) => format!("did you mean {one}? "),
        Some((last, others)) => format!("did you mean {} or {last}? ", others.join(", ")),
    };
    format!("there is no code {shown}; {cure}cors explain --list shows all codes")
}

/// The codes that are most like a text, or have all of its words in them.
fn nearest(text: &str) -> Vec<&'static str> {
    // What is longer is no code, and comparing takes time.
    let text: String = text.trim().to_lowercase().replace(['_', ' '], "-");
    if text.is_empty() || text.len() > 64 {
        return Vec::new();
    }
    let mut near: Vec<_> = pages::all()
        .filter_map(|page| {
            let has_all = { text.split('-') }
                .all(|word| word.len() > 2 && page.code.split('-').any(|part| part == word));
            let distance = strsim::damerau_levenshtein(&text, page.code);
            let is_near = distance <= 1 + text.len() / 5;
            (is_near || has_all).then_some((distance, page.code))
        })
        .collect();
    near.sort_unstable();
    // Beside one that fits, the others are noise.
    let best = near.first().map_or(0, |(distance, _)| *distance);
    near.retain(|(distance, _)| *distance <= best + 2);
    near.truncate(MOST_PROPOSALS);
    near.into_iter().map(|(_, code)| code).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Whatever is pasted is read, or answered with a sentence.
        #[test]
        fn any_text_has_an_answer(text in "\\PC{0,200}|[\\[\\]a-z_.:-]{0,40}") {
            if find(&text).is_none() {
                prop_assert!(unknown(&text).starts_with("there is no code "));
            }
        }

        #[test]
        fn a_code_is_found_in_what_is_said_of_it(
            place in 0..pages::all().count(),
            before in "((error|warning|note)\\[|`| |[a-z]{1,8}\\.toml:[0-9]{1,3}:[0-9]{1,3}: )",
            after in "(\\]|`|:| )?",
        ) {
            let page = pages::all().nth(place).unwrap();
            // Behind the name of a file, one word by itself could be anything.
            prop_assume!(page.code.contains('-') || !before.contains(".toml"));
            let text = format!("{before}{}{after}", page.code);
            prop_assume!(!text.contains('[') || text.contains(']'));
            prop_assert_eq!(find(&text).map(|page| page.code), Some(page.code), "{}", text);
        }
    }

    #[test]
    fn what_stands_around_a_code_is_passed_over() {
        for text in [
            "origin-path",
            " Origin-Path\n",
            "ORIGIN_PATH",
            "[origin-path]",
            "`origin-path`",
            "error[origin-path]",
            "error[origin-path]: invalid origin \"https://a.example/\": an origin has no path",
            "cors.toml:2:18: origin-path: an origin has no path",
            "https://docs.rs/cors-cli/latest/cors_cli/pages/origins/index.html#origin-path",
        ] {
            assert_eq!(
                find(text).map(|page| page.code),
                Some("origin-path"),
                "{text:?}"
            );
        }
        assert_eq!(find("allowed").map(|page| page.code), Some("allowed"));
        for text in [
            "",
            "[",
            "]",
            "[]",
            "origin",
            "the origin is allowed",
            "cors.toml",
            "é",
        ] {
            assert!(find(text).is_none(), "{text:?}");
        }
    }

    #[test]
    fn what_is_near_is_proposed() {
        assert_eq!(nearest("orign-path"), ["origin-path"]);
        assert_eq!(nearest("missing_vary"), ["missing-vary"]);
        assert_eq!(
            nearest("wildcard credentials")[0],
            "wildcard-with-credentials"
        );
        assert!(nearest("").is_empty());
        assert!(nearest(&"x".repeat(100_000)).is_empty());
        assert!(nearest("zzzz").is_empty());
    }
}
