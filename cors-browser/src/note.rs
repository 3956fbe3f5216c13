//! A note beside an outcome: its code, its sentence, its section of a standard.

use core::fmt;

/// What is no reason to block a request, and still keeps it from doing what people expect: one of an
/// outcome's [notes](crate::Outcome::notes).
///
/// `Display` says it in a sentence.
///
/// ```
/// use cors_browser::{Browser, NoteCode, PageRequest};
///
/// let mut server = |_: http::Request<()>| {
///     let response = http::Response::builder().header("access-control-allow-origin", "*");
///     response.header("access-control-allow-methods", "*").body(()).unwrap()
/// };
/// let request = PageRequest::new("PUT", "https://api.example.com/things/1");
/// let outcome = Browser::at("https://app.example.com").fetch(&mut server, request);
/// assert!(outcome.is_readable());
/// let note = &outcome.notes()[0];
/// assert_eq!(note.code(), NoteCode::PreflightKeptBriefly);
/// assert_eq!(
///     note.to_string(),
///     "the preflight's answer has no Access-Control-Max-Age, and is kept for only 5 seconds"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    code: NoteCode,
    sentence: String,
    citation: &'static str,
}

impl Note {
    pub(super) fn new(code: NoteCode, sentence: impl Into<String>, citation: &'static str) -> Self {
        Self {
            code,
            sentence: sentence.into(),
            citation,
        }
    }

    /// Its code.
    #[must_use]
    pub fn code(&self) -> NoteCode {
        self.code
    }

    /// The URL of the section of the standard.
    #[must_use]
    pub fn citation(&self) -> &'static str {
        self.citation
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}

/// What a [`Note`] is about: a fixed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum NoteCode {
    /// The browser has a cookie that it does not send with this request, or that one of the engines does
    /// not.
    CookieNotSent,
    /// The request is with credentials, and the browser has no cookie to send.
    NoCookie,
    /// The response sets a cookie that the browser does not keep.
    CookieNotKept,
    /// The response sets a cookie, and the request is without credentials.
    CookieIgnored,
    /// A cookie for other sites is sent, or set by the response, and some browsers send and keep none.
    CookieThirdParty,
    /// The preflight's answer does not say for how long it may be kept, or not in a number.
    PreflightKeptBriefly,
    /// It is kept for a shorter time than it says.
    MaxAgeCapped,
    /// Browsers let `*` cover `authorization`, against the standard.
    AuthorizationLetThrough,
    /// Browsers ask the visitor before a page may reach the local network.
    LocalNetwork,
    /// Browsers block `http` URLs on `https` pages before CORS has a say.
    MixedContent,
    /// The response's `Cross-Origin-Resource-Policy` keeps pages from using it without CORS.
    CrossOriginResourcePolicy,
}

impl NoteCode {
    /// Every code.
    pub const ALL: &'static [Self] = &[
        Self::CookieNotSent,
        Self::NoCookie,
        Self::CookieNotKept,
        Self::CookieIgnored,
        Self::CookieThirdParty,
        Self::PreflightKeptBriefly,
        Self::MaxAgeCapped,
        Self::AuthorizationLetThrough,
        Self::LocalNetwork,
        Self::MixedContent,
        Self::CrossOriginResourcePolicy,
    ];

    /// A text that stays the same from release to release.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CookieNotSent => "cookie-not-sent",
            Self::NoCookie => "no-cookie",
            Self::CookieNotKept => "cookie-not-kept",
            Self::CookieIgnored => "cookie-ignored",
            Self::CookieThirdParty => "cookie-third-party",
            Self::PreflightKeptBriefly => "preflight-kept-briefly",
            Self::MaxAgeCapped => "max-age-capped",
            Self::AuthorizationLetThrough => "authorization-let-through",
            Self::LocalNetwork => "local-network",
            Self::MixedContent => "mixed-content",
            Self::CrossOriginResourcePolicy => "cross-origin-resource-policy",
        }
    }
}

impl fmt::Display for NoteCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
