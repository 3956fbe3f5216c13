//! Which mistake lets in what: of what has one cause, one is told.

use crate::probe::code::Code;

/// Whether a comparison that lets in the first lets in the second, too, by the same mistake.
pub(in crate::probe) fn explains(cause: Code, consequence: Code) -> bool {
    consequences(cause).contains(&consequence)
}

fn consequences(cause: Code) -> &'static [Code] {
    match cause {
        // `startsWith("https://app.example.com")`; a regex without its `$`.
        Code::AllowsPrefix => &[
            Code::AllowsSpecialCharacters,
            Code::IgnoresPort,
            Code::AcceptsMalformedOrigin,
        ],
        // `endsWith(".github.io")`
        Code::AllowsSharedSuffix => &[
            Code::AllowsSuffix,
            Code::UnescapedDot,
            Code::AllowsAnySubdomain,
            Code::AllowsHttp,
            Code::AcceptsMalformedOrigin,
        ],
        // `endsWith("example.com")`, `/.*example.com$/`
        Code::AllowsSuffix => &[
            Code::UnescapedDot,
            Code::AllowsAnySubdomain,
            Code::AllowsHttp,
            Code::AcceptsMalformedOrigin,
        ],
        // `/^https:\/\/app\.example\.com([^a-z].*)?$/`
        Code::AllowsSpecialCharacters => &[Code::IgnoresPort, Code::AcceptsMalformedOrigin],
        // Globs, whose `*` spans everything, and URLs that are parsed to look at one part of them.
        Code::AllowsAnySubdomain | Code::AllowsHttp | Code::IgnoresPort => {
            &[Code::AcceptsMalformedOrigin]
        }
        _ => &[],
    }
}
