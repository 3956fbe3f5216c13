//! Expressions in CEL: as text in the values of headers, and as trees in the conditions of `rbac`.

use core::fmt::Write as _;

use saphyr::Yaml;

use crate::yaml::{list, map, text};

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

    pub(super) fn not(self) -> Self {
        Self::Call("!_", vec![self])
    }

    pub(super) fn is_in(self, list: Vec<Self>) -> Self {
        Self::Call("@in", vec![self, Self::List(list)])
    }

    /// Whether a field of the request that is a map has it.
    pub(super) fn is_key_of(self, field: &'static str) -> Self {
        Self::Call("@in", vec![self, Self::Request(field)])
    }

    /// Whether it is matched as a whole.
    pub(super) fn matches(self, regex: &str) -> Self {
        let whole = Self::Text(format!("^(?:{regex})$"));
        Self::Method("matches", vec![self, whole])
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
