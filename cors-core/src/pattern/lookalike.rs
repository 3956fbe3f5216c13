//! Characters that nobody sees, and letters that only look like ASCII.

/// Characters that have no width and belong to no origin.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{61c}'
            | '\u{115f}'
            | '\u{1160}'
            | '\u{17b4}'
            | '\u{17b5}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{ffa0}'
    )
}

/// The text without what nobody sees, if there is such a thing in it.
pub(crate) fn without_invisible(text: &str) -> Option<String> {
    text.contains(is_invisible)
        .then(|| text.chars().filter(|&c| !is_invisible(c)).collect())
}

/// The text as it looks, with ASCII for what looks like it.
///
/// A label is changed where it is ASCII then and mixes two scripts, which no real name does, or
/// where all of the text is ASCII then. Names in another script have their own form in ASCII.
pub(crate) fn as_ascii(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    if let Some(whole) = mapped(text) {
        return Some(whole);
    }
    let mut changed = false;
    let labels = text.split_inclusive(['.', '/', ':', '@']);
    let ascii = labels.map(|label| {
        let mixed = !label.is_ascii() && label.contains(|c: char| c.is_ascii_alphanumeric());
        let mapped = mapped(label).filter(|_| mixed);
        changed |= mapped.is_some();
        mapped.unwrap_or_else(|| label.to_owned())
    });
    let ascii: String = ascii.collect();
    changed.then_some(ascii)
}

fn mapped(text: &str) -> Option<String> {
    let ascii = |c: char| if c.is_ascii() { Some(c) } else { ascii_of(c) };
    text.chars().map(ascii).collect()
}

/// Where the first character stands that is not what it looks like, counted from 1.
pub(crate) fn place_of(text: &str, is_odd: impl Fn(char) -> bool) -> Option<String> {
    let (index, c) = text.chars().enumerate().find(|&(_, c)| is_odd(c))?;
    Some(format!("U+{:04X} at character {}", u32::from(c), index + 1))
}

/// White space and control characters that a message has to point at.
pub(crate) fn is_blank_beyond_ascii(c: char) -> bool {
    !c.is_ascii() && (c.is_whitespace() || c.is_control())
}

/// The ASCII character that `c` looks like.
fn ascii_of(c: char) -> Option<char> {
    let ascii = match c {
        // Full-width forms, from "!" to "~".
        '\u{ff01}'..='\u{ff5e}' => return char::from_u32(u32::from(c) - 0xfee0),
        'а' | 'α' => 'a',
        'с' | 'ϲ' => 'c',
        'ԁ' => 'd',
        'е' => 'e',
        'ɡ' => 'g',
        'һ' => 'h',
        'і' => 'i',
        'ј' | 'ϳ' => 'j',
        '\u{212a}' => 'k',
        'ӏ' | 'ⅼ' => 'l',
        'о' | 'ο' | 'օ' => 'o',
        'р' | 'ρ' => 'p',
        'ԛ' => 'q',
        'ѕ' | '\u{17f}' => 's',
        'ν' | 'ѵ' => 'v',
        'ԝ' => 'w',
        'х' => 'x',
        'у' => 'y',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'С' => 'C',
        'Е' | 'Ε' => 'E',
        'Н' | 'Η' => 'H',
        'І' | 'Ι' => 'I',
        'Ј' => 'J',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Ν' => 'N',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'Ѕ' => 'S',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        'Ζ' => 'Z',
        '。' | '｡' | '․' => '.',
        '‐' | '‑' | '‒' | '–' | '—' | '−' => '-',
        '∕' | '⁄' => '/',
        '∶' | 'ː' => ':',
        '∗' => '*',
        _ => return None,
    };
    Some(ascii)
}

/// Whether `c` is not the ASCII character that it looks like.
pub(crate) fn is_lookalike(c: char) -> bool {
    !c.is_ascii() && ascii_of(c).is_some()
}
