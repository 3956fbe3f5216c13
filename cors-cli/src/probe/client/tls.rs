//! TLS: the platform's roots, or any certificate at all, and what is wrong with one.

use std::{io, sync::Arc};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, InvalidMessage, SignatureScheme,
    client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    crypto::{CryptoProvider, ring},
    pki_types::{CertificateDer, ServerName, UnixTime},
};
use rustls_platform_verifier::BuilderVerifierExt;
use url::Host;

use super::{Http, Target};
use crate::probe::server::{NoAnswer, NoAnswerKind};

/// How to speak TLS. The roots are read here: once, and only where TLS is spoken.
pub(super) fn config(insecure: bool, http: Http) -> Result<ClientConfig, NoAnswer> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider.clone());
    let builder = builder
        .with_safe_default_protocol_versions()
        .map_err(|error| no(error.to_string()))?;
    let mut config = if insecure {
        let any = Arc::new(AnyCertificate(provider));
        let builder = builder.dangerous().with_custom_certificate_verifier(any);
        builder.with_no_client_auth()
    } else {
        let builder = builder.with_platform_verifier().map_err(|error| {
            no(format!(
                "this system has no root certificates: {error}; install them, or use --insecure"
            ))
        })?;
        builder.with_no_client_auth()
    };
    config.alpn_protocols = http.protocols().iter().map(|name| name.to_vec()).collect();
    Ok(config)
}

/// As certificates and handshakes name it.
pub(super) fn server_name(target: &Target) -> Result<ServerName<'static>, NoAnswer> {
    match &target.host {
        Host::Domain(name) => ServerName::try_from(name.clone())
            .map_err(|_| no(format!("{name:?} is no name that a certificate could have"))),
        Host::Ipv4(address) => Ok(core::net::IpAddr::from(*address).into()),
        Host::Ipv6(address) => Ok(core::net::IpAddr::from(*address).into()),
    }
}

/// Why the handshake failed.
pub(super) fn failed(target: &Target, error: &io::Error) -> NoAnswer {
    let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
    no(match (inner, error.kind()) {
        (Some(error), _) => sentence(target, error),
        (None, io::ErrorKind::UnexpectedEof) => {
            format!("{target} closed the connection during the TLS handshake")
        }
        (None, io::ErrorKind::ConnectionReset) => {
            format!("{target} reset the connection during the TLS handshake")
        }
        _ => format!("the TLS handshake with {target} failed: {error}"),
    })
}

fn sentence(target: &Target, error: &Error) -> String {
    let host = &target.host;
    match error {
        Error::InvalidCertificate(error) => {
            let flaw = flaw(error);
            format!("the certificate of {host} is not trusted: {flaw}; --insecure takes any")
        }
        // What begins with a letter is no record of TLS.
        Error::InvalidMessage(InvalidMessage::InvalidContentType) => {
            format!("{target} does not speak TLS; does http://{target} answer?")
        }
        Error::AlertReceived(rustls::AlertDescription::NoApplicationProtocol) => {
            format!(
                "{target} speaks another version of HTTP than was asked for; leave --http2 or --http1.1 out"
            )
        }
        Error::AlertReceived(rustls::AlertDescription::ProtocolVersion) => {
            format!("{target} speaks neither TLS 1.2 nor TLS 1.3, and browsers speak nothing older")
        }
        Error::AlertReceived(rustls::AlertDescription::UnrecognisedName) => {
            format!(
                "{target} has no certificate for {host}, and says that it does not know the name"
            )
        }
        Error::AlertReceived(alert) => {
            format!("{target} ended the TLS handshake with the alert {alert:?}")
        }
        error => format!("the TLS handshake with {target} failed: {error}"),
    }
}

fn flaw(error: &CertificateError) -> String {
    match error {
        CertificateError::UnknownIssuer => {
            "it is self-signed, or its issuer is unknown to this system".to_owned()
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "it has expired".to_owned()
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "it is not valid yet".to_owned()
        }
        CertificateError::NotValidForNameContext { presented, .. } if !presented.is_empty() => {
            format!("it is for {}", names(presented))
        }
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            "it is for another name".to_owned()
        }
        CertificateError::BadSignature => "its signature is not its issuer's".to_owned(),
        CertificateError::BadEncoding => "it is malformed".to_owned(),
        CertificateError::Revoked => "it was revoked".to_owned(),
        CertificateError::Other(error) if error.to_string().contains("CaUsedAsEndEntity") => {
            "it is self-signed: an authority's own certificate".to_owned()
        }
        error => error.to_string(),
    }
}

/// Some certificates have a hundred names.
fn names(presented: &[String]) -> String {
    const MOST: usize = 3;
    let bare = |name: &String| match name.split_once('"') {
        Some((_, rest)) => rest.split('"').next().unwrap_or_default().to_owned(),
        None => name.clone(),
    };
    let shown: Vec<_> = presented.iter().take(MOST).map(bare).collect();
    match presented.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {more} others", shown.join(", ")),
    }
}

fn no(sentence: String) -> NoAnswer {
    NoAnswer {
        kind: NoAnswerKind::Tls,
        sentence,
    }
}

/// What `--insecure` asks for: whoever answers is taken for the server.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
