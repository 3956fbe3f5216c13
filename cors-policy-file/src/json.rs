//! JSON: RFC 8259 to the letter, so neither comments nor trailing commas.

use jsonc_parser::{CollectOptions, ParseOptions, ast, common::Ranged, parse_to_ast};

use super::{
    Format,
    diagnostics::Diagnostic,
    escape,
    node::{Entry, Node, Parsed, Span, Value, whole},
};

pub(super) fn parse(text: &str) -> Parsed {
    let mut rest = text.to_owned();
    let mut flaws = Vec::new();
    let mut repaired = Vec::new();
    let mut rounds = (MAX_WORK / text.len().max(1)).clamp(1, MAX_ROUNDS);
    loop {
        let Parsed {
            mut root,
            flaws: found,
        } = once(&rest);
        rounds -= 1;
        let place = { found.first() }.and_then(|flaw| Some(flaw.span.as_ref()?.start));
        // What is wrong with a string by itself has nothing to do with what stands around it.
        let string = place.and_then(|at| escape::string_around(&rest, at));
        let repair =
            string.and_then(|string| escape::repair(text, &string, Format::Json, &mut rest));
        if let Some(flaw) = repair {
            repaired.extend(flaw.span.as_ref().map(|span| span.start));
            flaws.push(flaw);
            if rounds > 0 {
                continue;
            }
            root.value = Value::Unreadable;
        } else {
            flaws.extend(found);
        }
        repaired.sort_unstable();
        root.damage(&repaired);
        return Parsed { root, flaws };
    }
}

/// As many readings as there are errors in what a person has typed.
const MAX_ROUNDS: usize = 100;

/// How many bytes are worth reading for the sake of further errors.
const MAX_WORK: usize = 1 << 20;

fn once(text: &str) -> Parsed {
    let flaw = match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        // It takes any white space and control character where JSON has a list of each: what
        // it lets pass is read once more, by a parser that doesn't know places.
        Ok(parsed) => match (
            parsed.value,
            serde_json::from_str::<serde_json::Value>(text),
        ) {
            (Some(value), Ok(_)) => {
                return Parsed {
                    root: node(value),
                    flaws: Vec::new(),
                };
            }
            (_, Err(error)) => flaw(text, &error),
            (None, Ok(_)) => Diagnostic::syntax("expected a value", 0..text.len()),
        },
        Err(error) => {
            Diagnostic::syntax(lower_case(&error.kind().to_string()), span(error.range()))
        }
    };
    // What a laxer reading makes of it may have problems of its own.
    let lax = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default());
    let root = lax.ok().and_then(|parsed| parsed.value).map(node);
    let unreadable = Node::new(0..text.len(), Value::Unreadable);
    Parsed {
        root: root.unwrap_or(unreadable),
        flaws: vec![flaw],
    }
}

fn node(value: ast::Value<'_>) -> Node {
    let span = span(value.range());
    let value = match value {
        ast::Value::StringLit(string) => Value::String(string.value.into_owned()),
        ast::Value::NumberLit(number) => Value::Number(number.value.to_owned()),
        ast::Value::BooleanLit(boolean) => Value::Boolean(boolean.value),
        ast::Value::NullKeyword(_) => Value::Null,
        ast::Value::Array(array) => Value::List(array.elements.into_iter().map(node).collect()),
        ast::Value::Object(object) => {
            Value::Map(object.properties.into_iter().map(entry).collect())
        }
    };
    Node::new(span, value)
}

fn entry(property: ast::ObjectProp<'_>) -> Entry {
    Entry {
        key_span: span(property.name.range()),
        key: property.name.into_string(),
        value: node(property.value),
    }
}

fn flaw(text: &str, error: &serde_json::Error) -> Diagnostic {
    let line = text
        .split_inclusive('\n')
        .take(error.line().saturating_sub(1))
        .map(str::len);
    let start = line.sum::<usize>() + error.column().saturating_sub(1);
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default();
    Diagnostic::syntax(lower_case(message), whole(text, start..start))
}

fn span(range: jsonc_parser::common::Range) -> Span {
    range.start..range.end
}

/// Sentences start in lower case here; what stands for itself (`EOF`) stays.
fn lower_case(message: &str) -> String {
    let mut chars = message.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => message.to_owned(),
    }
}

const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};
