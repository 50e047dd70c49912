//! TLS by rustls, as libpq's `sslmode` and `sslrootcert` ask for it.

use std::sync::Arc;

use diesel::ConnectionError;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};

/// How much TLS a URL asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum SslMode {
    /// None.
    Disable,
    /// Where the server can.
    Prefer,
    /// Always, whoever answers.
    Require,
    /// Always, with a certificate that the roots vouch for.
    VerifyCa,
    /// Always, with a certificate that the roots vouch for and that names the host.
    VerifyFull,
}

impl SslMode {
    /// Reads the value of `sslmode`; a root certificate makes `require` mean `verify-ca`, as in libpq.
    pub(super) fn parse(value: Option<&str>, root: Option<&str>) -> Result<Self, ConnectionError> {
        match (value.unwrap_or("prefer"), root) {
            ("disable", _) => Ok(Self::Disable),
            ("allow" | "prefer", _) => Ok(Self::Prefer),
            ("require", None) => Ok(Self::Require),
            ("require", Some(_)) | ("verify-ca", _) => Ok(Self::VerifyCa),
            ("verify-full", _) => Ok(Self::VerifyFull),
            (other, _) => Err(ConnectionError::InvalidConnectionUrl(format!(
                "`sslmode={other}` is not one of disable, prefer, require, verify-ca and verify-full"
            ))),
        }
    }
}

/// The client's side of the handshake.
pub(super) fn client(mode: SslMode, root: Option<&str>) -> Result<ClientConfig, ConnectionError> {
    let bad = |error: Error| ConnectionError::BadConnection(error.to_string());
    let provider = Arc::new(ring::default_provider());
    let verifier = Verifier {
        chain: if mode >= SslMode::VerifyCa {
            Some(chain(&provider, root)?)
        } else {
            None
        },
        names_host: mode == SslMode::VerifyFull,
        provider: Arc::clone(&provider),
    };
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(bad)?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(verifier))
        .with_no_client_auth();
    Ok(config)
}

/// Verifies against the file named, or against the system's certificates.
fn chain(
    provider: &Arc<CryptoProvider>,
    root: Option<&str>,
) -> Result<Arc<WebPkiServerVerifier>, ConnectionError> {
    let bad = |message: String| ConnectionError::BadConnection(message);
    let mut roots = RootCertStore::empty();
    match root {
        Some(path) if path != "system" => {
            let unreadable = |error| bad(format!("cannot read `sslrootcert` {path}: {error}"));
            for certificate in CertificateDer::pem_file_iter(path).map_err(unreadable)? {
                let added = roots.add(certificate.map_err(unreadable)?);
                added.map_err(|error| bad(format!("`sslrootcert` {path}: {error}")))?;
            }
        }
        _ => {
            roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider))
        .build()
        .map_err(|error| bad(error.to_string()))
}

/// Checks of a certificate what the mode asks for, and always that the server holds its key.
#[derive(Debug)]
struct Verifier {
    chain: Option<Arc<WebPkiServerVerifier>>,
    names_host: bool,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        host: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let Some(chain) = &self.chain else {
            return Ok(ServerCertVerified::assertion());
        };
        match chain.verify_server_cert(certificate, intermediates, host, ocsp, now) {
            // The name is looked at last: everything else is right.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) if !self.names_host => Ok(ServerCertVerified::assertion()),
            answer => answer,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
