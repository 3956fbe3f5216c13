//! What the formats are tested with.

use super::{Fix, Item, Region};
use crate::severity::Severity;

/// One with everything, one about a whole file, one about a server.
pub(super) fn items() -> [Item; 3] {
    let region = Region {
        line: 2,
        column: 18,
        end_line: 2,
        end_column: 44,
    };
    [
        Item {
            code: "origin-path".to_owned(),
            severity: Severity::Error,
            message: "invalid origin \"https://app.example.com/\": an origin has no path"
                .to_owned(),
            help: Some("write \"https://app.example.com\"".to_owned()),
            location: "conf/a b.toml".to_owned(),
            region: Some(region.clone()),
            fix: Some(Fix {
                region,
                text: "\"https://app.example.com\"".to_owned(),
            }),
        },
        Item {
            code: "unknown-format".to_owned(),
            severity: Severity::Error,
            message: "the file's name does not tell its format".to_owned(),
            help: None,
            location: "cors.ini".to_owned(),
            region: None,
            fix: None,
        },
        Item {
            code: "allows-null".to_owned(),
            severity: Severity::Note,
            message: "the origin null is allowed".to_owned(),
            help: Some("100% of, say:\nall pages have it".to_owned()),
            location: "https://api.example.com/".to_owned(),
            region: None,
            fix: None,
        },
    ]
}
