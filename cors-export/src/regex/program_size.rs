//! How large RE2's program for a regex is, at most.

use regex_syntax::{
    ast::{Ast, RepetitionKind, RepetitionRange, parse::Parser},
    hir::{Class, HirKind, translate::Translator},
};

/// What Envoy takes, unless `re2.max_program_size.error_level` is set.
pub(crate) const MAX_PROGRAM_SIZE: usize = 100;

/// At least as many instructions as RE2's program for a portable regex has. `None` if it is no regex.
///
/// RE2 flattens its programs and shares what branches have in common, so most are smaller than this. Which ones
/// are, only RE2 itself knows. So each branch is counted as it is written: nothing is merged.
pub(crate) fn program_size(regex: &str) -> Option<usize> {
    let ast = Parser::new().parse(regex).ok()?;
    Some(FRAME.saturating_add(instructions(regex, &ast)?))
}

/// The instructions that every program has: those of a literal of n bytes are 4 more than n.
const FRAME: usize = 4;

fn instructions(regex: &str, ast: &Ast) -> Option<usize> {
    let sum = |parts: &[Ast]| {
        parts.iter().try_fold(0_usize, |size, part| {
            Some(size.saturating_add(instructions(regex, part)?))
        })
    };
    Some(match ast {
        Ast::Empty(_) | Ast::Flags(_) | Ast::Assertion(_) => 1,
        Ast::Literal(literal) => literal.c.len_utf8(),
        Ast::Dot(_) | Ast::ClassUnicode(_) | Ast::ClassPerl(_) | Ast::ClassBracketed(_) => {
            // One for each range, and a way to the others.
            match ranges(regex, ast)? {
                1 => 1,
                ranges => ranges + 1,
            }
        }
        Ast::Repetition(repetition) => {
            let one = instructions(regex, &repetition.ast)?;
            let (min, max) = times(&repetition.op.kind);
            match max {
                None => one.saturating_mul(min.max(1)).saturating_add(LOOP),
                Some(max) => {
                    let rest = one.saturating_add(LOOP);
                    let rest = rest.saturating_mul(max.saturating_sub(min));
                    one.saturating_mul(min).saturating_add(rest).max(1)
                }
            }
        }
        Ast::Group(group) => instructions(regex, &group.ast)?,
        Ast::Concat(concat) => sum(&concat.asts)?,
        Ast::Alternation(alternation) => {
            sum(&alternation.asts)?.saturating_add(alternation.asts.len())
        }
    })
}

/// What leads back, or past the rest.
const LOOP: usize = 2;

fn times(kind: &RepetitionKind) -> (usize, Option<usize>) {
    let size = |times: &u32| usize::try_from(*times).unwrap_or(usize::MAX);
    match kind {
        RepetitionKind::ZeroOrOne => (0, Some(1)),
        RepetitionKind::ZeroOrMore => (0, None),
        RepetitionKind::OneOrMore => (1, None),
        RepetitionKind::Range(RepetitionRange::Exactly(times)) => (size(times), Some(size(times))),
        RepetitionKind::Range(RepetitionRange::AtLeast(min)) => (size(min), None),
        RepetitionKind::Range(RepetitionRange::Bounded(min, max)) => (size(min), Some(size(max))),
    }
}

fn ranges(regex: &str, ast: &Ast) -> Option<usize> {
    let hir = Translator::new().translate(regex, ast).ok()?;
    Some(match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => class.ranges().len(),
        HirKind::Class(Class::Bytes(class)) => class.ranges().len(),
        // A class of one.
        _ => 1,
    })
}

#[cfg(test)]
mod tests {
    use super::program_size;

    /// Some of 4,097 that are printed as origins are, and what Envoy 1.40 says of them: "RE2
    /// program size of … > max program size of …".
    const MEASURED: &[(&str, usize)] = &[
        ("a", 5),
        ("ab", 6),
        ("https://a", 13),
        ("[a-z]", 5),
        (r"[\-0-9a-z]", 7),
        (r"[\-0-9_a-z]+", 9),
        ("[0-9]+", 6),
        ("[0-9]*", 5),
        ("[0-9]?", 6),
        ("(?:ab)?", 7),
        ("(?:ab)*", 6),
        ("(?:ab)+", 7),
        ("[a-b]", 5),
        ("(?:ab|cd)", 8),
        ("[a-c]", 5),
        ("(?:abc|abd)", 7),
        (
            r"(?:https://one\.example\.org|https://two\.example\.org)",
            42,
        ),
        ("[0-9]{3}", 7),
        ("[0-9]{0,2}", 8),
        ("[0-9]{3,}", 8),
        ("[0-9]{1,3}", 9),
        ("(?:ab){2}", 8),
        ("(?:ab){2,4}", 14),
        ("(?:ab){0,3}", 13),
        ("(?:ab){2,}", 9),
        ("[1-9][0-9]{0,2}", 9),
        ("[1-9][0-9]{3,4}", 10),
        (r#"[!-"$-;=A-\[\]_-{}-\~]*"#, 11),
        (r#"[!-"$-;=A-\[\]_-{}-\~]*\.example\.net"#, 23),
        (r"https://(?:[\-0-9_a-z]+\.)*[\-0-9_a-z]+\.example\.com", 37),
        (
            r"https://(?:[\-0-9_a-z]+\.)*[\-0-9_a-z]+\.example\.net:[1-9][0-9]{3,4}",
            44,
        ),
        ("[a-b][c-d]", 6),
        ("(?:a|bc|[0-9])*", 8),
        ("(?:(?:a|bc)+|d)?", 12),
        ("(?:a|)", 6),
        (r#"[!-"$-;=A-\[\]_-{}-\~]"#, 11),
        ("[a-cx-z]", 6),
        ("[!$-%*]", 7),
        ("[0-9a-z]", 6),
        ("(?:|a)b", 7),
        ("(?:a[0-9]){0,20}", 64),
        ("(?:a?){3}", 10),
        ("(?:a*)*", 5),
        ("(?:a*)+", 5),
        ("(?:a?)?", 6),
        ("(?:[0-9]{2}){3}", 10),
        ("[a-z]{63}", 67),
        ("A", 5),
        ("[A-Z]", 5),
        ("0x", 6),
        ("xb0-", 8),
        ("--x", 7),
        ("-", 5),
        ("0b", 6),
        ("bb-0", 8),
        ("[0-9]", 5),
        ("aa-[0-9]", 8),
        ("--", 6),
        ("b", 5),
        ("bx0", 7),
        ("0", 5),
        ("a0", 6),
        ("00a", 7),
        ("0ab0a-x[0-9]", 12),
        ("b-", 6),
        (
            r#"(?:--)*[a-b](?:(?:xa-b)+)+(?:x0[!-"$-;=A-\[\]_-{}-\~])?"#,
            22,
        ),
        (r"(?:00a0|x)(?:[\-0-9a-z][acegik])+", 19),
        (r#"[a-b]?0{0,2}(?:0-|0x)?[!-"$-\-0-;=A-\[\]_-{}-\~]+"#, 23),
        (r#"[!-"$-;=A-\[\]_-{}-\~]?00a[!-"$-;=A-\[\]_-{}-\~]"#, 22),
        (r#"xba-00aabax(?:00|[0-9]|[!-"$-\-0-;=A-\[\]_-{}-\~])"#, 25),
        (r"[\-0-9_a-z](?:--){1,3}(?:[acegik]|0a|ba0)", 27),
        (r#"0ba[!-"$-;=A-\[\]_-{}-\~]xx0"#, 17),
        ("xx0b", 8),
        (r"(?:[a-z]-)+(?:[\-0-9_a-z]{0,2}|x)bxxb(?:[\-0-9a-z]?)*", 25),
        ("(?:[a-b]|0xxa--|-aa){2,}", 25),
        (
            r#"aaxb[!-"$-;=A-\[\]_-{}-\~][\-0-9_a-z]0a(?:0|[\-0-9a-z]|[\-0-9a-z])+"#,
            27,
        ),
        (
            r#"(?:[a-z]*)*[!-"$-;=A-\[\]_-{}-\~]?(?:x[a-b]0-x)+(?:a-xbbb){0,2}"#,
            33,
        ),
        (r#"0(?:[!-"$-\-0-;=A-\[\]_-{}-\~]axx[\-0-9a-z]|x)"#, 20),
        ("(?:a0)?[acegik]?(?:00x|x)(?:[a-z]a0-a)+", 24),
        ("xxxbxxb", 11),
    ];

    #[test]
    fn no_program_is_larger_than_the_bound() {
        for &(regex, measured) in MEASURED {
            let bound = program_size(regex).unwrap();
            assert!(measured <= bound, "{regex}: {measured} > {bound}");
        }
    }

    #[test]
    fn the_bound_is_not_far_away() {
        for &(regex, measured) in MEASURED {
            let bound = program_size(regex).unwrap();
            assert!(bound <= measured * 3, "{regex}: {measured} and {bound}");
        }
    }

    #[test]
    fn what_every_pattern_becomes_is_small() {
        for pattern in [
            "https://*.example.com",
            "https://*.example.com:*",
            "http://localhost:*",
            "https://deploy-{digits}--app.example.net:*",
            "https://{hex}.preview.example.net:8443",
        ] {
            for regex in crate::regex::of_pattern(pattern).unwrap() {
                let bound = program_size(&regex).unwrap();
                assert!(bound <= super::MAX_PROGRAM_SIZE, "{regex}: {bound}");
            }
        }
    }

    #[test]
    fn nothing_overflows() {
        let bound = program_size("(?:(?:(?:[a-z]{1000}){1000}){1000}){1000}");
        assert!(bound.is_none_or(|bound| bound >= 1000));
        assert_eq!(program_size("("), None);
    }
}
