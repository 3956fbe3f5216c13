//! YAML 1.2 with its core schema. Aliases are followed, within bounds; tags and further documents
//! have no meaning in a policy file and are errors.

use std::collections::HashMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use super::{
    Format, bare,
    code::Code,
    diagnostics::Diagnostic,
    escape, merge,
    node::{Entry, Node, Parsed, Span, Value, Via},
    offsets::Offsets,
    scalar,
};

pub(super) fn parse(text: &str) -> Parsed {
    let mut rest = text.to_owned();
    let mut flaws = Vec::new();
    let mut repaired = Vec::new();
    let mut rounds = (MAX_WORK / text.len().max(1)).clamp(1, MAX_ROUNDS);
    loop {
        let (Parsed { root, flaws: found }, stopped) = once(&rest, &repaired);
        rounds -= 1;
        if rounds > 0
            && let Some(at) = stopped
            && let Some(flaw) = repair(text, &mut rest, at)
        {
            repaired.extend(flaw.span.as_ref().map(|span| span.start));
            repaired.sort_unstable();
            flaws.push(flaw);
            continue;
        }
        flaws.extend(found);
        return Parsed { root, flaws };
    }
}

/// What is wrong with a value by itself, in whose place something is put that can be read: the
/// parser does not get past the first mistake.
fn repair(text: &str, rest: &mut String, at: usize) -> Option<Diagnostic> {
    // What differs has been repaired before.
    let string = escape::string_around(rest, at);
    if let Some(flaw) = string.and_then(|string| escape::repair(text, &string, Format::Yaml, rest))
    {
        return Some(flaw);
    }
    let flaw = bare::yaml(text, at).filter(|_| rest.as_bytes()[at] == text.as_bytes()[at])?;
    bare::fill(rest, flaw.span.as_ref()?);
    Some(flaw)
}

/// As many readings as there are errors in what a person has typed.
const MAX_ROUNDS: usize = 100;

/// How many bytes are worth reading for the sake of further errors.
const MAX_WORK: usize = 1 << 20;

/// What can be read, and where the parser stopped if it did before the end.
fn once(text: &str, repaired: &[usize]) -> (Parsed, Option<usize>) {
    let mut stopped = None;
    let mut tree = Tree {
        text,
        repaired,
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
            Ok((event, span)) => {
                let span = tree.span(span.start, span.end);
                tree.check_tag(&event, &span);
                let span = scalar::value(text, span, &event);
                (event, span)
            }
            Err(error) => {
                let at = tree.span(*error.marker(), *error.marker());
                stopped = Some(at.start);
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
    (tree.finish(text.len()), stopped)
}

/// Deeper than any policy.
const MAX_DEPTH: usize = 64;

/// How many values all anchors and aliases of a file may stand for together.
const MAX_EXPANDED: usize = 250_000;

/// The tree as far as it's read.
struct Tree<'a> {
    text: &'a str,
    /// Where something else was put in the place of a value.
    repaired: &'a [usize],
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
    /// Whether something of it could not be read.
    damaged: bool,
}

enum Items {
    List(Vec<Node>),
    /// With the key whose value comes next, and with what its merge keys bring in.
    Map(Vec<Entry>, Option<Key>, Vec<(Span, Node)>),
}

enum Key {
    Text(String, Span),
    /// `<<`, whose value's entries are the map's unless it has them itself.
    Merge(Span),
    /// A key that is a collection; its value is dropped.
    Dropped,
}

impl Tree<'_> {
    /// Whether to go on.
    fn event(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let place = self.repaired.partition_point(|place| *place < span.start);
                let is_whole = self.repaired.get(place).is_none_or(|at| *at >= span.end);
                if !is_whole {
                    self.unreadable(span);
                } else if let Some(Open {
                    items: Items::Map(_, key @ None, _),
                    ..
                }) = self.open.last_mut()
                {
                    let is_merge = text == "<<" && style == ScalarStyle::Plain;
                    *key = Some(match is_merge {
                        true => Key::Merge(span.clone()),
                        false => Key::Text(text.clone().into_owned(), span.clone()),
                    });
                    let node = Node::new(span, Value::String(text.into_owned()));
                    self.anchor(anchor, &node, 1, 0);
                } else {
                    let value = match style {
                        ScalarStyle::Plain => scalar::plain(&text),
                        _ => Value::String(text.into_owned()),
                    };
                    self.complete(Node::new(span, value), anchor, 1, 0);
                }
            }
            Event::Alias(id) => return self.alias(id, span),
            Event::SequenceStart(anchor, _) => {
                return self.start(Items::List(Vec::new()), anchor, span);
            }
            Event::MappingStart(anchor, _) => {
                return self.start(Items::Map(Vec::new(), None, Vec::new()), anchor, span);
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(&span),
            _ => {}
        }
        true
    }

    /// A value or a key that could not be read.
    fn unreadable(&mut self, span: Span) {
        match self.open.last_mut() {
            Some(Open {
                items: Items::Map(_, key @ None, _),
                damaged,
                ..
            }) => {
                *key = Some(Key::Dropped);
                *damaged = true;
            }
            _ => self.complete(Node::new(span, Value::Unreadable), 0, 1, 0),
        }
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
            damaged: false,
        });
        true
    }

    fn close(&mut self, end: &Span) {
        let Some(open) = self.open.pop() else { return };
        let end = scalar::closed(self.text, open.start, end);
        let mut node = Node::new(open.start..end.max(open.start), Value::Null);
        node.damaged = open.damaged;
        node.value = match open.items {
            Items::List(items) => Value::List(items),
            Items::Map(entries, _, merged) => {
                merge::into(entries, merged, &mut node, &mut self.flaws)
            }
        };
        self.complete(node, open.anchor, open.size, open.height + 1);
    }

    fn complete(&mut self, node: Node, anchor: usize, size: usize, height: usize) {
        self.anchor(anchor, &node, size, height);
        let Some(open) = self.open.last_mut() else {
            self.root = Some(node);
            return;
        };
        open.size += size;
        open.height = open.height.max(height);
        open.damaged |= matches!(node.value, Value::Unreadable);
        match &mut open.items {
            Items::List(items) => items.push(node),
            Items::Map(entries, key, merged) => match key.take() {
                Some(Key::Merge(place)) => merged.push((place, node)),
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
                    open.damaged = true;
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
            self.complete(Node::new(span, Value::Unreadable), 0, 1, 0);
            return true;
        };
        self.expanded += size;
        if self.expanded > MAX_EXPANDED || self.open.len() + height > MAX_DEPTH {
            return self.end_bomb(span);
        }
        let mut node = node.clone();
        node.via = Some(Via::Alias(span.clone()));
        match (self.open.last_mut(), node) {
            (
                Some(Open {
                    items: Items::Map(_, key @ None, _),
                    ..
                }),
                Node {
                    value: Value::String(text),
                    ..
                },
            ) => *key = Some(Key::Text(text, span)),
            (
                Some(Open {
                    items: Items::Map(_, None, _),
                    ..
                }),
                _,
            ) => {
                self.flaw(Code::YamlKey, "a key has to be text", span.clone());
                self.unreadable(span);
            }
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

    fn check_tag(&mut self, event: &Event<'_>, span: &Span) {
        let (Event::Scalar(.., tag) | Event::SequenceStart(_, tag) | Event::MappingStart(_, tag)) =
            event
        else {
            return;
        };
        if tag.is_some() {
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
        while let Some(open) = self.open.last_mut() {
            open.damaged = true;
            self.close(&(end..end));
        }
        let empty = Node::new(0..0, Value::Null);
        Parsed {
            root: self.root.unwrap_or(empty),
            flaws: self.flaws,
        }
    }
}
