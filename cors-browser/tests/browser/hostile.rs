//! Whatever pages ask and servers answer, the model comes to an end, and never panics.

use cors_browser::{Browser, Credentials, Mode, Outcome, PageRequest, Redirect};
use http::{HeaderName, HeaderValue, Response};
use proptest::{prelude::*, sample};

/// Each redirect may take a preflight and a request.
const MOST_EXCHANGES: usize = 2 * 21;

fn page_request() -> impl Strategy<Value = PageRequest> {
    let url = prop_oneof![
        2 => Just("https://api.example.com/things".to_owned()),
        1 => Just("https://app.example.com/things".to_owned()),
        2 => "(https?|wss?)://[ -~]{0,20}",
        1 => any::<String>(),
    ];
    let method = prop_oneof![2 => sample::select(vec!["GET", "PUT"]).prop_map(str::to_owned), 1 => any::<String>()];
    let name = prop_oneof![1 => "[a-zA-Z-]{1,10}", 1 => any::<String>()];
    let headers = prop::collection::vec((name, any::<Vec<u8>>()), 0..4);
    let mode = sample::select(vec![
        Mode::Cors,
        Mode::NoCors,
        Mode::SameOrigin,
        Mode::Navigate,
        Mode::WebSocket,
    ]);
    let redirect = sample::select(vec![Redirect::Follow, Redirect::Error, Redirect::Manual]);
    let credentials = sample::select(vec![Credentials::Omit, Credentials::Include]);
    (
        url,
        method,
        headers,
        mode,
        redirect,
        credentials,
        any::<[bool; 3]>(),
        prop::collection::vec(
            prop_oneof![Just("set-cookie".to_owned()), any::<String>()],
            0..3,
        ),
    )
        .prop_map(
            |(
                url,
                method,
                headers,
                mode,
                redirect,
                credentials,
                [listener, body, stream],
                reads,
            )| {
                let mut request = PageRequest::new(method, url)
                    .mode(mode)
                    .redirect(redirect)
                    .credentials(credentials);
                for (name, value) in headers {
                    request = request.header(name, value);
                }
                for name in reads {
                    request = request.read(name);
                }
                if listener {
                    request = request.upload_listener();
                }
                if body {
                    request = request.body();
                }
                if stream {
                    request = request.streamed_body();
                }
                request
            },
        )
}

fn response() -> impl Strategy<Value = Response<()>> {
    let name = sample::select(vec![
        "access-control-allow-origin",
        "access-control-allow-credentials",
        "access-control-allow-methods",
        "access-control-allow-headers",
        "access-control-expose-headers",
        "access-control-max-age",
        "location",
        "set-cookie",
        "vary",
        "cross-origin-resource-policy",
    ]);
    let value = prop_oneof![
        3 => sample::select(vec![
            "*", "https://app.example.com", "true", "PUT", "/x", "https://c.example/", "999999999999",
        ]).prop_map(|value| value.as_bytes().to_vec()),
        2 => any::<Vec<u8>>(),
    ];
    let status = prop_oneof![2 => Just(200_u16), 2 => sample::select(vec![301_u16, 303, 307]), 1 => 100_u16..1000];
    (status, prop::collection::vec((name, value), 0..7)).prop_map(|(status, lines)| {
        let mut response = Response::new(());
        *response.status_mut() = status.try_into().unwrap();
        for (name, value) in lines {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                response
                    .headers_mut()
                    .append(HeaderName::from_static(name), value);
            }
        }
        response
    })
}

/// What is said is one line each, with nothing in it that a terminal would obey.
fn check_talk(outcome: &Outcome) -> Result<(), TestCaseError> {
    let mut said: Vec<_> = outcome.notes().iter().map(ToString::to_string).collect();
    if let Err(blocked) = outcome.result() {
        said.push(blocked.to_string());
        // A cure is for something that has a name.
        prop_assert!(blocked.cures().is_empty() || blocked.reason().is_some());
        prop_assert!(blocked.cures().is_empty() || blocked.needs().is_none());
    }
    for said in said {
        let odd = |c: char| c.is_control() || ('\u{2028}'..='\u{202e}').contains(&c);
        prop_assert!(!said.is_empty() && !said.chars().any(odd), "{said:?}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5_000))]

    #[test]
    fn it_comes_to_an_end(
        requests in prop::collection::vec(page_request(), 1..4),
        answers in prop::collection::vec(response(), 1..8),
        cookie in "[a-zA-Z_%\"-]{1,5}=[ -~]{0,30}",
    ) {
        let mut browser = Browser::at("https://app.example.com").cookie("session=1").set_cookie(&cookie);
        let mut answers = answers.iter().cycle();
        for request in requests {
            let outcome = browser.fetch(&mut |_| answers.next().unwrap().clone(), request);
            prop_assert!(outcome.exchanges().len() <= MOST_EXCHANGES);
            for exchange in outcome.exchanges() {
                prop_assert!(exchange.request().uri().authority().is_some(), "{outcome}");
            }
            check_talk(&outcome)?;
        }
    }
}
