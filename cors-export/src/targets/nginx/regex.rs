//! Reads a regex of a map, as PCRE does: where it is anchored, and what it looks ahead for.

use cors_core::Origin;
use regex_syntax::hir::Look;

use crate::proof::{Clause, Matcher, NotRead};

/// What a key with `~` or `~*` matches.
pub(super) fn clause(key: &str) -> Result<Clause, NotRead> {
    let (regex, ignores_case) = match (key.strip_prefix("~*"), key.strip_prefix('~')) {
        (Some(regex), _) => (regex, true),
        (None, Some(regex)) => (regex, false),
        (None, None) => return Err(not_read(key)),
    };
    let in_case = |regex: &str| match ignores_case {
        true => format!("(?i:{regex})"),
        false => regex.to_owned(),
    };
    let Some(mut rest) = regex.strip_prefix('^') else {
        return Ok(vec![Matcher::Search(in_case(checked(regex)?))]);
    };
    let mut clause = Clause::new();
    while rest.starts_with("(?=") {
        let end = group_end(rest).ok_or_else(|| not_read(key))?;
        let ahead = rest["(?=".len()..end].strip_suffix('$');
        rest = &rest[end + 1..];
        // Longer than this, the policy allows nothing either.
        let is_bound = |ahead: &str| at_most(ahead).is_some_and(|most| most >= Origin::MAX_LEN);
        if ahead.is_some_and(is_bound) {
            continue;
        }
        let ahead = ahead.and_then(ungrouped).ok_or_else(|| not_read(key))?;
        clause.push(Matcher::Whole(in_case(checked(ahead)?)));
    }
    let whole = rest.strip_suffix('$').and_then(ungrouped);
    clause.push(match whole {
        Some(whole) => Matcher::Whole(in_case(checked(whole)?)),
        // Where there are branches, `^` may belong to one of them only.
        None => {
            let regex = format!("^{}", checked(rest)?);
            let parsed = regex_syntax::parse(&regex).map_err(|_| not_read(key))?;
            let properties = parsed.properties();
            let is_whole = properties.look_set_prefix().contains(Look::Start)
                && properties.look_set_suffix().contains(Look::End);
            match is_whole {
                true => Matcher::Whole(in_case(&regex)),
                false => Matcher::Search(in_case(&regex)),
            }
        }
    });
    Ok(clause)
}

/// How many bytes at most, if that is all that is asked.
fn at_most(text: &str) -> Option<usize> {
    let most = text.strip_prefix(".{1,")?.strip_suffix('}')?;
    most.parse().ok()
}

/// What stands in a group that is everything there is.
fn ungrouped(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("(?:")?;
    (group_end(text)? == text.len() - 1).then(|| &inner[..inner.len() - 1])
}

/// Where the group ends that `text` begins with.
fn group_end(text: &str) -> Option<usize> {
    let (mut depth, mut in_class, mut is_escaped) = (0, false, false);
    for (at, char) in text.char_indices() {
        if is_escaped {
            is_escaped = false;
            continue;
        }
        match char {
            '\\' => is_escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at);
        }
    }
    None
}

/// The same, if everybody reads it alike: Rust has operators in classes where PCRE has characters, and PCRE's
/// `(*VERB)` and possessive repetitions are nothing else's.
fn checked(regex: &str) -> Result<&str, NotRead> {
    let (mut in_class, mut is_escaped, mut last) = (false, false, ' ');
    for char in regex.chars() {
        if is_escaped {
            // What is escaped is itself, or the same class everywhere.
            if char.is_ascii_alphanumeric() && !"dws".contains(char) {
                return Err(not_read(regex));
            }
            (is_escaped, last) = (false, ' ');
            continue;
        }
        let is_operator = in_class && (char == '[' || ("&-~".contains(char) && char == last));
        let is_pcre =
            !in_class && ((char == '+' && "*+?}".contains(last)) || (char == '*' && last == '('));
        if is_operator || is_pcre {
            return Err(not_read(regex));
        }
        match char {
            '\\' => is_escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            _ => {}
        }
        last = char;
    }
    regex_syntax::parse(regex).map_err(|_| not_read(regex))?;
    Ok(regex)
}

fn not_read(regex: &str) -> NotRead {
    NotRead(format!(
        "the regex {regex:?} has no form that can be compared"
    ))
}

#[cfg(test)]
mod tests {
    use super::clause;
    use crate::proof::Matcher::{self, Search, Whole};

    #[test]
    fn anchors_decide() {
        let [whole, search] = [Whole, Search]
            .map(|kind: fn(String) -> Matcher| move |text: &str| kind(text.to_owned()));
        for (key, expected) in [
            ("~^(?:a)$", vec![whole("a")]),
            ("~*^(?:a)$", vec![whole("(?i:a)")]),
            ("~^a$", vec![whole("^a$")]),
            ("~a$", vec![search("a$")]),
            ("~^(?:a)", vec![search("^(?:a)")]),
            ("~^(?:a)|(?:b)$", vec![search("^(?:a)|(?:b)$")]),
            ("~^(?:a|b)$", vec![whole("a|b")]),
            ("~^(?=(?:a)$)(?:b)$", vec![whole("a"), whole("b")]),
            ("~^(?=.{1,400}$)(?:b)$", vec![whole("b")]),
            (r"~^(?:a\))$", vec![whole(r"a\)")]),
            ("~^(?:[)]a)$", vec![whole("[)]a")]),
        ] {
            assert_eq!(clause(key), Ok(expected), "{key}");
        }
    }

    #[test]
    fn what_others_read_otherwise_is_not_read() {
        for key in [
            "~^(?:a++)$",
            r"~^(a)\1$",
            "~^(?:[a&&b])$",
            "~^(?:[[a]])$",
            "~^(?!a)(?:b)$",
            "~^(?=a)(?:b)$",
            "~^(?=.{1,20}$)(?:b)$",
            "~(*UTF8)a",
            r"~^(?:a)\Z",
            "~^(?:a$",
        ] {
            assert!(clause(key).is_err(), "{key}");
        }
    }
}
