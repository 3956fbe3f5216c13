//! The policies that an argument names: `FILE`, `FILE#NAME`, `-`, `git:REV:PATH`.

mod discovery;
mod named;
mod replace;

use std::{io, path::Path};

use cors_core::Policy;
use cors_policy_file::{Diagnostics, Format, Reader};

pub(crate) use self::{
    discovery::discover,
    named::{Named, Origin, argument},
    replace::{create, replace},
};
use crate::{exit::Cannot, streams};

/// A text with policies in which nothing is wrong.
pub(crate) struct Loaded {
    /// As messages call it.
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) format: Format,
    pub(crate) policies: Vec<(String, Policy)>,
}

/// A text that was read, and not looked at yet.
pub(crate) struct Text {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) format: Format,
}

impl Text {
    /// Reads a file, or standard input, whose format has to be named. So may be that of a file whose name does
    /// not tell it.
    pub(crate) fn read(origin: &Origin, format: Option<Format>) -> Result<Self, NotRead> {
        let name = origin.to_string();
        match origin {
            Origin::File(path) => {
                let (text, format) = read_file(path, format)?;
                Ok(Self { name, text, format })
            }
            Origin::Stdin => {
                let format = format.ok_or(NotRead::NoFormat)?;
                let text = cors_policy_file::read_from(io::stdin().lock(), &name)?;
                Ok(Self { name, text, format })
            }
            Origin::Git { revision, path } => {
                let format = Format::of(path.as_ref()).or(format);
                let format = format.ok_or(NotRead::NoFormat)?;
                let text = named::show(revision, path)?;
                Ok(Self { name, text, format })
            }
        }
    }

    /// Its policies, if nothing is wrong with them.
    pub(crate) fn policies(self) -> Result<Loaded, Diagnostics> {
        let Self { name, text, format } = self;
        let file = Reader::new().parse(&name, &text, format)?;
        Ok(Loaded {
            name,
            text,
            format,
            policies: file.policies,
        })
    }
}

/// A name that tells the format counts more: what is said of standard input is not said of every file beside it.
fn read_file(path: &Path, format: Option<Format>) -> Result<(String, Format), Diagnostics> {
    match (Format::of(path), format) {
        (None, Some(format)) => Ok((cors_policy_file::read_text(path)?, format)),
        _ => cors_policy_file::read(path),
    }
}

/// Why there is no text.
pub(crate) enum NotRead {
    /// It is no readable text.
    Diagnostics(Diagnostics),
    /// Nothing tells the format.
    NoFormat,
    /// git has no such file.
    Git(String),
}

impl From<Diagnostics> for NotRead {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Diagnostics(diagnostics)
    }
}

impl From<NotRead> for Cannot {
    fn from(reason: NotRead) -> Self {
        match reason {
            NotRead::Diagnostics(diagnostics) => {
                streams::talk(&diagnostics.render(streams::is_coloured()));
                Self::Said
            }
            NotRead::NoFormat => Self::because(
                "nothing tells the format; name it with --input-format toml, json or yaml",
            ),
            NotRead::Git(reason) => Self::Because(reason),
        }
    }
}

impl Loaded {
    /// Reads policies for a subcommand that needs ones that build.
    pub(crate) fn read(origin: &Origin, format: Option<Format>) -> Result<Self, Cannot> {
        let text = Text::read(origin, format)?;
        let loaded = text.policies();
        loaded.map_err(|diagnostics| NotRead::Diagnostics(diagnostics).into())
    }

    /// The policy of this name, or the only one.
    pub(crate) fn policy(&self, name: Option<&str>) -> Result<(&str, &Policy), Cannot> {
        let names = || {
            let names: Vec<_> = self
                .policies
                .iter()
                .map(|(name, _)| name.as_str())
                .collect();
            names.join(", ")
        };
        let found = match name {
            Some(name) => self.policies.iter().find(|(other, _)| other == name),
            None => match self.policies.as_slice() {
                [only] => Some(only),
                _ => {
                    let (file, names) = (&self.name, names());
                    return Err(Cannot::because(format_args!(
                        "{file} has several policies: name one as {file}#NAME, of {names}"
                    )));
                }
            },
        };
        let found = found.map(|(name, policy)| (name.as_str(), policy));
        found.ok_or_else(|| {
            let (file, name, names) = (&self.name, name.unwrap_or_default(), names());
            let near = { self.policies.iter() }
                .map(|(other, _)| (strsim::osa_distance(name, other), other))
                .filter(|(distance, _)| *distance <= 2)
                .min_by_key(|(distance, _)| *distance);
            let near = near.map(|(_, near)| format!(" (did you mean {near:?}?)"));
            Cannot::because(format_args!(
                "{file} has no policy {name:?}{}; it has {names}",
                near.unwrap_or_default()
            ))
        })
    }
}
