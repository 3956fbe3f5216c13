//! The page that asks, and what it asks for, as options of `explain` and `probe`.

use clap::Args;
use cors_browser::{Credentials, PageRequest};

/// What the page asks for.
#[derive(Clone, Debug, Args)]
pub(crate) struct PageArguments {
    /// The method that the page asks with.
    #[arg(long, value_name = "METHOD", default_value = "GET")]
    pub(crate) method: String,

    /// A request header that the page sets: 'NAME' or 'NAME: VALUE'.
    #[arg(long = "header", value_name = "NAME[: VALUE]")]
    pub(crate) headers: Vec<String>,

    /// Ask with credentials, as fetch does with { credentials: "include" }.
    #[arg(long)]
    pub(crate) credentials: bool,

    /// Listen to the upload's progress, which needs a preflight.
    #[arg(long)]
    pub(crate) upload: bool,

    /// A response header that the page wants to read.
    #[arg(long, value_name = "NAME")]
    pub(crate) read: Vec<String>,
}

impl PageArguments {
    /// The request for a URL as the page's script writes it.
    pub(crate) fn request(&self, url: &str) -> PageRequest {
        let mut request = PageRequest::new(self.method.as_str(), url);
        for header in &self.headers {
            let (name, value) = header.split_once(':').unwrap_or((header, "1"));
            request = request.header(name.trim(), value.trim());
        }
        if self.credentials {
            request = request.credentials(Credentials::Include);
        }
        if self.upload {
            request = request.upload_listener().body();
        }
        self.read.iter().fold(request, PageRequest::read)
    }
}
