//! Hands mails over: to a mail server, or into files where there is none.
//!
//! Exactly once does not exist here: a server may take a mail and die before it says so. The queue
//! marks a mail before it is handed over and again afterwards, and what was marked only once is
//! handed over anew after a crash. Its Message-ID is the same then, by which mail servers and
//! readers know it; a file has the same name, and takes the place of the first.

mod address;
mod file;
mod message;
mod smtp;
mod template;

pub use address::Route;
pub use smtp::Smtp;
pub use template::Look;

use crate::domain::mail::Letter;
use porthole_shared::id::MailId;
use porthole_shared::time::Timestamp;
use std::path::PathBuf;

/// A mail, ready to be handed over.
#[derive(Clone, Debug)]
pub struct Mail {
    /// Its id, which is the left side of its Message-ID.
    pub id: MailId,
    /// The right side of its Message-ID.
    pub domain: String,
    /// Who it is from: name and address.
    pub from: (String, String),
    /// Who gets it.
    pub to: String,
    /// When it was written.
    pub date: Timestamp,
    /// What it says.
    pub letter: Letter,
    /// What it looks like.
    pub look: Look,
}

/// Why a mail was not taken. The sentence is for the team; it may name the recipient, so it goes
/// into no log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The mail server cannot be used now. No other mail would fare better.
    Unreachable(String),
    /// This mail was not taken now.
    Later(String),
    /// This mail will not be taken.
    Refused(String),
}

/// Where mails go.
#[derive(Debug)]
pub enum Mailer {
    /// To a mail server.
    Smtp(Box<Smtp>),
    /// Into files of this directory, each a whole mail (RFC 5322).
    Files(PathBuf),
}

impl Mailer {
    /// Hands a mail over.
    ///
    /// # Errors
    /// It was not taken.
    pub async fn send(&self, mail: &Mail) -> Result<(), Failure> {
        let message = message::build(mail).map_err(Failure::Refused)?;
        match self {
            Self::Smtp(smtp) => smtp.send(&message).await,
            Self::Files(directory) => {
                let (path, bytes) = (file::path(directory, &mail.id), message.formatted());
                let written = tokio::task::spawn_blocking(move || file::write(&path, &bytes)).await;
                let written = written.unwrap_or_else(|error| Err(std::io::Error::other(error)));
                written.map_err(|error| {
                    Failure::Unreachable(format!("The file cannot be written: {error}."))
                })
            }
        }
    }
}
