//! `/socket` on every framework, through a real WebSocket client; and how its server stops.

mod common;

use core::time::Duration;
use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::Instant,
};

use common::{Client, Server, on_each, start};
use cors_core::Policy;
use cors_examples::app::{Framework, GRACE, Named};
use futures_util::{SinkExt, StreamExt};
use http::{Request, StatusCode, Version};
use http_body_util::Empty;
use hyper::{body::Bytes, client::conn::http2, ext::Protocol};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    runtime::Runtime,
    time::timeout,
};
use tokio_tungstenite::{
    WebSocketStream, connect_async,
    tungstenite::{
        Message,
        protocol::{
            CloseFrame, Role,
            frame::{
                Frame,
                coding::{CloseCode, Data, OpCode},
            },
        },
    },
};

const APP: &str = "https://app.example.com";

/// What any of these waits for comes at once.
const PATIENCE: Duration = Duration::from_secs(30);

fn policies() -> Vec<Named> {
    let policy = Policy::builder().allow_origins([APP]).build().unwrap();
    vec![("one".to_owned(), (&policy).into())]
}

/// The request of a browser's handshake, without the line of the name that is left out.
fn handshake(left_out: &str) -> Vec<(&'static str, &'static [u8])> {
    let lines: [(_, &[u8]); 4] = [
        ("connection", b"Upgrade"),
        ("upgrade", b"websocket"),
        ("sec-websocket-version", b"13"),
        ("sec-websocket-key", b"dGhlIHNhbXBsZSBub25jZQ=="),
    ];
    let mut lines = lines.to_vec();
    lines.retain(|(name, _)| *name != left_out);
    lines
}

async fn next<S: AsyncRead + AsyncWrite + Unpin>(socket: &mut WebSocketStream<S>) -> Message {
    let message = timeout(PATIENCE, socket.next()).await;
    message.expect("in time").expect("a message").unwrap()
}

/// Sends messages of every kind, and looks at what comes back.
async fn talk<S: AsyncRead + AsyncWrite + Unpin>(mut socket: WebSocketStream<S>) {
    let messages = [
        Message::text("text"),
        Message::text(""),
        Message::text("žluťoučký 🐎"),
        Message::binary(&b"\x00\xff binary"[..]),
        Message::binary(vec![7; 60_000]),
        Message::binary(Bytes::new()),
    ];
    for message in messages {
        socket.send(message.clone()).await.unwrap();
        assert_eq!(next(&mut socket).await, message);
    }

    // A message in pieces, with a ping between them, is one message.
    let piece = |text: &'static str, code, is_final| {
        Message::Frame(Frame::message(text, OpCode::Data(code), is_final))
    };
    let ping = Message::Ping(Bytes::from_static(b"there?"));
    for frame in [
        piece("in ", Data::Text, false),
        ping,
        piece("two ", Data::Continue, false),
        piece("halves", Data::Continue, true),
    ] {
        socket.send(frame).await.unwrap();
    }
    let pong = Message::Pong(Bytes::from_static(b"there?"));
    let came = [next(&mut socket).await, next(&mut socket).await];
    assert!(came.contains(&pong), "{came:?}");
    assert!(came.contains(&Message::text("in two halves")), "{came:?}");

    // A pong that nobody asked for needs no answer.
    socket.send(Message::Pong(Bytes::new())).await.unwrap();
    socket.send(Message::text("last")).await.unwrap();
    assert_eq!(next(&mut socket).await, Message::text("last"));

    let frame = CloseFrame {
        code: CloseCode::Normal,
        reason: "".into(),
    };
    // Over HTTP/2, the answer can end the stream before this knows that it has been sent.
    let _ = socket.close(Some(frame)).await;
    let Message::Close(Some(frame)) = next(&mut socket).await else {
        panic!("the server does not close");
    };
    assert_eq!(frame.code, CloseCode::Normal);
    let end = timeout(PATIENCE, socket.next()).await;
    assert!(!matches!(end, Ok(Some(Ok(_)))), "{end:?}");
}

#[test]
fn messages_come_back_as_they_are() {
    on_each(&policies(), |server, _| {
        Runtime::new().unwrap().block_on(async {
            for name in ["none", "one"] {
                let url = format!("ws://{}/{name}/socket?x=1", server.address());
                let (socket, response) = connect_async(url).await.unwrap();
                assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
                assert_eq!(server.spy().take(), 1);
                talk(socket).await;
            }
        });
    });
}

/// It is axum that has extended CONNECT (RFC 8441).
#[test]
fn messages_come_back_over_http_2() {
    let server = start(Framework::Axum, &policies());
    Runtime::new().unwrap().block_on(async {
        let stream = tokio::net::TcpStream::connect(server.address());
        let stream = TokioIo::new(stream.await.unwrap());
        let connected = http2::handshake(TokioExecutor::new(), stream).await;
        let (mut sender, connection) = connected.unwrap();
        tokio::spawn(connection);
        let request = |method, path| {
            let uri = format!("http://{}{path}", server.address());
            let request = Request::builder().method(method).uri(uri);
            request.version(Version::HTTP_2)
        };
        // The first answer comes after the server's settings, which allow what follows.
        let first = request("GET", "/one/socket").body(Empty::<Bytes>::new());
        let response = sender.send_request(first.unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(server.spy().take(), 0);

        let connect = request("CONNECT", "/one/socket")
            .extension(Protocol::from_static("websocket"))
            .header("sec-websocket-version", "13")
            .header("origin", APP)
            .body(Empty::new());
        let response = sender.send_request(connect.unwrap()).await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers()["access-control-allow-origin"], APP);
        assert_eq!(server.spy().take(), 1);
        let upgraded = TokioIo::new(hyper::upgrade::on(response).await.unwrap());
        talk(WebSocketStream::from_raw_socket(upgraded, Role::Client, None).await).await;
    });
    server.stop().unwrap();
}

/// The framework's own, and none of a guard's.
fn is_its_own(status: u16) -> bool {
    (400..500).contains(&status) && ![403, 421].contains(&status)
}

#[test]
fn what_is_no_handshake_is_a_mistake_of_the_client() {
    on_each(&policies(), |server, mut client| {
        let names = [
            "connection",
            "upgrade",
            "sec-websocket-version",
            "sec-websocket-key",
        ];
        let mut requests: Vec<_> = names.map(|name| ("GET", handshake(name))).to_vec();
        requests.push(("GET", Vec::new()));
        requests.push(("POST", handshake("")));
        let mut older = handshake("sec-websocket-version");
        older.push(("sec-websocket-version", b"8"));
        requests.push(("GET", older));
        for (method, headers) in requests {
            let status = client
                .ask(method, "/one/socket", &headers)
                .status()
                .as_u16();
            assert!(is_its_own(status), "{status} for {method} {headers:?}");
            assert_eq!(server.spy().take(), 0, "{method} {headers:?}");
            client = Client::of(server);
        }

        let mut client = Client::connect_http_2(server.address());
        let response = client.ask("GET", "/one/socket", &[]);
        assert!(
            is_its_own(response.status().as_u16()),
            "{}",
            response.status()
        );
        assert_eq!(server.spy().take(), 0);

        // HTTP/1.0 has no Upgrade (RFC 9110, 7.8), which some frameworks accept all the same.
        let (status, _) = raw(server, "GET /one/socket HTTP/1.0");
        assert!(status == 101 || is_its_own(status), "{status}");
    });
}

/// The time of grace is what it may take: actix-web and Rocket wait for it.
#[test]
fn an_open_socket_does_not_keep_a_server() {
    thread::scope(|scope| {
        for framework in Framework::ALL {
            scope.spawn(move || {
                let server = start(framework, &policies());
                let mut sockets = vec![open(&server), open(&server)];
                let before = Instant::now();
                server.stop().unwrap();
                let took = before.elapsed();
                assert!(
                    took < GRACE + Duration::from_secs(3),
                    "{framework}: {took:?}"
                );
                for (runtime, socket) in &mut sockets {
                    let end = runtime.block_on(async { timeout(PATIENCE, socket.next()).await });
                    assert!(end.is_ok(), "{framework} leaves a socket open");
                }
            });
        }
    });
}

type Socket = WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>>;

/// A socket that has been used, and is open.
fn open(server: &Server) -> (Runtime, Socket) {
    let runtime = Runtime::new().unwrap();
    let socket = runtime.block_on(async {
        let url = format!("ws://{}/one/socket", server.address());
        let (mut socket, _) = connect_async(url).await.unwrap();
        socket.send(Message::text("a")).await.unwrap();
        assert_eq!(next(&mut socket).await, Message::text("a"));
        socket
    });
    (runtime, socket)
}

/// A client that never answers the server's closing does not keep it either.
#[test]
fn a_client_that_has_gone_silent_does_not_keep_a_server() {
    thread::scope(|scope| {
        for framework in Framework::ALL {
            scope.spawn(move || {
                let server = start(framework, &policies());
                let (status, stream) = raw(&server, "GET /none/socket HTTP/1.1");
                assert_eq!(status, 101);
                let before = Instant::now();
                server.stop().unwrap();
                let took = before.elapsed();
                assert!(
                    took < GRACE + Duration::from_secs(3),
                    "{framework}: {took:?}"
                );
                drop(stream);
            });
        }
    });
}

/// A handshake with this line, and its status.
fn raw(server: &Server, line: &str) -> (u16, TcpStream) {
    let mut stream = TcpStream::connect(server.address()).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(stream, "{line}\r\nhost: a\r\n").unwrap();
    for (name, value) in handshake("") {
        write!(stream, "{name}: {}\r\n", value.escape_ascii()).unwrap();
    }
    write!(stream, "\r\n").unwrap();
    let mut status = [0; 12];
    stream.read_exact(&mut status).unwrap();
    let status = str::from_utf8(&status[9..]).unwrap();
    (status.parse().unwrap(), stream)
}
