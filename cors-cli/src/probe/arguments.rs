//! What `cors probe` takes.

use core::time::Duration;

use clap::Args;
use cors_policy_file::Format;
use http::{HeaderName, HeaderValue, Method};

use super::{
    client::{Http, Resolve, Settings, Target},
    url::{self, ProbeUrl},
};
use crate::{formats::ListFormat, page::PageArguments};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// What to ask: an http or https URL.
    #[arg(value_parser = url::parse)]
    pub(super) url: ProbeUrl,

    /// The origin of a page that is trusted. The first one asks; without any, a page of the policy's first origin
    /// or of the URL's own host does.
    #[arg(long = "origin", value_name = "ORIGIN", value_parser = super::origin::parse)]
    pub(super) origins: Vec<String>,

    #[command(flatten)]
    pub(super) page: PageArguments,

    /// Compare every answer with this policy's own decision: FILE or FILE#NAME, or - for standard input.
    #[arg(
        long,
        value_name = "FILE#NAME",
        allow_hyphen_values = true,
        value_parser = crate::input::argument
    )]
    pub(super) policy: Option<String>,

    /// A header that the page does not set, sent with every request to the URL's own host: 'Cookie: session=…'.
    ///
    /// Preflights go without Cookie, Authorization and Proxy-Authorization, as browsers send them. Nothing of it goes
    /// to other hosts that a redirect leads to. No other credentials are ever sent.
    ///
    /// The curl lines of the human and JSON formats have it as it is, secrets too, to be pasted; the other formats
    /// have no curl lines.
    #[arg(short = 'H', value_name = "NAME: VALUE", value_parser = added_header)]
    pub(super) added: Vec<(HeaderName, HeaderValue)>,

    /// Really send METHOD, if that is none of GET, HEAD and OPTIONS. It may change something on the server.
    ///
    /// Without it, the preflight is sent, and GET in the place of METHOD.
    #[arg(long)]
    pub(super) send: bool,

    /// Say what would be sent, as curl lines, and send nothing.
    #[arg(long)]
    pub(super) dry_run: bool,

    /// How long one answer may take, in seconds, from the connection to the end of its headers.
    ///
    /// All requests together may take twelve times as long: none begins later. What was not asked then is told.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(super) timeout: Duration,

    /// Take any certificate.
    #[arg(short = 'k', long)]
    pub(super) insecure: bool,

    /// Where a host and port are, in the place of what the resolver says. May be given several times.
    #[arg(long, value_name = "HOST:PORT:ADDRESS")]
    pub(super) resolve: Vec<Resolve>,

    /// Speak only HTTP/1.1.
    #[arg(long = "http1.1", conflicts_with = "http2")]
    pub(super) http1: bool,

    /// Speak only HTTP/2, over plain http without a question first.
    #[arg(long = "http2")]
    pub(super) http2: bool,

    /// The format of standard input, and of a file whose name does not tell it: toml, json or yaml.
    #[arg(long, value_name = "FORMAT", requires = "policy")]
    pub(super) input_format: Option<Format>,

    /// How to write the answer.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: ListFormat,
}

impl Arguments {
    /// How to ask.
    pub(super) fn settings(&self) -> Settings {
        let unsafe_method = Method::from_bytes(self.page.method.as_bytes()).ok();
        Settings {
            timeout: self.timeout,
            insecure: self.insecure,
            http: match (self.http1, self.http2) {
                (true, _) => Http::One,
                (_, true) => Http::Two,
                _ => Http::Either,
            },
            resolve: self.resolve.clone(),
            headers: self.added.clone(),
            own: Target::of_url(self.url.url()),
            unsafe_method: unsafe_method.filter(|_| self.send),
        }
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "that is no number".to_owned())?;
    let duration = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    match duration.is_zero() {
        true => Err("that leaves no time for an answer".to_owned()),
        false => Ok(duration),
    }
}

/// `NAME: VALUE`, or `NAME;` for an empty one, as curl has it.
fn added_header(text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let (name, value) = match (text.split_once(':'), text.strip_suffix(';')) {
        (Some((name, value)), _) => (name, value.trim()),
        (None, Some(name)) => (name, ""),
        (None, None) => return Err("that is no header; write 'NAME: VALUE'".to_owned()),
    };
    let name = HeaderName::from_bytes(name.trim().as_bytes())
        .map_err(|_| format!("{name:?} is no name of a header"))?;
    if let Some(instead) = instead(name.as_str()) {
        return Err(format!("{name} can't be given: {instead}"));
    }
    let value = HeaderValue::from_bytes(value.as_bytes())
        .map_err(|_| format!("{value:?} is no value of a header"))?;
    Ok((name, value))
}

/// What takes the place of a header that the probe has to write itself.
fn instead(name: &str) -> Option<&'static str> {
    match name {
        "origin" => {
            Some("the probe asks as pages of several origins; name a trusted one with --origin")
        }
        "access-control-request-method" => Some("preflights ask for what --method says"),
        "access-control-request-headers" => Some("preflights ask for what --header says"),
        "content-length" | "transfer-encoding" | "expect" | "trailer" => {
            Some("no request has a body")
        }
        "connection" | "keep-alive" | "proxy-connection" | "te" | "upgrade" | "http2-settings" => {
            Some("it is about the connection, which is the probe's own")
        }
        name if name.starts_with("sec-fetch-") => {
            Some("it says what browsers know of the page that asks")
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_as_curl_takes_them() {
        for (text, name, value) in [
            ("Cookie: a=b; c=d", "cookie", "a=b; c=d"),
            ("X-A:1", "x-a", "1"),
            ("X-A;", "x-a", ""),
            ("X-A: http://b", "x-a", "http://b"),
        ] {
            let (of, is) = added_header(text).unwrap();
            assert_eq!((of.as_str(), is.to_str().unwrap()), (name, value));
        }
        for (text, error) in [
            ("cookie", "that is no header; write 'NAME: VALUE'"),
            ("a b: c", "\"a b\" is no name of a header"),
            ("a: b\u{1}", "\"b\\u{1}\" is no value of a header"),
            (
                "Origin: https://a.test",
                "origin can't be given: the probe asks as pages of several origins; name a trusted one with --origin",
            ),
            (
                "Content-Length: 5",
                "content-length can't be given: no request has a body",
            ),
        ] {
            assert_eq!(added_header(text).unwrap_err(), error);
        }
    }

    #[test]
    fn times() {
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for text in ["", "-1", "NaN", "inf", "0", "1e99", "1s"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
