//! Where rules send to: webhooks and channels of Slack.

use super::{Refused, refused};
use crate::id::EndpointId;
use crate::text::{TextError, check_line};
use crate::time::Timestamp;

/// How many a workspace has at the most.
pub const ENDPOINT_LIMIT: i64 = 50;
/// The longest name, in characters.
pub const ENDPOINT_NAME: usize = 100;
/// The longest address, in characters.
pub const URL_LIMIT: usize = 2_000;

wire_enum! {
    /// What is at the other end.
    pub enum EndpointKind {
        /// A program that takes JSON and checks its signature.
        Webhook = "webhook",
        /// An incoming webhook of Slack.
        Slack = "slack",
    }
}

wire! {
    /// A place that rules send to.
    pub struct Endpoint {
        /// The id.
        pub id: EndpointId,
        /// What is at the other end.
        pub kind: EndpointKind,
        /// What it is called in the list.
        pub name: String,
        /// The host, and of the rest as much as is no secret: whoever knows the address of an
        /// incoming webhook may write there.
        pub shown: String,
        /// When it was added.
        pub created_at: Timestamp,
    }
}

wire! {
    /// Adds or changes an endpoint.
    pub struct SaveEndpoint {
        /// What is at the other end. It stays what it is.
        pub kind: EndpointKind,
        /// What it is called in the list, 1 to 100 characters.
        pub name: String,
        /// The address, http or https; absent to leave it.
        pub url: Option<String>,
    }
}

wire! {
    /// An endpoint, and the secret that its calls are signed with. It is told this once.
    pub struct MadeEndpoint {
        /// The endpoint.
        pub endpoint: Endpoint,
        /// The secret; absent for Slack, whose address is the secret.
        pub secret: Option<String>,
    }
}

wire! {
    /// All endpoints, by name.
    pub struct EndpointList {
        /// They.
        pub endpoints: Vec<Endpoint>,
    }
}

impl SaveEndpoint {
    /// Checks what somebody typed, but for the address, which the server reads.
    ///
    /// # Errors
    /// The field that is refused, and why.
    pub fn check(mut self) -> Result<Self, Refused> {
        self.name = self.name.replace(char::is_control, " ").trim().to_owned();
        if self.kind == EndpointKind::Unknown {
            return Err(refused("kind", "Choose webhook or slack."));
        }
        if self.name.is_empty() {
            return Err(refused("name", &TextError::Blank.to_string()));
        }
        check_line(&self.name, ENDPOINT_NAME)
            .map_err(|error| refused("name", &error.to_string()))?;
        self.url = self.url.map(|url| url.trim().to_owned());
        Ok(self)
    }
}
