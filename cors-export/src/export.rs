//! A policy is written, and what was written is proven.

use core::fmt::Write as _;

use cors_core::{Policy, Setting};

use crate::{
    Code, Loss, LossKind, Requirement, Target,
    plan::Plan,
    proof,
    regex::backtracks,
    targets::{self, Written},
};

/// A policy in a target's words.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Export {
    files: Vec<File>,
    losses: Vec<Loss>,
    requirements: Vec<Requirement>,
}

/// A file of an export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) place: &'static str,
}

/// Says a policy in the words of a target.
///
/// The name is the policy's in its file. Files are called by it, and variables get names of their own that no other
/// policy's name leads to. The same policy gives the same bytes.
///
/// ```
/// use cors_core::Policy;
/// use cors_export::{Target, export};
///
/// let policy = Policy::builder().allow_origins(["https://app.example.com"]).build()?;
/// let exported = export("site", &policy, Target::Haproxy);
/// let [file] = exported.files() else { panic!("HAProxy takes one file") };
/// assert_eq!(file.name(), "site.backend.cfg");
/// assert!(exported.losses().is_empty());
/// # Ok::<(), cors_core::PolicyError>(())
/// ```
pub fn export(name: &str, policy: &Policy, target: Target) -> Export {
    let plain = plain(name);
    let (plan, mut losses) = Plan::new(&plain, policy);
    let mut written = Written::default();
    losses.extend(too_slow(&plan, target));
    if !is_impossible(&losses) {
        written = targets::write(target, &plan);
        losses.append(&mut written.losses);
    }
    if !is_impossible(&losses) {
        let is_told = |found: &Loss| losses.iter().any(|loss| loss.code() == found.code());
        let mut found = proof::prove(policy, target, &written.files);
        // A target that knows says it in its own words.
        found.retain(|loss| loss.kind() != LossKind::Different || !is_told(loss));
        losses.append(&mut found);
    }
    if is_impossible(&losses) {
        written.files.clear();
        written.requirements.clear();
    }
    let header = header(name, target, &losses);
    for file in &mut written.files {
        file.text.insert_str(0, &header);
    }
    Export {
        files: written.files,
        losses,
        requirements: written.requirements,
    }
}

/// Regexes of which a page could make a target try more ways than it can afford.
fn too_slow(plan: &Plan<'_>, target: Target) -> Vec<Loss> {
    if !matches!(target, Target::Nginx | Target::Haproxy | Target::Apache) {
        // RE2 and Go read each byte once.
        return Vec::new();
    }
    let regexes = { plan.origins.patterns.iter() }.filter(|pattern| pattern.is_regex);
    let slow = regexes.filter(|pattern| pattern.regexes.iter().any(|regex| backtracks(regex)));
    let losses = slow.map(|pattern| {
        let sentence = format!(
            "the regex {:?} can match in so many ways that {target}, which tries one after the other, may stand still \
             over one header: write it so that every repetition ends at a character that it does not repeat",
            pattern.text
        );
        let setting = Setting::AllowOrigins;
        Loss::new(LossKind::Impossible, Code::Backtracking, setting, sentence).at(pattern.entry)
    });
    losses.collect()
}

fn is_impossible(losses: &[Loss]) -> bool {
    { losses.iter() }.any(|loss| loss.kind() == LossKind::Impossible)
}

/// In the first line, before the version.
const WRITTEN_BY: &str = ", written by cors ";

/// What every file begins with, in the comments that all targets have. What is looser stays in sight. Each comment is
/// one line of ASCII, whatever the policy's name is.
fn header(name: &str, target: Target, losses: &[Loss]) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let name = name.escape_default();
    let mut header = format!(
        "# Policy \"{name}\"{WRITTEN_BY}{version} with \"cors export --to {target}\".\n\
         # Do not edit: change the policy, and export it again.\n"
    );
    let looser = losses.iter().filter(|loss| loss.kind() == LossKind::Looser);
    for loss in looser {
        let loss = in_ascii(&loss.to_string());
        let _ = writeln!(header, "# Looser than the policy: {loss}");
    }
    header
}

/// A line of ASCII that ends in no backslash: Apache would read on in the next line.
fn in_ascii(text: &str) -> String {
    let mut line = String::new();
    for char in text.chars() {
        match char {
            ' '..='~' => line.push(char),
            _ => line.extend(char.escape_default()),
        }
    }
    if line.ends_with('\\') {
        line.push('.');
    }
    line
}

/// A name as files can have it, and comments and texts: what is in no policy file's names is spelt out.
fn plain(name: &str) -> String {
    let mut written = String::new();
    if name.is_empty() {
        written.push('%');
    }
    for byte in name.bytes() {
        match byte {
            b'.' if written.is_empty() => written.push_str("%2E"),
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => {
                written.push(byte.into());
            }
            _ => {
                let _ = write!(written, "%{byte:02X}");
            }
        }
    }
    written
}

impl Export {
    /// The files, in the order in which they are to be read. None where something is
    /// [impossible](LossKind::Impossible).
    ///
    /// Where a loss is [looser](LossKind::Looser), they grant more than the policy, and say so in a comment.
    #[must_use]
    pub fn files(&self) -> &[File] {
        &self.files
    }

    /// What the target says otherwise than the policy.
    #[must_use]
    pub fn losses(&self) -> &[Loss] {
        &self.losses
    }

    /// What has to be set elsewhere for the files to work.
    #[must_use]
    pub fn requirements(&self) -> &[Requirement] {
        &self.requirements
    }
}

impl File {
    /// As the contract of the command has it: `NAME.yaml`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether a text is an earlier export of the same policy to the same target, of whatever version: this one may
    /// take its place. What somebody else wrote may not be lost.
    #[must_use]
    pub fn replaces(&self, text: &str) -> bool {
        let parts = |line: &str| {
            let (policy, rest) = line.split_once(WRITTEN_BY)?;
            let (_version, target) = rest.split_once(' ')?;
            Some((policy.to_owned(), target.to_owned()))
        };
        let own = self.text.lines().next().and_then(parts);
        // Above it may stand its name, as on standard output.
        let mut first = text.lines().take(2).filter_map(parts);
        own.is_some_and(|own| first.any(|other| other == own))
    }

    /// Where it belongs in the target's configuration.
    #[must_use]
    pub fn place(&self) -> &'static str {
        self.place
    }
}
