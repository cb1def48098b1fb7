//! Calls other servers, at addresses that people typed: a webhook must not reach what only this
//! machine can reach.
//!
//! The host is resolved here, every address that comes of it is looked at, and the connection goes
//! to one of those: nobody resolves it once more in between. Redirects are not followed, because
//! they are not looked at. Time and sizes have limits; of the answer only the status is read.

mod resolve;

pub use resolve::{Answers, Resolver};

use crate::domain::outgoing::address::is_public;
use crate::domain::outgoing::target::{Host, Target};
use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Request, header};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// How long a call may take, from the look-up of its host to the status.
const TIME: Duration = Duration::from_secs(10);
/// How long one address may take to answer before the next is tried.
const CONNECT_TIME: Duration = Duration::from_secs(4);
/// The largest head of an answer, in bytes.
const HEAD_LIMIT: usize = 16 * 1024;
/// How many addresses of a host are tried.
const ADDRESS_LIMIT: usize = 3;

/// Calls other servers. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Outgoing {
    resolver: Resolver,
    allow_private: bool,
    tls: Arc<OnceLock<Arc<ClientConfig>>>,
}

/// Something to be sent.
#[derive(Debug)]
pub struct Call {
    /// Where to.
    pub target: Target,
    /// What stands in the head besides.
    pub headers: Vec<(&'static str, String)>,
    /// The body, which is JSON.
    pub body: String,
}

/// Why there was no answer. None of the sentences says where an address leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The host is not known.
    Unknown,
    /// The host is this machine or one of its network.
    Private,
    /// Nobody listens there.
    Unreachable,
    /// The other end cannot prove that it is the host.
    Certificate,
    /// It took too long.
    Slow,
    /// What came back is no HTTP.
    NoHttp,
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Unknown => "The host is not known.",
            Self::Private => {
                "The host is in a private network, which --allow-private-webhooks allows."
            }
            Self::Unreachable => "The host cannot be reached.",
            Self::Certificate => "The host's certificate is not valid.",
            Self::Slow => "There was no answer within 10 seconds.",
            Self::NoHttp => "The answer was no HTTP, or the connection was cut.",
        })
    }
}

/// A connection, with TLS or without.
trait Connection: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Connection for T {}

impl Outgoing {
    /// Calls by the system's resolver; private addresses only if they are allowed.
    #[must_use]
    pub fn new(allow_private: bool) -> Self {
        Self::with(Resolver::System, allow_private)
    }

    /// The same with another resolver.
    #[must_use]
    pub fn with(resolver: Resolver, allow_private: bool) -> Self {
        Self {
            resolver,
            allow_private,
            tls: Arc::default(),
        }
    }

    /// Posts JSON and gives the status of the answer, whatever it is.
    ///
    /// # Errors
    /// There was no answer.
    pub async fn post(&self, call: Call) -> Result<u16, Failure> {
        let sending = self.send(call);
        tokio::time::timeout(TIME, sending)
            .await
            .unwrap_or(Err(Failure::Slow))
    }

    async fn send(&self, call: Call) -> Result<u16, Failure> {
        let addresses = self.addresses(&call.target).await?;
        let stream = connect(&addresses, call.target.port).await?;
        let connection: Box<dyn Connection> = if call.target.is_secure {
            let name = match &call.target.host {
                Host::Name(name) => ServerName::try_from(name.clone()),
                Host::Address(address) => Ok(ServerName::from(*address)),
            };
            let name = name.map_err(|_| Failure::Certificate)?;
            let secured = TlsConnector::from(self.tls()).connect(name, stream).await;
            Box::new(secured.map_err(|_| Failure::Certificate)?)
        } else {
            Box::new(stream)
        };
        exchange(connection, call).await
    }

    /// The addresses of a host. One that is private makes all of them suspicious.
    async fn addresses(&self, target: &Target) -> Result<Vec<IpAddr>, Failure> {
        let addresses = match &target.host {
            Host::Address(address) => vec![*address],
            Host::Name(name) => self.resolver.look_up(name).await,
        };
        if addresses.is_empty() {
            return Err(Failure::Unknown);
        }
        if !self.allow_private && !addresses.iter().all(|address| is_public(*address)) {
            return Err(Failure::Private);
        }
        Ok(addresses)
    }

    /// The certificates that the system trusts, read with the first call that needs them.
    fn tls(&self) -> Arc<ClientConfig> {
        let make = || {
            let mut roots = RootCertStore::empty();
            let found = rustls_native_certs::load_native_certs();
            roots.add_parsable_certificates(found.certs);
            if roots.is_empty() {
                tracing::warn!(
                    "this system has no certificates: no webhook by https can be called"
                );
            }
            let ring = tokio_rustls::rustls::crypto::ring::default_provider();
            let config = ClientConfig::builder_with_provider(Arc::new(ring))
                .with_safe_default_protocol_versions()
                .expect("the provider knows TLS 1.2 and 1.3");
            Arc::new(config.with_root_certificates(roots).with_no_client_auth())
        };
        Arc::clone(self.tls.get_or_init(make))
    }
}

async fn connect(addresses: &[IpAddr], port: u16) -> Result<TcpStream, Failure> {
    for address in addresses.iter().take(ADDRESS_LIMIT) {
        let connecting = TcpStream::connect(SocketAddr::new(*address, port));
        if let Ok(Ok(stream)) = tokio::time::timeout(CONNECT_TIME, connecting).await {
            return Ok(stream);
        }
    }
    Err(Failure::Unreachable)
}

async fn exchange(connection: Box<dyn Connection>, call: Call) -> Result<u16, Failure> {
    let request = request(call)?;
    let mut builder = http1::Builder::new();
    builder.max_buf_size(HEAD_LIMIT);
    let shaken = builder.handshake(TokioIo::new(connection)).await;
    let (mut sender, connection) = shaken.map_err(|_| Failure::NoHttp)?;
    let answering = sender.send_request(request);
    tokio::pin!(answering, connection);
    let answer = tokio::select! {
        answer = &mut answering => answer,
        // The connection is over; what came by then is the answer.
        _ = &mut connection => answering.await,
    };
    // Whatever the body is, it is not read: the connection ends here.
    let answer = answer.map_err(|_| Failure::NoHttp)?;
    Ok(answer.status().as_u16())
}

fn request(call: Call) -> Result<Request<Body>, Failure> {
    let mut request = Request::post(&call.target.path)
        .header(header::HOST, call.target.authority())
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CONTENT_LENGTH, call.body.len())
        .header(header::CONNECTION, "close")
        .header(
            header::USER_AGENT,
            concat!("Porthole/", env!("CARGO_PKG_VERSION")),
        );
    for (name, value) in call.headers {
        let value = HeaderValue::from_str(&value).map_err(|_| Failure::NoHttp)?;
        request = request.header(HeaderName::from_static(name), value);
    }
    request
        .body(Body::from(call.body))
        .map_err(|_| Failure::NoHttp)
}

#[cfg(test)]
mod tests;
