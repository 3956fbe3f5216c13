//! The values that a policy sends, asked of the engine itself.

use cors_core::{
    Policy,
    adapter::{Decision, Field, PlainHead, Responder},
};

/// What a policy answers to an origin that it allows, whichever that is.
#[derive(Debug, Default)]
pub(crate) struct Wire {
    pub(crate) credentials: bool,
    /// Of `Access-Control-Allow-Methods`.
    pub(crate) methods: Names,
    /// Of `Access-Control-Allow-Headers`.
    pub(crate) headers: Names,
    /// Of `Access-Control-Expose-Headers`.
    pub(crate) exposed: Option<String>,
    /// Of `Access-Control-Max-Age`.
    pub(crate) max_age: Option<String>,
    pub(crate) preflight_status: u16,
}

/// The names in an answer to a preflight.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) enum Names {
    /// The header is not sent.
    #[default]
    None,
    /// Always the same, as they are sent: `*` among them stands for any name.
    Listed(String),
    /// What was asked for, which may be anything: `*` with credentials. Whether `authorization` is part of that.
    Echoed { authorization: bool },
}

impl Wire {
    pub(super) fn new(policy: &Policy) -> Self {
        let settings = policy.settings();
        let credentials = settings.allow_credentials();
        let is_any = |list: &[String]| list.iter().any(|name| name == "*");
        let names_authorization = settings
            .allow_headers()
            .iter()
            .any(|name| name.eq_ignore_ascii_case("authorization"));
        let builder = Policy::builder()
            .allow_origins([PAGE])
            .allow_credentials(credentials)
            .allow_methods(settings.allow_methods())
            .allow_headers(settings.allow_headers())
            .expose_headers(settings.expose_headers());
        let builder = match settings.max_age() {
            Some(max_age) => builder.max_age(max_age),
            None => builder,
        };
        let builder = match settings.preflight_status() {
            Some(status) => builder.preflight_status(status),
            None => builder,
        };
        let mut wire = Self {
            credentials,
            ..Self::default()
        };
        // It is a policy that has built, with another origin.
        let Ok(sample) = builder.build() else {
            return wire;
        };
        let responder = Responder::<Vec<u8>>::new(&sample);
        let page = |method| PlainHead::new(method).line(Field::Origin, PAGE);
        let preflight = page("OPTIONS")
            .line(Field::AccessControlRequestMethod, "PUT")
            .line(Field::AccessControlRequestHeaders, "x-asked-for");
        if let Decision::Answer(answer) = responder.peek(&preflight) {
            wire.preflight_status = answer.status();
            for (name, value) in answer.iter() {
                let value = text(value);
                match name {
                    Field::AccessControlAllowMethods => wire.methods = Names::Listed(value),
                    Field::AccessControlAllowHeaders => wire.headers = Names::Listed(value),
                    Field::AccessControlMaxAge => wire.max_age = Some(value),
                    _ => {}
                }
            }
        }
        if credentials && is_any(settings.allow_methods()) {
            let authorization = false;
            wire.methods = Names::Echoed { authorization };
        }
        if credentials && is_any(settings.allow_headers()) {
            let authorization = names_authorization;
            wire.headers = Names::Echoed { authorization };
        }
        if let Decision::Forward(headers) = responder.peek(&page("GET")) {
            let mut lines = headers.iter();
            let exposed = lines.find(|(name, _)| *name == Field::AccessControlExposeHeaders);
            wire.exposed = exposed.map(|(_, value)| text(value));
        }
        wire
    }
}

const PAGE: &str = "https://page.example";

/// Values are ASCII, as policies are.
fn text(value: &[u8]) -> String {
    String::from_utf8_lossy(value).into_owned()
}

#[cfg(test)]
mod tests;
