//! HTTP/2 over plain connections: spoken as it should be, and by servers that mean harm.

use super::{
    APP, probe, probe_json,
    raw::{Raw, Wire},
    server::{Server, Speaks, allowing},
};

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const CONTINUATION: u8 = 9;

/// <https://www.rfc-editor.org/rfc/rfc9113#section-4.1>
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    let mut frame = length[1..].to_vec();
    frame.extend([kind, flags]);
    frame.extend(stream.to_be_bytes());
    frame.extend(payload);
    frame
}

/// Says that it speaks HTTP/2, and then this, once there was a request.
fn server(then: impl Fn(&mut Wire) + Send + Sync + 'static) -> Raw {
    Raw::start(move |wire| {
        wire.request();
        wire.say(&frame(SETTINGS, 0, 0, &[]));
        then(wire);
        wire.wait();
    })
}

fn sentence(server: &Raw) -> String {
    let url = server.url();
    let said = probe(&[&url, "--origin", APP, "--http2", "--timeout", "2"]);
    said.sentence()
        .replace(&server.address.to_string(), "ADDRESS")
}

#[test]
fn with_prior_knowledge() {
    let speaks = Speaks {
        http2: true,
        ..Speaks::default()
    };
    let server = Server::start(speaks, allowing(APP));
    let said = probe_json(
        &server.url(),
        &["--http2", "--credentials", "--method", "PUT"],
    );
    let report = said.json();
    assert_eq!(report["browser"]["allowed"], true, "{report}");
    assert_eq!(report["findings"], serde_json::json!([]), "{report}");
    assert_eq!(said.status, 0);
    let received = server.received();
    assert_eq!(
        u64::try_from(received.len()).ok(),
        report["requests"].as_u64()
    );
    assert!(
        received
            .iter()
            .all(|it| it.version == http::Version::HTTP_2)
    );
    // `:authority` has it.
    assert_eq!(received[0].target, server.url());
    assert_eq!(received[0].header("host"), None);
    assert_eq!(server.connections(), (1, 1));
}

/// A server that has had enough says so, and is asked over another connection.
#[test]
fn another_connection_where_the_first_ends() {
    let speaks = Speaks {
        http2: true,
        once: true,
        ..Speaks::default()
    };
    let server = Server::start(speaks, allowing(APP));
    let report = probe_json(&server.url(), &["--http2"]).json();
    assert_eq!(report["browser"]["allowed"], true, "{report}");
    assert_eq!(report["findings"], serde_json::json!([]), "{report}");
    assert_eq!(report["requests"], server.received().len(), "{report}");
    let (connections, most_open) = server.connections();
    assert!(connections > 5, "{connections}");
    assert!(most_open <= 2, "{most_open}");
}

#[test]
fn endings() {
    let reset = server(|wire| {
        wire.say(&frame(RST_STREAM, 0, 1, &7_u32.to_be_bytes()));
    });
    assert_eq!(
        sentence(&reset),
        "HTTP/2 with ADDRESS failed: stream error received: refused stream before processing any application logic"
    );
    let only_1 = server(|wire| {
        wire.say(&frame(RST_STREAM, 0, 1, &13_u32.to_be_bytes()));
    });
    assert_eq!(
        sentence(&only_1),
        "HTTP/2 with ADDRESS failed: stream error received: endpoint requires HTTP/1.1; --http1.1 speaks that"
    );
    let away = server(|wire| {
        let payload = [0_u32.to_be_bytes(), 11_u32.to_be_bytes()].concat();
        wire.say(&frame(GOAWAY, 0, 0, &payload));
    });
    assert_eq!(
        sentence(&away),
        "HTTP/2 with ADDRESS failed: connection error received: detected excessive load generating behavior"
    );
    let closed = Raw::start(|wire| {
        wire.request();
        wire.say(&frame(SETTINGS, 0, 0, &[]));
    });
    let said = sentence(&closed);
    assert!(
        said.starts_with("the connection to ADDRESS broke")
            || said.contains("ADDRESS closed the connection")
            || said.contains("ADDRESS reset the connection"),
        "{said}"
    );
}

#[test]
fn breaches_of_the_protocol() {
    let too_large = server(|wire| {
        wire.say(&[0xff, 0xff, 0xff, HEADERS, 4, 0, 0, 0, 1]);
    });
    assert_eq!(
        sentence(&too_large),
        "HTTP/2 with ADDRESS failed: connection error detected: frame with invalid size"
    );
    let other_stream = server(|wire| {
        wire.say(&frame(DATA, 0, 99, b"x"));
    });
    assert_eq!(
        sentence(&other_stream),
        "HTTP/2 with ADDRESS failed: connection error detected: unspecific protocol error detected"
    );
    let garbled = server(|wire| {
        wire.say(&frame(HEADERS, 4, 1, &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff]));
    });
    assert_eq!(
        sentence(&garbled),
        "HTTP/2 with ADDRESS failed: connection error detected: unspecific protocol error detected"
    );
    // Speaks HTTP/1.1, whatever comes.
    let older = Raw::start(|wire| {
        wire.request();
        wire.say(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
        wire.wait();
    });
    assert_eq!(
        sentence(&older),
        "ADDRESS does not speak HTTP/2; leave --http2 out"
    );
}

/// What a client may have taken until it gave up, with all buffers on the way there.
const MOST: usize = 24 * 1024 * 1024;

#[test]
fn floods() {
    let settings = frame(SETTINGS, 0, 0, &[]);
    let ping = frame(PING, 0, 0, &[0; 8]);
    // A header list that never ends: of literal lines `a: b`.
    let line = frame(CONTINUATION, 0, 1, &[0, 1, b'a', 1, b'b'].repeat(200));
    let nothing = frame(CONTINUATION, 0, 1, &[]);
    for (name, first, flood) in [
        ("SETTINGS", Vec::new(), settings),
        ("PING", Vec::new(), ping),
        ("CONTINUATION", frame(HEADERS, 0, 1, &[0x88]), line),
        ("empty CONTINUATION", frame(HEADERS, 0, 1, &[0x88]), nothing),
    ] {
        let flood = flood.repeat(100);
        let server = server(move |wire| {
            wire.say(&first);
            wire.say_forever(&flood);
        });
        let said = sentence(&server);
        let is_expected = said == "ADDRESS sent 1 MiB without an end of the answer's head"
            || said.starts_with("HTTP/2 with ADDRESS failed: connection error detected: ");
        assert!(is_expected, "{name}: {said}");
        let written = server.written();
        assert!(written < MOST, "{name}: {written} bytes were taken");
    }
}
