//! Origins that are almost a trusted one.

use http::header::ACCESS_CONTROL_ALLOW_ORIGIN;

use super::super::{
    attack::{self, Attack},
    code::Code,
    finding::Finding,
    server::Server,
};
use super::{
    answers::Answer, asking::Asking, channel::Channel, evidence, findings::Findings, grant::Grant,
    requests, strangers::Seen,
};

/// The trusted origins after the first are tried with less.
const OTHERS: usize = 2;

pub(super) async fn ask(
    asking: &mut Asking<'_, impl Server>,
    findings: &mut Findings,
    seen: &Seen<'_>,
) {
    if findings.has(Code::ReflectsAnyOrigin) {
        return;
    }
    let (channel, is_named) = (
        seen.channel,
        seen.trusted_grant(asking.plan.origin).is_any(),
    );
    null(asking, findings, channel).await;
    // Whoever answers everybody with * looks at nothing.
    if seen.trusted_grant(asking.plan.origin) == Grant::Anybody {
        return;
    }
    let plan = asking.plan;
    let mut allowed = Allowed::default();
    // Where the page itself is not allowed, nothing is that only looks like it.
    let others = |code| {
        matches!(
            code,
            Code::AllowsAnySubdomain | Code::AllowsHttp | Code::IgnoresPort | Code::AllowsLocalhost
        )
    };
    allowed
        .try_all(asking, seen, channel, plan.origin, |code| {
            is_named || others(code)
        })
        .await;
    allowed.drop_explained(asking, channel, plan.origin).await;
    allowed.look_behind_localhost(asking, seen, channel).await;
    let named = plan.trusted.iter().filter(|origin| *origin != plan.origin);
    let others: Vec<_> = named
        .filter(|origin| requests::is_canonical(origin))
        .take(OTHERS)
        .collect();
    for origin in others {
        let names = |code| {
            matches!(
                code,
                Code::AllowsPrefix
                    | Code::AllowsSuffix
                    | Code::AllowsSharedSuffix
                    | Code::UnescapedDot
            )
        };
        allowed.try_all(asking, seen, channel, origin, names).await;
        allowed.drop_explained(asking, channel, origin).await;
    }
    for (attack, answer) in allowed.0 {
        findings.add(finding(&attack, &answer));
    }
}

async fn null(asking: &mut Asking<'_, impl Server>, findings: &mut Findings, channel: Channel<'_>) {
    if asking.trust.covers("null") || asking.plan.origin == "null" {
        return;
    }
    let Some(answer) = channel.ask(asking, "null").await else {
        return;
    };
    if Grant::of(&answer, "null").is_named() {
        let attack = Attack {
            code: Code::AllowsNull,
            origin: "null".to_owned(),
            why: "every sandboxed frame and every data: page has this origin, whoever made it"
                .to_owned(),
        };
        findings.add(finding(&attack, &answer));
    }
}

/// What was let in.
#[derive(Default)]
struct Allowed(Vec<(Attack, Answer)>);

impl Allowed {
    fn has(&self, code: Code) -> bool {
        self.0.iter().any(|(attack, _)| attack.code == code)
    }

    async fn try_all(
        &mut self,
        asking: &mut Asking<'_, impl Server>,
        seen: &Seen<'_>,
        channel: Channel<'_>,
        trusted: &str,
        is_wanted: impl Fn(Code) -> bool,
    ) {
        for attack in attack::attacks(trusted) {
            let explained = self
                .0
                .iter()
                .any(|(cause, _)| attack::explains(cause.code, attack.code));
            let asked = self.has(attack.code) || explained || !is_wanted(attack.code);
            if asked || asking.trust.covers(&attack.origin) {
                continue;
            }
            let Some(answer) = channel.ask(asking, &attack.origin).await else {
                continue;
            };
            if is_let_in(&attack, &answer, trusted, seen) {
                self.0.push((attack, answer));
            }
        }
    }

    /// Where localhost is let in, a name may be that only begins like it.
    async fn look_behind_localhost(
        &mut self,
        asking: &mut Asking<'_, impl Server>,
        seen: &Seen<'_>,
        channel: Channel<'_>,
    ) {
        let is_local = |attack: &Attack| attack.code == Code::AllowsLocalhost;
        let local = self.0.iter().find(|(attack, _)| is_local(attack));
        let Some(local) = local.map(|(attack, _)| attack.origin.clone()) else {
            return;
        };
        let before = self.0.len();
        let is_prefix = |code| code == Code::AllowsPrefix;
        self.try_all(asking, seen, channel, &local, is_prefix).await;
        if self.0.len() > before {
            self.0.retain(|(attack, _)| !is_local(attack));
        }
    }

    /// A comparison that asks whether the trusted origin stands anywhere in the other one has one mistake and not two.
    async fn drop_explained(
        &mut self,
        asking: &mut Asking<'_, impl Server>,
        channel: Channel<'_>,
        trusted: &str,
    ) {
        let ends = [Code::AllowsSuffix, Code::AllowsSharedSuffix];
        let has_both = self.has(Code::AllowsPrefix) && ends.into_iter().any(|code| self.has(code));
        let Some(origin) = attack::anywhere(trusted).filter(|_| has_both) else {
            return;
        };
        let Some(answer) = channel.ask(asking, &origin).await else {
            return;
        };
        if !Grant::of(&answer, &origin).is_named() {
            return;
        }
        self.0.retain(|(attack, _)| !ends.contains(&attack.code));
        for (attack, shown) in &mut self.0 {
            if attack.code == Code::AllowsPrefix {
                attack.origin.clone_from(&origin);
                attack.why = format!(
                    "it has {trusted}, or a part of it, somewhere in it, and anybody can have such a name"
                );
                shown.clone_from(&answer);
            }
        }
    }
}

/// Whether the answer is for the origin; and for one that no browser sends, whether it is taken for the trusted one.
fn is_let_in(attack: &Attack, answer: &Answer, trusted: &str, seen: &Seen<'_>) -> bool {
    if Grant::of(answer, &attack.origin).is_named() {
        return true;
    }
    let is_static = seen.stranger.as_ref().is_none_or(|stranger| {
        let allowed = |answer: &Answer| answer.header(&ACCESS_CONTROL_ALLOW_ORIGIN);
        allowed(stranger) == allowed(answer)
    });
    attack.code == Code::AcceptsMalformedOrigin
        && !is_static
        && Grant::of(answer, trusted).is_named()
}

fn finding(attack: &Attack, answer: &Answer) -> Finding {
    let credentials = super::grant::allows_credentials(answer);
    let (code, origin, why) = (attack.code, &attack.origin, &attack.why);
    let message = match (code, credentials) {
        (Code::AcceptsMalformedOrigin, _) => format!("the origin {origin} is accepted: {why}"),
        (_, true) => format!("the origin {origin} is allowed, with credentials: {why}"),
        (_, false) => format!("the origin {origin} is allowed, without credentials: {why}"),
    };
    Finding {
        code,
        severity: code.severity(credentials),
        message,
        evidence: evidence::of(answer),
        advice: advice(code).to_owned(),
        request: Some(answer.request.clone()),
    }
}

fn advice(code: Code) -> &'static str {
    match code {
        Code::AllowsNull => {
            "take null off the list: what needs it can be served from an origin of its own"
        }
        Code::AllowsPrefix => "compare the whole origin, byte for byte; end a regex with $",
        Code::AllowsSuffix => {
            "compare the whole origin, byte for byte; let a pattern for subdomains begin with ://, and a dot before the domain"
        }
        Code::UnescapedDot => r"write \. for each dot of the regex, or compare with a list",
        Code::AllowsSpecialCharacters => "end the regex with $, or compare with a list",
        Code::AllowsSharedSuffix => "name the whole hosts: nothing below this suffix is all yours",
        Code::AllowsAnySubdomain => {
            "name the subdomains that need it; if all of them do, trust them on purpose"
        }
        Code::AllowsHttp => {
            "allow https only, and have browsers keep to it with Strict-Transport-Security"
        }
        Code::IgnoresPort => "compare the port, too: an origin without one has the scheme's",
        Code::AllowsLocalhost => "keep the origins of development out of what is deployed",
        _ => "compare the origin as it is, byte for byte, without parsing it or folding its case",
    }
}
