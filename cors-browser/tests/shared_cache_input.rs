//! The modelled cache reads whatever a network sends, and stays within its bounds.

use core::time::Duration;
use std::time::SystemTime;

use cors_browser::shared_cache::{Handling, SharedCache};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use proptest::prelude::*;

const URI: &str = "https://api.example.com/";

fn get() -> Request<()> {
    Request::get(URI).body(()).unwrap()
}

fn cacheable(headers: &[(&str, &str)]) -> Response<u32> {
    let mut response = Response::builder().header("cache-control", "max-age=60");
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(1).unwrap()
}

/// The headers of a question whose answer is out of date, as the server sees it.
fn question(stored: &[(&str, &str)]) -> HeaderMap {
    let mut cache = SharedCache::new();
    cache.answer(get(), &mut |_| cacheable(stored));
    cache.wait(Duration::from_secs(60));
    let mut seen = HeaderMap::new();
    let mut request = get();
    request
        .headers_mut()
        .insert("x-n", HeaderValue::from_static("1"));
    cache.answer(request, &mut |request| {
        seen = request.headers().clone();
        cacheable(stored)
    });
    seen
}

/// RFC 9111, section 4.3.1.
#[test]
fn questions_carry_the_validators() {
    const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

    let both = question(&[("etag", "W/\"a\""), ("last-modified", DATE)]);
    assert_eq!(both.len(), 3);
    assert_eq!(both["if-none-match"], "W/\"a\"");
    assert_eq!(both["if-modified-since"], DATE);
    assert_eq!(both["x-n"], "1");
    assert_eq!(question(&[]).len(), 1);
    let mut cache = SharedCache::new();
    for _ in 0..2 {
        cache.answer(get(), &mut |request| {
            assert!(
                request.headers().is_empty(),
                "only a 200 can be not modified"
            );
            let mut response = cacheable(&[("etag", "\"a\"")]);
            *response.status_mut() = StatusCode::NOT_FOUND;
            response
        });
        cache.wait(Duration::from_secs(60));
    }
}

/// RFC 9111, section 4.1: the same fields nominated is the same, however it is written.
#[test]
fn a_new_response_takes_the_place_of_the_old_one() {
    let mut cache = SharedCache::new();
    for (vary, stored) in [("a, b", 1), ("B,a, a", 1), ("a", 2), ("", 3), ("*", 4)] {
        cache.wait(Duration::from_secs(60));
        cache.answer(get(), &mut |_| cacheable(&[("vary", vary)]));
        assert_eq!(cache.len(), stored, "{vary}");
    }
}

/// A 304 that doesn't say which response it means: RFC 9111, section 4.3.4.
#[test]
fn a_304_about_nothing_is_asked_again_without_conditions() {
    let mut cache = SharedCache::new();
    cache.answer(get(), &mut |_| cacheable(&[("etag", "\"a\"")]));
    cache.wait(Duration::from_secs(60));
    let mut conditional = Vec::new();
    let response = cache.answer(get(), &mut |request| {
        conditional.push(request.headers().contains_key("if-none-match"));
        let mut response = cacheable(&[("etag", "\"b\"")]);
        if conditional == [true] {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        response
    });
    assert_eq!(conditional, [true, false]);
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(cache.last(), Some(Handling::Forwarded));
}

#[test]
fn the_store_is_bounded() {
    let mut cache = SharedCache::new();
    let request = |n: u32| Request::get(format!("{URI}{n}")).body(()).unwrap();
    for n in 0..1025 {
        cache.answer(request(n), &mut |_| cacheable(&[]));
    }
    assert_eq!(cache.len(), 1024);
    cache.answer(request(1024), &mut |_| cacheable(&[]));
    cache.answer(request(1), &mut |_| cacheable(&[]));
    assert_eq!(cache.hits(), 2);
    cache.answer(request(0), &mut |_| cacheable(&[]));
    assert_eq!(cache.last(), Some(Handling::Forwarded));
}

#[test]
fn long_headers_are_not_stored() {
    let stored = |request: usize, response: usize| {
        let mut cache = SharedCache::new();
        let mut sent = get();
        let long = |length| HeaderValue::from_str(&"a".repeat(length)).unwrap();
        sent.headers_mut().insert("x-long", long(request));
        cache.answer(sent, &mut |_| {
            let mut answer = cacheable(&[]);
            answer.headers_mut().insert("x-long", long(response));
            answer
        });
        cache.len()
    };
    assert_eq!(stored(65_000, 65_000), 1);
    assert_eq!(stored(66_000, 1), 0);
    assert_eq!(stored(1, 66_000), 0);
}

#[test]
fn long_lists_are_not_followed() {
    let stored = |control: &str| {
        let mut cache = SharedCache::new();
        cache.answer(get(), &mut |_| {
            Response::builder()
                .header("cache-control", control)
                .body(1)
                .unwrap()
        });
        !cache.is_empty()
    };
    let control = |others| format!("max-age=60{}", ", x".repeat(others));
    assert!(stored(&control(63)));
    assert!(!stored(&control(64)));
    assert!(stored(&format!("max-age=60, x={}", "y".repeat(8000))));
    assert!(!stored(&format!("max-age=60, x={}", "y".repeat(8192))));

    let hit = |names| {
        let mut cache = SharedCache::new();
        let vary = (0..names)
            .map(|n| format!("x-{n}"))
            .collect::<Vec<_>>()
            .join(",");
        for _ in 0..2 {
            cache.answer(get(), &mut |_| cacheable(&[("vary", &vary)]));
        }
        cache.hits() == 1
    };
    assert!(hit(64));
    assert!(!hit(65));
}

const PIECES: [&str; 26] = [
    "max-age",
    "s-maxage",
    "no-cache",
    "no-store",
    "private",
    "public",
    "=",
    "60",
    "99999999999999999999",
    ",",
    "\"",
    "\\",
    " ",
    "\t",
    "*",
    "origin",
    "W/",
    "\"a\"",
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "Sun, 06 Nov 9999 08:49:37 GMT",
    "only-if-cached",
    "max-stale",
    "min-fresh",
    "/",
    "https://api.example.com",
    "#",
];

/// Bytes that a header may hold, most of them out of what the cache looks for.
fn value() -> impl Strategy<Value = HeaderValue> {
    let piece = prop_oneof![
        prop::sample::select(&PIECES[..]).prop_map(|piece| piece.as_bytes().to_vec()),
        prop::collection::vec(prop_oneof![32..127_u8, 128..=255_u8, Just(9)], 0..4),
    ];
    prop::collection::vec(piece, 0..8).prop_filter_map("a legal value", |pieces| {
        HeaderValue::from_bytes(&pieces.concat()).ok()
    })
}

const NAMES: [&str; 21] = [
    "age",
    "authorization",
    "cache-control",
    "connection",
    "content-length",
    "content-location",
    "date",
    "etag",
    "expires",
    "host",
    "if-match",
    "if-modified-since",
    "if-none-match",
    "if-range",
    "last-modified",
    "location",
    "origin",
    "range",
    "set-cookie",
    "vary",
    "proxy-authenticate",
];

fn headers() -> impl Strategy<Value = HeaderMap> {
    let name = prop_oneof![4 => prop::sample::select(&NAMES[..]), 4 => Just("cache-control")];
    prop::collection::vec((name, value()), 0..6).prop_map(|lines| {
        let lines = lines.into_iter();
        lines
            .map(|(name, value)| (HeaderName::from_static(name), value))
            .collect()
    })
}

fn exchange() -> impl Strategy<Value = (Request<()>, Response<u32>, u64)> {
    let method = prop::sample::select(vec!["GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "X"]);
    let uri = prop::sample::select(vec![URI, "/", "*", "//", "http://api.example.com", "a:1"]);
    let status = prop::sample::select(vec![200, 200, 304, 206, 404, 500, 299, 100, 999]);
    let wait = prop_oneof![Just(0), Just(60), any::<u64>()];
    (method, uri, headers(), status, headers(), wait).prop_map(
        |(method, uri, sent, status, answered, wait)| {
            let mut request = Request::builder().method(method).uri(uri).body(()).unwrap();
            *request.headers_mut() = sent;
            let mut response = Response::builder().status(status).body(1).unwrap();
            *response.headers_mut() = answered;
            (request, response, wait)
        },
    )
}

/// Directives, spelt as differently as the grammar allows.
fn spelling(directive: &'static str) -> impl Strategy<Value = String> {
    let upper = any::<bool>();
    let around = || prop::sample::select(vec!["", " ", "\t ", ",", " , ,"]);
    (upper, around(), around(), any::<bool>()).prop_map(move |(upper, before, after, quote)| {
        let (name, argument) = directive.split_once('=').unwrap_or((directive, ""));
        let name = if upper {
            name.to_uppercase()
        } else {
            name.to_owned()
        };
        match (argument, quote) {
            ("", _) => format!("{before}{name}{after}"),
            (argument, true) => format!("{before}{name}=\"{argument}\"{after}"),
            (argument, false) => format!("{before}{name}={argument}{after}"),
        }
    })
}

fn handlings(lines: &[String]) -> Vec<Option<Handling>> {
    let mut cache = SharedCache::new();
    let steps = [0, 0, 30, 30].map(|seconds| {
        cache.wait(Duration::from_secs(seconds));
        cache.answer(get(), &mut |_| {
            let mut response = Response::builder();
            for line in lines {
                response = response.header("cache-control", line);
            }
            response.body(1).unwrap()
        });
        cache.last()
    });
    steps.to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn nothing_that_comes_makes_it_panic(
        synchronised in any::<bool>(),
        exchanges in prop::collection::vec(exchange(), 1..6),
    ) {
        let mut cache = SharedCache::new();
        if synchronised {
            cache = SharedCache::at(SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777));
        }
        for (request, response, wait) in exchanges {
            let is_read = [Method::GET, Method::HEAD].contains(request.method());
            let mut asked = 0;
            cache.answer(request, &mut |_| {
                asked += 1;
                response.clone()
            });
            prop_assert!(asked <= 2);
            prop_assert!(is_read || asked == 1, "an unsafe request is written through");
            cache.wait(Duration::from_secs(wait));
        }
    }

    #[test]
    fn spelling_and_lines_change_nothing(
        (plain, spelt) in prop::collection::vec(
            prop::sample::select(vec![
                "max-age=60", "max-age=30", "s-maxage=60", "no-cache", "no-store", "private",
                "private=x-a", "public", "must-revalidate", "x=y",
            ])
            .prop_flat_map(|directive| (Just(directive.to_owned()), spelling(directive))),
            0..4,
        )
        .prop_map(|directives| directives.into_iter().unzip::<_, _, Vec<_>, Vec<_>>()),
    ) {
        let expected = handlings(&[plain.join(",")]);
        prop_assert_eq!(&handlings(&spelt), &expected);
        prop_assert_eq!(&handlings(&[spelt.join(",")]), &expected);
    }
}
