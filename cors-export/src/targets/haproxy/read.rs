//! Reads the rules back: which origins they send in `Access-Control-Allow-Origin`.
//!
//! It follows the variables. Only what is known to be the one line of `Origin` may be sent, and only where the
//! conditions under which it is say so about the very same variable: a list that looks at the header itself holds if
//! any of several lines matches, and another is echoed.

mod lists;
mod matchers;
pub(super) mod words;

use std::collections::HashMap;

use self::lists::{Condition, Lists, Term};
use crate::{
    File,
    proof::{Clause, NotRead, Origins},
};

const ALLOW_ORIGIN: &str = "access-control-allow-origin";

pub(in crate::targets) fn read(files: &[File]) -> Result<Origins, NotRead> {
    let mut rules = Rules::default();
    let lines = files.iter().flat_map(|file| file.text.lines());
    let lines: Vec<_> = lines
        .map(|line| Ok((line, words::split(line)?)))
        .collect::<Result<_, _>>()?;
    let at = |line: &str, NotRead(reason)| NotRead(format!("{reason}: {}", line.trim()));
    // A list holds for rules above its last line, too.
    for (line, words) in &lines {
        if let [word, rest @ ..] = &words[..]
            && word == "acl"
        {
            rules.lists.add(rest).map_err(|reason| at(line, reason))?;
        }
    }
    for (line, words) in &lines {
        let read = match words.split_first() {
            None => Ok(()),
            Some((word, _)) if word == "acl" => Ok(()),
            Some((word, rest)) if word == "http-request" => rules.request(rest),
            Some((word, rest)) if word == "http-after-response" => rules.response(rest),
            Some(_) => Err(NotRead("it isn't known".to_owned())),
        };
        read.map_err(|reason| at(line, reason))?;
    }
    match rules.is_removed {
        true => Ok(rules.sent),
        false => Err(NotRead(
            "the server's own grants are not removed".to_owned(),
        )),
    }
}

/// What is known of a variable where a rule stands.
#[derive(Clone)]
enum Value {
    /// The only line of `Origin`, or it is not set.
    Origin,
    /// The same, where one of these holds.
    Allowed(Vec<Clause>),
    Other,
}

#[derive(Default)]
struct Rules {
    lists: Lists,
    variables: HashMap<String, Value>,
    /// Whether what the server grants by itself is removed before anything is sent.
    is_removed: bool,
    sent: Origins,
}

impl Rules {
    fn request(&mut self, words: &[String]) -> Result<(), NotRead> {
        let unknown = || Err(NotRead("it isn't known".to_owned()));
        let Some((action, rest)) = words.split_first() else {
            return unknown();
        };
        if let Some(name) = call(action, "set-var") {
            let Some((value, rest)) = rest.split_first() else {
                return unknown();
            };
            let condition = self.lists.condition(rest)?;
            let value = self.value(value, condition)?;
            let value = match (self.variables.remove(name), value) {
                (None, value) => value,
                (Some(Value::Allowed(mut some)), Value::Allowed(more)) => {
                    some.extend(more);
                    Value::Allowed(some)
                }
                // Which of the two it is, depends.
                _ => Value::Other,
            };
            self.variables.insert(name.to_owned(), value);
            return Ok(());
        }
        if let Some(name) = call(action, "unset-var") {
            self.lists.condition(rest)?;
            self.variables.insert(name.to_owned(), Value::Other);
            return Ok(());
        }
        if action != "return" {
            return unknown();
        }
        let mut rest = rest;
        while let [name, _, after @ ..] = rest
            && matches!(&**name, "status" | "content-type" | "string")
        {
            rest = after;
        }
        self.lists.condition(rest).map(drop)
    }

    fn value(&self, value: &str, condition: Condition) -> Result<Value, NotRead> {
        if value == "req.fhdr(origin)" {
            let is_one = |term: &Term| {
                let is_count =
                    |test: &lists::Test| test.is_integer("req.fhdr_cnt(origin)", &["eq", "1"]);
                !term.is_negated && term.tests.iter().all(is_count)
            };
            return Ok(match condition.as_deref() {
                Some([terms]) if matches!(&terms[..], [term] if is_one(term)) => Value::Origin,
                _ => Value::Other,
            });
        }
        let from = call(value, "var").and_then(|name| self.variables.get(name));
        match (from, condition) {
            (Some(Value::Origin), Some(all)) => {
                let mut clauses = Vec::new();
                for terms in &all {
                    clauses.extend(matchers::clauses(terms, value)?);
                }
                Ok(Value::Allowed(clauses))
            }
            _ => Ok(Value::Other),
        }
    }

    fn response(&mut self, words: &[String]) -> Result<(), NotRead> {
        let [action, header, rest @ ..] = words else {
            return Err(NotRead("it isn't known".to_owned()));
        };
        let is_origin = header.eq_ignore_ascii_case(ALLOW_ORIGIN);
        match (&**action, rest) {
            ("del-header", []) if is_origin => {
                self.is_removed = true;
                self.sent = Origins::default();
                Ok(())
            }
            ("del-header", rest) if !is_origin => self.lists.condition(rest).map(drop),
            ("set-header" | "add-header", [value, rest @ ..]) => {
                let condition = self.lists.condition(rest)?;
                match is_origin {
                    true => self.send(value, condition),
                    false => Ok(()),
                }
            }
            _ => Err(NotRead("it isn't known".to_owned())),
        }
    }

    fn send(&mut self, value: &str, condition: Condition) -> Result<(), NotRead> {
        let all = condition.unwrap_or_default();
        let is_found = |term: &Term, name: Option<&str>| {
            let mut tests = term.tests.iter();
            tests.all(|test| {
                test.method == "found"
                    && name.is_none_or(|name| call(&test.subject, "var") == Some(name))
            })
        };
        if value == "*" {
            // What is refused is not shared.
            let mut terms = all.iter().flatten();
            if !terms.all(|term| term.is_negated && is_found(term, None)) {
                return Err(NotRead("any origin is allowed on a condition".to_owned()));
            }
            self.sent.any = true;
            return Ok(());
        }
        let inner = { value.strip_prefix("%[") }.and_then(|value| value.strip_suffix(']'));
        let Some(name) = inner.and_then(|inner| call(inner, "var")) else {
            return Err(NotRead("what is sent isn't known".to_owned()));
        };
        let mut terms = all.iter().flatten();
        let Some(Value::Allowed(clauses)) = self.variables.get(name) else {
            return Err(NotRead(
                "what is sent may be no origin that is allowed".to_owned(),
            ));
        };
        if !terms.all(|term| !term.is_negated && is_found(term, Some(name))) {
            return Err(NotRead("an origin is sent on another condition".to_owned()));
        }
        self.sent.clauses.extend(clauses.iter().cloned());
        Ok(())
    }
}

/// The argument in `name(argument)`.
fn call<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    text.strip_prefix(name)?
        .strip_prefix('(')?
        .strip_suffix(')')
}
