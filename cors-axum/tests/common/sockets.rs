//! What comes of WebSocket handshakes with the example, by a real client. The other adapters' tests have
//! links to this file, and each has its own `guarded`, which is the example, and `unguarded`.

use core::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest, http::HeaderValue},
};

use super::{guarded, unguarded};

const BODY: &str = "refused: no page of this server or of an origin that it allows opens this WebSocket; the server's log says what to do";

/// Shakes hands as a page of `origin` does, or as a program without one.
async fn open(
    address: SocketAddr,
    lines: &[(&'static str, &str)],
) -> Result<WebSocketStream<TcpStream>, (u16, String)> {
    let mut request = format!("ws://{address}/echo")
        .into_client_request()
        .unwrap();
    for (name, value) in lines {
        let value = HeaderValue::from_str(value).unwrap();
        request.headers_mut().append(*name, value);
    }
    let stream = TcpStream::connect(address).await.unwrap();
    match client_async(request, stream).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(response)) => {
            let (head, body) = response.into_parts();
            let granted = |name: &str| name.starts_with("access-control-") || name == "upgrade";
            assert!(!head.headers.keys().any(|name| granted(name.as_str())));
            let body = String::from_utf8(body.unwrap_or_default()).unwrap();
            Err((head.status.as_u16(), body))
        }
        Err(error) => panic!("{error}"),
    }
}

async fn echoes(mut socket: WebSocketStream<TcpStream>) {
    for message in [Message::text("hello"), Message::binary(vec![0, 255])] {
        socket.send(message.clone()).await.unwrap();
        assert_eq!(socket.next().await.unwrap().unwrap(), message);
    }
    socket.close(None).await.unwrap();
}

#[tokio::test]
async fn own_pages_open_it() {
    let address = guarded().await;
    for scheme in ["http", "https"] {
        let own = format!("{scheme}://{address}");
        echoes(open(address, &[("origin", &own)]).await.unwrap()).await;
    }
    // Behind a proxy that has changed `Host`.
    let firefox = [
        ("origin", "https://public.example.com"),
        ("sec-fetch-site", "same-origin"),
    ];
    echoes(open(address, &firefox).await.unwrap()).await;
}

#[tokio::test]
async fn listed_pages_open_it() {
    let address = guarded().await;
    let app = ("origin", "https://app.example.com");
    let cross_site = ("sec-fetch-site", "cross-site");
    for lines in [&[app][..], &[app, cross_site]] {
        echoes(open(address, lines).await.unwrap()).await;
    }
}

#[tokio::test]
async fn programs_open_it() {
    let address = guarded().await;
    echoes(open(address, &[]).await.unwrap()).await;
}

#[tokio::test]
async fn other_pages_do_not() {
    let address = guarded().await;
    let own = format!("http://{address}");
    let other_port = format!("http://{}:1", address.ip());
    for lines in [
        &[("origin", "https://evil.test")][..],
        &[("origin", "null")],
        &[("origin", "")],
        &[("origin", &*other_port)],
        &[("origin", "https://app.example.com.evil.test")],
        &[("origin", &*own), ("origin", &*own)],
        &[("origin", &*own), ("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "cross-site")],
    ] {
        let refusal = open(address, lines).await.err();
        assert_eq!(refusal, Some((403, BODY.to_owned())), "{lines:?}");
    }
}

/// The handshake is CORS's business only because of the guard.
#[tokio::test]
async fn without_the_guard_all_do() {
    let address = unguarded().await;
    for lines in [&[][..], &[("origin", "https://evil.test")]] {
        echoes(open(address, lines).await.unwrap()).await;
    }
}
