//! The modelled cache does what RFC 9111 asks of a shared one: for each rule a hit and a miss.

mod scenario;

use scenario::holds;

/// Plays scenarios, each with its section and what it shows.
#[track_caller]
fn all_hold(scenarios: &[(&str, &str, &str)]) {
    for (section, what, scenario) in scenarios {
        holds(section, what, scenario);
    }
}

#[test]
fn storing() {
    all_hold(&[
        ("3", "max-age allows any final status", "
            GET / < 403 | cache-control: max-age=60
            GET / = hit 1 | 403"),
        ("3", "without freshness information nothing is reused", "
            GET / < 200
            GET / < 200"),
        ("3", "a status that is not heuristically cacheable needs to be marked as cacheable", "
            GET / < 403 | date: Sun, 06 Nov 1994 08:49:37 GMT | last-modified: Sun, 06 Nov 1988 08:49:37 GMT
            GET / < 403"),
        ("3", "the method has to be understood", "
            POST / < 200 | cache-control: max-age=60
            GET / < 200 | cache-control: max-age=60
            GET / = hit 2"),
        ("RFC 9110, 9.3.7", "OPTIONS is not cacheable", "
            OPTIONS / < 204 | cache-control: public, max-age=60
            OPTIONS / < 204 | cache-control: public, max-age=60
            GET / < 200 | cache-control: max-age=60
            OPTIONS / < 204"),
        ("3.3", "partial content is not stored, and ranges pass through", "
            GET / | range: bytes=0-1 < 206 | cache-control: max-age=60
            GET / < 206 | cache-control: max-age=60
            GET / < 200 | cache-control: max-age=60
            GET / | range: bytes=0-1 < 206
            GET / = hit 3"),
        ("3", "a 304 is no response of its own", r#"
            GET / | if-none-match: "a" < 304 | cache-control: max-age=60 | etag: "a"
            GET / | if-none-match: "a" < 304 | cache-control: max-age=60 | etag: "a""#),
        ("3", "a cookie forbids nothing", "
            GET / < 200 | cache-control: max-age=60 | set-cookie: a=1
            GET / = hit 1 | set-cookie: a=1"),
        ("3.1", "what is for one connection is not stored", "
            GET / < 200 | cache-control: max-age=60 | connection: x-hop, close | x-hop: 1 | keep-alive: 1 | proxy-authenticate: Basic | x-other: 1
            GET / = hit 1 | !connection | !x-hop | !keep-alive | !proxy-authenticate | x-other: 1"),
        ("3.5", "what needed authorisation is nobody else's", "
            GET / | authorization: Basic eA== < 200 | cache-control: max-age=60
            GET / | authorization: Basic eA== < 200 | cache-control: max-age=60
            GET / < 200"),
        ("3.5", "unless the server says so: public", "
            GET / | authorization: Basic eA== < 200 | cache-control: public, max-age=60
            GET / = hit 1"),
        ("3.5", "unless the server says so: s-maxage", "
            GET / | authorization: Basic eA== < 200 | cache-control: s-maxage=60
            GET / = hit 1"),
        ("3.5", "unless the server says so: must-revalidate", "
            GET / | authorization: Basic eA== < 200 | cache-control: must-revalidate, max-age=60
            GET / = hit 1"),
        ("3.5", "what needed none is for those with authorisation, too", "
            GET / < 200 | cache-control: max-age=60
            GET / | authorization: Basic eA== = hit 1"),
    ]);
}

#[test]
fn targets() {
    all_hold(&[
        (
            "2",
            "the key is the target URI",
            "
            GET /a < 200 | cache-control: max-age=60
            GET /b < 200 | cache-control: max-age=60
            GET /a?b < 200 | cache-control: max-age=60
            GET http://api.example.com/a < 200
            GET https://api.example.com:8443/a < 200
            GET /a = hit 1",
        ),
        (
            "2",
            "in normal form (RFC 9110, 4.2.3)",
            "
            GET https://API.example.com:443/a < 200 | cache-control: max-age=60
            GET https://api.example.com/a = hit 1
            GET http://api.example.com < 200 | cache-control: max-age=60
            GET http://api.example.com:80/ = hit 2",
        ),
        (
            "4",
            "HEAD is answered with a stored GET, without its content",
            "
            GET / < 200 | cache-control: max-age=60 | content-length: 9
            HEAD / = hit 0 | content-length: 9",
        ),
        (
            "4",
            "GET is not answered with HEAD",
            "
            HEAD / < 200 | cache-control: max-age=60
            GET / < 200",
        ),
    ]);
}

#[test]
fn directives_of_responses() {
    all_hold(&[
        ("5.2.2.1", "max-age", "
            GET / < 200 | cache-control: max-age=60
            wait 59
            GET / = hit 1 | age: 59
            wait 1
            GET / < 200"),
        ("5.2.2.10", "s-maxage comes before max-age and Expires", "
            GET / < 200 | cache-control: max-age=1, s-maxage=60 | expires: 0
            wait 59
            GET / = hit 1
            GET /b < 200 | cache-control: max-age=60, s-maxage=0
            GET /b < 200"),
        ("5.2.2.5", "no-store", "
            GET / < 200 | cache-control: max-age=60, no-store
            GET / < 200"),
        ("5.2.2.3", "must-understand takes no-store back for a status that is understood", "
            GET / < 200 | cache-control: max-age=60, no-store, must-understand
            GET / = hit 1"),
        ("5.2.2.3", "and forbids others", "
            GET / < 299 | cache-control: max-age=60
            GET / = hit 1 | 299
            GET /b < 299 | cache-control: max-age=60, must-understand
            GET /b < 299 | cache-control: max-age=60, no-store, must-understand
            GET /b < 200"),
        ("5.2.2.7", "private", "
            GET / < 200 | cache-control: private, max-age=60
            GET / < 200"),
        ("5.2.2.7", "private with fields holds back these alone", r#"
            GET / < 200 | cache-control: max-age=60, private="X-Mine, set-cookie" | x-mine: 1 | set-cookie: a=1 | x-other: 1
            GET / = hit 1 | !x-mine | !set-cookie | x-other: 1"#),
        ("4.2.1", "of both forms of private the restrictive one counts", r#"
            GET / < 200 | cache-control: max-age=60, private="x-mine", private
            GET / < 200
            GET /b < 200 | cache-control: max-age=60, private="not a name"
            GET /b < 200"#),
        ("5.2.2.4", "no-cache", "
            GET / < 200 | cache-control: max-age=60, no-cache
            GET / < 200"),
        ("5.2.2.4", "no-cache: not without successful validation", r#"
            GET / < 200 | cache-control: max-age=60, no-cache | etag: "a"
            GET / < 304 | etag: "a" = validated 1
            GET / | cache-control: max-stale < 304 | etag: "a" = validated 1"#),
        ("5.2.2.4", "no-cache with fields holds back these alone", r#"
            GET / < 200 | cache-control: max-age=60, no-cache=set-cookie | set-cookie: a=1 | etag: "a"
            GET / = hit 1 | !set-cookie
            wait 60
            GET / < 304 | etag: "a" = validated 1 | set-cookie: a=1"#),
        ("5.2.2.9", "public marks any status for the heuristic", "
            GET / < 403 | cache-control: public | date: Sun, 06 Nov 1994 08:49:37 GMT | last-modified: Sun, 06 Nov 1994 08:48:37 GMT
            wait 5
            GET / = hit 1
            wait 1
            GET / < 403"),
        ("5.2.2.2", "must-revalidate forbids stale responses", "
            GET / < 200 | cache-control: max-age=60
            GET /b < 200 | cache-control: max-age=60, must-revalidate
            wait 61
            GET / | cache-control: max-stale = hit 1
            GET /b | cache-control: max-stale < 200"),
        ("5.2.2.8", "proxy-revalidate does for shared caches", "
            GET / < 200 | cache-control: max-age=60, proxy-revalidate
            wait 59
            GET / | cache-control: max-stale = hit 1
            wait 1
            GET / | cache-control: max-stale < 200"),
        ("5.2.2.10", "and s-maxage implies it", "
            GET / < 200 | cache-control: s-maxage=60
            wait 61
            GET / | cache-control: max-stale < 200"),
    ]);
}

#[test]
fn directives_of_requests() {
    all_hold(&[
        (
            "5.2.1.1",
            "max-age",
            "
            GET / < 200 | cache-control: max-age=60
            wait 9
            GET / | cache-control: max-age=9 = hit 1
            GET / | cache-control: max-age=8 < 200",
        ),
        (
            "5.2.1.2",
            "max-stale",
            "
            GET / < 200 | cache-control: max-age=60
            wait 70
            GET / | cache-control: max-stale = hit 1
            GET / | cache-control: max-stale=10 = hit 1
            GET / | cache-control: max-stale=9 < 200
            GET /b < 200 | cache-control: max-age=60
            wait 70
            GET /b | cache-control: max-stale=x < 200",
        ),
        (
            "5.2.1.3",
            "min-fresh",
            "
            GET / < 200 | cache-control: max-age=60
            wait 50
            GET / | cache-control: min-fresh=10 = hit 1
            GET / | cache-control: min-fresh=11 < 200",
        ),
        (
            "5.2.1.4",
            "no-cache",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a"
            GET / = hit 1
            GET / | cache-control: no-cache < 304 | etag: "a" = validated 1"#,
        ),
        (
            "5.2.1.5",
            "no-store: what is stored already may be used",
            "
            GET / | cache-control: no-store < 200 | cache-control: max-age=60
            GET / < 200 | cache-control: max-age=60
            GET / | cache-control: no-store = hit 2",
        ),
        (
            "5.2.1.5",
            "no-store: nor is anything updated",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a" | x-n: 1
            wait 60
            GET / | cache-control: no-store < 200 | cache-control: max-age=60 | etag: "a" | x-n: 2
            GET / < 304 | etag: "a" = validated 1 | x-n: 1"#,
        ),
        (
            "5.2.1.7",
            "only-if-cached",
            "
            GET / | cache-control: only-if-cached = unsatisfied | 504
            GET / < 200 | cache-control: max-age=60
            GET / | cache-control: only-if-cached = hit 1
            wait 60
            GET / | cache-control: only-if-cached = unsatisfied | 504",
        ),
    ]);
}

#[test]
fn freshness() {
    all_hold(&[
        ("5.3", "Expires minus Date, whatever the cache's own time", "
            GET / < 200 | date: Sun, 06 Nov 1994 08:49:37 GMT | expires: Sun, 06 Nov 1994 08:50:37 GMT
            wait 59
            GET / = hit 1
            wait 1
            GET / < 200"),
        ("5.3", "an invalid date is in the past", "
            GET / < 200 | date: Sun, 06 Nov 1994 08:49:37 GMT | expires: 0
            GET / < 200
            GET / < 200 | date: Sun, 06 Nov 1994 08:49:37 GMT | expires: Sun, 06 Nov 1994 08:49:36 GMT
            GET / < 200"),
        ("5.3", "max-age comes first", "
            GET / < 200 | date: Sun, 06 Nov 1994 08:49:37 GMT | expires: 0 | cache-control: max-age=60
            GET / = hit 1"),
        ("4.2.1", "a Date that nobody sent", "
            GET / < 200 | expires: Sun, 06 Nov 2044 08:49:37 GMT
            GET / < 200"),
        ("RFC 9110, 6.6.1", "is added by a cache that knows the time", "
            at Sun, 06 Nov 1994 08:49:37 GMT
            GET / < 200 | expires: Sun, 06 Nov 1994 08:50:37 GMT = forwarded | date: Sun, 06 Nov 1994 08:49:37 GMT
            wait 59
            GET / = hit 1 | date: Sun, 06 Nov 1994 08:49:37 GMT
            wait 1
            GET / < 200"),
        ("4.2.2", "the heuristic: a tenth of the time since Last-Modified", "
            GET / < 200 | date: Sun, 06 Nov 1994 08:49:37 GMT | last-modified: Sun, 06 Nov 1994 08:39:37 GMT
            wait 59
            GET / = hit 1
            wait 1
            GET / < 200"),
        ("4.2.2", "not where an explicit time is given", "
            GET / < 200 | date: Sun, 06 Nov 1994 08:49:37 GMT | last-modified: Sun, 06 Nov 1984 08:39:37 GMT | cache-control: max-age=0
            GET / < 200 | date: Sun, 06 Nov 1994 08:49:37 GMT | last-modified: Sun, 06 Nov 1984 08:39:37 GMT | expires: 0
            GET / < 200"),
        ("4.2.3", "Age has passed already", "
            GET / < 200 | cache-control: max-age=60 | age: 50
            wait 9
            GET / = hit 1 | age: 59
            wait 1
            GET / < 200"),
        ("5.1", "the first of several ages counts, an invalid one doesn't", "
            GET / < 200 | cache-control: max-age=60 | age: 60, 1
            GET / < 200 | cache-control: max-age=60 | age: -1
            GET / = hit 2 | age: 0"),
        ("4.2.3", "apparent_age, where the clocks agree", "
            at Sun, 06 Nov 1994 08:50:27 GMT
            GET / < 200 | cache-control: max-age=60 | date: Sun, 06 Nov 1994 08:49:37 GMT | age: 1
            GET / = hit 1 | age: 50
            wait 10
            GET / < 200"),
        ("4.2.3", "and where they don't", "
            GET / < 200 | cache-control: max-age=60 | date: Sun, 06 Nov 1994 08:49:37 GMT
            GET / = hit 1 | age: 0"),
    ]);
}

#[test]
fn reading_cache_control() {
    all_hold(&[
        ("5.2", "names in any case, white space, empty elements, several lines", "
            GET / < 200 | cache-control: ,, Public ,\t,MAX-AGE=60,
            GET / = hit 1
            GET /b < 200 | cache-control: max-age=60 | cache-control: No-Store
            GET /b < 200"),
        ("5.2", "a quoted number", r#"
            GET / < 200 | cache-control: max-age="60"
            wait 59
            GET / = hit 1"#),
        ("5.2", "what stands between quotes is no directive", r#"
            GET / < 200 | cache-control: x="no-store, \"private", max-age=60
            GET / = hit 1
            GET /b < 200 | cache-control: x="a\\", no-store, max-age=60
            GET /b < 200"#),
        ("5.2.3", "unknown directives say nothing", "
            GET / < 200 | cache-control: no-storage, x-private=1, max-age=60, stale-while-revalidate=60
            GET / = hit 1
            wait 60
            GET / < 200"),
        ("4.2.1", "what is no number is stale", "
            GET / < 200 | cache-control: max-age=6x
            GET / < 200 | cache-control: max-age= 60
            GET / < 200 | cache-control: max-age
            GET / < 200 | cache-control: max-age=-1
            GET / < 200 | cache-control: max-age=1.5
            GET / < 200"),
        ("4.2.1", "of several the first", "
            GET / < 200 | cache-control: max-age=0, max-age=60
            GET / < 200 | cache-control: max-age=60, max-age=0
            GET / = hit 2"),
        ("1.2.2", "too great a number is a great one", "
            GET / < 200 | cache-control: max-age=99999999999999999999999999
            wait 2147483647
            GET / = hit 1 | age: 2147483647
            wait 1
            GET / < 200"),
    ]);
}

#[test]
fn vary() {
    all_hold(&[
        ("4.1", "without Vary, one response answers all", "
            GET / | origin: https://a.test < 200 | cache-control: max-age=60
            GET / | origin: https://b.test = hit 1
            GET / = hit 1"),
        ("4.1", "nominated fields have to match", "
            GET / | origin: https://a.test < 200 | cache-control: max-age=60 | vary: Origin
            GET / | origin: https://b.test < 200 | cache-control: max-age=60 | vary: Origin
            GET / < 200 | cache-control: max-age=60 | vary: origin
            GET / | origin: https://a.test | accept: x = hit 1
            GET / | origin: https://b.test = hit 2
            GET / = hit 3"),
        ("4.1", "absent fields match absent ones alone", "
            GET / < 200 | cache-control: max-age=60 | vary: origin
            GET / | origin: < 200"),
        ("4.1", "all of them, on several lines", "
            GET / | a: 1 | b: 2 < 200 | cache-control: max-age=60 | vary: a, c | vary: b
            GET / | a: 1 | b: 3 < 200
            GET / | a: 1 | b: 2 | c: < 200
            GET / | b: 2 | a: 1 = hit 1"),
        ("4.1", "* never matches", "
            GET / < 200 | cache-control: max-age=60 | vary: *
            GET / < 200 | cache-control: max-age=60 | vary: origin, *
            GET / < 200"),
        ("4.1", "nor does what is no name", "
            GET / < 200 | cache-control: max-age=60 | vary: orig in
            GET / < 200"),
        ("4.1", "lines are combined", "
            GET / | x: 1 | x: 2 < 200 | cache-control: max-age=60 | vary: x
            GET / | x: 1, 2 = hit 1
            GET / | x: 2, 1 < 200"),
        ("4.1", "white space and case, where the field's specification says so", "
            GET / | accept-language: de , EN;q=0.5 < 200 | cache-control: max-age=60 | vary: accept-language
            GET / | accept-language: de | accept-language: en; q=0.5 = hit 1
            GET / | accept-language: en;q=0.5, de < 200"),
        ("4.1", "and only there", "
            GET / | origin: https://a.test < 200 | cache-control: max-age=60 | vary: origin
            GET / | origin: HTTPS://a.test < 200"),
        ("4.1", "of several the most recent one", "
            GET / | a: 1 < 200 | cache-control: max-age=60 | vary: a | date: Sun, 06 Nov 1994 08:49:38 GMT
            GET / | b: 1 < 200 | cache-control: max-age=60 | vary: b | date: Sun, 06 Nov 1994 08:49:37 GMT
            GET / | a: 1 | b: 1 = hit 1"),
        ("4.1", "of several the most recent one, the other way", "
            GET / | a: 1 < 200 | cache-control: max-age=60 | vary: a | date: Sun, 06 Nov 1994 08:49:37 GMT
            GET / | b: 1 < 200 | cache-control: max-age=60 | vary: b | date: Sun, 06 Nov 1994 08:49:38 GMT
            GET / | a: 1 | b: 1 = hit 2"),
        ("4.1", "one with Vary before one that has forgotten it", "
            GET / < 200 | cache-control: max-age=60 | date: Sun, 06 Nov 1994 08:49:38 GMT
            GET / | a: 1 | cache-control: no-cache < 200 | cache-control: max-age=60 | vary: a | date: Sun, 06 Nov 1994 08:49:37 GMT
            GET / | a: 1 = hit 2
            GET / | a: 2 = hit 1"),
        ("4", "a new response takes the place of the old one", "
            GET / | a: 1 < 200 | cache-control: max-age=60 | vary: a
            GET / | a: 1 | cache-control: no-cache < 200 | cache-control: max-age=60 | vary: a
            GET / | a: 1 = hit 2"),
    ]);
}

#[test]
fn validation() {
    all_hold(&[
        (
            "4.3.3",
            "a 304 makes it fresh again",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a"
            wait 60
            GET / < 304 | etag: "a" = validated 1
            wait 59
            GET / = hit 1 | age: 59"#,
        ),
        (
            "4.3.3",
            "a full response takes its place",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a"
            wait 60
            GET / < 200 | cache-control: max-age=60 | etag: "b"
            GET / = hit 2 | etag: "b""#,
        ),
        (
            "4.3.3",
            "a server's error is passed on",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a"
            wait 60
            GET / < 500
            GET / < 304 | etag: "a" = validated 1"#,
        ),
        (
            "3.2",
            "a 304 replaces the fields that it has, and keeps the others",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a" | x-n: 1 | x-n: 2 | x-old: 1 | content-length: 9
            wait 60
            GET / < 304 | etag: "a" | x-n: 3 | x-new: 1 | connection: close | content-length: 0 | cache-control: max-age=10 = validated 1 | x-n: 3 | x-old: 1 | x-new: 1 | !connection | content-length: 9
            wait 9
            GET / = hit 1 | x-n: 3
            wait 1
            GET / < 200"#,
        ),
        (
            "3.2",
            "so a 304 takes no grant back: an origin that is allowed no more goes on reading",
            r#"
            GET / | origin: https://a.test < 200 | cache-control: max-age=60 | etag: "a" | vary: origin | access-control-allow-origin: https://a.test
            wait 60
            GET / | origin: https://a.test < 304 | etag: "a" | vary: origin = validated 1 | access-control-allow-origin: https://a.test"#,
        ),
        (
            "3",
            "a 304 may forbid to keep it",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a"
            wait 60
            GET / < 304 | etag: "a" | cache-control: no-store = validated 1
            GET / < 200"#,
        ),
        (
            "4.3.4",
            "by Last-Modified",
            "
            GET / < 200 | cache-control: max-age=60 | last-modified: Sun, 06 Nov 1994 08:49:37 GMT
            wait 60
            GET / < 304 | last-modified: Sun, 06 Nov 1994 08:49:37 GMT = validated 1
            GET / = hit 1",
        ),
        (
            "4.3.4",
            "a weak tag",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: W/"a"
            wait 60
            GET / < 304 | etag: W/"a" = validated 1"#,
        ),
        (
            "4.3.4",
            "a 304 without validator to the client's own question",
            "
            GET / < 200 | cache-control: max-age=60
            wait 60
            GET / | if-modified-since: Sun, 06 Nov 1994 08:49:37 GMT < 304
            GET / = hit 1",
        ),
        (
            "4.3.4",
            "a 304 to the client's own question makes what is stored fresh",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a"
            wait 60
            GET / | if-none-match: "a" < 304 | etag: "a"
            GET / = hit 1"#,
        ),
        (
            "4.3.4",
            "a 304 about another one updates nothing",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a" | x-n: 1
            wait 60
            GET / | if-none-match: "b" < 304 | etag: "b" | x-n: 2
            GET / < 304 | etag: "a" = validated 1 | x-n: 1"#,
        ),
        (
            "4.3.4",
            "only what the request could have been answered with is updated",
            r#"
            GET / | origin: https://a.test < 200 | cache-control: max-age=60 | etag: "a" | vary: origin | access-control-allow-origin: https://a.test
            GET / | origin: https://b.test < 200 | cache-control: max-age=60 | etag: "a" | vary: origin | access-control-allow-origin: https://b.test
            wait 60
            GET / | origin: https://b.test < 304 | etag: "a" | vary: origin | access-control-allow-origin: https://b.test = validated 2
            GET / | origin: https://a.test < 304 | etag: "a" | vary: origin = validated 1 | access-control-allow-origin: https://a.test"#,
        ),
        (
            "4.3.5",
            "HEAD makes what is stored fresh",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a" | content-length: 9
            wait 60
            HEAD / | cache-control: no-cache < 200 | etag: "a" | content-length: 9 | x-n: 2 | cache-control: max-age=60
            GET / = hit 1 | x-n: 2"#,
        ),
        (
            "4.3.5",
            "and is contradicted",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a" | content-length: 9
            HEAD / | cache-control: no-cache < 200 | etag: "a" | content-length: 8
            GET / < 200"#,
        ),
    ]);
}

#[test]
fn preconditions_of_clients() {
    all_hold(&[
        (
            "4.3.2",
            "If-None-Match is compared with the stored tag",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a,b" | x-n: 1
            GET / | if-none-match: "c", W/"a,b" = hit 0 | 304 | x-n: 1
            GET / | if-none-match: * = hit 0 | 304
            GET / | if-none-match: "a" = hit 1 | 200"#,
        ),
        (
            "4.3.2",
            "If-Modified-Since, where there is no tag",
            r#"
            GET / < 200 | cache-control: max-age=60 | last-modified: Sun, 06 Nov 1994 08:49:37 GMT
            GET / | if-modified-since: Sun, 06 Nov 1994 08:49:37 GMT = hit 0 | 304
            GET / | if-modified-since: Sun, 06 Nov 1994 08:49:36 GMT = hit 1 | 200
            GET / | if-none-match: "a" | if-modified-since: Sun, 06 Nov 1994 08:49:37 GMT = hit 1 | 200"#,
        ),
        (
            "4.3.2",
            "or Date, where there is no Last-Modified",
            "
            GET / < 200 | cache-control: max-age=60 | date: Sun, 06 Nov 1994 08:49:37 GMT
            GET / | if-modified-since: Sun, 06 Nov 1994 08:49:37 GMT = hit 0 | 304
            GET / | if-modified-since: Sun, 06 Nov 1994 08:49:36 GMT = hit 1 | 200",
        ),
        (
            "4.3.2",
            "only 200s are compared",
            r#"
            GET / < 404 | cache-control: max-age=60 | etag: "a"
            GET / | if-none-match: "a" = hit 1 | 404"#,
        ),
        (
            "4.3.2",
            "what is for the origin server goes there",
            r#"
            GET / < 200 | cache-control: max-age=60 | etag: "a"
            GET / | if-match: "b" < 412
            GET / = hit 1"#,
        ),
    ]);
}

#[test]
fn invalidation() {
    all_hold(&[
        (
            "4.4",
            "the success of an unsafe method",
            "
            GET / < 200 | cache-control: max-age=60
            GET /b < 200 | cache-control: max-age=60
            PUT / < 204
            GET / < 200 | cache-control: max-age=60
            GET /b = hit 2
            POST / < 303
            GET / < 200",
        ),
        (
            "4.4",
            "every response for the target",
            "
            GET / | a: 1 < 200 | cache-control: max-age=60 | vary: a
            GET / | a: 2 < 200 | cache-control: max-age=60 | vary: a
            DELETE / | a: 3 < 204
            GET / | a: 1 < 200
            GET / | a: 2 < 200",
        ),
        (
            "4.4",
            "not its failure",
            "
            GET / < 200 | cache-control: max-age=60
            PUT / < 403
            DELETE / < 500
            GET / = hit 1",
        ),
        (
            "4.4",
            "a method that nobody knows may be unsafe",
            "
            GET / < 200 | cache-control: max-age=60
            X-UNKNOWN / < 200
            GET / < 200",
        ),
        (
            "4.4",
            "not a safe one",
            "
            GET / < 200 | cache-control: max-age=60
            OPTIONS / < 204
            TRACE / < 200
            GET / = hit 1",
        ),
        (
            "4.4",
            "Location and Content-Location of the same site",
            "
            GET /a < 200 | cache-control: max-age=60
            GET /b?c < 200 | cache-control: max-age=60
            POST / < 201 | location: /a#x | content-location: https://api.example.com:443/b?c
            GET /a < 200
            GET /b?c < 200",
        ),
        (
            "4.4",
            "not of others",
            "
            GET https://other.example/a < 200 | cache-control: max-age=60
            POST / < 201 | location: https://other.example/a
            GET https://other.example/a = hit 1",
        ),
    ]);
}
