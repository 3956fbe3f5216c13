//! Whatever is measured answers what it should.

use cors_benches::{
    Case, Contender, Framework, Setting, Subject,
    framework::{Answer, absence, subject},
    measure::CALLS,
};

/// Everything but for the 100,000 origins, which take their time to build without optimisation:
/// those only once, without a framework. So is minimal disclosure, which is measured nowhere else.
fn matrix() -> impl Iterator<Item = (Framework, Setting)> {
    let all = Framework::ALL.into_iter().flat_map(|framework| {
        let settings = Setting::ALL.into_iter();
        settings.map(move |setting| (framework, setting))
    });
    all.filter(|&(framework, setting)| {
        !matches!(setting, Setting::Exact(100_000) | Setting::Minimal)
            || matches!(framework, Framework::Core | Framework::Decision)
    })
}

fn answer(subject: &mut dyn Subject, case: Case, setting: Setting) -> Answer {
    let request = case.request(setting);
    subject.prepare(&request);
    let status = subject.call();
    subject.prepare(&request);
    let answer = subject.answer();
    assert_eq!(status, answer.status, "{case}: what is called answers");
    answer
}

fn is_any(setting: Setting) -> bool {
    setting == Setting::Any
}

#[test]
fn nothing_is_absent_without_a_reason() {
    for (framework, setting) in matrix() {
        for contender in Contender::ALL {
            let reason = absence(framework, contender, setting);
            let present = subject(framework, contender, setting).is_some();
            assert_eq!(
                present,
                reason.is_none(),
                "{framework}, {contender}, {setting}"
            );
        }
    }
}

#[test]
fn the_bare_handler_answers_by_itself() {
    for framework in Framework::ALL {
        let setting = Setting::Exact(1);
        let mut bare = subject(framework, Contender::Bare, setting).expect("a bare handler");
        for case in Case::ALL {
            let answer = answer(bare.as_mut(), case, setting);
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
    for (framework, setting) in matrix() {
        let mut ours = subject(framework, Contender::Ours, setting).expect("ours");
        for case in Case::ALL {
            let answer = answer(ours.as_mut(), case, setting);
            let mut expected = expected(case, setting);
            if framework == Framework::Decision {
                expected.headers.clear();
            }
            assert_eq!(answer, expected, "{framework}, {setting}, {case}");
        }
    }
}

#[test]
fn the_floor_answers_what_ours_do() {
    for (framework, setting) in matrix() {
        let Some(mut floor) = subject(framework, Contender::Floor, setting) else {
            continue;
        };
        for case in Case::ALL {
            let answer = answer(floor.as_mut(), case, setting);
            let mut expected = expected(case, setting);
            if framework == Framework::Decision {
                expected.headers.clear();
            }
            assert_eq!(answer, expected, "{framework}, {setting}, {case}");
        }
    }
}

#[test]
fn each_call_has_an_origin_of_its_kind() {
    for setting in Setting::ALL {
        let mut ours = subject(Framework::Core, Contender::Ours, setting).expect("ours");
        for case in [Case::Allowed, Case::Refused] {
            let mut request = case.request(setting);
            let first = case.origin(setting, 0).expect("an origin");
            for call in 0..CALLS {
                let origin = case.origin(setting, call).expect("an origin");
                assert_eq!(origin.len(), first.len(), "{setting}, {case}: {origin}");
                request.set_origin(&origin);
                ours.prepare(&request);
                let shared = ours.answer().shared_with().map(str::to_owned);
                let expected = match (setting, case) {
                    (Setting::Any, _) => Some("*".to_owned()),
                    (_, Case::Allowed) => Some(origin),
                    _ => None,
                };
                assert_eq!(shared, expected, "{setting}, {case}");
            }
        }
    }
}

#[test]
fn peers_share_with_the_allowed_origin_only() {
    for (framework, setting) in matrix().filter(|cell| cell.0 != Framework::Decision) {
        for contender in [Contender::Peer, Contender::OtherPeer] {
            let Some(mut peer) = subject(framework, contender, setting) else {
                continue;
            };
            for case in [Case::Allowed, Case::Preflight] {
                let answer = answer(peer.as_mut(), case, setting);
                let shared = answer.shared_with();
                let allowed = setting.allowed(0);
                assert!(
                    shared == Some(&allowed) || (is_any(setting) && shared == Some("*")),
                    "{framework}, {contender}, {setting}, {case}: {answer:?}"
                );
                assert!((200..300).contains(&answer.status), "{case}: {answer:?}");
            }
            for case in [Case::Refused, Case::PreflightRefused] {
                let answer = answer(peer.as_mut(), case, setting);
                assert!(
                    is_any(setting) || answer.shared_with().is_none(),
                    "{framework}, {contender}, {setting}, {case}: {answer:?}"
                );
            }
            for case in Case::ALL {
                answer(peer.as_mut(), case, setting);
            }
        }
    }
}

/// What stands in the way of comparing costs, as each peer's documentation here says.
#[test]
fn peers_differ_in_what_they_leave_out() {
    let setting = Setting::Exact(10);
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
        let mut peer = subject(framework, contender, setting).expect("a peer");
        let allowed = answer(peer.as_mut(), Case::Allowed, setting);
        let names = allowed.headers.iter().map(|(name, _)| name.as_str());
        let shared = [
            "access-control-allow-credentials",
            "access-control-allow-origin",
            "access-control-expose-headers",
        ];
        let expected = shared.into_iter().chain(varies.then_some("vary"));
        assert!(names.eq(expected), "{framework}, {contender}: {allowed:?}");
        let refused = answer(peer.as_mut(), Case::Refused, setting).status;
        let expected = if refuses { 403 } else { 200 };
        assert_eq!(refused, expected, "{framework}, {contender}");
    }
}

/// What a policy answers, from the design's table.
fn expected(case: Case, setting: Setting) -> Answer {
    let preflight = case.is_preflight();
    let refused = matches!(case, Case::Refused | Case::PreflightRefused) && !is_any(setting);
    let without_origin = matches!(case, Case::NotCors | Case::PlainOptions);
    let shared = is_any(setting) || !(refused || without_origin);
    let mut headers = Vec::new();
    let mut line = |name: &str, value: &str| headers.push((name.to_owned(), value.to_owned()));
    if shared {
        if !is_any(setting) {
            line("access-control-allow-credentials", "true");
        }
        if preflight {
            match (setting, case) {
                (Setting::Minimal, Case::Preflight) => {
                    line("access-control-allow-headers", "content-type,x-api-key");
                }
                (Setting::Minimal, _) => {}
                _ => line("access-control-allow-headers", "content-type, x-api-key"),
            }
            let methods = match setting {
                Setting::Minimal => "PUT",
                _ => "GET, HEAD, POST, PUT, DELETE",
            };
            line("access-control-allow-methods", methods);
        }
        if is_any(setting) {
            line("access-control-allow-origin", "*");
        } else {
            line("access-control-allow-origin", &setting.allowed(0));
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
    } else if !is_any(setting) {
        line("vary", "Origin");
    }
    let status = match (preflight, refused) {
        (true, false) => 204,
        (true, true) => 403,
        _ => 200,
    };
    Answer { status, headers }
}
