//! Whom a regex is meant for: the domains and addresses that it spells out.

use std::collections::HashSet;

use regex_syntax::hir::{Hir, HirKind};

use super::syntax::characters;
use crate::{
    Origin,
    host::{HostKind, ends_in_number},
    public_suffix::{PublicSuffix, classify, registrable_domain},
};

/// A class of no more characters is the alternation that it came from: `example[12]\.org`.
/// Ten digits are more: nobody has registered `team0` to `team9`.
const SPELT_OUT: usize = 8;

/// The most ways through a regex that are followed.
const MAX_WAYS: usize = 4_096;

/// There are too many ways through the regex.
pub(super) struct TooMany;

/// The registrable domains and the addresses that the regex spells out, which all that it matches has
/// to belong to.
///
/// Of a class with a dot in it, only the dot is meant. Of a larger class and of a repetition, some one
/// text stands for all. Where one of two domains ends with the other, without a dot between, only the
/// shorter one is meant: `https://(shop\.)?example\.org` without its dot.
///
/// With `suffixes`, a public suffix stands for itself where what varies begins directly below it.
pub(super) fn owners(hir: &Hir, suffixes: bool) -> Result<HashSet<Owner>, TooMany> {
    let mut reader = Reader { suffixes, ways: 0 };
    let ways = reader.prepend(hir, vec![Way::Open(String::new())])?;
    let found: HashSet<_> = { ways.into_iter() }
        .filter_map(|way| match way {
            Way::Led(owner) => Some(owner),
            Way::Open(_) => None,
        })
        .collect();
    let names: HashSet<_> = found.iter().map(|owner| owner.name.as_str()).collect();
    let is_glued = |name: &str| {
        !ends_in_number(name) && { name.char_indices().skip(1) }
            .any(|(at, _)| !name[..at].ends_with('.') && names.contains(&name[at..]))
    };
    let meant = found.iter().filter(|owner| !is_glued(&owner.name));
    Ok(meant.cloned().collect())
}

/// Whose origins a regex is meant to match.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Owner {
    /// A domain or an address.
    pub(super) name: String,
    /// Whether the names below it are the owner's, too. Those below a public suffix are not.
    pub(super) has_names: bool,
}

/// A way through the regex, from its end on.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Way {
    /// The text so far does not tell the owner.
    Open(String),
    /// To this owner, whatever stands in front.
    Led(Owner),
}

struct Reader {
    suffixes: bool,
    ways: usize,
}

impl Reader {
    fn prepend(&mut self, hir: &Hir, ways: Vec<Way>) -> Result<Vec<Way>, TooMany> {
        if ways.iter().all(|way| matches!(way, Way::Led(_))) {
            return Ok(ways);
        }
        match hir.kind() {
            HirKind::Empty | HirKind::Look(_) => Ok(ways),
            HirKind::Literal(literal) => {
                self.each(ways, &[&String::from_utf8_lossy(&literal.0)], false)
            }
            HirKind::Class(class) => {
                let spelt: Vec<_> = characters(class).map(String::from).collect();
                let kept = if spelt.iter().any(|c| c == ".") {
                    vec!["."]
                } else if spelt.len() <= SPELT_OUT {
                    spelt.iter().map(String::as_str).collect()
                } else {
                    vec![spelt[0].as_str()]
                };
                let varies = kept.len() < spelt.len();
                self.each(ways, &kept, varies)
            }
            HirKind::Repetition(repetition) => {
                let mut all = Vec::new();
                if repetition.min == 0 {
                    all.clone_from(&ways);
                }
                let mut repeated = ways;
                for _ in 0..repetition.min.max(1) {
                    repeated = self.prepend(&repetition.sub, repeated)?;
                    if repeated.iter().all(|way| matches!(way, Way::Led(_))) {
                        break;
                    }
                }
                all.extend(repeated);
                self.distinct(all)
            }
            HirKind::Capture(capture) => self.prepend(&capture.sub, ways),
            HirKind::Concat(parts) => {
                let mut parts = parts.iter().rev();
                parts.try_fold(ways, |ways, part| self.prepend(part, ways))
            }
            HirKind::Alternation(branches) => {
                let mut all = Vec::new();
                for branch in branches {
                    all.extend(self.prepend(branch, ways.clone())?);
                }
                self.distinct(all)
            }
        }
    }

    /// Each way with each of the texts in front of it.
    fn each(&mut self, ways: Vec<Way>, texts: &[&str], varies: bool) -> Result<Vec<Way>, TooMany> {
        let mut all = Vec::with_capacity(ways.len());
        for way in ways {
            let open = match way {
                Way::Led(_) => {
                    all.push(way);
                    continue;
                }
                Way::Open(open) => open,
            };
            if let Some(suffix) = spanned(&open).filter(|_| varies && self.suffixes) {
                all.push(Way::Led(Owner {
                    name: suffix.to_owned(),
                    has_names: true,
                }));
                continue;
            }
            all.extend(texts.iter().filter_map(|text| step(text, &open)));
        }
        self.distinct(all)
    }

    fn distinct(&mut self, ways: Vec<Way>) -> Result<Vec<Way>, TooMany> {
        self.ways += ways.len();
        // Also for ways that many steps go over again and again.
        if ways.len() > MAX_WAYS || self.ways > 64 * MAX_WAYS {
            return Err(TooMany);
        }
        let mut seen = HashSet::with_capacity(ways.len());
        Ok(ways
            .into_iter()
            .filter(|way| seen.insert(way.clone()))
            .collect())
    }
}

/// The way after one more step, if there are origins at its end.
fn step(text: &str, open: &str) -> Option<Way> {
    if text.len() + open.len() > Origin::MAX_LEN {
        return None;
    }
    let text = [text, open].concat();
    if let Some((_, authority)) = text.split_once("://") {
        let probe = ["https://", authority].concat();
        let name = owner_of(Origin::of(probe.as_bytes())?)?;
        return Some(Way::Led(Owner {
            name: name.to_owned(),
            has_names: classify(name).is_none(),
        }));
    }
    // What follows the path's first slash belongs to no origin, except in "://".
    let authority = text.trim_start_matches('/');
    let is_part = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_.:[]".contains(c);
    let is_host = authority.chars().all(is_part) && !authority.contains("..");
    if text.len() - authority.len() > 2 || !is_host {
        return None;
    }
    let host = without_port(authority);
    let mut dots = host.rmatch_indices('.').map(|(dot, _)| &host[dot + 1..]);
    let led = dots.find(|&rest| {
        !rest.is_empty()
            && !ends_in_number(rest.trim_end_matches('.'))
            && registrable_domain(rest).is_some_and(|domain| domain == rest.trim_end_matches('.'))
            && classify(rest).is_none()
    });
    Some(match led {
        Some(domain) => Way::Led(Owner {
            name: domain.trim_end_matches('.').to_owned(),
            has_names: true,
        }),
        None => Way::Open(text),
    })
}

/// The public suffix above what is going to stand in front of `open`: directly, or with the rest of a
/// label in between, which a registry does not sell: `pr-1` of `pr-1-preview.netlify.app`.
fn spanned(open: &str) -> Option<&str> {
    let host = without_port(open);
    let (label, domain) = host.split_once('.')?;
    let domain = domain.strip_suffix('.').unwrap_or(domain);
    if domain.is_empty() || ends_in_number(domain) {
        return None;
    }
    let suffix = classify(domain)?;
    (label.is_empty() || suffix != PublicSuffix::Registry).then_some(domain)
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

/// The part of a web origin's host that somebody registered, or the whole host: an address, a name of
/// one label. `None` for hosts that nobody can register.
pub(super) fn owner_of(origin: Origin<'_>) -> Option<&str> {
    let host = origin.host();
    let kind = HostKind::of(host, true)?;
    let is_own = kind.is_loopback(host) || is_private(kind);
    let name = host.strip_suffix('.').unwrap_or(host);
    (!is_own).then(|| match kind {
        HostKind::Domain => registrable_domain(host).unwrap_or(name),
        _ => host,
    })
}

/// Whether only those who are in the same network can answer for the address:
/// RFC 1918, RFC 3927, RFC 4193, RFC 4291 (2.5.6).
pub(super) fn is_private(kind: HostKind) -> bool {
    match kind {
        HostKind::Domain | HostKind::Opaque => false,
        HostKind::Ipv4(address) => {
            address.is_private() || address.is_link_local() || address.is_loopback()
        }
        HostKind::Ipv6(address) => {
            address.is_unique_local() || address.is_unicast_link_local() || address.is_loopback()
        }
    }
}
