//! A visitor as the API knows one: boots, writes into one conversation, and listens.

use crate::client::{Client, Outcome};
use crate::http::Stream;
use crate::random::Random;
use porthole_shared::id::{CLIENT_ID_DIGITS, ClientId, DEVICE_KEY_DIGITS};
use porthole_shared::session::{BootReply, BootRequest, PageContext};
use porthole_shared::ticket::{SendReply, SendRequest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::net::SocketAddr;

/// A visitor.
#[derive(Debug)]
pub struct Visitor {
    client: Client,
    boot: BootRequest,
    conversation: ClientId,
    random: Random,
}

impl Visitor {
    /// A visitor whom nobody has seen yet, with a device key of their own.
    #[must_use]
    pub fn new(client: Client, token: &str, mut random: Random) -> Self {
        Self {
            client,
            boot: BootRequest {
                token: token.to_owned(),
                device_key: random.hex(DEVICE_KEY_DIGITS),
                ..BootRequest::default()
            },
            conversation: random.hex(CLIENT_ID_DIGITS).into(),
            random,
        }
    }

    /// Calls another address from now on.
    pub fn turn_to(&mut self, address: SocketAddr) {
        self.client.turn_to(address);
    }

    /// The caller alone, with the session.
    #[must_use]
    pub fn into_client(self) -> Client {
        self.client
    }

    /// Asks for a session.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub async fn boot(&mut self) -> Outcome<BootReply> {
        self.client.headers.clear();
        let boot = self.client.call("POST", "/api/v1/widget/boot", &self.boot);
        let reply: BootReply = boot.await?;
        let bearer = format!("Bearer {}", reply.session_token);
        self.client.headers = vec![("authorization", bearer)];
        Ok(reply)
    }

    /// A message for the one conversation, with a client id of its own.
    pub fn compose(&mut self, text: String) -> SendRequest {
        SendRequest {
            client_id: self.random.hex(CLIENT_ID_DIGITS).into(),
            client_ticket_id: Some(self.conversation.clone()),
            text,
            page: PageContext {
                url: "https://shop.example/trial".to_owned(),
                ..PageContext::default()
            },
            ..SendRequest::default()
        }
    }

    /// A message in bytes, ready to be sent with [`Visitor::post`].
    pub fn prepare(&mut self, text: String) -> Vec<u8> {
        let message = self.compose(text);
        self.client
            .prepare("POST", "/api/v1/widget/messages", &message)
    }

    /// Sends what was prepared; nothing of the answer is read but that it is a success.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub async fn post(&mut self, prepared: &[u8]) -> Outcome<()> {
        self.client.send(prepared).await.map(drop)
    }

    /// Sends a message.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub async fn send(&mut self, message: &SendRequest) -> Outcome<SendReply> {
        self.call("messages", message).await
    }

    /// Any call of the widget, by its name.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub fn call<'a, T: DeserializeOwned, B: Serialize>(
        &'a mut self,
        name: &str,
        body: &B,
    ) -> impl Future<Output = Outcome<T>> + use<'a, T, B> {
        let path = format!("/api/v1/widget/{name}");
        self.client.call("POST", &path, body)
    }

    /// Opens the stream of what comes after a change.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub async fn live(&self, since: i64) -> Outcome<Stream> {
        self.client.stream("/api/v1/widget/live", since).await
    }
}
