//! What findings say, word for word, once of each code.

use super::{
    museum::{self, page},
    probe,
};

/// The first finding of an exhibit with a code: its message and its advice.
fn said(code: &str) -> Vec<[String; 2]> {
    let mut exhibits = museum::faulty().into_iter();
    let exhibit = exhibits.find(|exhibit| exhibit.expected.iter().any(|(other, _)| *other == code));
    let exhibit = exhibit.unwrap();
    let (found, _) = probe(&exhibit.serve, &exhibit.page, None);
    let found = found
        .into_iter()
        .filter(|finding| finding.code.as_str() == code);
    found
        .map(|finding| [finding.message, finding.advice])
        .collect()
}

#[test]
fn messages_and_advice() {
    for [code, message, advice] in SAID {
        assert_eq!(said(code), [[message, advice]], "{code}");
    }
}

const SAID: [[&str; 3]; 37] = [
    [
        "reflects-any-origin",
        "any origin is allowed, with credentials: https://attacker.invalid and https://stranger.test, which nobody named, are echoed in answers, and any page can read what the visitor's credentials open",
        "compare the origin with a list of those that are trusted, byte for byte, and echo it only if it is there",
    ],
    [
        "allows-null",
        "the origin null is allowed, with credentials: every sandboxed frame and every data: page has this origin, whoever made it",
        "take null off the list: what needs it can be served from an origin of its own",
    ],
    [
        "allows-prefix",
        "the origin https://app.example.com.attacker.example is allowed, with credentials: it only begins like https://app.example.com, and anybody can have such a name",
        "compare the whole origin, byte for byte; end a regex with $",
    ],
    [
        "allows-suffix",
        "the origin https://attackerexample.com is allowed, with credentials: it only ends like https://app.example.com, and anybody can register it",
        "compare the whole origin, byte for byte; let a pattern for subdomains begin with ://, and a dot before the domain",
    ],
    [
        "unescaped-dot",
        "the origin https://appxexample.com is allowed, with credentials: a dot of https://app.example.com stands for any character, and anybody can register such a name",
        r#"write \. for each dot of the regex, or compare with a list"#,
    ],
    [
        "allows-special-characters",
        "the origin https://app.example.com_.attacker.example is allowed, with credentials: it begins like https://app.example.com, a _ follows, which every browser lets stand in a name, and the rest is anybody's",
        "end the regex with $, or compare with a list",
    ],
    [
        "allows-shared-suffix",
        "the origin https://attacker.github.io is allowed, with credentials: anybody can have a name below github.io",
        "name the whole hosts: nothing below this suffix is all yours",
    ],
    [
        "allows-any-subdomain",
        "the origin https://attacker.example.com is allowed, with credentials: nobody named it, and one forgotten subdomain that is taken over, or one injected script, reads the answers",
        "name the subdomains that need it; if all of them do, trust them on purpose",
    ],
    [
        "allows-http",
        "the origin http://app.example.com is allowed, with credentials: it is https://app.example.com without TLS, and whoever controls the network can pose as it",
        "allow https only, and have browsers keep to it with Strict-Transport-Security",
    ],
    [
        "ignores-port",
        "the origin https://app.example.com:8443 is allowed, with credentials: it is another program on the host of https://app.example.com, whoever runs it",
        "compare the port, too: an origin without one has the scheme's",
    ],
    [
        "allows-localhost",
        "the origin http://localhost:3000 is allowed, with credentials: it is whatever serves pages on the visitor's own machine, as installed programs do",
        "keep the origins of development out of what is deployed",
    ],
    [
        "accepts-malformed-origin",
        "the origin https://APP.EXAMPLE.COM is accepted: it has letters in upper case, which no browser sends, and the comparison is looser than byte for byte",
        "compare the origin as it is, byte for byte, without parsing it or folding its case",
    ],
    [
        "preflight-grants-more",
        "a preflight of https://attacker.invalid for PUT is allowed, and actual answers are not for it: its pages read nothing, but their PUT is sent, and run",
        "answer preflights by the same list of origins as everything else",
    ],
    [
        "wildcard-with-credentials",
        "in the answer, Access-Control-Allow-Origin is * and Access-Control-Allow-Credentials is true: browsers block every request with credentials",
        "if pages are to send credentials, name the origins that may; if not, take Access-Control-Allow-Credentials away",
    ],
    [
        "multiple-allow-origin",
        r#"a page of https://app.example.com is blocked: the response has more than one Access-Control-Allow-Origin, "https://app.example.com, https://app.example.com": two headers, or a list, are as good as none"#,
        "send one Access-Control-Allow-Origin with one origin: if a proxy adds one, take away the server's, or the other way round",
    ],
    [
        "invalid-allow-origin",
        r#"a page of https://app.example.com is blocked: the response has an Access-Control-Allow-Origin of "https://app.example.com/", which is no origin: it ends with a slash; it has to be https://app.example.com, byte for byte"#,
        "send the page's origin as it is in Origin, if it is allowed: scheme, host and port, without a slash or a pattern",
    ],
    [
        "invalid-allow-credentials",
        r#"a page of https://app.example.com is blocked: the response has an Access-Control-Allow-Credentials of "True", and only "true" counts"#,
        "send Access-Control-Allow-Credentials: true, once and in lower case, or not at all",
    ],
    [
        "invalid-list",
        "a page of https://app.example.com is blocked: the preflight's answer has an Access-Control-Allow-Methods that is not a list of names",
        "separate the names with commas",
    ],
    [
        "origin-not-allowed",
        "a page of https://app.example.com is blocked: the origin is not allowed: the response has no Access-Control-Allow-Origin, so no page of another origin may read it",
        "if the page is meant to read this, add https://app.example.com to the allowed origins",
    ],
    [
        "credentials-not-allowed",
        "a page of https://app.example.com is blocked: the response has no Access-Control-Allow-Credentials, and the request is with credentials",
        "allow credentials, if the page is to send them",
    ],
    [
        "method-not-allowed",
        "a page of https://app.example.com is blocked: the method patch is not allowed: it is not in Access-Control-Allow-Methods, which lists PUT, DELETE; methods are case-sensitive, and the page has to write PATCH, which is not allowed either",
        "mend the page: to allow this would be a mistake",
    ],
    [
        "header-not-allowed",
        "a page of https://app.example.com is blocked: the header x-trace is not allowed: it is not in Access-Control-Allow-Headers, which lists content-type",
        "add x-trace to the request headers that preflights are answered with",
    ],
    [
        "authorization-not-covered",
        "a page of https://app.example.com is blocked: the header authorization is not allowed: * never covers it, and Access-Control-Allow-Headers, which lists *, does not name it",
        "add authorization to the request headers that preflights are answered with",
    ],
    [
        "wildcard-list-with-credentials",
        "a page of https://app.example.com is blocked: the header x-trace is not allowed: it is not in Access-Control-Allow-Headers, which lists *; with credentials, * is a name like any other",
        "add x-trace to the request headers that preflights are answered with",
    ],
    [
        "not-exposed",
        "a page of https://app.example.com is blocked: the header etag is not exposed: it is not in Access-Control-Expose-Headers, which lists none",
        "add etag to the exposed headers",
    ],
    [
        "preflight-redirected",
        "a page of https://app.example.com is blocked: the preflight was answered with status 301, and only 200 to 299 will do: no redirect, no error",
        "answer OPTIONS before anything redirects, or have the page ask for the URL where it leads",
    ],
    [
        "preflight-needs-authentication",
        "a page of https://app.example.com is blocked: the preflight's answer has no Access-Control-Allow-Origin, and its status is 401: it looks like an error that the policy has not seen",
        "put CORS in front of authentication: browsers send no credentials with preflights",
    ],
    [
        "preflight-not-ok",
        "a page of https://app.example.com is blocked: the preflight's answer has no Access-Control-Allow-Origin, and its status is 405: it looks like an error that the policy has not seen",
        "have CORS answer OPTIONS before routes, methods and guards do, with 204",
    ],
    [
        "preflight-safelisted-refused",
        "a preflight for GET without header names is refused, as upload listeners send it, and others are allowed: the origin is not allowed: the preflight's answer has no Access-Control-Allow-Origin, so no page of another origin may read it",
        "allow GET, HEAD and POST in preflights, whatever the list of methods: pages may use them without asking",
    ],
    [
        "preflight-without-methods",
        "the answer to the preflight for PUT has no Access-Control-Allow-Methods: browsers take that for a refusal, except where the page has an upload listener, and then it may use any method",
        "send Access-Control-Allow-Methods with every preflight that is allowed, if only with GET",
    ],
    [
        "headers-missing-on-error",
        "the answer for /things/cors-probe-no-such-thing has status 404 and no CORS headers, which other answers have: the page can't tell it from a broken connection",
        r#"have CORS see every answer, errors too: put it outside of routing and authentication, or use what says "always""#,
    ],
    [
        "headers-missing-on-redirect",
        "a page of https://app.example.com is blocked at a redirect with status 302: the origin is not allowed: the response has no Access-Control-Allow-Origin, so no page of another origin may read it",
        "send the CORS headers with redirects, too, or have the page ask for the URL where it leads",
    ],
    [
        "missing-vary",
        "the answer depends on Origin, may be stored, and has no Vary: Origin: a cache gives what a request without Origin got to a page of https://app.example.com",
        "send Vary: Origin with every answer of this URL, those to requests without Origin too",
    ],
    [
        "invalid-max-age",
        r#"in the answer to the preflight, Access-Control-Max-Age is "-1", which is no number of seconds: browsers take it for 5"#,
        "send a number of seconds: 600 is honoured everywhere, and 0 turns the preflight cache off",
    ],
    [
        "max-age-capped",
        "in the answer to the preflight, Access-Control-Max-Age is 31536000, and no browser grants more than 86400",
        "send 86400 or less: 600 is honoured everywhere",
    ],
    [
        "private-network-leftover",
        "in the answer to the preflight, Access-Control-Allow-Private-Network belongs to Private Network Access, a draft that browsers gave up: nobody reads it",
        "take the header away: browsers ask the visitor instead",
    ],
    [
        "redirect-blocked",
        "a page of https://app.example.com is blocked: the response is the 21st redirect in a row",
        "have the redirect lead to the resource, in one step",
    ],
];

/// What was asked and what came back stand below.
#[test]
fn evidence() {
    let serve = museum::allowing(|_| true, true);
    let (found, _) = probe(&serve, &page(), None);
    assert_eq!(
        found[0].evidence,
        [
            "> GET /things",
            "> origin: https://attacker.invalid",
            "< 200",
            "< vary: Origin",
            "< access-control-allow-origin: https://attacker.invalid",
            "< access-control-allow-credentials: true",
            "> GET /things",
            "> origin: https://stranger.test",
            "< 200",
            "< vary: Origin",
            "< access-control-allow-origin: https://stranger.test",
            "< access-control-allow-credentials: true",
        ]
    );
    let request = found[0].request.as_ref().unwrap();
    assert_eq!(request.uri(), "https://api.example.net/things");
    assert_eq!(request.headers()["origin"], "https://attacker.invalid");
}
