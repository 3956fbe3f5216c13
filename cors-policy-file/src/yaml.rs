//! YAML 1.2 with its core schema. Aliases are followed, within bounds; tags and further documents
//! have no meaning in a policy file and are errors.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::{
    code::Code,
    diagnostics::Diagnostic,
    node::{Entry, Node, Parsed, Span, Value},
};

pub(super) fn parse(text: &str) -> Parsed {
    let mut tree = Tree {
        offsets: Offsets::new(text),
        open: Vec::new(),
        root: None,
        anchors: HashMap::new(),
        expanded: 0,
        flaws: Vec::new(),
    };
    let mut documents = 0;
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok((event, span)) => (event, tree.span(span.start, span.end)),
            Err(error) => {
                let at = tree.span(*error.marker(), *error.marker());
                tree.flaws.push(Diagnostic::syntax(error.info(), at));
                break;
            }
        };
        if matches!(event, Event::DocumentStart(_)) {
            documents += 1;
            if documents > 1 {
                tree.flaw(Code::YamlDocuments, "a policy file is one document", span);
                break;
            }
        } else if !tree.event(event, span) {
            break;
        }
    }
    tree.finish(text.len())
}

/// Deeper than any policy.
const MAX_DEPTH: usize = 64;

/// How many values all anchors and aliases of a file may stand for together.
const MAX_EXPANDED: usize = 250_000;

/// The tree as far as it's read.
struct Tree<'a> {
    offsets: Offsets<'a>,
    open: Vec<Open>,
    root: Option<Node>,
    anchors: HashMap<usize, Anchored>,
    expanded: usize,
    flaws: Vec<Diagnostic>,
}

/// A value that aliases may repeat, with what that costs.
struct Anchored {
    node: Node,
    size: usize,
    height: usize,
}

/// A collection whose end hasn't come yet.
struct Open {
    start: usize,
    anchor: usize,
    items: Items,
    size: usize,
    height: usize,
}

enum Items {
    List(Vec<Node>),
    Map(Vec<Entry>, Option<Key>),
}

enum Key {
    Text(String, Span),
    /// A key that is a collection; its value is dropped.
    Dropped,
}

impl Tree<'_> {
    /// Whether to go on.
    fn event(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.check_tag(tag.is_some(), &span);
                if let Some(Open {
                    items: Items::Map(_, key @ None),
                    ..
                }) = self.open.last_mut()
                {
                    *key = Some(Key::Text(text.clone().into_owned(), span.clone()));
                    let node = Node {
                        span,
                        value: Value::String(text.into_owned()),
                    };
                    self.anchor(anchor, &node, 1, 0);
                } else {
                    let value = match style {
                        ScalarStyle::Plain => plain(&text),
                        _ => Value::String(text.into_owned()),
                    };
                    self.complete(Node { span, value }, anchor, 1, 0);
                }
            }
            Event::Alias(id) => return self.alias(id, span),
            Event::SequenceStart(anchor, tag) => {
                self.check_tag(tag.is_some(), &span);
                return self.start(Items::List(Vec::new()), anchor, span);
            }
            Event::MappingStart(anchor, tag) => {
                self.check_tag(tag.is_some(), &span);
                return self.start(Items::Map(Vec::new(), None), anchor, span);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span.end),
            _ => {}
        }
        true
    }

    fn start(&mut self, items: Items, anchor: usize, span: Span) -> bool {
        if self.open.len() == MAX_DEPTH {
            self.flaw(Code::TooDeep, "nested too deeply for a policy file", span);
            return false;
        }
        self.open.push(Open {
            start: span.start,
            anchor,
            items,
            size: 1,
            height: 0,
        });
        true
    }

    fn close(&mut self, end: usize) {
        let Some(open) = self.open.pop() else { return };
        let value = match open.items {
            Items::List(items) => Value::List(items),
            Items::Map(entries, _) => Value::Map(entries),
        };
        let span = open.start..end.max(open.start);
        self.complete(
            Node { span, value },
            open.anchor,
            open.size,
            open.height + 1,
        );
    }

    fn complete(&mut self, node: Node, anchor: usize, size: usize, height: usize) {
        self.anchor(anchor, &node, size, height);
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.size += size;
        open.height = open.height.max(height);
        match &mut open.items {
            Items::List(items) => items.push(node),
            Items::Map(entries, key) => match key.take() {
                Some(Key::Text(key, key_span)) => {
                    entries.push(Entry {
                        key,
                        key_span,
                        value: node,
                    });
                }
                Some(Key::Dropped) => {}
                None => {
                    *key = Some(Key::Dropped);
                    self.flaw(Code::YamlKey, "a key has to be text", node.span);
                }
            },
        }
    }

    fn anchor(&mut self, anchor: usize, node: &Node, size: usize, height: usize) {
        if anchor > 0 {
            // Anchors inside of anchors keep what they hold once each.
            self.expanded += size;
            if self.expanded <= MAX_EXPANDED {
                self.anchors.insert(
                    anchor,
                    Anchored {
                        node: node.clone(),
                        size,
                        height,
                    },
                );
            }
        }
    }

    fn alias(&mut self, id: usize, span: Span) -> bool {
        let Some(&Anchored {
            ref node,
            size,
            height,
        }) = self.anchors.get(&id)
        else {
            if self.expanded > MAX_EXPANDED {
                return self.end_bomb(span);
            }
            self.flaw(
                Code::YamlAlias,
                "an alias can't stand inside what it repeats",
                span.clone(),
            );
            self.complete(
                Node {
                    span,
                    value: Value::Unreadable,
                },
                0,
                1,
                0,
            );
            return true;
        };
        self.expanded += size;
        if self.expanded > MAX_EXPANDED || self.open.len() + height > MAX_DEPTH {
            return self.end_bomb(span);
        }
        let node = node.clone();
        match (self.open.last_mut(), node) {
            (
                Some(Open {
                    items: Items::Map(_, key @ None),
                    ..
                }),
                Node {
                    value: Value::String(text),
                    ..
                },
            ) => *key = Some(Key::Text(text, span)),
            (_, node) => self.complete(node, 0, size, height),
        }
        true
    }

    fn end_bomb(&mut self, span: Span) -> bool {
        self.flaw(
            Code::YamlAlias,
            "the aliases stand for more than a policy file may hold",
            span,
        );
        false
    }

    fn check_tag(&mut self, tagged: bool, span: &Span) {
        if tagged {
            self.flaw(
                Code::YamlTag,
                "a tag has no meaning in a policy file",
                span.clone(),
            );
        }
    }

    fn flaw(&mut self, code: Code, message: &str, span: Span) {
        self.flaws
            .push(Diagnostic::error(code, message, Some(span)));
    }

    fn span(&self, start: Marker, end: Marker) -> Span {
        let start = self.offsets.byte(start.index());
        start..self.offsets.byte(end.index()).max(start)
    }

    /// What stood before a flaw is still worth looking at.
    fn finish(mut self, end: usize) -> Parsed {
        while !self.open.is_empty() {
            self.close(end);
        }
        let empty = Node {
            span: 0..0,
            value: Value::Null,
        };
        Parsed {
            root: self.root.unwrap_or(empty),
            flaws: self.flaws,
        }
    }
}

/// The core schema: <https://yaml.org/spec/1.2.2/#103-core-schema>.
fn plain(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Value::Null,
        "true" | "True" | "TRUE" => return Value::Boolean(true),
        "false" | "False" | "FALSE" => return Value::Boolean(false),
        ".nan" | ".NaN" | ".NAN" => return Value::Number(text.to_owned()),
        _ => {}
    }
    let radix = |digits, radix| i128::from_str_radix(digits, radix).ok();
    let integer = match (text.strip_prefix("0o"), text.strip_prefix("0x")) {
        (Some(digits), _) if !digits.starts_with(['+', '-']) => radix(digits, 8),
        (_, Some(digits)) if !digits.starts_with(['+', '-']) => radix(digits, 16),
        _ => radix(text, 10),
    };
    if let Some(integer) = integer {
        return Value::Number(integer.to_string());
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let number = unsigned.starts_with(|first: char| first.is_ascii_digit() || first == '.')
        && text.parse::<f64>().is_ok();
    if number || matches!(unsigned, ".inf" | ".Inf" | ".INF") {
        return Value::Number(text.to_owned());
    }
    Value::String(text.to_owned())
}

/// From characters, which the parser counts, to bytes.
struct Offsets<'a> {
    text: &'a str,
    /// The place of every [`STEP`](Self::STEP)th character.
    steps: Vec<usize>,
}

impl<'a> Offsets<'a> {
    const STEP: usize = 64;

    fn new(text: &'a str) -> Self {
        let steps = text
            .char_indices()
            .step_by(Self::STEP)
            .map(|(at, _)| at)
            .collect();
        Self { text, steps }
    }

    fn byte(&self, character: usize) -> usize {
        let Some(&start) = self.steps.get(character / Self::STEP) else {
            return self.text.len();
        };
        let mut rest = self.text[start..].char_indices();
        rest.nth(character % Self::STEP)
            .map_or(self.text.len(), |(at, _)| start + at)
    }
}
