//! A caller of the API: one connection that is kept, and opened again when it broke.

use crate::http::{Connection, Reply, Stream, request};
use porthole_shared::live::LiveRequest;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;
use tokio::time::timeout;

/// Why a call brought nothing.
#[derive(Debug)]
pub enum Failure {
    /// The connection broke, or no answer came in time.
    Broken(String),
    /// The server said no: the status, how many seconds to wait, and what it said.
    Refused(u16, Option<u64>, String),
}

impl Failure {
    /// Whether the same call may succeed later.
    #[must_use]
    pub fn passes(&self) -> bool {
        match self {
            Self::Broken(_) => true,
            Self::Refused(status, ..) => matches!(status, 408 | 429 | 500..),
        }
    }

    /// Whether the session has ended.
    #[must_use]
    pub fn is_unauthenticated(&self) -> bool {
        matches!(self, Self::Refused(401, ..))
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Broken(why) => write!(f, "the connection broke: {why}"),
            Self::Refused(status, _, body) => write!(f, "refused with {status}: {body}"),
        }
    }
}

/// What a call brings.
pub type Outcome<T> = Result<T, Failure>;

/// A caller.
#[derive(Debug)]
pub struct Client {
    to: SocketAddr,
    from: Option<Ipv4Addr>,
    patience: Duration,
    connection: Option<Connection>,
    /// Sent with every call: who is calling.
    pub headers: Vec<(&'static str, String)>,
}

impl Client {
    /// A caller of an address, who waits so long for an answer.
    #[must_use]
    pub fn new(to: SocketAddr, patience: Duration) -> Self {
        Self {
            to,
            from: None,
            patience,
            connection: None,
            headers: Vec::new(),
        }
    }

    /// The same with a loopback address of its own.
    #[must_use]
    pub fn from(mut self, from: Ipv4Addr) -> Self {
        self.from = Some(from);
        self
    }

    /// Calls another address from now on.
    pub fn turn_to(&mut self, to: SocketAddr) {
        self.to = to;
        self.connection = None;
    }

    /// A call of this caller, in bytes.
    ///
    /// # Panics
    /// If the body cannot be written as JSON, which no type of the wire does.
    #[must_use]
    pub fn prepare(&self, method: &str, path: &str, body: &impl Serialize) -> Vec<u8> {
        let headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let body = match method {
            "GET" => String::new(),
            _ => serde_json::to_string(body).expect("a type of the wire is JSON"),
        };
        request(method, path, &headers, &body)
    }

    /// Calls and reads the answer.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub fn call<'a, T: DeserializeOwned, B: Serialize>(
        &'a mut self,
        method: &str,
        path: &str,
        body: &B,
    ) -> impl Future<Output = Outcome<T>> + use<'a, T, B> {
        let request = self.prepare(method, path, body);
        async move {
            let reply = self.send(&request).await?;
            let read = serde_json::from_slice(&reply.body);
            read.map_err(|error| Failure::Broken(format!("the answer is not JSON: {error}")))
        }
    }

    /// Sends a prepared call and gives its answer, which is a success.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub async fn send(&mut self, request: &[u8]) -> Outcome<Reply> {
        // Taken out, so that a connection that broke half-way is not used again.
        let kept = self.connection.take();
        let (to, from) = (self.to, self.from);
        let work = async {
            let mut connection = match kept {
                Some(connection) => connection,
                None => Connection::open(to, from).await?,
            };
            let reply = connection.call(request).await?;
            Ok((connection, reply))
        };
        let (connection, reply) = in_time(self.patience, work).await?;
        self.connection = Some(connection);
        accept(reply)
    }

    /// Opens a stream of what comes after a change, on a connection of its own.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub async fn stream(&self, path: &str, since: i64) -> Outcome<Stream> {
        let request = self.prepare("POST", path, &LiveRequest { since });
        let (to, from) = (self.to, self.from);
        let work = async move { Connection::open(to, from).await?.stream(&request).await };
        match in_time(self.patience, work).await? {
            Ok(stream) => Ok(stream),
            Err(reply) => {
                accept(reply)?;
                Err(Failure::Broken(format!("{path} answered without a stream")))
            }
        }
    }
}

async fn in_time<T>(
    patience: Duration,
    work: impl Future<Output = std::io::Result<T>>,
) -> Outcome<T> {
    match timeout(patience, work).await {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(Failure::Broken(error.to_string())),
        Err(_) => Err(Failure::Broken("no answer in time".to_owned())),
    }
}

fn accept(reply: Reply) -> Outcome<Reply> {
    if (200..300).contains(&reply.status) {
        return Ok(reply);
    }
    let seconds = reply
        .header("retry-after")
        .and_then(|text| text.parse().ok());
    let body = String::from_utf8_lossy(&reply.body).into_owned();
    Err(Failure::Refused(reply.status, seconds, body))
}
