//! Lists of methods and of header names.

use std::collections::HashSet;

/// A list of methods, or of header names in lower case, without repetition.
pub(crate) struct NameList {
    /// Whether `*` stands among them.
    pub(crate) any: bool,
    /// In the order in which they were listed.
    names: Vec<String>,
    by_length: Vec<String>,
}

impl NameList {
    pub(crate) fn new<'a>(entries: impl Iterator<Item = &'a str>) -> Self {
        let mut any = false;
        let mut seen = HashSet::new();
        let mut names = Vec::new();
        for entry in entries {
            if entry == "*" {
                any = true;
            } else if seen.insert(entry) {
                names.push(entry.to_owned());
            }
        }
        let mut by_length = names.clone();
        by_length.sort_unstable_by_key(String::len);
        Self {
            any,
            names,
            by_length,
        }
    }

    /// The names, in the order in which they were listed.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// Whether the list itself names `name`, byte for byte.
    pub(crate) fn lists(&self, name: &[u8]) -> bool {
        self.of_length(name.len())
            .any(|listed| listed.as_bytes() == name)
    }

    /// Whether this list of header names has `name`, in whatever case.
    pub(crate) fn lists_header(&self, name: &[u8]) -> bool {
        // Browsers send lower case, and equal bytes are found with a fifth of the instructions.
        self.of_length(name.len())
            .map(String::as_bytes)
            .any(|listed| listed == name || listed.eq_ignore_ascii_case(name))
    }

    /// The names of a length. In a search, the length tells more than the bytes: few names share one.
    fn of_length(&self, length: usize) -> impl Iterator<Item = &String> {
        let start = self.by_length.partition_point(|name| name.len() < length);
        let rest = self.by_length[start..].iter();
        rest.take_while(move |name| name.len() == length)
    }

    /// The value of the header that carries the list, `None` if it is empty.
    ///
    /// Without `wildcard`, `*` is left out: there it would be the name of a header.
    pub(crate) fn to_value(&self, wildcard: bool) -> Option<String> {
        let star = (self.any && wildcard).then_some("*");
        let names = self.names.iter().map(String::as_str);
        let value = star.into_iter().chain(names).collect::<Vec<_>>().join(", ");
        (!value.is_empty()).then_some(value)
    }
}
