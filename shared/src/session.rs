//! How a browser becomes a visitor with a session.

use crate::any::Any;
use crate::id::DeviceId;
use crate::identity::KnownIdentity;
use crate::live::Update;
use crate::time::{DAY, HOUR, MINUTE, Timestamp};

/// How long a session token lives unless the workspace says otherwise, in milliseconds.
pub const SESSION_LIFE: i64 = DAY;
/// How long a replaced session token stays valid for requests under way, in milliseconds.
pub const SESSION_OVERLAP: i64 = 60_000;
/// How long a device key lives after its last use, in milliseconds.
pub const DEVICE_LIFE: i64 = 365 * DAY;
/// How long a handoff code works, in milliseconds.
pub const HANDOFF_LIFE: i64 = MINUTE;
/// The shortest and the longest life of a session, in hours.
pub const SESSION_HOURS: std::ops::RangeInclusive<i64> = 1..=7 * 24;
/// The unit of [`SESSION_HOURS`], in milliseconds.
pub const SESSION_HOUR: i64 = HOUR;

wire! {
    /// Asks for a session. The first boot of a device key makes the visitor.
    pub struct BootRequest {
        /// The workspace's public token.
        pub token: String,
        /// 256 random bits in lower-case hex, made by this browser and kept in it.
        pub device_key: String,
        /// Who the visitor is, as the page says: an object with `user_id`, `email`, `name`,
        /// `company`, `value`, `links` (label to address) and `custom_attributes`, in this
        /// spelling or as JavaScript writes it, and one proof: `user_hash`, `email_hash` with
        /// `timestamp`, or `identity_token`.
        pub identity: Any,
    }
}

wire! {
    /// A session, and all that the visitor has.
    pub struct BootReply {
        /// The bearer token of the calls that follow: `wst_` and 64 hex digits.
        pub session_token: String,
        /// When the token dies. Refresh it when less than a quarter of its life remains.
        pub expires_at: Timestamp,
        /// How long a fresh token lives, in milliseconds.
        pub life: i64,
        /// Names this browser in logs and for `getWidgetSessionId`; opens nothing.
        pub device_id: DeviceId,
        /// What is known of the person.
        pub profile: Profile,
        /// The visitor's tickets as they are now.
        pub update: Update,
        /// Who the session belongs to, where that was proven.
        pub identity: Option<KnownIdentity>,
        /// What of the identity was left out, a sentence each.
        pub warnings: Vec<String>,
    }
}

wire! {
    /// A fresh session token for the same session. The old one dies a minute later.
    pub struct RefreshReply {
        /// The bearer token of the calls that follow.
        pub session_token: String,
        /// When it dies.
        pub expires_at: Timestamp,
        /// How long a fresh token lives, in milliseconds.
        pub life: i64,
    }
}

wire! {
    /// Lets the chat page in another tab go on as this visitor.
    pub struct HandoffRequest {
        /// 256 random bits in lower-case hex, made by the page that opens the tab. They work for
        /// a minute, and once.
        pub code: String,
    }
}

wire! {
    /// Takes a visitor over from the page that opened this tab.
    pub struct RedeemHandoff {
        /// The workspace's public token.
        pub token: String,
        /// 256 random bits in lower-case hex, made by this browser and kept in it. From now on
        /// they are a key of that visitor.
        pub device_key: String,
        /// The code that the page made.
        pub code: String,
    }
}

wire! {
    /// What the visitor said of themselves. Nothing of it is verified.
    pub struct Profile {
        /// The e-mail address, used for replies.
        pub email: Option<String>,
        /// The name that the team sees.
        pub name: Option<String>,
        /// The website. The form has a field of this name that people neither see nor reach: what
        /// is filled in was filled in by a program, and a conversation that begins so is kept
        /// aside as suspected spam. Leave it out.
        pub website: Option<String>,
    }
}

wire! {
    /// Where the visitor is, captured with a message for the team.
    pub struct PageContext {
        /// The address of the page.
        pub url: String,
        /// Its title.
        pub title: String,
        /// Where the visitor came from.
        pub referrer: String,
        /// The browser's language, as a BCP 47 tag.
        pub language: String,
        /// The IANA time zone.
        pub time_zone: String,
        /// The screen, as WIDTHxHEIGHT in CSS pixels.
        pub screen: String,
        /// The version of the widget.
        pub widget_version: String,
    }
}
