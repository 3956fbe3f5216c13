//! One file, as it is read, and as it would be with everything certain corrected.

use cors_policy_file::{Code, Diagnostic, Diagnostics, Fixed, Format, Reader, Severity};

use crate::{
    exit::Cannot,
    formats::{Fix, Item, Region},
    input::{self, NotRead, Origin, Text},
};

/// What there is to say of one file.
pub(super) struct Checked {
    pub(super) origin: Origin,
    /// As messages call it.
    pub(super) name: String,
    /// Absent if it could not be read.
    pub(super) text: Option<String>,
    /// The names of its policies, if they build.
    pub(super) policies: Option<Vec<String>>,
    pub(super) found: Diagnostics,
    /// Absent if there is nothing to fix.
    pub(super) fixed: Option<Fixed>,
}

impl Checked {
    /// Reads a file, and asks what can be corrected in it.
    pub(super) fn read(origin: Origin, format: Option<Format>) -> Result<Self, Cannot> {
        let name = origin.to_string();
        if matches!(&origin, Origin::File(path) if path.is_dir()) {
            return Err(Cannot::because(format_args!(
                "{name} is a folder: name the policy files in it"
            )));
        }
        match Text::read(&origin, format) {
            Ok(Text { text, format, .. }) => Ok(Self::of(origin, name, text, format)),
            Err(NotRead::Diagnostics(found)) => Ok(Self {
                origin,
                name,
                text: None,
                policies: None,
                found,
                fixed: None,
            }),
            Err(NotRead::NoFormat) => Err(Cannot::because(format_args!(
                "nothing tells the format of {name}: name it with --input-format toml, json or yaml"
            ))),
            Err(reason) => Err(reason.into()),
        }
    }

    fn of(origin: Origin, name: String, text: String, format: Format) -> Self {
        let reader = Reader::new();
        let (policies, found) = match reader.parse(&name, &text, format) {
            Ok(file) => {
                let names = file.policies.into_iter().map(|(name, _)| name).collect();
                (Some(names), file.warnings)
            }
            Err(found) => (None, found),
        };
        let may_be_fixed = found.items().iter().any(|item| item.fix().is_some());
        let fixed = may_be_fixed.then(|| reader.fix(&name, &text, format));
        Self {
            origin,
            name,
            text: Some(text),
            policies,
            found,
            fixed: fixed.filter(|fixed| !fixed.applied.is_empty()),
        }
    }

    /// Writes the fixes into the file, where there are any.
    pub(super) fn write(&self) -> Result<(), Cannot> {
        match (&self.origin, &self.text, &self.fixed) {
            (Origin::File(path), Some(text), Some(fixed)) => {
                input::replace(path, text, &fixed.text)
            }
            _ => Ok(()),
        }
    }

    /// The same file after everything certain was corrected.
    pub(super) fn after(&self) -> &Diagnostics {
        self.fixed.as_ref().map_or(&self.found, |fixed| &fixed.left)
    }

    /// What is wrong, or where fixes were written, what is left.
    pub(super) fn shown(&self, is_fixing: bool) -> &Diagnostics {
        match is_fixing {
            true => self.after(),
            false => &self.found,
        }
    }

    /// Whether nobody could look at what stands in it.
    pub(super) fn is_unread(&self) -> bool {
        let is_unread = |item: &Diagnostic| {
            matches!(
                item.code,
                Code::UnreadableFile | Code::FileTooLarge | Code::UnknownFormat
            )
        };
        self.found.items().iter().any(is_unread)
    }

    /// What --fix would write in the place of what is wrong.
    pub(super) fn fix<'a>(&self, diagnostic: &'a Diagnostic) -> Option<&'a str> {
        let fixed = self.fixed.as_ref()?;
        diagnostic.fix().filter(|_| fixed.has_fixed(diagnostic))
    }

    /// How much of what was found can be fixed, at once or after something else.
    pub(super) fn fixable(&self) -> usize {
        let items = self.found.items().iter();
        let fixed = self.fixed.as_ref();
        let of = |fixed: &Fixed| items.filter(|item| fixed.has_fixed(item)).count();
        fixed.map_or(0, of)
    }

    /// What was found, as formats for machines write it.
    pub(super) fn items(&self, found: &Diagnostics) -> Vec<Item> {
        let item = |diagnostic: &Diagnostic| {
            let region = region(found, diagnostic);
            let fix = self.fix(diagnostic).zip(region.clone());
            Item {
                code: diagnostic.code.to_string(),
                severity: diagnostic.severity.into(),
                message: diagnostic.message.clone(),
                help: diagnostic.help.clone(),
                location: self.name.clone(),
                region,
                fix: fix.map(|(text, region)| Fix {
                    region,
                    text: text.to_owned(),
                }),
            }
        };
        found.items().iter().map(item).collect()
    }
}

/// Where it stands.
pub(super) fn region(found: &Diagnostics, diagnostic: &Diagnostic) -> Option<Region> {
    let (start, end) = found.position(diagnostic).zip(found.end(diagnostic))?;
    Some(Region {
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    })
}

/// Whether any of it fails the command.
pub(super) fn fails(found: &Diagnostics, deny_warnings: bool) -> bool {
    found.count(Severity::Error) > 0 || (deny_warnings && !found.is_empty())
}
