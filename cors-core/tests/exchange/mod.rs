//! One question to a policy, asked through `http` 1's types.

use cors_core::{
    Policy,
    adapter::{Decision, Field, Head, Responder},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

/// A decision, by its status and headers. `None` for a request that is let through.
#[derive(Debug, PartialEq)]
pub(crate) struct Answer {
    status: Option<u16>,
    headers: Vec<(&'static str, Vec<u8>)>,
}

#[allow(dead_code, reason = "each test file uses some of it")]
impl Answer {
    pub(crate) fn forward(headers: &[(&'static str, &str)]) -> Self {
        Self::new(None, headers)
    }

    pub(crate) fn preflight(status: u16, headers: &[(&'static str, &str)]) -> Self {
        Self::new(Some(status), headers)
    }

    fn new(status: Option<u16>, headers: &[(&'static str, &str)]) -> Self {
        Self {
            status,
            headers: headers
                .iter()
                .map(|(n, v)| (*n, v.as_bytes().to_vec()))
                .collect(),
        }
    }

    pub(crate) fn status(&self) -> Option<u16> {
        self.status
    }

    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        let lines = self.headers.iter().filter(|(n, _)| *n == name);
        lines
            .map(|(_, value)| String::from_utf8_lossy(value).into_owned())
            .collect()
    }
}

#[allow(dead_code, reason = "each test file uses some of it")]
pub(crate) fn ask(policy: &Policy, method: &str, headers: &[(&str, &str)]) -> Answer {
    let headers: Vec<_> = headers.iter().map(|(n, v)| (*n, v.as_bytes())).collect();
    ask_bytes(policy, method, &headers)
}

pub(crate) fn ask_bytes(policy: &Policy, method: &str, headers: &[(&str, &[u8])]) -> Answer {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let headers = header_map(headers);
    let decision =
        Responder::<HeaderValue>::new(policy).respond(&Head::new(&method, None, &headers));
    let lines = |lines: &mut dyn Iterator<Item = (Field, &HeaderValue)>| {
        lines
            .map(|(field, value)| (field.as_str(), value.as_bytes().to_vec()))
            .collect()
    };
    match &decision {
        Decision::Forward(forward) => Answer {
            status: None,
            headers: lines(&mut forward.iter()),
        },
        Decision::Answer(answer) => Answer {
            status: Some(answer.status()),
            headers: lines(&mut answer.iter()),
        },
    }
}

pub(crate) fn header_map(headers: &[(&str, &[u8])]) -> HeaderMap {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        map.append(name, HeaderValue::from_bytes(value).unwrap());
    }
    map
}
