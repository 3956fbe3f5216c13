//! What a policy has to say besides, put where it belongs in the text of a policy file.
//!
//! The formats differ in what stands around a value, not in what is done: a parser says where each value
//! stands, only the places that change are written, and the result is read again. It says what it has to say
//! and nothing else, or there is none.

mod addition;
mod brackets;
mod dashes;
mod edited;
mod expected;
mod layout;
mod literal;
mod not_edited;
mod place;
mod preview;
mod steps;
mod toml;

use cors_core::Setting;

pub use self::{
    addition::{Addition, line},
    edited::{Change, Edited},
    not_edited::NotEdited,
    place::{Place, locate},
};
use self::{edited::Pieces, layout::Step, steps::Site};
pub(crate) use self::{
    literal::{Quotes, string},
    place::{POLICIES, without_mark},
};
use super::{Format, code::Code, node::Node, reader};

/// The text with additions to settings of a policy, in any format. Everything else stays as it is, byte for
/// byte: comments, indentation, quotes, line breaks. [`Edited::of`] says what changed as well.
///
/// Entries go to the end of a list, unless they are there already, and a bare string becomes a list. What is
/// new looks like what stands around it: a line of its own where the others have one, with their quotes as far
/// as it can stand there. A policy that allows credentials or has a guard in the end loses a `*` that stands
/// beside other origins, with which it would not build.
///
/// What an alias or a merge key of YAML repeats is not edited for others: a flag or a number is said again by
/// the policy, and a list is left as it is.
///
/// # Errors
///
/// If the text can't be edited. What is returned was read again and says what the text said, with the
/// additions. It is not checked any further: conditions of additions are not asked for, and the policy may be
/// one that does not build.
///
/// # Example
///
/// ```
/// use cors_core::Setting;
/// use cors_policy_file::{Addition, Format, edit};
///
/// let text = "[policies.api] # the API\nallow_origins = \"https://app.example.com\"\n";
/// let headers = Addition::Entries(vec!["content-type".to_owned()]);
/// let edited = edit(text, Format::Toml, "api", [(Setting::AllowHeaders, headers)])?;
/// assert_eq!(
///     edited,
///     "[policies.api] # the API\nallow_origins = \"https://app.example.com\"\n\
///      allow_headers = [\"content-type\"]\n"
/// );
///
/// let text = "policies:\n  api:\n    allow_origins:\n      - https://app.example.com # the shop\n";
/// let any_port = Addition::Entries(vec!["http://localhost:*".to_owned()]);
/// let edited = edit(text, Format::Yaml, "api", [(Setting::AllowOrigins, any_port)])?;
/// assert_eq!(edited, format!("{text}      - \"http://localhost:*\"\n"));
/// # Ok::<(), cors_policy_file::NotEdited>(())
/// ```
pub fn edit(
    text: &str,
    format: Format,
    policy: &str,
    additions: impl IntoIterator<Item = (Setting, Addition)>,
) -> Result<String, NotEdited> {
    Edited::of(text, format, policy, additions).map(Edited::into_text)
}

impl Edited {
    /// The text of a policy file with additions to settings of a policy, as [`edit`] returns it.
    ///
    /// # Errors
    ///
    /// If the text can't be edited: see [`edit`].
    pub fn of(
        text: &str,
        format: Format,
        policy: &str,
        additions: impl IntoIterator<Item = (Setting, Addition)>,
    ) -> Result<Self, NotEdited> {
        let mut draft = Draft {
            format,
            policy,
            mark: text.len() - without_mark(text).len(),
            pieces: Pieces::new(text),
            root: read(without_mark(text), format)?,
        };
        draft.site(|_| Ok(()))?;
        for (setting, addition) in additions {
            if !addition.suits(setting) {
                return Err(NotEdited::WrongType(setting));
            }
            let expected = expected::with(&draft.root, policy, setting, &addition);
            draft.take(setting, &expected, |site| site.add(setting, &addition))?;
        }
        let expected = expected::without_wildcard(&draft.root, policy);
        draft.take(Setting::AllowOrigins, &expected, |site| {
            site.without_wildcard()
        })?;
        Ok(draft.pieces.finish())
    }
}

/// A text while it is being edited.
struct Draft<'a> {
    format: Format,
    policy: &'a str,
    /// The length of the byte order mark.
    mark: usize,
    pieces: Pieces<'a>,
    /// What it says now.
    root: Node,
}

impl Draft<'_> {
    /// Takes steps until there is none left, and looks whether they led where they should.
    fn take(
        &mut self,
        setting: Setting,
        expected: &Node,
        steps: impl Fn(&Site<'_>) -> Result<Vec<Step>, NotEdited>,
    ) -> Result<(), NotEdited> {
        loop {
            let steps = self.site(&steps)?;
            if steps.is_empty() {
                return Ok(());
            }
            let before = self.pieces.text();
            for (span, new) in steps.iter().rev() {
                let span = span.start + self.mark..span.end + self.mark;
                self.pieces.replace(&span, new);
            }
            let text = self.pieces.text();
            let root = read(&text[self.mark..], self.format);
            self.root = root.map_err(|_| NotEdited::Unusual(setting))?;
            if expected::is_same(&self.root, expected) {
                return Ok(());
            }
            if !expected::is_same_elsewhere(&self.root, expected, self.policy) {
                return Err(NotEdited::Shared(setting));
            }
            // What is taken out may have to be taken out again.
            if text.len() >= before.len() {
                return Err(NotEdited::Unusual(setting));
            }
        }
    }

    fn site<T>(&self, look: impl Fn(&Site<'_>) -> Result<T, NotEdited>) -> Result<T, NotEdited> {
        let text = self.pieces.text();
        let site = Site::new(&text[self.mark..], self.format, &self.root, self.policy)?;
        look(&site)
    }
}

/// What a text says, if there is nothing wrong with its syntax.
fn read(text: &str, format: Format) -> Result<Node, NotEdited> {
    let parsed = reader::tree(text, format);
    match parsed.flaws.first() {
        None => Ok(parsed.root),
        Some(flaw) if flaw.code == Code::YamlDocuments => Err(NotEdited::SeveralDocuments),
        Some(_) => Err(NotEdited::NotReadable),
    }
}
