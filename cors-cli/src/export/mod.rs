//! `cors export`: a policy in the words of what stands in front of the server.

mod arguments;
mod exported;
mod folder;
mod human;
mod json;
mod progress;

pub(crate) use self::arguments::Arguments;
use self::{exported::Exported, folder::Folder};
use crate::{
    exit::{Cannot, Found},
    formats::Format,
    input::{Loaded, Named, Origin, discover},
    streams,
};

/// Exports every policy of a file, or the one that is named. Where one of them would lose what it must not, nothing is
/// written of any.
pub(crate) fn export(arguments: &Arguments) -> Result<Found, Cannot> {
    let named = match &arguments.file {
        Some(text) => Named::parse(text),
        None => Named {
            origin: Origin::File(discover()?),
            policy: None,
        },
    };
    let file = Loaded::read(&named.origin, arguments.input_format)?;
    let exported = Exported::of(&file, named.policy.as_deref(), arguments)?;
    let is_human = arguments.format == Format::Human;
    if is_human {
        streams::talk(&human::remarks(&exported, &file));
    }
    if exported.is_refused() {
        if !is_human {
            streams::json(&json::json(&exported, &file, None))?;
        }
        return Err(Cannot::Because(human::refusal(&exported)));
    }
    let folder = match &arguments.output {
        Some(path) => Some(Folder::write(path, exported.files())?),
        None => None,
    };
    match (is_human, &folder) {
        (true, None) => streams::exact(&human::files(&exported))?,
        (true, Some(folder)) => streams::answer(&human::written(folder))?,
        (false, folder) => streams::json(&json::json(&exported, &file, folder.as_ref()))?,
    }
    if is_human {
        streams::talk(&human::last_line(&exported));
    }
    Ok(Found::Nothing)
}
