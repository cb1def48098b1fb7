//! Mails that go out, as the team sees them: where each stands, and never what is in it.

use crate::id::{MailId, MemberId};
use crate::mail::MailSettings;
use crate::time::Timestamp;

wire_enum! {
    /// What a mail is about.
    pub enum MailKind {
        /// A new ticket, told to a member.
        NewTicket = "new_ticket",
        /// Answers that a visitor has not seen.
        Reply = "reply",
        /// A link to the tickets of an address.
        Recovery = "recovery",
        /// Shows a member that mails arrive.
        Test = "test",
        /// Something that the server tells somebody of the team.
        Notice = "notice",
    }
}

wire_enum! {
    /// How far a mail has come.
    pub enum MailState {
        /// It goes out soon, or is tried again.
        Waiting = "waiting",
        /// It is being handed over.
        Sending = "sending",
        /// The mail server took it, or it was written into a file.
        Sent = "sent",
        /// It was refused, or nobody took it for too long.
        Failed = "failed",
        /// It was not needed any more when its time came.
        Dropped = "dropped",
    }
}

wire! {
    /// A mail in the queue.
    pub struct QueuedMail {
        /// The id.
        pub id: MailId,
        /// What it is about.
        pub kind: MailKind,
        /// How far it has come.
        pub state: MailState,
        /// Who gets it, as soon as that is known.
        pub recipient: Option<String>,
        /// When it was caused.
        pub created_at: Timestamp,
        /// When it is tried next, while it waits.
        pub next_at: Option<Timestamp>,
        /// How often it was tried.
        pub attempts: i64,
        /// Why the last attempt failed.
        pub error: Option<String>,
    }
}

wire! {
    /// A member, and whether new tickets are told to them by mail.
    pub struct MailMember {
        /// The id.
        pub id: MemberId,
        /// The name.
        pub name: String,
        /// The address that mails go to.
        pub email: String,
        /// They get a mail for each new ticket.
        pub new_tickets: bool,
    }
}

wire! {
    /// The e-mail page of the settings.
    pub struct MailPage {
        /// What is set.
        pub settings: MailSettings,
        /// The name that mails come from where none is set.
        pub usual_name: String,
        /// The address that mails come from where none is set.
        pub usual_address: String,
        /// There is no mail server: mails are written as files.
        pub as_files: bool,
        /// Everybody of the team, by name.
        pub members: Vec<MailMember>,
        /// Mails that wait, wait again or are handed over, failed or were sent, the newest of each.
        pub mails: Vec<QueuedMail>,
    }
}

wire! {
    /// Saves what is set about mails.
    pub struct SaveMail {
        /// It.
        pub settings: MailSettings,
    }
}

wire! {
    /// Says who gets a mail for each new ticket.
    pub struct SaveMailMembers {
        /// They; all others get none.
        pub members: Vec<MemberId>,
    }
}

wire! {
    /// A test mail that was put into the queue.
    pub struct MailTest {
        /// Its id.
        pub id: MailId,
    }
}
