//! The page that asks, and what it asks for, as options of `explain` and `probe`.

use clap::Args;
use cors_browser::{Credentials, PageRequest};
use http::{HeaderName, HeaderValue, Method};

/// What the page asks for.
#[derive(Clone, Debug, Args)]
pub(crate) struct PageArguments {
    /// The method that the page asks with, as its script writes it: browsers make PUT of put, but leave
    /// patch as it is.
    #[arg(long, value_name = "METHOD", default_value = "GET", value_parser = method)]
    pub(crate) method: String,

    /// A request header that the page sets: 'NAME' or 'NAME: VALUE'. Without a value, content-type is
    /// application/json, range is bytes=0-1023, and any other header is 1.
    #[arg(long = "header", value_name = "NAME[: VALUE]", value_parser = header)]
    pub(crate) headers: Vec<PageHeader>,

    /// Ask with credentials, as fetch does with { credentials: "include" }.
    #[arg(long)]
    pub(crate) credentials: bool,

    /// Listen to the upload's progress, which needs a preflight.
    #[arg(long)]
    pub(crate) upload: bool,

    /// A response header that the page wants to read.
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) read: Vec<String>,
}

/// A header of the page's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageHeader {
    pub(crate) name: String,
    pub(crate) value: Vec<u8>,
}

impl PageArguments {
    /// The request for a URL as the page's script writes it.
    pub(crate) fn request(&self, url: &str) -> PageRequest {
        let mut request = PageRequest::new(self.method.as_str(), url);
        for header in &self.headers {
            request = request.header(header.name.as_str(), &header.value);
        }
        if self.credentials {
            request = request.credentials(Credentials::Include);
        }
        if self.upload {
            request = request.upload_listener();
            let has_body = !["GET", "HEAD"].contains(&self.method.to_ascii_uppercase().as_str());
            if has_body {
                request = request.body();
            }
        }
        self.read.iter().fold(request, PageRequest::read)
    }
}

fn method(text: &str) -> Result<String, String> {
    match Method::from_bytes(text.as_bytes()) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("a method is a word, such as PUT".to_owned()),
    }
}

fn name(text: &str) -> Result<String, String> {
    match HeaderName::from_bytes(text.as_bytes()) {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("a header's name is a word, such as x-request-id".to_owned()),
    }
}

fn header(text: &str) -> Result<PageHeader, String> {
    let (written, value) = match text.split_once(':') {
        Some((written, value)) => (written.trim(), Some(value)),
        None => (text.trim(), None),
    };
    let name =
        name(written).map_err(|reason| format!("{reason}; write 'NAME' or 'NAME: VALUE'"))?;
    let value = match value {
        Some(value) => bytes(value.trim()).ok_or_else(|| {
            "a header's value has no line end, no other control character, and none beyond U+00FF"
                .to_owned()
        })?,
        None => usual(&name).into(),
    };
    Ok(PageHeader { name, value })
}

/// A text as scripts give it to a header: a byte for each character,
/// <https://webidl.spec.whatwg.org/#js-to-ByteString>.
fn bytes(value: &str) -> Option<Vec<u8>> {
    let bytes: Vec<_> = value
        .chars()
        .map(u8::try_from)
        .collect::<Result<_, _>>()
        .ok()?;
    HeaderValue::from_bytes(&bytes).is_ok().then_some(bytes)
}

/// What pages usually give to a header: it depends on the value whether some need a preflight.
fn usual(name: &str) -> &'static str {
    match name.to_ascii_lowercase().as_str() {
        "content-type" => "application/json",
        "range" => "bytes=0-1023",
        _ => "1",
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches, Parser};

    use super::*;

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        page: PageArguments,
    }

    fn request(options: &[&str]) -> Result<PageRequest, String> {
        let options = ["cors"].iter().chain(options);
        let matches = Command::command().try_get_matches_from(options);
        let matches = matches.map_err(|error| error.to_string())?;
        let command = Command::from_arg_matches(&matches).map_err(|error| error.to_string())?;
        Ok(command.page.request("https://api.example.com/"))
    }

    #[test]
    fn a_request_as_scripts_write_it() {
        let plain = |method| PageRequest::new(method, "https://api.example.com/");
        for (options, expected) in [
            (&[][..], plain("GET")),
            (&["--method", "patch"], plain("patch")),
            (
                &[
                    "--header",
                    "Content-Type",
                    "--header",
                    "range",
                    "--header",
                    "x-a",
                ],
                plain("GET")
                    .header("Content-Type", "application/json")
                    .header("range", "bytes=0-1023")
                    .header("x-a", "1"),
            ),
            (
                &[
                    "--header",
                    " accept : text/html:level=1 ",
                    "--header",
                    "x-a:",
                ],
                plain("GET")
                    .header("accept", "text/html:level=1")
                    .header("x-a", ""),
            ),
            (
                &["--header", "x-a: \u{e4}"],
                plain("GET").header("x-a", [0xe4]),
            ),
            (&["--upload"], plain("GET").upload_listener()),
            (
                &["--upload", "--method", "head"],
                plain("head").upload_listener(),
            ),
            (
                &[
                    "--upload",
                    "--method",
                    "POST",
                    "--credentials",
                    "--read",
                    "ETag",
                ],
                plain("POST")
                    .credentials(Credentials::Include)
                    .upload_listener()
                    .body()
                    .read("ETag"),
            ),
        ] {
            assert_eq!(request(options), Ok(expected), "{options:?}");
        }
    }

    #[test]
    fn what_no_script_could_write() {
        for (options, expected) in [
            (
                ["--method", "GET /"],
                "invalid value 'GET /' for '--method <METHOD>': a method is a word, such as PUT",
            ),
            (
                ["--method", ""],
                "invalid value '' for '--method <METHOD>': a method is a word, such as PUT",
            ),
            (
                ["--read", "x y"],
                "invalid value 'x y' for '--read <NAME>': a header's name is a word, such as x-request-id",
            ),
            (
                ["--header", "x y: 1"],
                "invalid value 'x y: 1' for '--header <NAME[: VALUE]>': a header's name is a word, such as x-request-id; write 'NAME' or 'NAME: VALUE'",
            ),
            (
                ["--header", ": 1"],
                "invalid value ': 1' for '--header <NAME[: VALUE]>': a header's name is a word, such as x-request-id; write 'NAME' or 'NAME: VALUE'",
            ),
            (
                ["--header", "x: \u{20ac}"],
                "invalid value 'x: \u{20ac}' for '--header <NAME[: VALUE]>': a header's value has no line end, no other control character, and none beyond U+00FF",
            ),
        ] {
            let error = request(&options).unwrap_err();
            let first = error.lines().next().unwrap();
            assert_eq!(first.trim_start_matches("error: "), expected);
        }
        assert!(request(&["--header", "x: a\nb"]).is_err());
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_typed(
            method in "[A-Za-z]{1,6}|\\PC{0,6}",
            header in "[a-zA-Z-]{1,8}(: ?\\PC{0,8})?|\\PC{0,12}",
            read in "[a-zA-Z-]{1,8}|\\PC{0,6}",
            upload in proptest::bool::ANY,
        ) {
            let (method, header, read) =
                (format!("--method={method}"), format!("--header={header}"), format!("--read={read}"));
            let mut options = vec![method.as_str(), &header, &read];
            options.extend(upload.then_some("--upload"));
            if let Ok(request) = request(&options) {
                let mut server = |_: http::Request<()>| http::Response::new(());
                let _ = cors_browser::Browser::at("https://app.example.com").fetch(&mut server, request);
            }
        }
    }
}
