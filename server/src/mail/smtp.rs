//! Handing mails to a mail server (RFC 5321), by lettre.

use super::{Failure, Route};
use crate::domain::mail::reason;
use lettre::transport::smtp::Error;
use lettre::transport::smtp::PoolConfig;
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::time::Duration;

/// How long the mail server may take for each answer.
const PATIENCE: Duration = Duration::from_secs(30);
/// Connections to the mail server: mails go out one after the other.
const CONNECTIONS: u32 = 1;
/// Replies that are about the connection or who we are, and not about the mail (RFC 5321, 3.8;
/// RFC 4954, 4.7 and 6).
const NOT_ABOUT_THE_MAIL: &[u16] = &[421, 432, 454, 530, 534, 535, 538];

/// A mail server.
#[derive(Debug)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// A mail server, to which this one introduces itself by a host name. Nothing is connected yet.
    ///
    /// # Errors
    /// A sentence that says why it cannot be used.
    pub fn new(route: &Route, own_host: &str) -> Result<Self, String> {
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(route.url())
            .map_err(|error| format!("the SMTP URL cannot be used: {error}"))?;
        let builder = match route.port() {
            Some(port) => builder.port(port),
            None => builder,
        };
        let transport = builder
            .hello_name(ClientId::Domain(own_host.to_owned()))
            .timeout(Some(PATIENCE))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS))
            .build();
        Ok(Self { transport })
    }

    pub(super) async fn send(&self, message: &Message) -> Result<(), Failure> {
        let bytes = message.formatted();
        let sent = self.transport.send_raw(message.envelope(), &bytes).await;
        sent.map(drop).map_err(|error| failure(&error))
    }
}

fn failure(error: &Error) -> Failure {
    let code = error.status().map(u16::from);
    let told = reason(&told(error));
    match code {
        Some(code) if NOT_ABOUT_THE_MAIL.contains(&code) => Failure::Unreachable(told),
        Some(500..) => Failure::Refused(told),
        Some(_) => Failure::Later(told),
        None if error.is_client() || error.is_response() => Failure::Later(told),
        None => Failure::Unreachable(told),
    }
}

/// What went wrong, with what was behind it.
fn told(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        cause = inner.source();
    }
    text
}
