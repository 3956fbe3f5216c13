//! Schemes that are `http` or `https` but for a letter or two.

use crate::edits::edits;

/// The one of `http` and `https` that `scheme`, in lower case, was meant to be.
///
/// One letter too many, too few, wrong or swapped with its neighbour makes a typing error of any
/// scheme; two do where it is made of the letters of `https` only. `tap` and `smtp` are two letters
/// away as well, and somebody's own. `hxxp` is how links are disarmed.
pub(crate) fn meant(scheme: &str) -> Option<&'static str> {
    let is_word = scheme.bytes().all(|b| b.is_ascii_alphanumeric());
    if !(3..=8).contains(&scheme.len()) || !is_word || matches!(scheme, "http" | "https") {
        return None;
    }
    match scheme {
        "hxxp" => return Some("http"),
        "hxxps" => return Some("https"),
        _ => {}
    }
    let familiar = scheme
        .bytes()
        .all(|b| matches!(b, b'h' | b't' | b'p' | b's'));
    let most = if familiar { 2 } else { 1 };
    let [http, https] = ["http", "https"].map(|known| edits(scheme.as_bytes(), known.as_bytes()));
    // Where both are as near, TLS is the one that gives nothing away.
    let (distance, nearest) = if http < https {
        (http, "http")
    } else {
        (https, "https")
    };
    (distance <= most).then_some(nearest)
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn typing_errors_and_schemes_of_their_own() {
        for (scheme, known) in [
            ("htps", Some("https")),
            ("hhtps", Some("https")),
            ("htttp", Some("http")),
            ("httpss", Some("https")),
            ("htpp", Some("http")),
            ("hptts", Some("https")),
            ("ttps", Some("https")),
            ("ttp", Some("http")),
            ("thtp", Some("http")),
            ("htt", Some("http")),
            ("httpx", Some("https")),
            ("shttp", Some("http")),
            ("hxxps", Some("https")),
            ("http", None),
            ("https", None),
            ("app", None),
            ("tap", None),
            ("smtp", None),
            ("ionic", None),
            ("ipfs", None),
            ("tauri", None),
            ("httpswhatever", None),
            ("", None),
        ] {
            assert_eq!(meant(scheme), known, "{scheme}");
        }
    }
}
