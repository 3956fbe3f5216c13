//! What `cors export` takes.

use std::path::PathBuf;

use clap::{
    Args,
    builder::{PossibleValuesParser, TypedValueParser},
};
use cors_export::Target;
use cors_policy_file::Format;

use crate::{formats, input};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// What stands in front of the server: nginx, envoy, gateway-api, istio, haproxy, caddy, traefik or
    /// apache.
    #[arg(long, value_name = "TARGET", value_parser = target(), hide_possible_values = true)]
    pub(crate) to: Target,

    /// The policy file, or one of its policies; - for standard input. Without it: cors.toml, cors.yaml,
    /// cors.yml or cors.json, here or in a folder above, up to the repository's root. Without #NAME, every
    /// policy is exported.
    #[arg(value_name = "FILE[#NAME]", allow_hyphen_values = true, value_parser = input::argument)]
    pub(crate) file: Option<String>,

    /// The folder for the files, which is created. Without it they go to standard output, each under a
    /// comment with its name. A file that is there and was not exported by the same policy to the same
    /// target is left as it is, and nothing is written.
    #[arg(long, value_name = "DIR")]
    pub(crate) output: Option<PathBuf>,

    /// Export what is looser, too: the target then grants more than the policy does, and the files say so
    /// in a comment. What is impossible is never exported.
    #[arg(long)]
    pub(crate) allow_looser: bool,

    /// The format of standard input, and of files whose names do not tell it: toml, json or yaml.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) input_format: Option<Format>,

    /// How to write the answer.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(crate) format: formats::Format,
}

/// Completions offer the names, and what is none is answered with them.
fn target() -> impl TypedValueParser<Value = Target> {
    let names = Target::ALL.iter().map(|target| target.as_str());
    PossibleValuesParser::new(names).try_map(|name| name.parse::<Target>())
}
