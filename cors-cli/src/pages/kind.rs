//! What a code stands for: one page can be of several kinds.

use cors_browser::{NoteCode, Reason};
use cors_core::{Outcome, Problem};

use super::Page;
use crate::probe;

/// Where a code occurs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A problem of a policy.
    Problem,
    /// What is wrong with a policy file as a file.
    File,
    /// Why a browser blocks a page.
    Reason,
    /// What a server decided about a request.
    Outcome,
    /// What blocks nothing, and still surprises.
    Note,
    /// What is wrong with a live server.
    Finding,
    /// What a gateway can't say of a policy, or what it needs besides.
    Loss,
}

impl Kind {
    /// In the order in which they are listed.
    pub(crate) const ALL: [Self; 7] = [
        Self::Problem,
        Self::File,
        Self::Reason,
        Self::Outcome,
        Self::Note,
        Self::Finding,
        Self::Loss,
    ];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::File => "file",
            Self::Reason => "reason",
            Self::Outcome => "outcome",
            Self::Note => "note",
            Self::Finding => "finding",
            Self::Loss => "loss",
        }
    }

    /// Who says it.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Problem => "problem of a policy",
            Self::File => "problem of a policy file",
            Self::Reason => "reason for which a browser blocks",
            Self::Outcome => "outcome in a server's log and metrics",
            Self::Note => "note beside an answer",
            Self::Finding => "finding of cors probe",
            Self::Loss => "loss of cors export",
        }
    }

    /// Its codes, where they are defined.
    pub(crate) fn codes(self) -> Vec<&'static str> {
        match self {
            Self::Problem => Problem::CODES.iter().map(|(code, _)| *code).collect(),
            Self::File => cors_policy_file::Code::all()
                .filter(|code| !matches!(code, cors_policy_file::Code::Problem { .. }))
                .map(cors_policy_file::Code::as_str)
                .collect(),
            Self::Reason => Reason::ALL.iter().map(|reason| reason.as_str()).collect(),
            Self::Outcome => { Outcome::ALL.iter() }
                .map(|outcome| outcome.as_str())
                .collect(),
            Self::Note => NoteCode::ALL.iter().map(|note| note.as_str()).collect(),
            Self::Finding => { probe::Code::ALL.iter() }
                .map(|code| code.as_str())
                .collect(),
            Self::Loss => { cors_export::Code::ALL.iter() }
                .map(|code| code.as_str())
                .collect(),
        }
    }
}

impl Page {
    /// All that its code stands for.
    pub(crate) fn kinds(self) -> impl Iterator<Item = Kind> {
        { Kind::ALL.into_iter() }.filter(move |kind| kind.codes().contains(&self.code))
    }
}
