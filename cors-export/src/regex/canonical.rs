//! What origins look like, for targets that need it said.

use core::fmt::Write as _;

use cors_core::{Policy, Setting};
use cors_diff::grammar::{IPV4_NUMBER, LABEL, LAST_LABEL, OPAQUE_HOST, ipv6};

use super::{
    port,
    reach::{Hosts, Reach, SPECIAL},
};

/// The origins that a regex may be asked about: those that browsers write, or of them those that nobody in the network
/// can speak for. Kinds of origins that the regex has nothing to do with are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Canonical {
    /// Not `http`, unless it is this machine: what the engine asks regexes about where an origin that is allowed can
    /// act as its visitors.
    is_secure: bool,
    reach: Reach,
}

/// Whether a regex has to be asked together with [`Canonical`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// It matches no origin that it may be asked about.
    Never,
    /// It matches nothing else by itself.
    Unneeded,
    Needed(Canonical),
}

impl Canonical {
    /// What a portable regex has to be asked together with.
    pub(crate) fn for_regex(regex: &str, policy: &Policy) -> Check {
        let is_secure = is_secure(policy);
        let reach = Reach::of(regex);
        match reach.insecure && !is_secure {
            false if !reach.secure => Check::Never,
            _ if reach.malformed || (is_secure && reach.insecure) => {
                Check::Needed(Self { is_secure, reach })
            }
            _ => Check::Unneeded,
        }
    }

    /// Whether all of them have schemes with domains.
    pub(crate) fn has_only_domains(self) -> bool {
        self.reach.other == Hosts::default()
    }

    /// Whether all of them have one scheme and a name, and no port: for RE2, that is a small regex.
    pub(crate) fn has_one_name(self) -> bool {
        let names = Hosts {
            names: true,
            ipv4: false,
            ipv6: false,
        };
        let special = self.reach.special.iter();
        let mut used = special.filter(|hosts| **hosts != Hosts::default());
        let is_one = used.next() == Some(&names) && used.next().is_none();
        is_one && !self.reach.ports && self.has_only_domains()
    }

    /// The origins of pages of the web, whose scheme is `http` or `https`.
    pub(crate) fn of_web() -> Self {
        let is_secure = false;
        let reach = Reach::web();
        Self { is_secure, reach }
    }

    /// A portable regex that whole origins match. It may be some kilobytes long where IPv6 addresses are among them.
    pub(crate) fn regex(self) -> String {
        let mut regexes = Vec::new();
        for (scheme, hosts) in SPECIAL.into_iter().zip(self.reach.special) {
            let is_own = self.is_secure && scheme == "http";
            if let Some(host) = host(hosts, is_own) {
                regexes.push(format!("{scheme}://{host}{}", self.port(scheme)));
            }
        }
        if let Some(host) = opaque_host(self.reach.other) {
            let scheme = other_scheme();
            regexes.push(format!("{scheme}://{host}{}", self.port("")));
        }
        format!("(?:{})", regexes.join("|"))
    }

    fn port(self, scheme: &str) -> String {
        match self.reach.ports {
            true => format!("(?::{})?", port::any(scheme)),
            false => String::new(),
        }
    }
}

/// Whether regexes are asked only about origins that nobody in the network can speak for.
fn is_secure(policy: &Policy) -> bool {
    let settings = policy.settings();
    let is_on = |setting| settings.flag(setting) == Some(true);
    let trusts = [
        Setting::AllowCredentials,
        Setting::GuardUnsafeMethods,
        Setting::GuardSafeMethods,
        Setting::GuardWebsockets,
    ];
    trusts.into_iter().any(is_on) && !is_on(Setting::DangerouslyAllowInsecureOrigins)
}

/// The hosts of the web and its kin; of this machine alone if that is asked for.
fn host(hosts: Hosts, is_own: bool) -> Option<String> {
    let (name, first) = match is_own {
        true => ("localhost", "127"),
        false => (LAST_LABEL, IPV4_NUMBER),
    };
    let address = |is_own| match is_own {
        true => r"\[::1\]".to_owned(),
        false => format!(r"\[{}\]", ipv6()),
    };
    group([
        hosts.names.then(|| format!(r"(?:{LABEL}\.)*{name}\.?")),
        hosts
            .ipv4
            .then(|| format!(r"{first}(?:\.{IPV4_NUMBER}){{3}}")),
        hosts.ipv6.then(|| address(is_own)),
    ])
}

fn opaque_host(hosts: Hosts) -> Option<String> {
    group([
        hosts.names.then(|| OPAQUE_HOST.to_owned()),
        hosts.ipv6.then(|| format!(r"\[{}\]", ipv6())),
        None,
    ])
}

fn group(branches: [Option<String>; 3]) -> Option<String> {
    let branches: Vec<_> = branches.into_iter().flatten().collect();
    (!branches.is_empty()).then(|| format!("(?:{})", branches.join("|")))
}

/// A scheme that is none of those with rules of their own.
fn other_scheme() -> String {
    const NO_ORIGIN: [&str; 5] = ["about", "blob", "data", "file", "javascript"];
    let mut regex = String::new();
    except(&[&SPECIAL[..], &NO_ORIGIN].concat(), "", &mut regex);
    regex
}

/// Adds what may stand behind the part of a scheme that has been read, if none of these rests may. It begins with a
/// letter or one of the signs; a scheme begins with a letter.
fn except(rests: &[&str], signs: &str, regex: &mut String) {
    if rests.is_empty() {
        regex.push_str("[a-z0-9+.-]*");
        return;
    }
    let mut firsts: Vec<_> = rests
        .iter()
        .filter_map(|rest| rest.chars().next())
        .collect();
    firsts.sort_unstable();
    firsts.dedup();
    let others: String = ('a'..='z')
        .filter(|letter| !firsts.contains(letter))
        .collect();
    let _ = write!(regex, "(?:[{}{signs}][a-z0-9+.-]*", ranges(&others));
    for first in &firsts {
        let rests: Vec<_> = rests
            .iter()
            .filter_map(|rest| rest.strip_prefix(*first))
            .collect();
        let _ = write!(regex, "|{first}");
        except(&rests, "0-9+.-", regex);
    }
    regex.push(')');
    // It may end here, unless nothing has been read yet, or this is one of the schemes that are left out.
    if !signs.is_empty() && !rests.contains(&"") {
        regex.push('?');
    }
}

/// Letters in their order, as a class has them.
fn ranges(letters: &str) -> String {
    let mut ranges: Vec<(char, char)> = Vec::new();
    for letter in letters.chars() {
        match ranges.last_mut() {
            Some((_, last)) if u32::from(*last) + 1 == u32::from(letter) => *last = letter,
            _ => ranges.push((letter, letter)),
        }
    }
    let written = ranges.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    written.collect()
}

#[cfg(test)]
mod tests {
    use cors_core::{Origin, Policy};
    use proptest::prelude::*;

    use super::{Canonical, Check};
    use crate::regex::tests::{Whole, near_origin};

    fn policy(is_secure: bool) -> Policy {
        let policy =
            Policy::builder().allow_origin_if(|origin| !origin.host().contains("attacker"));
        policy.allow_credentials(is_secure).build().unwrap()
    }

    fn check(regex: &str, is_secure: bool) -> Check {
        Canonical::for_regex(regex, &policy(is_secure))
    }

    fn needed(regex: &str, is_secure: bool) -> String {
        match check(regex, is_secure) {
            Check::Needed(canonical) => canonical.regex(),
            other => panic!("{regex}: {other:?}"),
        }
    }

    thread_local! {
        static ALL: [Whole; 2] = [false, true].map(|is_secure| Whole::new(&needed("[!-~]*", is_secure)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn all_origins_are_those_of_the_parser(text in near_origin()) {
            let matched = ALL.with(|all| all.each_ref().map(|regex| regex.matches(&text)));
            let expected = [Origin::parse(&text).is_ok(), policy(true).allows_origin(&text)];
            prop_assert_eq!(matched, expected, "{}", text);
        }
    }

    /// Each is asked about some kinds of origins and not about others.
    const ASKED: [&str; 9] = [
        "https://[!-~]*",
        "https?://[^.]+",
        "[a-z]+://[a-z.]+(?::[0-9]+)?",
        r"http://\[[0-9a-f:]+\]",
        "https://[0-9.]+",
        r"http://[a-z0-9.]+:8080",
        "ws://[a-z]+|app://.+",
        r"[a-z]+://\[.+",
        "[a-z]+s://[!-~]*[0-9]",
    ];

    thread_local! {
        static CHECKED: Vec<(&'static str, bool, Whole, Whole)> = { ASKED.into_iter() }
            .flat_map(|regex| [(regex, false), (regex, true)])
            .map(|(regex, is_secure)| {
                (regex, is_secure, Whole::new(regex), Whole::new(&needed(regex, is_secure)))
            })
            .collect();
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn what_is_left_out_a_regex_does_not_match(text in near_origin()) {
            let policies = [false, true].map(policy);
            CHECKED.with(|checked| {
                for (regex, is_secure, asked, canonical) in checked {
                    let expected = policies[usize::from(*is_secure)].allows_origin(&text);
                    if asked.matches(&text) {
                        prop_assert_eq!(canonical.matches(&text), expected, "{} {}", regex, text);
                    }
                }
                Ok(())
            })?;
        }
    }

    #[test]
    fn only_what_is_needed_is_checked() {
        let https = r"https://pr-[0-9]+\.example\.com(?::8443)?";
        assert_eq!(
            [false, true].map(|is_secure| check(https, is_secure)),
            [Check::Unneeded; 2]
        );
        let http = r"http://[a-z]+\.example\.com";
        assert_eq!(check(http, false), Check::Unneeded);
        assert_eq!(check(http, true), Check::Never);
        assert_eq!(
            check("http://(?:[a-z]\\.)?localhost:3000", true),
            Check::Unneeded
        );
        for never in [
            "HTTPS://a",
            "https://a:443",
            "https://1\\.2",
            "null",
            "file://",
            "https://a/",
        ] {
            assert_eq!(check(never, false), Check::Never, "{never}");
        }
        assert_eq!(
            needed(r"https?://[!-~]*\.example\.com", true),
            r"(?:http://(?:(?:[a-z0-9_-]+\.)*localhost\.?)|https://(?:(?:[a-z0-9_-]+\.)*(?:[a-z_-][a-z0-9_-]*|[1-9][0-9]*[a-z_-][a-z0-9_-]*|0(?:[0-9]+[a-z_-][a-z0-9_-]*|[a-wyz_-][a-z0-9_-]*|x[0-9a-f]*[g-z_-][a-z0-9_-]*))\.?))",
        );
    }
}
