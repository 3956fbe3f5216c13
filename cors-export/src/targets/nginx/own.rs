//! The maps that find the host that a request is for, and whether its `Origin` is the server's own.

use cors_diff::grammar::{IPV4_NUMBER, LABEL, LAST_LABEL, PORT};

use super::{
    origins,
    syntax::{Key, Maps},
};
use crate::{plan::Plan, regex::escape};

/// By the grammar of `Host`: <https://httpwg.org/specs/rfc9110.html#field.host>.
const HOST: &str = r"([A-Za-z0-9._~!$&'()*+,;=-]{1,254}|\[[0-9A-Fa-f:.]+\])";

/// Sets `for` to the authorities of the target and of `Host`, a space between them where there are both; to nothing
/// where nobody knows which host the request is for.
pub(super) fn write_authority(maps: &mut Maps) {
    maps.comment("The host that the request is for, as its target and its Host agree on it.");
    let regex = |text: String| Key::Regex(text);
    maps.map(
        "$request",
        "target",
        [(
            regex(r"~^[^ ]+ [A-Za-z][A-Za-z0-9+.-]*://([^/?# ]*)".to_owned()),
            "$1".to_owned(),
        )],
    );
    // With HTTP/3, the authority of the target is all that there is, and nginx shows no more of it.
    maps.map(
        "$server_protocol",
        "unnamed",
        [(
            regex("~^HTTP/3".to_owned()),
            "$host:$server_port".to_owned(),
        )],
    );
    let target = maps.variable("target");
    let both = format!("{target} $http_host");
    let agreeing = [
        format!(r"~^{HOST}:? (?i:\1):?$"),
        format!(r"~^{HOST}:({PORT}) (?i:\1):\2$"),
        format!(r"~^{HOST}:(?:80|443) (?i:\1):?$"),
        format!(r"~^{HOST}:? (?i:\1):(?:80|443)$"),
    ];
    let agreeing = agreeing.map(|text| (regex(text), both.clone()));
    let alone = format!("{HOST}(?::{PORT}?)?");
    let rows = [
        (Key::Text(" "), maps.variable("unnamed")),
        (regex(format!("~^ {alone}$")), "$http_host".to_owned()),
        (regex(format!("~^{alone} $")), target),
    ];
    maps.map(&both, "for", rows.into_iter().chain(agreeing));
}

/// Sets `astray` to what is answered to a request for another host.
pub(super) fn write_hosts(hosts: &[String], unknown: &str, unexpected: &str, maps: &mut Maps) {
    maps.comment("What is answered to requests for other hosts.");
    let entries = hosts.iter().map(|text| {
        let entry = entry(text);
        let regex = format!("~*^{entry}(?: {entry})?$");
        (Key::Regex(regex), String::new())
    });
    let rows = [(Key::Text(""), unknown.to_owned())]
        .into_iter()
        .chain(entries)
        .chain([(Key::Default, unexpected.to_owned())]);
    maps.map(&maps.variable("for"), "astray", rows);
}

/// What matches the authorities that an expected host stands for.
fn entry(text: &str) -> String {
    let colon = text.rfind(':').filter(|_| !text.ends_with(']'));
    let (host, port) = text.split_at(colon.unwrap_or(text.len()));
    let host = match host.strip_prefix("*.") {
        Some(name) => format!(r"(?:[a-z0-9_-]+\.)+{}", escape(name)),
        None => escape(host),
    };
    let port = match port {
        "" | ":*" => "(?::[0-9]*)?".to_owned(),
        // A port that is left out is the default of one scheme or the other.
        ":80" | ":443" => format!("(?::(?:{})?)?", &port[1..]),
        _ => port.to_owned(),
    };
    format!("{host}{port}")
}

/// Sets `claim` to who the request says sent it: `listed`, `none`, `own`, `other`.
pub(super) fn write_claim(plan: &Plan<'_>, maps: &mut Maps) {
    let has_twins = origins::write_twins(&plan.origins, maps);
    maps.comment("The origin if it is the server's own: the same host and port, or the default ones of its scheme.");
    let canonical = format!(
        r"~^(?:https://(?![^ ]*:443$)|http://(?![^ ]*:80$))(?:{})(?::{PORT})?$",
        host_of_origin()
    );
    let origin = (Key::Regex(canonical), "$http_origin".to_owned());
    maps.map("$http_origin", "page", [origin]);
    let rows = [
        r"~^https://([^:/ ]+|\[[^\]]+\])(?: (?i:\1)(?::(?:443)?)?){1,2}$",
        r"~^http://([^:/ ]+|\[[^\]]+\])(?: (?i:\1)(?::(?:80)?)?){1,2}$",
        r"~^https?://([^:/ ]+|\[[^\]]+\]):([0-9]+)(?: (?i:\1):\2){1,2}$",
    ];
    let rows = rows.map(|regex| (Key::Regex(regex.to_owned()), "own".to_owned()));
    let other = || (Key::Default, "other".to_owned());
    let source = format!("{} {}", maps.variable("page"), maps.variable("for"));
    maps.map(&source, "own", rows.into_iter().chain([other()]));
    let mut unlisted = maps.variable("own");
    if has_twins {
        let rows = [(Key::Text(""), unlisted), other()];
        maps.map(&maps.variable("twin"), "trusted", rows);
        unlisted = maps.variable("trusted");
    }
    let rows = [(Key::Text(""), "none".to_owned()), (Key::Default, unlisted)];
    maps.map("$http_origin", "sender", rows);
    let rows = [
        (Key::Text(""), maps.variable("sender")),
        (Key::Default, "listed".to_owned()),
    ];
    let listed = match plan.origins.is_empty() {
        true => String::new(),
        false => maps.variable("origin"),
    };
    maps.map(&listed, "claim", rows);
}

/// The hosts that origins of `http` and `https` have, as browsers write them:
/// <https://url.spec.whatwg.org/#host-serializing>.
fn host_of_origin() -> String {
    // The longest run of zeros is left out, the first of several. It is what 8 pieces lack. Without looking ahead, as
    // `grammar::ipv6` does, that takes more than nginx reads.
    const PIECE: &str = "(?:0|[1-9a-f][0-9a-f]{0,3})";
    const PIECES: &str = r"(?::*\b[0-9a-f]+\b)";
    // No name that anybody has is longer.
    let name = format!(r"(?=[a-z0-9_.-]{{1,253}}\.?(?::|$))(?:{LABEL}\.)*{LAST_LABEL}\.?");
    let address = format!(r"{IPV4_NUMBER}(?:\.{IPV4_NUMBER}){{3}}");
    let full = format!(r"(?![0-9a-f:]*\b0:0\b){PIECE}(?::{PIECE}){{7}}");
    let some = format!("(?:{PIECE}(?::{PIECE}){{0,5}})?");
    let is_short = format!(r"(?!{PIECES}{{7}})(?![0-9a-f:]*\b0::)(?![0-9a-f:]*::0\b)");
    let is_first = |pieces, before, behind| {
        format!(
            r"(?!(?={PIECES}{{{pieces}}}:*\])[0-9a-f:]*(?:\b{before}\b[0-9a-f:]*::|::[0-9a-f:]*\b{behind}\b))"
        )
    };
    let [six, five] = [is_first(6, "0:0", "0:0:0"), is_first(5, "0:0:0", "0:0:0:0")];
    let left_out = format!("{is_short}{six}{five}{some}::{some}");
    format!(r"{name}|{address}|\[(?:{full}|{left_out})\]")
}
