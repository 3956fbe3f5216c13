//! Whatever a server sends: the command ends by itself, with a status and a sentence of its own.

use proptest::{collection::vec, prelude::*, sample::select};

use super::{APP, probe, raw::Raw};

/// Pieces of answers, and what is none.
fn piece() -> impl Strategy<Value = Vec<u8>> {
    let known = select(vec![
        "HTTP/1.1 200 OK\r\n",
        "HTTP/1.1 103 Early Hints\r\n\r\n",
        "HTTP/1.1 307 \r\n",
        "HTTP/1.0 204\r\n",
        "\r\n",
        "\r\n\r\n",
        "\n",
        "Access-Control-Allow-Origin: *\r\n",
        "Access-Control-Allow-Origin: https://app.example.com\r\n",
        "Access-Control-Allow-Credentials: true\r\n",
        "Access-Control-Allow-Methods: PUT;\r\n",
        "Access-Control-Max-Age: 99999999999999999999\r\n",
        "Location: //[\r\n",
        "Location: /\r\n",
        "Vary: Origin\r\n",
        "Content-Length: 0\r\n",
        "Content-Length: 18446744073709551616\r\n",
        "Transfer-Encoding: chunked\r\n",
        "ffffffffffffffff\r\n",
        "Connection: close\r\n",
        "Upgrade: h2c\r\n",
    ]);
    prop_oneof![
        8 => known.prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 0..20),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_of_any_kind(begins in any::<bool>(), pieces in vec(piece(), 0..12)) {
        let mut bytes = if begins { b"HTTP/1.1 200 OK\r\n".to_vec() } else { Vec::new() };
        bytes.extend(pieces.concat());
        let server = Raw::saying(bytes);
        let said = probe(&[&server.url(), "--origin", APP, "--method", "PUT", "--timeout", "5"]);
        match said.status {
            0 | 1 => prop_assert!(said.out.ends_with(" requests\n") || said.out.ends_with(" request\n"), "{}", said.out),
            status => {
                prop_assert_eq!(status, 2);
                prop_assert_eq!(&said.out, "");
                prop_assert!(said.err.starts_with("error: ") && said.err.lines().count() == 1, "{}", said.err);
            }
        }
    }
}
