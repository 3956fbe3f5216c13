//! TLS: certificates that are trusted and ones that aren't, and which version of HTTP is spoken over it.

use core::time::Duration;
use std::{path::PathBuf, sync::Arc};

use rcgen::{BasicConstraints, Certificate, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer},
};

use super::{
    APP, Said, command, probe,
    raw::{Raw, Wire},
    server::{Server, Speaks, allowing},
};

/// An authority that only these tests trust.
struct Authority {
    issuer: Issuer<'static, KeyPair>,
    folder: tempfile::TempDir,
}

impl Authority {
    fn new() -> Self {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "tests");
        let certificate = params.self_signed(&key).unwrap();
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("roots.pem"), certificate.pem()).unwrap();
        let issuer = Issuer::new(params, key);
        Self { issuer, folder }
    }

    fn roots(&self) -> PathBuf {
        self.folder.path().join("roots.pem")
    }

    /// A server whose certificate is for these names.
    fn config(&self, names: &[&str], change: impl FnOnce(&mut CertificateParams)) -> ServerConfig {
        let key = KeyPair::generate().unwrap();
        let names: Vec<_> = names.iter().map(ToString::to_string).collect();
        let mut params = CertificateParams::new(names).unwrap();
        change(&mut params);
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        config(&certificate, &key)
    }

    /// Asks with these roots.
    fn probe(&self, arguments: &[&str]) -> Said {
        let mut command = command(&[&["--origin", APP, "--format", "json"], arguments].concat());
        command
            .env("SSL_CERT_FILE", self.roots())
            .output()
            .unwrap()
            .into()
    }
}

fn config(certificate: &Certificate, key: &KeyPair) -> ServerConfig {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth();
    builder
        .with_single_cert(vec![certificate.der().clone()], key)
        .unwrap()
}

fn server(mut config: ServerConfig, protocols: &[&[u8]]) -> Server {
    config.alpn_protocols = protocols.iter().map(|it| it.to_vec()).collect();
    let speaks = Speaks {
        tls: Some(Arc::new(config)),
        ..Speaks::default()
    };
    Server::start(speaks, allowing(APP))
}

const BOTH: &[&[u8]] = &[b"h2", b"http/1.1"];

/// A URL of a name, and where that is.
fn named(server: &Server, name: &str) -> (String, String) {
    let port = server.address.port();
    (
        format!("https://{name}:{port}/"),
        format!("--resolve={name}:{port}:127.0.0.1"),
    )
}

/// The version that all requests came with.
fn version(server: &Server) -> http::Version {
    let received = server.received();
    assert!(received.iter().all(|it| it.version == received[0].version));
    assert_eq!(server.connections(), (1, 1));
    received[0].version
}

#[test]
fn trusted_certificates() {
    let authority = Authority::new();
    for (protocols, option, expected) in [
        (BOTH, None, http::Version::HTTP_2),
        (BOTH, Some("--http1.1"), http::Version::HTTP_11),
        (BOTH, Some("--http2"), http::Version::HTTP_2),
        (&[&b"http/1.1"[..]][..], None, http::Version::HTTP_11),
        (&[], None, http::Version::HTTP_11),
    ] {
        let server = server(authority.config(&["api.example.test"], |_| ()), protocols);
        let (url, resolve) = named(&server, "api.example.test");
        let mut arguments = vec![url.as_str(), &resolve];
        arguments.extend(option);
        let said = authority.probe(&arguments);
        let report = said.json();
        assert_eq!(report["browser"]["allowed"], true, "{report}");
        assert_eq!(report["findings"], serde_json::json!([]), "{report}");
        assert_eq!(said.status, 0);
        assert_eq!(version(&server), expected);
        let first = &server.received()[0];
        let host = url
            .strip_prefix("https://")
            .and_then(|rest| rest.strip_suffix('/'));
        match expected {
            http::Version::HTTP_2 => assert_eq!(first.target, url),
            _ => assert_eq!(first.header("host"), host),
        }
    }
}

#[test]
fn no_http2() {
    let authority = Authority::new();
    let server = server(authority.config(&["127.0.0.1"], |_| ()), &[]);
    let said = authority.probe(&[&format!("https://{}/", server.address), "--http2"]);
    let expected = format!(
        "{} does not speak HTTP/2; leave --http2 out",
        server.address
    );
    assert_eq!(said.sentence(), expected);
}

#[test]
fn addresses_have_certificates_too() {
    let authority = Authority::new();
    let server = server(authority.config(&["127.0.0.1"], |_| ()), BOTH);
    let said = authority.probe(&[&format!("https://{}/", server.address)]);
    assert_eq!(said.json()["browser"]["allowed"], true, "{}", said.err);
}

#[test]
fn any_certificate() {
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec!["other.test".to_owned()]).unwrap();
    let server = server(config(&params.self_signed(&key).unwrap(), &key), BOTH);
    let url = format!("https://{}/", server.address);
    let said = probe(&[&url, "--origin", APP, "--insecure", "--format", "json"]);
    assert_eq!(said.json()["browser"]["allowed"], true, "{}", said.err);
    let said = probe(&[&url, "--origin", APP, "-k", "--http2", "--dry-run"]);
    assert!(
        said.out.starts_with(&format!("curl -i -k --http2 '{url}'")),
        "{}",
        said.out
    );
}

/// What is said of a server whose certificate is not trusted.
fn sentence(authority: &Authority, config: ServerConfig) -> String {
    let server = server(config, BOTH);
    let (url, resolve) = named(&server, "api.example.test");
    let said = authority.probe(&[&url, &resolve]);
    assert_eq!(server.received().len(), 0);
    said.sentence().to_owned()
}

#[test]
fn certificates_that_are_not_trusted() {
    let authority = Authority::new();
    let day = Duration::from_secs(86_400);
    let name = ["api.example.test"];
    let expired = authority.config(&name, |params| {
        let now = std::time::SystemTime::now();
        params.not_before = (now - 2 * day).into();
        params.not_after = (now - day).into();
    });
    let early = authority.config(&name, |params| {
        let now = std::time::SystemTime::now();
        params.not_before = (now + day).into();
        params.not_after = (now + 2 * day).into();
    });
    let other = authority.config(&["www.example.test", "*.example.org"], |_| ());
    let key = KeyPair::generate().unwrap();
    let params = CertificateParams::new(vec![name[0].to_owned()]).unwrap();
    let self_signed = config(&params.self_signed(&key).unwrap(), &key);
    let mut params = params;
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let own_authority = config(&params.self_signed(&key).unwrap(), &key);
    for (config, flaw) in [
        (expired, "it has expired"),
        (early, "it is not valid yet"),
        (other, "it is for www.example.test, *.example.org"),
        (
            self_signed,
            "it is self-signed, or its issuer is unknown to this system",
        ),
        (
            own_authority,
            "it is self-signed: an authority's own certificate",
        ),
    ] {
        assert_eq!(
            sentence(&authority, config),
            format!(
                "the certificate of api.example.test is not trusted: {flaw}; --insecure takes any"
            )
        );
    }
}

#[test]
fn no_roots() {
    let server = Raw::start(Wire::wait);
    let folder = tempfile::tempdir().unwrap();
    let mut command = command(&[&format!("https://{}/", server.address), "--origin", APP]);
    command.env("SSL_CERT_FILE", folder.path().join("none.pem"));
    let said = Said::from(command.output().unwrap());
    assert_eq!(
        said.sentence(),
        "this system has no root certificates: unexpected error: No CA certificates were loaded from the system; \
         install them, or use --insecure"
    );
}

/// No certificate comes as far as to be judged.
#[track_caller]
fn check(server: &Raw, options: &[&str], expected: &str) {
    let url = format!("https://{}/", server.address);
    let all = [
        &[
            url.as_str(),
            "--origin",
            APP,
            "--insecure",
            "--timeout",
            "1",
        ],
        options,
    ]
    .concat();
    let said = probe(&all);
    assert_eq!(
        said.sentence()
            .replace(&server.address.to_string(), "ADDRESS"),
        expected
    );
}

#[test]
fn what_is_no_tls() {
    check(
        &Raw::saying("HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n"),
        &[],
        "the TLS handshake with ADDRESS was not finished within 1 second; --timeout grants more",
    );
    check(
        &Raw::start(|wire| {
            wire.say(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n");
            wire.wait();
        }),
        &[],
        "ADDRESS does not speak TLS; does http://ADDRESS answer?",
    );
    check(
        &Raw::start(Wire::wait),
        &[],
        "the TLS handshake with ADDRESS was not finished within 1 second; --timeout grants more",
    );
    check(
        &Raw::start(Wire::wait_without_reading),
        &[],
        "ADDRESS reset the connection during the TLS handshake",
    );
    // Alerts, each in a record of its own: handshake_failure, protocol_version, no_application_protocol.
    for (alert, expected) in [
        (
            40,
            "ADDRESS ended the TLS handshake with the alert HandshakeFailure",
        ),
        (
            70,
            "ADDRESS speaks neither TLS 1.2 nor TLS 1.3, and browsers speak nothing older",
        ),
        (
            120,
            "ADDRESS speaks another version of HTTP than was asked for; leave --http2 or --http1.1 out",
        ),
    ] {
        let server = Raw::start(move |wire| {
            wire.say(&[0x15, 3, 3, 0, 2, 2, alert]);
            wire.wait();
        });
        check(&server, &["--http2"], expected);
    }
}

/// Records of a handshake that comes to no end.
#[test]
fn floods() {
    // A record with the beginning of a long Certificate message.
    let record = [&[0x16, 3, 3, 0x40, 0][..], &[0; 0x4000]].concat();
    let server = Raw::start(move |wire| wire.say_forever(&record));
    let url = format!("https://{}/", server.address);
    let said = probe(&[&url, "--origin", APP, "--insecure", "--timeout", "2"]);
    assert!(
        said.sentence().contains("TLS handshake with"),
        "{}",
        said.err
    );
    let written = server.written();
    assert!(written < 24 * 1024 * 1024, "{written} bytes were taken");
}
