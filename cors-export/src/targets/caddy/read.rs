//! Reads the route that stands before `reverse_proxy`: which variable `Access-Control-Allow-Origin` depends on, and
//! which values of `Origin` set it.

use std::collections::BTreeMap;

use cors_core::Origin;

use super::{ORIGIN, token::Line};
use crate::{
    File,
    proof::{Clause, Matcher, NotRead, Origins},
    targets::whole::whole,
};

pub(in super::super) fn read(files: &[File]) -> Result<Origins, NotRead> {
    let mut reader = Reader::default();
    let mut origins = Origins::default();
    for file in files {
        reader.block(&Line::all(&file.text)?, &mut Vec::new())?;
    }
    if reader.any {
        origins.any = true;
        return Ok(origins);
    }
    let mut sent = reader.sent.iter();
    let Some(first) = sent.next() else {
        return Ok(origins);
    };
    if sent.any(|variable| variable != first) {
        return Err(NotRead("origins are told by several variables".to_owned()));
    }
    for (variable, clauses) in reader.set {
        if variable == *first {
            let not_read = || NotRead(format!("the variable {} is set otherwise", variable.0));
            origins.clauses.extend(clauses.ok_or_else(not_read)?);
        }
    }
    Ok(origins)
}

/// A variable with its value.
type Variable = (String, String);

/// What a named matcher demands.
#[derive(Clone)]
enum Demand {
    /// That a variable has a value.
    Set(Variable),
    /// An origin.
    Origin(Vec<Clause>),
    /// Something else.
    Other,
}

#[derive(Default)]
struct Reader {
    matchers: BTreeMap<String, Demand>,
    /// Whether any origin is told `*`.
    any: bool,
    /// The variables that have to be set where an origin is told that it is allowed.
    sent: Vec<Variable>,
    /// The variables that are set, and for which origins. `None` if that is not understood.
    set: Vec<(Variable, Option<Vec<Clause>>)>,
}

impl Reader {
    /// `outer` are the matchers of the routes around it.
    fn block(&mut self, lines: &[Line], outer: &mut Vec<Demand>) -> Result<(), NotRead> {
        for line in lines {
            self.line(line, outer)?;
        }
        Ok(())
    }

    fn line(&mut self, line: &Line, outer: &mut Vec<Demand>) -> Result<(), NotRead> {
        let tokens: Vec<_> = line.tokens.iter().map(String::as_str).collect();
        match &tokens[..] {
            [name, rest @ ..] if name.starts_with('@') => {
                let demand = match rest {
                    [] => demand(&line.block)?,
                    _ => {
                        let tokens = rest.iter().map(|&token| token.to_owned()).collect();
                        let block = Vec::new();
                        demand(&[Line { tokens, block }])?
                    }
                };
                // Two of one name are an error of Caddy's.
                match self.matchers.insert((*name).to_owned(), demand) {
                    Some(_) => Err(line.not_read()),
                    None => Ok(()),
                }
            }
            ["route"] => self.block(&line.block, outer),
            ["route", matcher] => {
                outer.push(self.matcher(matcher, line)?);
                self.block(&line.block, outer)?;
                outer.pop();
                Ok(())
            }
            ["vars", matcher, name, value] if matcher.starts_with('@') => {
                let variable = ((*name).to_owned(), (*value).to_owned());
                let clauses = match self.matcher(matcher, line)? {
                    Demand::Origin(clauses) if outer.is_empty() => Some(clauses),
                    _ => None,
                };
                self.set.push((variable, clauses));
                Ok(())
            }
            ["header", rest @ ..] => self.header(line, rest, outer),
            ["respond", ..] => Ok(()),
            // Of other variables than those that `vars` sets.
            ["map", ..] => Ok(()),
            _ => Err(line.not_read()),
        }
    }

    fn matcher(&self, name: &str, line: &Line) -> Result<Demand, NotRead> {
        let demand = self.matchers.get(name).cloned();
        demand.ok_or_else(|| line.not_read())
    }

    fn header(&mut self, line: &Line, rest: &[&str], outer: &[Demand]) -> Result<(), NotRead> {
        let mut demands = outer.to_vec();
        let rest = match rest {
            [matcher, rest @ ..] if matcher.starts_with('@') => {
                demands.push(self.matcher(matcher, line)?);
                rest
            }
            all => all,
        };
        let in_block = { line.block.iter() }.map(|line| line.tokens.iter().map(String::as_str));
        let mut changes: Vec<Vec<&str>> = in_block.map(Iterator::collect).collect();
        if !rest.is_empty() {
            changes.push(rest.to_vec());
        }
        for change in changes {
            let Some(name) = change.first() else {
                continue;
            };
            let field = name.trim_start_matches(['+', '-', '?', '>']);
            let is_origin = field.eq_ignore_ascii_case("access-control-allow-origin");
            // A star stands for the rest of a name.
            if !is_origin && !field.contains('*') || name.starts_with('-') {
                continue;
            }
            let mut variables = { demands.iter() }.filter_map(|demand| match demand {
                Demand::Set(variable) => Some(variable),
                _ => None,
            });
            match (&change[1..], variables.next_back()) {
                (["*"], _) if field == *name => self.any = true,
                ([value], Some(variable)) if *value == ORIGIN && field == *name => {
                    self.sent.push(variable.clone());
                }
                _ => return Err(line.not_read()),
            }
        }
        Ok(())
    }
}

/// What all lines of a matcher demand.
fn demand(lines: &[Line]) -> Result<Demand, NotRead> {
    let mut texts = Vec::new();
    let mut clause: Option<Clause> = None;
    let mut has_regex = false;
    let mut variable = None;
    let mut is_other = false;
    for line in lines {
        let tokens: Vec<_> = line.tokens.iter().map(String::as_str).collect();
        match &tokens[..] {
            ["vars", name, values @ ..] if *name == ORIGIN && !values.is_empty() => {
                texts.extend(values.iter().map(|&value| value.to_owned()));
            }
            ["vars", name, value] if !name.starts_with('{') && variable.is_none() => {
                variable = Some(((*name).to_owned(), (*value).to_owned()));
            }
            ["vars_regexp", name, regex] if *name == ORIGIN => {
                // The first of two would be dropped.
                if has_regex {
                    return Err(line.not_read());
                }
                has_regex = true;
                clause.get_or_insert_default().push(whole(regex));
            }
            ["not"] if matches!(&line.block[..], [_]) => {
                let [inner] = &line.block[..] else {
                    return Err(line.not_read());
                };
                match inner.tokens.iter().map(String::as_str).collect::<Vec<_>>()[..] {
                    ["not", "vars_regexp", name, regex] if name == ORIGIN => {
                        clause.get_or_insert_default().push(whole(regex));
                    }
                    _ => return Err(line.not_read()),
                }
            }
            ["expression", expression] => {
                let limit = { expression.strip_prefix(&format!("size({ORIGIN}) <= ")) }
                    .and_then(|limit| limit.parse::<usize>().ok());
                match limit {
                    // No origin is longer.
                    Some(limit) if limit >= Origin::MAX_LEN => {}
                    Some(_) => return Err(line.not_read()),
                    None => is_other = true,
                }
            }
            _ => is_other = true,
        }
    }
    let mut clauses: Vec<Clause> = { texts.into_iter() }
        .map(|text| vec![Matcher::Exact(text)])
        .collect();
    if let Some(clause) = clause {
        if !clauses.is_empty() {
            return Err(NotRead(
                "a matcher of texts and regexes is not understood".to_owned(),
            ));
        }
        clauses.push(clause);
    }
    match (clauses.is_empty(), variable, is_other) {
        (false, None, false) => Ok(Demand::Origin(clauses)),
        (true, Some(variable), false) => Ok(Demand::Set(variable)),
        _ => Ok(Demand::Other),
    }
}
