//! Access lists and the conditions made of them.

use std::collections::HashMap;

use crate::proof::NotRead;

/// One test: what is looked at, and what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Test {
    /// As it is written: `var(txn.x)`, `req.fhdr_cnt(origin)`.
    pub(super) subject: String,
    /// Of `-m`: `str`, `reg`, `found`. Empty where the subject has its own.
    pub(super) method: String,
    pub(super) ignores_case: bool,
    pub(super) patterns: Vec<String>,
}

impl Test {
    fn read(words: &[String]) -> Result<Self, NotRead> {
        let Some((subject, mut rest)) = words.split_first() else {
            return Err(NotRead("a list looks at nothing".to_owned()));
        };
        let mut test = Self {
            subject: subject.clone(),
            method: String::new(),
            ignores_case: false,
            patterns: Vec::new(),
        };
        while let Some((flag, after)) = rest.split_first() {
            rest = match (&**flag, after) {
                ("-i", _) => {
                    test.ignores_case = true;
                    after
                }
                ("-m", [method, after @ ..]) => {
                    test.method.clone_from(method);
                    after
                }
                ("--", _) => {
                    rest = after;
                    break;
                }
                (flag, _) if flag.starts_with('-') => {
                    return Err(NotRead(format!("{flag} isn't known")));
                }
                _ => break,
            };
        }
        test.patterns = rest.to_vec();
        Ok(test)
    }

    /// Whether it is `subject`, compared as an integer: `eq 1`.
    pub(super) fn is_integer(&self, subject: &str, comparison: &[&str]) -> bool {
        self.subject == subject && self.method.is_empty() && self.patterns == comparison
    }
}

/// The lists by name. Several with one name are one: any of them has to hold.
#[derive(Default)]
pub(super) struct Lists(HashMap<String, Vec<Test>>);

/// One of a condition's words: any of the tests holds, or none.
pub(super) struct Term {
    pub(super) is_negated: bool,
    pub(super) tests: Vec<Test>,
}

/// What stands behind `if`: one of these, all of whose terms hold. None for a rule without condition.
pub(super) type Condition = Option<Vec<Vec<Term>>>;

impl Lists {
    /// `acl NAME …`, without the first word.
    pub(super) fn add(&mut self, words: &[String]) -> Result<(), NotRead> {
        let Some((name, words)) = words.split_first() else {
            return Err(NotRead("a list has no name".to_owned()));
        };
        let test = Test::read(words)?;
        self.0.entry(name.clone()).or_default().push(test);
        Ok(())
    }

    /// The condition that a rule ends with.
    pub(super) fn condition(&self, words: &[String]) -> Result<Condition, NotRead> {
        let (is_unless, mut rest) = match words.split_first() {
            None => return Ok(None),
            Some((word, rest)) if word == "if" => (false, rest),
            Some((word, rest)) if word == "unless" => (true, rest),
            Some((word, _)) => return Err(NotRead(format!("{word} isn't known"))),
        };
        let mut all = vec![Vec::new()];
        while let Some((word, mut after)) = rest.split_first() {
            if matches!(&**word, "or" | "||") {
                all.push(Vec::new());
                rest = after;
                continue;
            }
            let (is_negated, word) = match word.strip_prefix('!') {
                Some(word) => (true, word),
                None => (false, &**word),
            };
            let tests = if word == "{" {
                let end = after.iter().position(|word| word == "}");
                let end = end.ok_or_else(|| NotRead("a list isn't closed".to_owned()))?;
                let test = Test::read(&after[..end])?;
                after = &after[end + 1..];
                vec![test]
            } else {
                let known = self.0.get(word).cloned();
                known.ok_or_else(|| NotRead(format!("there is no list {word}")))?
            };
            if let Some(terms) = all.last_mut() {
                terms.push(Term { is_negated, tests });
            }
            rest = after;
        }
        match (is_unless, all.iter().any(Vec::is_empty)) {
            (_, true) => Err(NotRead("a condition is empty".to_owned())),
            (false, _) => Ok(Some(all)),
            (true, _) => negated(all).map(Some),
        }
    }
}

/// None of these holds: all terms are the other way round. With several terms it is another kind of condition.
fn negated(all: Vec<Vec<Term>>) -> Result<Vec<Vec<Term>>, NotRead> {
    let mut terms = Vec::new();
    for mut conjunction in all {
        match (conjunction.pop(), conjunction.is_empty()) {
            (Some(term), true) => terms.push(Term {
                is_negated: !term.is_negated,
                ..term
            }),
            _ => return Err(NotRead("unless has several lists".to_owned())),
        }
    }
    Ok(vec![terms])
}
