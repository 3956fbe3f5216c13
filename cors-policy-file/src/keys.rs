//! The names that a policy file may use, and those that were meant by others.

/// The keys of the file.
pub(super) const FILE: &[&str] = &["policies"];

/// The keys of a table among the origins.
pub(super) const ORIGIN: &[&str] = &["regex"];

/// The known key that somebody meant who wrote `key`: `allowedOrigins`, `max-age`, `credentials`.
pub(super) fn nearest(key: &str, known: &[&'static str]) -> Option<&'static str> {
    // No name is that long, and the distance takes time that grows with it.
    if key.len() > 60 {
        return None;
    }
    let written = plain(key);
    let by_distance = known
        .iter()
        .map(|known| (strsim::osa_distance(&written, &plain(known)), *known))
        .min()
        .filter(|(distance, known)| distance * 5 <= plain(known).len() * 2);
    let by_part = || {
        let mut holding: Vec<_> = known
            .iter()
            .filter(|known| plain(known).contains(&written))
            .collect();
        holding.sort_by_key(|known| known.len());
        holding
            .first()
            .copied()
            .copied()
            .filter(|_| written.len() > 4)
    };
    by_distance.map(|(_, known)| known).or_else(by_part)
}

fn plain(key: &str) -> String {
    let letters = key
        .chars()
        .filter(|letter| !matches!(letter, '-' | '_' | ' '));
    letters.flat_map(char::to_lowercase).collect()
}

/// What is wrong with a policy's name. `reserved` are names that are taken, each with the reason.
pub(super) fn name_flaw<'a>(name: &str, reserved: &'a [(String, String)]) -> Option<&'a str> {
    if name.is_empty() {
        return Some("it is empty");
    }
    if let Some((_, reason)) = reserved.iter().find(|(taken, _)| taken == name) {
        return Some(reason);
    }
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b == b'-' || b == b'_';
    (!name.bytes().all(is_plain)).then_some("a name consists of ASCII letters, digits, `-` and `_`")
}
