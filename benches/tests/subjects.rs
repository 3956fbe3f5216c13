//! Whatever is measured answers what it should.

use cors_benches::{
    Case, Contender, Framework, Named as _, PolicyKind, Subject,
    contender::absence,
    contenders::{Answer, subject},
    measure::CALLS,
};

/// Everything but for the 100,000 origins, which take their time to build without optimisation:
/// those only once, without a framework. So is minimal disclosure, which is measured nowhere else.
fn matrix() -> impl Iterator<Item = (Framework, PolicyKind)> {
    let all = Framework::ALL.iter().flat_map(|&framework| {
        let kinds = PolicyKind::ALL.iter();
        kinds.map(move |&policy| (framework, policy))
    });
    all.filter(|&(framework, policy)| {
        !policy.has_guards()
            && (!matches!(policy, PolicyKind::Exact(100_000) | PolicyKind::Minimal)
                || matches!(framework, Framework::Core | Framework::Decision))
    })
}

/// Ours, the floor and the peer decide alike about the requests that are measured.
#[test]
fn guards_decide_alike() {
    for framework in [
        Framework::Decision,
        Framework::Core,
        Framework::Tower,
        Framework::Axum,
    ] {
        let kinds = PolicyKind::ALL.iter();
        for &policy in kinds.filter(|policy| policy.has_guards()) {
            let cases: &[Case] = match policy {
                PolicyKind::Guarded => &Case::GUARDED,
                _ => &Case::TO_HOSTS,
            };
            for &case in cases {
                let expected = match case {
                    Case::PostRefused => 403,
                    Case::OtherHost => 421,
                    _ => 200,
                };
                let mut answers = Vec::new();
                for contender in [Contender::Ours, Contender::Floor, Contender::Peer] {
                    let Some(mut subject) = subject(framework, contender, policy) else {
                        continue;
                    };
                    let answer = answer(subject.as_mut(), case, policy);
                    assert_eq!(answer.status, expected, "{framework}, {contender}, {case}");
                    if contender != Contender::Peer {
                        answers.push(answer);
                    }
                }
                assert_eq!(answers.len(), 2);
                assert_eq!(answers[0], answers[1], "{framework}, {policy}, {case}");
            }
        }
    }
}

fn answer(subject: &mut dyn Subject, case: Case, policy: PolicyKind) -> Answer {
    let request = case.request(policy);
    subject.prepare(&request);
    let status = subject.call();
    subject.prepare(&request);
    let answer = subject.answer();
    assert_eq!(status, answer.status, "{case}: what is called answers");
    answer
}

fn is_any(policy: PolicyKind) -> bool {
    policy == PolicyKind::Any
}

#[test]
fn nothing_is_absent_without_a_reason() {
    for (framework, policy) in matrix() {
        for &contender in Contender::ALL {
            let reason = absence(framework, contender, policy);
            let present = subject(framework, contender, policy).is_some();
            assert_eq!(
                present,
                reason.is_none(),
                "{framework}, {contender}, {policy}"
            );
        }
    }
}

#[test]
fn the_bare_handler_answers_by_itself() {
    for &framework in Framework::ALL {
        let policy = PolicyKind::Exact(1);
        let mut bare = subject(framework, Contender::Bare, policy).expect("a bare handler");
        for case in Case::ALL {
            let answer = answer(bare.as_mut(), case, policy);
            let expected = Answer {
                status: 200,
                headers: Vec::new(),
            };
            assert_eq!(answer, expected, "{framework}, {case}");
        }
    }
}

#[test]
fn ours_answer_as_the_policy_says() {
    for (framework, policy) in matrix() {
        let mut ours = subject(framework, Contender::Ours, policy).expect("ours");
        for case in Case::ALL {
            let answer = answer(ours.as_mut(), case, policy);
            let mut expected = expected(case, policy);
            if framework == Framework::Decision {
                expected.headers.clear();
            }
            assert_eq!(answer, expected, "{framework}, {policy}, {case}");
        }
    }
}

#[test]
fn the_floor_answers_what_ours_do() {
    for (framework, policy) in matrix() {
        let Some(mut floor) = subject(framework, Contender::Floor, policy) else {
            continue;
        };
        for case in Case::ALL {
            let answer = answer(floor.as_mut(), case, policy);
            let mut expected = expected(case, policy);
            if framework == Framework::Decision {
                expected.headers.clear();
            }
            assert_eq!(answer, expected, "{framework}, {policy}, {case}");
        }
    }
}

#[test]
fn each_call_has_an_origin_of_its_kind() {
    for &policy in PolicyKind::ALL {
        let mut ours = subject(Framework::Core, Contender::Ours, policy).expect("ours");
        for case in [Case::Allowed, Case::Refused] {
            let mut request = case.request(policy);
            let first = case.origin(policy, 0).expect("an origin");
            for call in 0..CALLS {
                let origin = case.origin(policy, call).expect("an origin");
                assert_eq!(origin.len(), first.len(), "{policy}, {case}: {origin}");
                request.set_origin(&origin);
                ours.prepare(&request);
                let shared = ours.answer().shared_with().map(str::to_owned);
                let expected = match (policy, case) {
                    (PolicyKind::Any, _) => Some("*".to_owned()),
                    (_, Case::Allowed) => Some(origin),
                    _ => None,
                };
                assert_eq!(shared, expected, "{policy}, {case}");
            }
        }
    }
}

#[test]
fn peers_share_with_the_allowed_origin_only() {
    for (framework, policy) in matrix().filter(|cell| cell.0 != Framework::Decision) {
        for contender in [Contender::Peer, Contender::OtherPeer] {
            let Some(mut peer) = subject(framework, contender, policy) else {
                continue;
            };
            for case in [Case::Allowed, Case::Preflight] {
                let answer = answer(peer.as_mut(), case, policy);
                let shared = answer.shared_with();
                let allowed = policy.allowed(0);
                assert!(
                    shared == Some(&allowed) || (is_any(policy) && shared == Some("*")),
                    "{framework}, {contender}, {policy}, {case}: {answer:?}"
                );
                assert!((200..300).contains(&answer.status), "{case}: {answer:?}");
            }
            for case in [Case::Refused, Case::PreflightRefused] {
                let answer = answer(peer.as_mut(), case, policy);
                assert!(
                    is_any(policy) || answer.shared_with().is_none(),
                    "{framework}, {contender}, {policy}, {case}: {answer:?}"
                );
            }
            for case in Case::ALL {
                answer(peer.as_mut(), case, policy);
            }
        }
    }
}

/// What stands in the way of comparing costs, as each peer's documentation here says.
#[test]
fn peers_differ_in_what_they_leave_out() {
    let policy = PolicyKind::Exact(10);
    for (framework, contender, varies, refuses) in [
        (Framework::Core, Contender::Peer, true, true),
        (Framework::Core, Contender::OtherPeer, true, false),
        (Framework::Axum, Contender::Peer, true, false),
        (Framework::Tower, Contender::Peer, true, false),
        (Framework::Actix, Contender::Peer, true, false),
        (Framework::Poem, Contender::Peer, false, true),
        (Framework::Rocket, Contender::Peer, false, true),
        (Framework::Warp, Contender::Peer, false, true),
    ] {
        let mut peer = subject(framework, contender, policy).expect("a peer");
        let allowed = answer(peer.as_mut(), Case::Allowed, policy);
        let names = allowed.headers.iter().map(|(name, _)| name.as_str());
        let shared = [
            "access-control-allow-credentials",
            "access-control-allow-origin",
            "access-control-expose-headers",
        ];
        let expected = shared.into_iter().chain(varies.then_some("vary"));
        assert!(names.eq(expected), "{framework}, {contender}: {allowed:?}");
        let refused = answer(peer.as_mut(), Case::Refused, policy).status;
        let expected = if refuses { 403 } else { 200 };
        assert_eq!(refused, expected, "{framework}, {contender}");
    }
}

/// What a policy answers, from the design's table.
fn expected(case: Case, policy: PolicyKind) -> Answer {
    let preflight = case.is_preflight();
    let refused = matches!(case, Case::Refused | Case::PreflightRefused) && !is_any(policy);
    let without_origin = matches!(case, Case::NotCors | Case::PlainOptions);
    let shared = is_any(policy) || !(refused || without_origin);
    let mut headers = Vec::new();
    let mut line = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
    if shared {
        if !is_any(policy) {
            line("access-control-allow-credentials", "true");
        }
        if preflight {
            match (policy, case) {
                (PolicyKind::Minimal, Case::Preflight) => {
                    line("access-control-allow-headers", "content-type,x-api-key");
                }
                (PolicyKind::Minimal, _) => {}
                _ => line("access-control-allow-headers", "content-type, x-api-key"),
            }
            let methods = match policy {
                PolicyKind::Minimal => "PUT",
                _ => "GET, HEAD, POST, PUT, DELETE",
            };
            line("access-control-allow-methods", methods);
        }
        if is_any(policy) {
            line("access-control-allow-origin", "*");
        } else {
            line("access-control-allow-origin", &policy.allowed(0));
        }
        if preflight {
            line("access-control-max-age", "600");
        } else {
            line("access-control-expose-headers", "x-request-id");
        }
    }
    if preflight {
        line(
            "vary",
            "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        );
    } else if !is_any(policy) {
        line("vary", "Origin");
    }
    let status = match (preflight, refused) {
        (true, false) => 204,
        (true, true) => 403,
        _ => 200,
    };
    Answer { status, headers }
}
