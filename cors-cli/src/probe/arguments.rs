//! What `cors probe` takes.

use core::time::Duration;

use clap::Args;
use cors_policy_file::Format;

use crate::{formats::ListFormat, page::PageArguments};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// What to ask: an http or https URL.
    pub(crate) url: String,

    /// The origin of a page that is trusted. The first one asks; without any, a page of the URL's own host does.
    #[arg(long = "origin", value_name = "ORIGIN")]
    pub(crate) origins: Vec<String>,

    #[command(flatten)]
    pub(crate) page: PageArguments,

    /// Compare every answer with this policy's own decision: FILE or FILE#NAME.
    #[arg(long, value_name = "FILE#NAME")]
    pub(crate) policy: Option<String>,

    /// A header to send with every request, credentials among them.
    #[arg(short = 'H', value_name = "NAME: VALUE")]
    pub(crate) send_headers: Vec<String>,

    /// Really send METHOD, if that is none of GET, HEAD and OPTIONS.
    #[arg(long)]
    pub(crate) send: bool,

    /// Say what would be sent, and send nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// How long one answer may take, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) timeout: Duration,

    /// Take any certificate.
    #[arg(long)]
    pub(crate) insecure: bool,

    /// Where a host and port are, in the place of what the resolver says.
    #[arg(long, value_name = "HOST:PORT:ADDRESS")]
    pub(crate) resolve: Vec<String>,

    /// Speak only HTTP/1.1.
    #[arg(long = "http1.1", conflicts_with = "http2")]
    pub(crate) http1: bool,

    /// Speak only HTTP/2, over plain http without a question first.
    #[arg(long = "http2")]
    pub(crate) http2: bool,

    /// The format of a policy file whose name does not tell it: toml, json or yaml.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<Format>,

    /// How to write the answer.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: ListFormat,
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds: f64 = text.parse().map_err(|_| "that is no number".to_owned())?;
    let duration = Duration::try_from_secs_f64(seconds).map_err(|error| error.to_string())?;
    match duration.is_zero() {
        true => Err("that leaves no time for an answer".to_owned()),
        false => Ok(duration),
    }
}
