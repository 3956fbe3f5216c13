//! Several lines: echoes, URLs in the next line, and what the whole says beyond its parts.

use cors_browser::console;

use crate::{cures, lines};

const FIREFOX: &str = "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://api.example.com/a. (Reason: ";

#[test]
fn firefox_says_it_twice() {
    let echo = format!("{FIREFOX}CORS request did not succeed). Status code: (null).");
    for (first, reason) in [
        (
            "CORS preflight response did not succeed). Status code: 403.",
            "preflight-not-ok",
        ),
        (
            "CORS request external redirect not allowed).",
            "preflight-redirected",
        ),
        (
            "Did not find method in CORS header ‘Access-Control-Allow-Methods’).",
            "method-not-allowed",
        ),
    ] {
        let pasted = format!("{FIREFOX}{first}\n{echo}");
        assert_eq!(
            lines(&pasted),
            [format!("Firefox {reason} - https://api.example.com/a -")]
        );
    }
    assert_eq!(
        lines(&echo),
        ["Firefox no-response - https://api.example.com/a -"]
    );
    // Another URL is another failure.
    let other = echo.replace("/a.", "/b.");
    let pasted = format!("{FIREFOX}CORS request external redirect not allowed).\n{other}");
    assert_eq!(lines(&pasted).len(), 2);
    // A preflight that nobody answers is told twice in the same words.
    assert_eq!(lines(&format!("{echo}\n{echo}")).len(), 1);
}

#[test]
fn webkit_names_the_url_in_its_next_line() {
    let told = |origin| {
        format!("Origin {origin} is not allowed by Access-Control-Allow-Origin. Status code: 200\n")
    };
    let url = |path| {
        format!(
            "Fetch API cannot load https://api.example.com/{path} due to access control checks.\n"
        )
    };
    let is = |origin, path| format!("WebKit open {origin} https://api.example.com/{path} -");
    let (a, b) = ("https://a.example", "https://b.example");
    let expected = [is(a, "a"), is(b, "b")];
    assert_eq!(
        lines(&(told(a) + &url("a") + &told(b) + &url("b"))),
        expected
    );
    assert_eq!(
        lines(&(told(a) + &told(b) + &url("a") + &url("b"))),
        expected
    );
    // Cut: the line without one is the first.
    assert_eq!(
        lines(&(told(a) + &told(b) + &url("b"))),
        ["WebKit open https://a.example - -".to_owned(), is(b, "b")]
    );
    assert_eq!(
        lines(&url("a")),
        ["WebKit open - https://api.example.com/a -"]
    );
}

#[test]
fn failed_to_fetch_is_an_echo_where_there_is_more() {
    for echo in [
        "Uncaught (in promise) TypeError: Failed to fetch",
        "TypeError: NetworkError when attempting to fetch resource.",
        "Unhandled Promise Rejection: TypeError: Load failed",
        "app.js:1 GET https://api.example.com/a net::ERR_FAILED",
    ] {
        let read = console::read(echo);
        assert_eq!(read.len(), 1);
        assert_eq!(
            read[0].not_cors(),
            Some(console::NotCors::NoDetail),
            "{echo}"
        );
        assert_eq!(
            read[0].to_string(),
            "maybe CORS, maybe not: pages only ever learn this much; the console's line above it has the reason"
        );
        let message = "Origin https://a.example is not allowed by Access-Control-Allow-Origin.";
        for pasted in [format!("{message}\n{echo}"), format!("{echo}\n{message}")] {
            assert_eq!(lines(&pasted), ["WebKit open https://a.example - -"]);
        }
    }
}

#[test]
fn chromium_tells_the_status_in_the_next_line() {
    let message = |preflight| {
        format!(
            "Access to fetch at 'https://api.example.com/a' from origin 'https://app.example.com' has been blocked by CORS policy: {preflight}No 'Access-Control-Allow-Origin' header is present on the requested resource.\n"
        )
    };
    let preflight = "Response to preflight request doesn't pass access control check: ";
    for (preflight, next, reason) in [
        (
            "",
            "app.js:1  GET https://api.example.com/a net::ERR_FAILED 500 (Internal Server Error)",
            "headers-missing",
        ),
        (
            "",
            "app.js:1  GET https://api.example.com/a net::ERR_FAILED 200 (OK)",
            "origin-not-allowed",
        ),
        (
            "",
            "app.js:1  GET https://api.example.com/b net::ERR_FAILED 500 (Internal Server Error)",
            "origin-not-allowed",
        ),
        (
            preflight,
            "app.js:1  GET https://api.example.com/a net::ERR_FAILED",
            "origin-not-allowed",
        ),
    ] {
        let read = lines(&(message(preflight) + next));
        assert_eq!(
            read,
            [format!(
                "Chromium {reason} https://app.example.com https://api.example.com/a -"
            )],
            "{next}"
        );
    }
}

#[test]
fn firefox_tells_the_status_itself() {
    for (status, reason) in [
        ("200", "origin-not-allowed"),
        ("500", "headers-missing"),
        ("404", "headers-missing"),
    ] {
        let pasted = format!(
            "{FIREFOX}CORS header ‘Access-Control-Allow-Origin’ missing). Status code: {status}."
        );
        assert_eq!(
            lines(&pasted),
            [format!("Firefox {reason} - https://api.example.com/a -")]
        );
    }
}

/// Chromium names the page's origin, but `null` was sent.
#[test]
fn redirects_across_origins_send_null() {
    let pasted = |first, origin| {
        format!(
            "Access to fetch at 'https://b.example/x' (redirected from '{first}') from origin '{origin}' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'https://app.example.com' that is not equal to the supplied origin."
        )
    };
    for (first, origin, reason, cure) in [
        (
            "https://a.example/",
            "https://app.example.com",
            "null-origin",
            &[][..],
        ),
        (
            "https://b.example/",
            "https://app.example.com",
            "origin-mismatch",
            &["allow_origins=https://app.example.com"],
        ),
        (
            "https://app.example.com/",
            "https://app.example.com",
            "origin-mismatch",
            &["allow_origins=https://app.example.com"],
        ),
        ("https://b.example/", "null", "null-origin", &[]),
    ] {
        let text = pasted(first, origin);
        assert_eq!(
            lines(&text),
            [format!("Chromium {reason} {origin} https://b.example/x -")]
        );
        assert_eq!(cures(&console::read(&text)[0]), cure, "{text}");
    }
}

#[test]
fn cures_are_what_was_asked_for() {
    let chromium = |origin: &str, cause: &str| {
        format!(
            "Access to fetch at 'https://api.example.com/a' from origin '{origin}' has been blocked by CORS policy: {cause}"
        )
    };
    let missing = "No 'Access-Control-Allow-Origin' header is present on the requested resource.";
    let wildcard = "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.";
    let credentials = "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.";
    let app = "https://app.example.com";
    for (pasted, expected) in [
        (chromium(app, missing), &["allow_origins=https://app.example.com"][..]),
        (chromium("http://localhost:5173", missing), &["allow_origins=http://localhost:5173"]),
        (chromium("null", missing), &[]),
        (chromium("chrome-extension://abcdef", missing), &[]),
        (chromium(app, wildcard), &["allow_origins=https://app.example.com", "allow_credentials=true"]),
        // It would take a dangerous setting.
        (chromium("http://app.example.com", wildcard), &[]),
        (chromium("http://app.example.com", credentials), &[]),
        (chromium("http://localhost:3000", credentials), &["allow_credentials=true"]),
        (chromium("null", credentials), &[]),
        (chromium(app, credentials), &["allow_credentials=true"]),
        (chromium(app, "Method PURGE is not allowed by Access-Control-Allow-Methods in preflight response."), &["allow_methods=PURGE"]),
        (chromium(app, "Request header field X-Trace is not allowed by Access-Control-Allow-Headers in preflight response."), &["allow_headers=x-trace"]),
        (chromium(app, "The 'Access-Control-Allow-Origin' header contains multiple values '*, *', but only one is allowed."), &[]),
        (chromium(app, "Redirect is not allowed for a preflight request."), &[]),
        ("Refused to get unsafe header \"X-Total-Count\"".to_owned(), &["expose_headers=x-total-count"]),
        ("Refused to get unsafe header \"Set-Cookie\"".to_owned(), &[]),
        ("Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200".to_owned(), &["allow_origins=https://app.example.com"]),
        ("Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 502".to_owned(), &[]),
        ("Cannot use wildcard in Access-Control-Allow-Origin when credentials flag is true.".to_owned(), &[]),
        (format!("{FIREFOX}header ‘x-trace’ is not allowed according to header ‘Access-Control-Allow-Headers’ from CORS preflight response)."), &["allow_headers=x-trace"]),
        (format!("{FIREFOX}Did not find method in CORS header ‘Access-Control-Allow-Methods’)."), &[]),
    ] {
        let read = console::read(&pasted);
        assert_eq!(read.len(), 1, "{pasted}");
        assert_eq!(cures(&read[0]), expected, "{pasted}");
    }
}

#[test]
fn sentences() {
    for (pasted, sentence) in [
        (
            "Access to fetch at 'https://api.example.com/a' from origin 'https://app.example.com' has been blocked by CORS policy: The 'Access-Control-Allow-Origin' header has a value 'https://www.example.com' that is not equal to the supplied origin. Have the server send the header with a valid value.",
            "the response is for \"https://www.example.com\", as its Access-Control-Allow-Origin says, and not for https://app.example.com",
        ),
        (
            "Origin https://app.example.com is not allowed by Access-Control-Allow-Origin. Status code: 200",
            "the response's Access-Control-Allow-Origin is missing, not an origin, or another one than https://app.example.com: WebKit does not say which",
        ),
        (
            "Preflight response is not successful. Status code: 403",
            "the preflight was answered with status 403, and only 200 to 299 will do",
        ),
        (
            "Refused to connect to 'https://api.example.com/' because it violates the following Content Security Policy directive: \"connect-src 'self'\".",
            "not CORS: the page's own Content-Security-Policy does not let it connect there; its connect-src has to name the server",
        ),
        (
            "GET https://api.example.com/ net::ERR_BLOCKED_BY_RESPONSE.NotSameOrigin 200 (OK)",
            "not CORS: the response's Cross-Origin-Resource-Policy, or the page's Cross-Origin-Embedder-Policy, keeps it from pages of other origins",
        ),
    ] {
        assert_eq!(console::read(pasted)[0].to_string(), sentence);
    }
}

#[test]
fn html_that_was_copied_with_its_marks() {
    let escaped = "&gt; Access to fetch at &#39;https://api.example.com/?a=1&amp;b=2&#39; from origin &quot;https://app.example.com&quot; has been blocked by CORS policy: Request header field x-trace is not allowed by Access-Control-Allow-Headers in preflight response.";
    let plain = "> Access to fetch at 'https://api.example.com/?a=1&b=2' from origin 'https://app.example.com' has been blocked by CORS policy: Request header field x-trace is not allowed by Access-Control-Allow-Headers in preflight response.";
    let expected = lines(plain);
    assert_eq!(expected.len(), 1);
    assert!(expected[0].contains("https://api.example.com/?a=1&b=2"));
    assert_eq!(lines(escaped), expected);
    let numbers = plain
        .replace('\'', "&#8216;")
        .replace("not", "&#110;o&#x74;");
    assert_eq!(lines(&numbers), expected);
    // Out of a log in JSON.
    let json = plain.replace('\'', "\\\"").replace('/', "\\/");
    assert_eq!(lines(&json), expected);
    for none in [
        "&",
        "&;",
        "&#;",
        "&#x;",
        "&#1114112;",
        "&#99999999;",
        "&x;",
        "\\",
        "\\\\",
    ] {
        assert_eq!(lines(&format!("{none} {plain} {none}")), expected, "{none}");
    }
}
