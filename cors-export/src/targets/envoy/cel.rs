//! Expressions in CEL: as text in the values of headers, and as trees in the conditions of `rbac`.

use core::fmt::Write as _;

use saphyr::Yaml;

use crate::{
    regex::{MAX_PROGRAM_SIZE, program_size},
    yaml::{list, map, text},
};

/// A text as a literal that a header's value can have: `%` would end the command that it stands in.
pub(super) fn literal(value: &str) -> String {
    let mut written = String::from("'");
    for byte in value.bytes() {
        match byte {
            b'\'' | b'\\' => {
                written.push('\\');
                written.push(byte.into());
            }
            b'%' | 0..=0x1f | 0x7f.. => {
                let _ = write!(written, "\\x{byte:02x}");
            }
            _ => written.push(byte.into()),
        }
    }
    written.push('\'');
    written
}

/// A list of texts.
pub(super) fn literals<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    let values: Vec<_> = values.into_iter().map(literal).collect();
    format!("[{}]", values.join(", "))
}

/// Whether a text is matched as a whole. `None` where the regex is too large for that.
pub(super) fn matches(of: &str, regex: &str) -> Option<String> {
    let whole = format!("^(?:{regex})$");
    fits(&whole).then(|| format!("{of}.matches({})", literal(&whole)))
}

/// The same where the regex is known to be small enough: [`program_size`] is a bound, and RE2 makes less of some.
pub(super) fn matches_small(of: &str, regex: &str) -> String {
    format!("{of}.matches({})", literal(&format!("^(?:{regex})$")))
}

/// Expressions take programs of [`MAX_PROGRAM_SIZE`] instructions, whatever is configured, and `re.extract` takes no more
/// than `matches`. What is larger is an error, and the whole expression with it: a header that it makes is not sent, and
/// `rbac` takes it for false.
fn fits(regex: &str) -> bool {
    matches!(program_size(regex), Some(..=MAX_PROGRAM_SIZE))
}

/// An expression, as `rbac` takes it: `google.api.expr.v1alpha1.Expr`.
#[derive(Clone, Debug)]
pub(super) enum Expression {
    Text(String),
    /// A field of the request.
    Request(&'static str),
    List(Vec<Self>),
    Call(&'static str, Vec<Self>),
    /// A function of the first of them, as `matches` is.
    Method(&'static str, Vec<Self>),
}

impl Expression {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A header of the request, its lines joined with commas. An error if there is none.
    pub(super) fn header(name: &'static str) -> Self {
        Self::Call("_[_]", vec![Self::Request("headers"), Self::text(name)])
    }

    pub(super) fn concat(self, other: Self) -> Self {
        Self::Call("_+_", vec![self, other])
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self::Call("_&&_", vec![self, other])
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self::Call("_||_", vec![self, other])
    }

    /// Halved again and again: messages may be 100 deep. `None` if there is none.
    pub(super) fn any_of(mut all: Vec<Self>) -> Option<Self> {
        while all.len() > 1 {
            let mut rest = all.into_iter();
            all = Vec::new();
            while let Some(one) = rest.next() {
                all.push(match rest.next() {
                    Some(other) => one.or(other),
                    None => one,
                });
            }
        }
        all.pop()
    }

    pub(super) fn not(self) -> Self {
        Self::Call("!_", vec![self])
    }

    pub(super) fn in_list(self, list: Vec<Self>) -> Self {
        Self::Call("@in", vec![self, Self::List(list)])
    }

    /// Whether a field of the request that is a map has it.
    pub(super) fn key_of(self, field: &'static str) -> Self {
        Self::Call("@in", vec![self, Self::Request(field)])
    }

    /// Whether it is matched as a whole. An error where the regex is too large, which is false.
    pub(super) fn matches(self, regex: &str) -> Self {
        Self::Method("matches", vec![self, Self::Text(format!("^(?:{regex})$"))])
    }

    /// What is rewritten with the groups that match. An error if nothing does.
    pub(super) fn extract(self, regex: &str, rewrite: &str) -> Self {
        let arguments = vec![self, Self::text(regex), Self::text(rewrite)];
        Self::Call("re.extract", arguments)
    }

    pub(super) fn into_yaml(self) -> Yaml<'static> {
        match self {
            Self::Text(value) => map([("const_expr", map([("string_value", text(value))]))]),
            Self::Request(field) => {
                let request = map([("ident_expr", map([("name", text("request"))]))]);
                map([(
                    "select_expr",
                    map([("operand", request), ("field", text(field))]),
                )])
            }
            Self::List(elements) => {
                let elements = elements.into_iter().map(Self::into_yaml);
                map([("list_expr", map([("elements", list(elements))]))])
            }
            Self::Call(function, arguments) => {
                let arguments = arguments.into_iter().map(Self::into_yaml);
                map([(
                    "call_expr",
                    map([("function", text(function)), ("args", list(arguments))]),
                )])
            }
            Self::Method(function, arguments) => {
                let mut arguments = arguments.into_iter().map(Self::into_yaml);
                let mut fields: Vec<_> = { arguments.next().into_iter() }
                    .map(|target| ("target", target))
                    .collect();
                fields.push(("function", text(function)));
                fields.push(("args", list(arguments)));
                map([("call_expr", map(fields))])
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Expression, matches};

    fn depth(expression: &Expression) -> usize {
        match expression {
            Expression::Call(_, arguments) => 1 + arguments.iter().map(depth).max().unwrap_or(0),
            _ => 0,
        }
    }

    #[test]
    fn many_alternatives_are_not_deep() {
        let texts = (0..10_000).map(|number| Expression::text(number.to_string()));
        let any = Expression::any_of(texts.collect()).unwrap();
        assert_eq!(depth(&any), 14);
        assert!(Expression::any_of(Vec::new()).is_none());
    }

    #[test]
    fn regexes_that_are_too_large_are_not_asked() {
        assert_eq!(
            matches("x", "it's").as_deref(),
            Some(r"x.matches('^(?:it\'s)$')")
        );
        assert_eq!(matches("x", &"a".repeat(97)), None);
    }
}
