//! Adapter zero: the bare core passes every case, and the suite covers what it says.

use std::{
    collections::{BTreeMap, BTreeSet},
    env,
    process::Command,
};

use cors_conformance::{Filter, Place, Suite, reference::Application};

#[test]
fn the_core_conforms() {
    let suite = Suite::builtin();
    let application = Application::new(&suite);
    let summary = suite
        .run("core", &[], |request| application.send(request))
        .unwrap();
    println!("{summary}");
    assert_eq!(
        summary.passed() + summary.filtered_out(),
        suite.cases().len()
    );
}

#[test]
fn a_socket_that_sees_no_handler_will_do() {
    let suite = Suite::builtin();
    let application = Application::new(&suite);
    suite
        .run_filtered("core", &[], &Filter::all(), |request| {
            let mut reply = application.send(request);
            reply.handler_runs = None;
            reply
        })
        .unwrap();
}

#[test]
fn every_policy_meets_a_page_that_it_allows() {
    let suite = Suite::builtin();
    let application = Application::new(&suite);
    let allowing: BTreeSet<_> = suite
        .cases()
        .iter()
        .map(|case| case.request())
        .filter(|request| {
            request.headers().any(|(name, _)| name == "origin")
                && application
                    .send(request)
                    .headers
                    .iter()
                    .any(|(name, _)| name == "access-control-allow-origin")
        })
        .filter_map(|request| request.place().policy())
        .collect();
    for (policy, _) in suite.policies() {
        let shares = !["nobody", "guarded-alone", "expecting-alone"].contains(&policy);
        assert_eq!(allowing.contains(policy), shares, "{policy}");
    }
}

/// Sites by row and origins by column, of every guard: 30 each.
#[test]
fn the_table_of_the_guards_is_whole() {
    let suite = Suite::builtin();
    let names: BTreeSet<_> = suite.cases().iter().map(|case| case.name()).collect();
    for kind in ["unsafe", "websocket", "read"] {
        for site in [
            "no-site",
            "same-origin",
            "none",
            "same-site",
            "cross-site",
            "unknown-site",
        ] {
            for origin in ["no-origin", "listed", "own", "null", "other"] {
                let name = format!("guard-{kind}-{origin}-{site}");
                assert!(names.contains(&*name), "{name}");
            }
        }
    }
}

/// Without a connection there is nothing to switch to another protocol.
#[test]
fn handshakes_can_be_left_out() {
    let suite = Suite::builtin();
    let handshakes: Vec<_> = { suite.cases().iter() }
        .filter(|case| case.request().is_handshake())
        .collect();
    assert!(handshakes.len() > 20);
    for case in handshakes {
        let request = case.request();
        let upgrade = request.headers().find(|(name, _)| *name == "upgrade");
        assert_eq!(
            upgrade,
            Some(("upgrade", &b"websocket"[..])),
            "{}",
            case.name()
        );
        assert_eq!(case.topic(), "guard-handshakes");
    }
}

#[test]
fn no_two_cases_ask_the_same() {
    let suite = Suite::builtin();
    let mut seen = BTreeMap::new();
    for case in suite.cases() {
        let request = case.request();
        let key = format!(
            "{} {} {:?}",
            request.method(),
            request.uri(),
            request.headers().collect::<Vec<_>>()
        );
        if let Some(other) = seen.insert(key, case.name()) {
            panic!("{} asks what {other} asks", case.name());
        }
    }
}

#[test]
fn every_target_is_below_its_policy() {
    for case in Suite::builtin().cases() {
        let request = case.request();
        if *request.place() != Place::Outside {
            let prefix = format!("/{}/", request.place());
            assert!(request.target().starts_with(&prefix), "{}", case.name());
        }
    }
    let none = Place::None.to_string();
    assert!(Suite::builtin().policies().all(|(name, _)| name != none));
}

#[test]
fn the_environment_filters() {
    let run = |filter| {
        let output = Command::new(env::current_exe().unwrap())
            .args(["--exact", "the_core_conforms", "--nocapture"])
            .env(Filter::VARIABLE, filter)
            .output()
            .unwrap();
        let text = [output.stdout, output.stderr].concat();
        (
            output.status.success(),
            String::from_utf8_lossy(&text).into_owned(),
        )
    };
    let all = Suite::builtin().cases().len();
    let (passes, text) = run("not-cors/,-get,-post");
    assert!(passes, "{text}");
    let expected = Suite::builtin()
        .cases()
        .iter()
        .filter(|case| {
            case.topic() == "not-cors"
                && !case.name().contains("get")
                && !case.name().contains("post")
        })
        .count();
    assert!(expected > 0);
    assert!(
        text.contains(&format!(
            "core: {expected} passed, 0 skipped, {} filtered out",
            all - expected
        )),
        "{text}"
    );

    let (passes, text) = run("no-such-case");
    assert!(!passes);
    assert!(
        text.contains(r#"no case matches CORS_CONFORMANCE="no-such-case""#),
        "{text}"
    );
}
