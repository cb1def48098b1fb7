//! A member of the team, as the API knows one: signs in and listens.

use crate::client::{Client, Failure, Outcome};
use crate::http::Stream;
use crate::server::OWNER;
use porthole_shared::inbox::member::{INBOX_HEADER, SignInRequest};
use porthole_shared::inbox::search::SearchResults;
use porthole_shared::inbox::ticket::TicketList;

/// An agent who is signed in.
#[derive(Debug)]
pub struct Agent {
    client: Client,
}

impl Agent {
    /// Signs in.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub async fn sign_in(mut client: Client) -> Outcome<Self> {
        let (email, password) = OWNER;
        let request = SignInRequest {
            email: email.to_owned(),
            password: password.to_owned(),
        };
        client.headers = vec![(INBOX_HEADER, "1".to_owned())];
        let request = client.prepare("POST", "/api/v1/inbox/session", &request);
        let reply = client.send(&request).await?;
        let cookie = reply
            .header("set-cookie")
            .and_then(|cookie| cookie.split(';').next())
            .ok_or_else(|| Failure::Broken("signed in without a cookie".to_owned()))?;
        client.headers.push(("cookie", cookie.to_owned()));
        Ok(Self { client })
    }

    /// The first page of the list.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub async fn list(&mut self) -> Outcome<TicketList> {
        self.client.call("GET", "/api/v1/inbox/tickets", &()).await
    }

    /// The first page of what a query finds, which is as it stands in a URL.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub async fn search(&mut self, query: &str) -> Outcome<SearchResults> {
        let path = format!("/api/v1/inbox/search?q={query}");
        self.client.call("GET", &path, &()).await
    }

    /// Any call that reads, by its path; of the answer nothing is kept.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub async fn get(&mut self, path: &str) -> Outcome<()> {
        let path = format!("/api/v1/inbox/{path}");
        let request = self.client.prepare("GET", &path, &());
        self.client.send(&request).await.map(drop)
    }

    /// Opens the team's stream of what comes after a change.
    ///
    /// # Errors
    /// It broke, or was refused.
    pub async fn live(&self, since: i64) -> Outcome<Stream> {
        self.client.stream("/api/v1/inbox/live", since).await
    }
}
