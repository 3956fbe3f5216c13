//! Random policies, and random requests for them: a suite that nobody has written. What is expected is what the
//! engine answers.

mod dice;
mod policies;
mod requests;

use std::collections::BTreeMap;

use anyhow::{Result, anyhow};
use cors_conformance::{Case, Reply, Suite, SuiteFile, reference::Application};
use cors_core::adapter::{Decision, Head, Responder};
use http::HeaderValue;
use toml::{Table, Value};

use self::dice::Dice;
use crate::client;

/// What excuses call the theme of these cases.
pub(crate) const THEME: &str = "random";

/// How many requests are made for a policy.
const REQUESTS: usize = 40;

/// A suite, and what its policies say.
pub(crate) struct Random {
    pub(crate) suite: Suite,
    texts: BTreeMap<String, String>,
}

impl Random {
    /// So many requests, the same for the same seed.
    pub(crate) fn new(seed: u64, count: usize) -> Result<Self> {
        let mut dice = Dice::new(seed);
        let mut policies = Table::new();
        let mut cases = Vec::new();
        while cases.len() < count {
            let name = format!("r{}", policies.len());
            let policy = policies::policy(&mut dice);
            for _ in 0..REQUESTS.min(count - cases.len()) {
                let mut case = requests::request(&mut dice, &policy);
                case.insert("name".to_owned(), format!("random-{}", cases.len()).into());
                case.insert("fetch".to_owned(), "rule: reads-little".into());
                case.insert("policy".to_owned(), name.clone().into());
                expect(
                    &mut case,
                    &Reply::new::<&str, &[u8]>(200, [], Some(1)),
                    false,
                );
                cases.push(case);
            }
            policies.insert(name, policy.into());
        }
        let texts = policies
            .iter()
            .map(|(name, policy)| (name.clone(), policy.to_string()));
        let texts = texts.collect();
        let policies = toml::to_string(&one("policies", policies.into()))?;
        let asking = parse(&policies, &cases)?;
        let application = Application::new(&asking);
        let responders: BTreeMap<_, Responder<HeaderValue>> = { asking.policies() }
            .map(|(name, policy)| (name, Responder::new(policy)))
            .collect();
        for (case, asked) in cases.iter_mut().zip(asking.cases()) {
            let request = asked.request();
            let reply = application.send(request);
            let head = client::request(request)?;
            let responder = request
                .place()
                .policy()
                .and_then(|name| responders.get(name));
            let decision = responder.map(|responder| responder.peek(&Head::of(&head)));
            let is_refused =
                matches!(decision, Some(Decision::Answer(answer)) if answer.refused_by().is_some());
            expect(case, &reply, is_refused);
        }
        let suite = parse(&policies, &cases)?;
        Ok(Self { suite, texts })
    }

    /// What the policy of a case says.
    pub(crate) fn text(&self, case: &Case) -> &str {
        let name = case.request().place().policy().unwrap_or_default();
        self.texts.get(name).map_or("", String::as_str)
    }
}

/// Writes down what is expected.
fn expect(case: &mut Table, reply: &Reply, is_refused: bool) {
    let mut status = vec![Value::from(i64::from(reply.status))];
    // Where nobody knows which host it is for, many refuse by themselves.
    if is_refused && case.contains_key("authority") {
        status.push(400.into());
    }
    let mut lines = BTreeMap::<&str, Vec<Value>>::new();
    let mut vary = Vec::new();
    for (name, value) in &reply.headers {
        if name == "vary" {
            let value = String::from_utf8_lossy(value);
            vary.extend(value.split(',').map(|element| Value::from(element.trim())));
        } else if let Some(name) = name.strip_prefix("access-control-") {
            let bytes: Vec<Value> = value.iter().map(|byte| i64::from(*byte).into()).collect();
            let line = one("bytes", bytes.into());
            lines.entry(name).or_default().push(line.into());
        }
    }
    let lines = lines.into_iter();
    let lines: Table = lines
        .map(|(name, lines)| (name.to_owned(), lines.into()))
        .collect();
    for (key, value) in [
        ("status", status.into()),
        (
            "handler",
            reply.handler_runs.is_some_and(|runs| runs > 0).into(),
        ),
        ("refusal", is_refused.into()),
        ("access-control", lines.into()),
        ("vary", vary.into()),
    ] {
        case.insert(key.to_owned(), value);
    }
}

fn parse(policies: &str, cases: &[Table]) -> Result<Suite> {
    let cases = cases.iter().cloned().map(Value::from).collect::<Vec<_>>();
    let cases = toml::to_string(&one("case", cases.into()))?;
    let files = [SuiteFile::new("random.toml", &cases)];
    let suite = Suite::parse(SuiteFile::new("policies.toml", policies), &files);
    suite.map_err(|error| anyhow!("the random suite is wrong: {error}"))
}

fn one(key: &str, value: Value) -> Table {
    [(key.to_owned(), value)].into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::Random;

    #[test]
    fn a_seed_gives_its_suite() {
        let suite = |seed| Random::new(seed, 400).unwrap();
        let told = |random: &Random| format!("{:?}{:?}", random.texts, random.suite.cases());
        assert_eq!(told(&suite(1)), told(&suite(1)));
        assert_ne!(told(&suite(1)), told(&suite(2)));
        let suite = suite(3).suite;
        assert_eq!(suite.cases().len(), 400);
        assert_eq!(suite.policies().count(), 10);
    }
}
