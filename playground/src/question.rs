//! What a page is to ask for, as the form has it.

use cors_browser::{Credentials, PageRequest};
use serde::Deserialize;

use super::Origins;

/// What a page asks for, as the form has it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct Question {
    origin: String,
    url: String,
    method: String,
    headers: Vec<(String, String)>,
    credentials: Mode,
    upload_listener: bool,
}

/// <https://fetch.spec.whatwg.org/#concept-request-credentials-mode>
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Mode {
    Omit,
    SameOrigin,
    Include,
}

impl Question {
    /// The page's origin, or what it is said to be if that is none of ours.
    pub(super) fn origin(&self, origins: &Origins) -> Result<&str, &str> {
        let origin = self.origin.as_str();
        let is_ours = origin == "null" || origins.iter().any(|served| served == origin);
        if is_ours { Ok(origin) } else { Err(origin) }
    }

    /// What its script asks for.
    pub(super) fn request(&self) -> PageRequest {
        let mut page = PageRequest::new(&self.method, &self.url);
        for (name, value) in &self.headers {
            page = page.header(name, bytes(value));
        }
        page = page.credentials(match self.credentials {
            Mode::Omit => Credentials::Omit,
            Mode::SameOrigin => Credentials::SameOrigin,
            Mode::Include => Credentials::Include,
        });
        if self.upload_listener {
            page = page.upload_listener();
        }
        if self.has_body() { page.body() } else { page }
    }

    /// Only what is watched while it is sent has one.
    pub(super) fn has_body(&self) -> bool {
        let has_none = ["get", "head"].contains(&self.method.to_ascii_lowercase().as_str());
        self.upload_listener && !has_none
    }
}

/// A text as scripts give it to a header: a byte for each character,
/// <https://webidl.spec.whatwg.org/#js-to-ByteString>.
fn bytes(value: &str) -> Vec<u8> {
    let bytes: Result<_, _> = value.chars().map(u8::try_from).collect();
    bytes.unwrap_or_else(|_| value.as_bytes().to_vec())
}
