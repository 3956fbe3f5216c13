//! What a policy does is judged so when Chromium says it, and no longer once it is cured.

use cors_browser::{Blocked, Browser, Credentials, Outcome, PageRequest, Reason, console};
use cors_core::Policy;
use cors_policy_file::{Edited, Format, Reader};
use proptest::{prelude::*, sample::select};

use super::judge::judge;
use crate::explain::{cures::Cures, server::Server};

const POLICIES: [&str; 6] = [
    "allow_origins = [\"https://app.example.com\"]\n",
    "allow_origins = [\"*\"]\n",
    "allow_origins = [\"*\"]\nallow_methods = [\"*\"]\nallow_headers = [\"*\"]\n",
    "allow_origins = [\"https://*.example.com\"]\nallow_credentials = true\nallow_headers = [\"*\"]\n",
    "allow_origins = [\"https://app.example.com\"]\nallow_methods = [\"PUT\"]\nallow_headers = [\"x-a\"]\nminimal_disclosure = true\n",
    "allow_origins = [\"https://app.example.com\"]\nguard_unsafe_methods = true\nexpect_hosts = [\"api.example.com\"]\n",
];

const URL: &str = "https://api.example.com/things";

fn parsed(text: &str) -> Option<Policy> {
    let file = Reader::new().parse("cors.toml", text, Format::Toml).ok()?;
    file.policies.into_iter().next().map(|(_, policy)| policy)
}

fn ask(policy: &Policy, origin: &str, request: PageRequest) -> Outcome {
    let server = Server::new(policy);
    Browser::at(origin).fetch(&mut |request| server.answer(&request), request)
}

/// As Chromium prints it.
fn message(origin: &str, blocked: &Blocked, is_preflight: bool) -> Option<String> {
    let check = |cause: &str| match is_preflight {
        true => format!("Response to preflight request doesn't pass access control check: {cause}"),
        false => cause.to_owned(),
    };
    let cause = match (blocked.reason()?, blocked) {
        (Reason::OriginNotAllowed | Reason::NullOrigin, _) => {
            check("No 'Access-Control-Allow-Origin' header is present on the requested resource.")
        }
        (Reason::WildcardWithCredentials, _) => check(
            "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
        ),
        (Reason::CredentialsNotAllowed, _) => check(
            "The value of the 'Access-Control-Allow-Credentials' header in the response is '' which must be 'true' when the request's credentials mode is 'include'.",
        ),
        (Reason::MethodNotAllowed, Blocked::MethodNotAllowed { method, .. }) => format!(
            "Method {method} is not allowed by Access-Control-Allow-Methods in preflight response."
        ),
        (Reason::HeaderNotAllowed, Blocked::HeadersNotAllowed { names, .. }) => format!(
            "Request header field {} is not allowed by Access-Control-Allow-Headers in preflight response.",
            names[0]
        ),
        _ => return None,
    };
    Some(format!(
        "Access to fetch at '{URL}' from origin '{origin}' has been blocked by CORS policy: {cause}"
    ))
}

proptest! {
    #[test]
    fn what_a_policy_does_is_judged_so_until_it_is_cured(
        settings in select(&POLICIES[..]),
        origin in select(&["https://app.example.com", "https://site.test", "null", "http://app.example.com"][..]),
        method in select(&["GET", "POST", "PUT", "PATCH"][..]),
        header in select(&[None, Some("x-a"), Some("X-B"), Some("authorization"), Some("content-type")][..]),
        credentials in any::<bool>(),
    ) {
        let text = format!("[policies.api]\n{settings}");
        let policy = parsed(&text).unwrap();
        let mut request = PageRequest::new(method, URL);
        if let Some(name) = header {
            request = request.header(name, "application/json");
        }
        if credentials {
            request = request.credentials(Credentials::Include);
        }
        let outcome = ask(&policy, origin, request);
        let Err(blocked) = outcome.result() else {
            return Ok(());
        };
        let is_preflight = outcome.exchanges().last().is_some_and(cors_browser::Exchange::is_preflight);
        let Some(said) = message(origin, blocked, is_preflight) else {
            return Ok(());
        };
        let read = console::read(&said);
        prop_assert_eq!(read.len(), 1, "{}", said);
        let message = &read[0];
        prop_assert_eq!(message.reason(), blocked.reason(), "{}", said);
        prop_assert_eq!(judge(&policy, message).does_this, Some(true), "{}\n{}", text, said);

        let cures = Cures::of_browser(&blocked.cures());
        let edited = Edited::of(&text, Format::Toml, "api", cures.additions().iter().cloned()).unwrap();
        if cures.is_empty() {
            return Ok(());
        }
        if let Some(cured) = parsed(edited.text()) {
            prop_assert_eq!(judge(&cured, message).does_this, Some(false), "{}\n{}", edited.text(), said);
        }
    }
}
