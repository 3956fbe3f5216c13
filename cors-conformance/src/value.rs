//! Header values as they are written in cases.

use serde::Deserialize;

/// A text, or what no text file wants to hold.
#[derive(Deserialize)]
#[serde(
    untagged,
    deny_unknown_fields,
    expecting = "expected a string, { repeat = \"…\", times = … }, { bytes = […] } or { concat = […] }"
)]
pub(crate) enum HeaderValue {
    Text(String),
    Repeat { repeat: String, times: usize },
    Bytes { bytes: Vec<u8> },
    Concat { concat: Vec<Self> },
}

/// One line of a header, or several.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected a header value, or a list of them")]
pub(crate) enum Lines {
    One(HeaderValue),
    Several(Vec<HeaderValue>),
}

impl HeaderValue {
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.into_bytes(),
            Self::Repeat { repeat, times } => repeat.repeat(times).into_bytes(),
            Self::Bytes { bytes } => bytes,
            Self::Concat { concat } => concat.into_iter().flat_map(Self::into_bytes).collect(),
        }
    }
}

impl Lines {
    pub(crate) fn into_values(self) -> Vec<Vec<u8>> {
        match self {
            Self::One(value) => vec![value.into_bytes()],
            Self::Several(values) => values.into_iter().map(HeaderValue::into_bytes).collect(),
        }
    }
}
