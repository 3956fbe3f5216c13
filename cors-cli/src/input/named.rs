//! What an argument says: which text, and which of its policies.

use core::fmt;
use std::{
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use crate::input::NotRead;

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    File(PathBuf),
    Stdin,
    /// `git:REV:PATH`: a file as it was, as `git show REV:PATH` has it.
    Git {
        revision: String,
        path: String,
    },
}

/// A text, and one of its policies where `#NAME` says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) origin: Origin,
    pub(crate) policy: Option<String>,
}

impl Origin {
    /// A file or standard input.
    pub(crate) fn file(text: &str) -> Self {
        match text {
            "-" => Self::Stdin,
            path => Self::File(path.into()),
        }
    }

    /// The same, or what git has.
    fn any(text: &str) -> Self {
        let of_git = text
            .strip_prefix("git:")
            .and_then(|rest| rest.split_once(':'));
        match of_git {
            // What is there is meant, whatever it is called.
            Some((revision, path)) if !Path::new(text).exists() => Self::Git {
                revision: revision.to_owned(),
                path: path.to_owned(),
            },
            _ => Self::file(text),
        }
    }
}

impl Named {
    /// `FILE`, `FILE#NAME`, `-`, `-#NAME`.
    pub(crate) fn parse(text: &str) -> Self {
        Self::split(text, Origin::file)
    }

    /// The same, and `git:REV:PATH` with or without `#NAME`.
    pub(crate) fn parse_any(text: &str) -> Self {
        Self::split(text, Origin::any)
    }

    fn split(text: &str, origin: fn(&str) -> Origin) -> Self {
        match text.rsplit_once('#') {
            // A file may have that in its name.
            Some((file, policy)) if !Path::new(text).exists() => Self {
                origin: origin(file),
                policy: Some(policy.to_owned()),
            },
            _ => Self {
                origin: origin(text),
                policy: None,
            },
        }
    }
}

/// An argument that names a text. `-#NAME` looks like an option, and is none.
pub(crate) fn argument(text: &str) -> Result<String, String> {
    let is_option = text.starts_with('-') && text != "-" && !text.starts_with("-#");
    match is_option {
        true => Err(format!(
            "there is no such option; if it is a file, write ./{text}"
        )),
        false => Ok(text.to_owned()),
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.origin.fmt(f)?;
        self.policy.iter().try_for_each(|name| write!(f, "#{name}"))
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Stdin => f.write_str("standard input"),
            Self::Git { revision, path } => write!(f, "git:{revision}:{path}"),
        }
    }
}

/// What git has, and nothing that it would have to fetch first. As with `git show`, a path begins at the
/// repository's root, and one with `./` here; without a revision, it is what is staged.
pub(super) fn show(revision: &str, path: &str) -> Result<String, NotRead> {
    let object = format!("{revision}:{path}");
    let output = blob(&object)?;
    if output.status.success() {
        let name = format!("git:{object}");
        return Ok(cors_policy_file::read_from(
            output.stdout.as_slice(),
            &name,
        )?);
    }
    let reason = String::from_utf8_lossy(&output.stderr);
    let lines = { reason.lines() }.map(|line| line.strip_prefix("fatal: ").unwrap_or(line));
    let reason = lines.collect::<Vec<_>>().join("; ");
    let here = format!("{revision}:./{path}");
    let cure = match blob(&here)?.status.success() {
        true => format!("; a path begins at the repository's root, write \"git:{here}\""),
        false => String::new(),
    };
    Err(NotRead::Git(format!(
        "git has no {object:?}: {reason}{cure}"
    )))
}

fn blob(object: &str) -> Result<Output, NotRead> {
    let mut git = Command::new("git");
    // A revision that begins with a hyphen would be an option.
    git.args(["cat-file", "blob", "--end-of-options", object]);
    git.env("GIT_NO_LAZY_FETCH", "1").stdin(Stdio::null());
    git.output().map_err(|error| {
        NotRead::Git(format!(
            "git can't be run, which \"git:{object}\" needs: {error}; install it, or name a file"
        ))
    })
}
