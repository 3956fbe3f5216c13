//! One policy on all five frameworks, replaced while they serve.

mod common;

use core::{
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};
use std::thread;

use common::{Client, Server, cors_lines, start};
use cors_core::{LivePolicy, Policy};
use cors_examples::app::Framework;

const ORIGIN: &str = "https://app.example.com";

/// Two policies that differ in every header.
fn policies() -> [Policy; 2] {
    let one = Policy::builder()
        .allow_origins([ORIGIN])
        .allow_credentials(true)
        .allow_methods(["PUT"])
        .allow_headers(["content-type", "x-one"])
        .expose_headers(["x-one"])
        .max_age(Duration::from_secs(1));
    let two = Policy::builder()
        .allow_origins(["*"])
        .allow_methods(["DELETE"])
        .allow_headers(["content-type", "x-two"])
        .expose_headers(["x-two"])
        .max_age(Duration::from_secs(2));
    [one, two].map(|builder| builder.build().unwrap())
}

/// What each policy answers to an actual request, and to a preflight.
const ANSWERS: [[&[&str]; 2]; 2] = [
    [
        &[
            "access-control-allow-credentials: true",
            "access-control-allow-origin: https://app.example.com",
            "access-control-expose-headers: x-one",
            "vary: Origin",
        ],
        &[
            "access-control-allow-credentials: true",
            "access-control-allow-headers: content-type, x-one",
            "access-control-allow-methods: GET, HEAD, POST, PUT",
            "access-control-allow-origin: https://app.example.com",
            "access-control-max-age: 1",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ],
    ],
    [
        &[
            "access-control-allow-origin: *",
            "access-control-expose-headers: x-two",
        ],
        &[
            "access-control-allow-headers: content-type, x-two",
            "access-control-allow-methods: GET, HEAD, POST, DELETE",
            "access-control-allow-origin: *",
            "access-control-max-age: 2",
            "vary: Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
        ],
    ],
];

/// What is answered now to an actual request, and to a preflight.
fn ask(client: &mut Client) -> [Vec<String>; 2] {
    let origin: (&str, &[u8]) = ("origin", ORIGIN.as_bytes());
    let method: (&str, &[u8]) = ("access-control-request-method", b"PUT");
    [
        cors_lines(&client.ask("GET", "/live/get-only", &[origin])),
        cors_lines(&client.ask("OPTIONS", "/live/get-only", &[origin, method])),
    ]
}

fn serve(live: &LivePolicy) -> [Server; 5] {
    let policies = [("live".to_owned(), live.into())];
    Framework::ALL.map(|framework| start(framework, &policies))
}

fn stop(servers: [Server; 5]) {
    for server in servers {
        server.stop().unwrap();
    }
}

#[test]
fn the_next_request_is_answered_by_the_new_policy() {
    let [one, two] = policies();
    let live = LivePolicy::new(one.clone());
    let servers = serve(&live);
    let mut clients = servers.each_ref().map(Client::of);
    for (policy, answers) in [(&one, ANSWERS[0]), (&two, ANSWERS[1]), (&one, ANSWERS[0])] {
        live.replace(policy.clone());
        for (framework, client) in Framework::ALL.iter().zip(&mut clients) {
            assert_eq!(ask(client), answers, "{framework}");
        }
    }
    stop(servers);
}

/// Nothing can take the place of a policy that has not been built.
#[test]
fn what_does_not_build_replaces_nothing() {
    let [one, _] = policies();
    let live = LivePolicy::new(one.clone());
    let servers = serve(&live);
    let broken = one
        .to_builder()
        .allow_origins(["https://app.example.com/"])
        .build();
    assert!(broken.map(|policy| live.replace(policy)).is_err());
    assert_eq!(live.current(), one);
    for server in &servers {
        assert_eq!(ask(&mut Client::of(server)), ANSWERS[0]);
    }
    stop(servers);
}

#[test]
fn every_answer_is_wholly_of_one_policy() {
    const REQUESTS: usize = 300;

    let [one, two] = policies();
    let live = LivePolicy::new(one.clone());
    let servers = serve(&live);
    let done = AtomicBool::new(false);
    thread::scope(|scope| {
        let clients: Vec<_> = servers
            .iter()
            .flat_map(|server| [server, server])
            .map(|server| {
                scope.spawn(move || {
                    let mut client = Client::of(server);
                    let mut seen = [0; 2];
                    for _ in 0..REQUESTS {
                        for (kind, answer) in ask(&mut client).into_iter().enumerate() {
                            let policy = ANSWERS.iter().position(|answers| answers[kind] == answer);
                            seen[policy.unwrap_or_else(|| panic!("of none: {answer:#?}"))] += 1;
                        }
                    }
                    seen
                })
            })
            .collect();
        let replacing = scope.spawn(|| {
            while !done.load(Ordering::Relaxed) {
                live.replace(two.clone());
                thread::yield_now();
                live.replace(one.clone());
                thread::yield_now();
            }
        });
        let seen: Vec<_> = clients.into_iter().map(|client| client.join()).collect();
        done.store(true, Ordering::Relaxed);
        replacing.join().unwrap();
        for seen in seen {
            let seen = seen.expect("every answer is of one policy");
            assert!(
                seen.iter().all(|&count| count > 0),
                "both policies answered: {seen:?}"
            );
        }
    });
    stop(servers);
}
