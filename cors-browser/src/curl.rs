//! Requests as commands for a shell, to be pasted: `curl` sends what the browser would.

use core::fmt;

use http::{
    HeaderName, HeaderValue, Method, Request,
    header::{ACCEPT, CONTENT_TYPE, HOST},
};

/// A request as a command for a shell.
///
/// What a shell makes of it is what the request says, whatever stands in there: bytes that can't be seen are
/// written in the form `$'\xff'`, which bash, zsh and other shells of today read. What curl sends by itself,
/// `Host` and `Accept: */*`, is left out; redirects are not followed.
///
/// ```
/// use cors_browser::{Browser, PageRequest, curl};
///
/// let mut browser = Browser::at("https://app.example.com");
/// let mut fetch = browser.start(PageRequest::new("PUT", "https://api.example.com/things/1"));
/// let mut preflight = fetch.next_request().unwrap();
/// // Only a browser has to say these.
/// for name in ["sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest"] {
///     preflight.headers_mut().remove(name);
/// }
/// assert_eq!(
///     curl::Command::new(&preflight).to_string(),
///     "curl -i -X OPTIONS 'https://api.example.com/things/1' \\\n  \
///      -H 'access-control-request-method: PUT' \\\n  \
///      -H 'origin: https://app.example.com'"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    method: Method,
    url: String,
    headers: Vec<(HeaderName, HeaderValue)>,
    /// What was added.
    more: Vec<(HeaderName, HeaderValue)>,
    has_body: bool,
    title_case: bool,
    flags: Vec<String>,
    options: Vec<(String, String)>,
}

impl Command {
    /// The command that sends this request, without a body.
    #[must_use]
    pub fn new<B>(request: &Request<B>) -> Self {
        let headers = request.headers().iter();
        let headers = headers.filter(|(name, value)| !is_curls_own(name, value));
        Self {
            method: request.method().clone(),
            url: request.uri().to_string(),
            headers: headers
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
            more: Vec::new(),
            has_body: false,
            title_case: false,
            flags: Vec::new(),
            options: Vec::new(),
        }
    }

    /// With a body, of one letter.
    #[must_use]
    pub fn body(mut self) -> Self {
        self.has_body = true;
        self
    }

    /// With another header: also one that curl would send by itself, such as a `Host` that is not the URL's.
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.more.push((name, value));
        self
    }

    /// Writes names of headers as browsers do over HTTP/1.1, `Origin` instead of `origin`: some servers tell
    /// the two apart. Over HTTP/2, curl sends all of them in lower case.
    ///
    /// ```
    /// use cors_browser::curl;
    ///
    /// let request = http::Request::get("https://api.example.com/").header("origin", "null");
    /// let command = curl::Command::new(&request.body(()).unwrap()).title_case();
    /// assert_eq!(command.to_string(), "curl -i 'https://api.example.com/' \\\n  -H 'Origin: null'");
    /// ```
    #[must_use]
    pub fn title_case(mut self) -> Self {
        self.title_case = true;
        self
    }

    /// With an option of curl's that takes no value.
    ///
    /// ```
    /// use cors_browser::curl;
    ///
    /// let request = http::Request::get("https://localhost/").body(()).unwrap();
    /// let command = curl::Command::new(&request)
    ///     .flag("--http1.1")
    ///     .option("--resolve", "localhost:443:[::1]");
    /// assert_eq!(
    ///     command.to_string(),
    ///     "curl -i --http1.1 'https://localhost/' \\\n  --resolve 'localhost:443:[::1]'"
    /// );
    /// ```
    #[must_use]
    pub fn flag(mut self, flag: &str) -> Self {
        self.flags.push(flag.to_owned());
        self
    }

    /// With an option of curl's and its value.
    #[must_use]
    pub fn option(mut self, name: &str, value: &str) -> Self {
        self.options.push((name.to_owned(), value.to_owned()));
        self
    }
}

impl fmt::Display for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("curl -i")?;
        if self.method == Method::HEAD {
            f.write_str(" -I")?;
        } else if self.method != Method::GET {
            write!(f, " -X {}", word(self.method.as_str().as_bytes()))?;
        }
        // Patterns of curl's own.
        if self.url.contains(['[', ']', '{', '}']) {
            f.write_str(" -g")?;
        }
        for flag in &self.flags {
            write!(f, " {flag}")?;
        }
        write!(f, " {}", quoted(self.url.as_bytes()))?;
        let mut option = |name: &str, value: &[u8]| write!(f, " \\\n  {name} {}", quoted(value));
        for (name, value) in &self.options {
            option(name, value.as_bytes())?;
        }
        for (name, value) in &self.headers {
            option("-H", &self.line(name, value))?;
        }
        if self.has_body {
            // A type that the page has not set.
            if !self
                .headers
                .iter()
                .chain(&self.more)
                .any(|(name, _)| name == CONTENT_TYPE)
            {
                option("-H", b"content-type:")?;
            }
            option("--data-binary", b"x")?;
        } else if [Method::POST, Method::PUT].contains(&self.method) {
            option("-H", b"content-length: 0")?;
        }
        for (name, value) in &self.more {
            option("-H", &self.line(name, value))?;
        }
        Ok(())
    }
}

impl Command {
    /// A header as curl takes it: one that is empty would be left out if it ended in a colon.
    fn line(&self, name: &HeaderName, value: &HeaderValue) -> Vec<u8> {
        let mut line = name.as_str().as_bytes().to_vec();
        if self.title_case {
            let mut begins = true;
            for byte in &mut line {
                if begins {
                    byte.make_ascii_uppercase();
                }
                begins = *byte == b'-';
            }
        }
        match value.as_bytes() {
            [] => line.push(b';'),
            value => line.extend([b": ", value].concat()),
        }
        line
    }
}

/// What curl sends by itself.
fn is_curls_own(name: &HeaderName, value: &HeaderValue) -> bool {
    name == HOST || name == ACCEPT && value == "*/*"
}

/// Without quotes where none are needed.
fn word(bytes: &[u8]) -> String {
    match core::str::from_utf8(bytes) {
        Ok(text) if bytes.iter().all(u8::is_ascii_alphanumeric) => text.to_owned(),
        _ => quoted(bytes),
    }
}

/// One word for a shell, whatever is in it. bash and zsh read the second form, which is for bytes
/// that nobody can see.
fn quoted(bytes: &[u8]) -> String {
    let is_visible = |byte: &u8| (b' '..=b'~').contains(byte);
    let mut text = String::with_capacity(bytes.len() + 3);
    if bytes.iter().all(is_visible) {
        text.push('\'');
        for &byte in bytes {
            match byte {
                b'\'' => text.push_str("'\\''"),
                byte => text.push(char::from(byte)),
            }
        }
    } else {
        text.push_str("$'");
        for &byte in bytes {
            match byte {
                b'\'' | b'\\' => {
                    text.push('\\');
                    text.push(char::from(byte));
                }
                byte if is_visible(&byte) => text.push(char::from(byte)),
                byte => text.push_str(&format!("\\x{byte:02x}")),
            }
        }
    }
    text.push('\'');
    text
}
