//! How large RE2's program for a regex is, at most.

use regex_syntax::hir::{Class, Hir, HirKind};

/// What Envoy takes, unless `re2.max_program_size.error_level` is set.
pub(crate) const MAX_PROGRAM_SIZE: usize = 100;

/// At least as many instructions as RE2's program for a portable regex has. `None` if it is no regex.
///
/// RE2 flattens its programs and shares what branches have in common, so most are smaller than this. Which ones
/// are, only RE2 itself knows.
pub(crate) fn program_size(regex: &str) -> Option<usize> {
    let hir = regex_syntax::parse(regex).ok()?;
    Some(FRAME.saturating_add(instructions(&hir)))
}

/// The instructions that every program has: those of a literal of n bytes are 4 more than n.
const FRAME: usize = 4;

fn instructions(hir: &Hir) -> usize {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => 1,
        HirKind::Literal(literal) => literal.0.len(),
        // One for each range, and a way to the others.
        HirKind::Class(class) => match ranges(class) {
            1 => 1,
            ranges => ranges + 1,
        },
        HirKind::Repetition(repetition) => {
            let one = instructions(&repetition.sub);
            let [min, max] = [Some(repetition.min), repetition.max]
                .map(|times| times.and_then(|times| usize::try_from(times).ok()));
            let min = min.unwrap_or(usize::MAX);
            match max {
                None => one.saturating_mul(min.max(1)).saturating_add(LOOP),
                Some(max) => {
                    let rest = (one + LOOP).saturating_mul(max.saturating_sub(min));
                    one.saturating_mul(min).saturating_add(rest).max(1)
                }
            }
        }
        HirKind::Capture(capture) => instructions(&capture.sub),
        HirKind::Concat(parts) => sum(parts),
        HirKind::Alternation(branches) => sum(branches).saturating_add(branches.len()),
    }
}

/// What leads back, or past the rest.
const LOOP: usize = 2;

fn sum(parts: &[Hir]) -> usize {
    let sizes = parts.iter().map(instructions);
    sizes.fold(0, usize::saturating_add)
}

fn ranges(class: &Class) -> usize {
    match class {
        Class::Unicode(class) => class.ranges().len(),
        Class::Bytes(class) => class.ranges().len(),
    }
}

#[cfg(test)]
mod tests {
    use super::program_size;

    /// What Envoy 1.40 says of them: "RE2 program size of … > max program size of …".
    const MEASURED: &[(&str, usize)] = &[
        ("a", 5),
        ("ab", 6),
        ("https://a", 13),
        ("[a-z]", 5),
        ("[a-z0-9-]", 7),
        ("[a-z0-9_-]+", 9),
        ("[0-9]+", 6),
        ("[0-9]*", 5),
        ("[0-9]?", 6),
        ("(?:ab)?", 7),
        ("(?:ab)*", 6),
        ("(?:ab)+", 7),
        ("a|b", 5),
        ("ab|cd", 8),
        ("a|b|c", 5),
        ("abc|abd", 7),
        (r"https://one\.example\.org|https://two\.example\.org", 42),
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
        (".*", 6),
        (r".*\.example\.net", 18),
        (r"https://(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.example\.com", 37),
        (
            r"https://(?:[a-z0-9_-]+\.)*[a-z0-9_-]+\.example\.net:[1-9][0-9]{3,4}",
            44,
        ),
        ("(?:a|b)(?:c|d)", 6),
        ("(?:a|bc|[0-9])*", 8),
        ("(?:(?:a|bc)+|d)?", 12),
        ("(?:)", 4),
        ("(?:a|)", 6),
        ("[!-~]", 5),
        ("[!-~]*", 5),
        ("[ab]", 5),
        ("[a-cx-z]", 6),
        ("[!#$%*]", 7),
        ("[a-z]|[0-9]", 6),
        ("^a$", 4),
        ("(?:^|a)b", 7),
        ("[0-9]{1000}", 1004),
        ("(?:a[0-9]){0,20}", 64),
        ("(?:a?){3}", 10),
        ("(?:a*)*", 5),
        ("(?:a*)+", 5),
        ("(?:a?)?", 6),
        ("(?:a+)+", 6),
        ("(?:[0-9]{2}){3}", 10),
        ("(?:a{0,2}){2}", 12),
        ("a{0}", 4),
        ("a{1}", 5),
        ("a{0,0}", 4),
        ("a{1,1}", 5),
        ("[a-z]{63}", 67),
        (r"(?:[a-z]{1,5}\.){1,3}x", 37),
        ("A", 5),
        ("[A-Z]", 5),
        ("[Aa]", 5),
        ("[A-Za-z]", 5),
        ("abcabc|abcabd|abx", 11),
        (r"(?:foo|bar|baz)\.example", 19),
        ("(?:ab|ac|ad)*", 6),
        (r"(?:(?:(?:[!-\-0-~]x0aa){0,2})*){3,}", 58),
        ("(?:(?:(?:x){1,}){2,4}){0,2}", 32),
        (
            "(?:[a-z0-9-]|(?:(?:[!-~]|[!-~]|[acegik])a0a0[ab]babb)*(?:ba)*x-)",
            30,
        ),
        (
            "(?:a)*(?:(?:[a-z0-9-]){2})*(?:(?:[acegik]|[acegik]|[!-~]|[0-9]))?",
            21,
        ),
        (
            r"(?:(?:(?:(?:[!-\-0-~]){2})+){2,4}|(?:xa[acegik][ab]a[a-z][0-9]){1,})",
            44,
        ),
        (r"(?:[a-z0-9-]|[!-\-0-~]|[!-\-0-~])", 10),
        (r"(?:(?:b-0[!-\-0-~]){0,2})*", 20),
        (
            r"(?:(?:[ab]){2,4}-0-)?(?:[!-\-0-~]|[!-~]|[!-~])[acegik]",
            24,
        ),
        ("(?:(?:bb){1,}|(?:b-0)+)", 15),
        ("(?:(?:[!-~]){0,1})*(?:0ba0b0ba-)?", 20),
        ("(?:-a-){0,2}(?:(?:[acegik]|[a-z0-9_-]|[a-z]|[a-z])|x)", 19),
        ("(?:[0-9])+(?:(?:[ab]){0,2})*", 14),
        (
            "(?:(?:ax){0,})?(?:[0-9]|[a-z0-9_-]|[a-z0-9_-])(?:b){0,2}[a-z0-9-]",
            22,
        ),
        ("(?:(?:[a-z0-9_-]|[acegik]|b|b)(?:x|[a-z])[a-z0-9-])?", 15),
        ("(?:(?:[a-z0-9-]){1,}[a-z0-9_-]x-[a-z]0x[ab][ab]){1,3}", 53),
        ("(?:(?:-){1,}){2,4}", 16),
        (r"[!-\-0-~](?:(?:(?:-bb)+){2,}){3,}", 36),
        ("(?:(?:a[a-z]){1,}){2,4}", 20),
        (r"(?:x|[a-z]|[a-z]|[0-9])[!-\-0-~][!-\-0-~]xaxb[!-~]", 17),
        (
            "(?:-aa0){0,1}[a-z0-9-](?:(?:[a-z]){0,2})*[a-z0-9-](?:0-b-){0,}",
            27,
        ),
        (
            "-xba(?:x0-[acegik]a[0-9]0xxb){2,}(?:(?:[a-z]){0,2})*(?:[ab]){0,}",
            48,
        ),
        (
            r"(?:(?:[a-z]|[!-\-0-~]|[!-~]|[!-~])[a-z][!-~]-a[!-~]|[a-z0-9-])",
            16,
        ),
        (r"(?:(?:[acegik]|(?:(?:[!-~]){2}){0,}|[!-\-0-~])){0,}", 20),
        ("(?:-b)*(?:[a-z0-9-])+(?:[a-z]|x)(?:(?:-x0-){1,})?", 20),
        (
            "(?:-x[acegik][!-~])+(?:(?:[acegik]){3,})+(?:[ab]b[a-z0-9-])+",
            42,
        ),
        (r"bx[a-z0-9-](?:(?:-[!-\-0-~]-(?:b){2,}){2})*", 24),
        ("a-x0[acegik](?:x|[0-9])", 16),
        ("(?:(?:0b-){3,})+(?:----x0a)?(?:[a-z0-9_-]|x)", 27),
        ("0xax", 8),
        (
            r"(?:b|[!-\-0-~]|(?:x0[a-z]|(?:b|00|(?:(?:-x--|[0-9])){2,4})))",
            34,
        ),
        ("(?:(?:(?:abxb[ab]|---[ab][a-z0-9_-]|a0a-)){0,2})+", 41),
        (
            "(?:[a-z0-9_-]a-0|x)(?:(?:b|[a-z0-9-]|0bb))?(?:(?:[0-9]){0,1})?",
            21,
        ),
        ("(?:[ab]|b(?:xa--|[a-z])(?:[a-z0-9-]){0,1}-axbxa)", 21),
        ("x-b", 7),
        ("(?:0aa){2}", 10),
        ("-x-(?:[acegik]xaax0xx[0-9][0-9]|[a-z]|[acegik])", 23),
        ("0b", 6),
        (
            "(?:[!-~]){2}(?:(?:a){1,})?(?:bb)+(?:(?:[a-z0-9_-]|[a-z]|aa)|x)",
            21,
        ),
        (
            "(?:(?:-x|-)|x)(?:[a-z0-9_-]-b-bbx)?(?:[a-z]|x)(?:[ab]a0x|x)",
            25,
        ),
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
            assert!(bound <= measured * 2 + 4, "{regex}: {measured} and {bound}");
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
