//! What was sent to webhooks and to Slack.

use crate::id::{DeliveryId, EndpointId};
use crate::inbox::ticket::TicketReference;
use crate::time::Timestamp;

/// How many deliveries come at a time.
pub const DELIVERY_PAGE: i64 = 30;
/// The event of a delivery that somebody sends to try an endpoint out.
pub const TEST_EVENT: &str = "test";

wire_enum! {
    /// How far a delivery has come.
    pub enum DeliveryState {
        /// It is on its way, or waits to be tried again.
        Waiting = "waiting",
        /// The other end took it.
        Delivered = "delivered",
        /// It was given up.
        Failed = "failed",
    }
}

wire! {
    /// Something that was sent, or is going to be.
    pub struct Delivery {
        /// The id, which stays the same however often it is sent.
        pub id: DeliveryId,
        /// Where it goes.
        pub endpoint: EndpointId,
        /// What had happened: the word of a rule's event, or `test`.
        pub event: String,
        /// The ticket it is about.
        pub ticket: Option<TicketReference>,
        /// What the rule was called; empty for a test.
        pub rule_name: String,
        /// How far it has come.
        pub state: DeliveryState,
        /// How often it was tried.
        pub attempts: i64,
        /// The status of the last answer, where there was one.
        pub status: Option<i64>,
        /// Why the last try failed; empty where it did not.
        pub error: String,
        /// When it is tried next.
        pub next_at: Option<Timestamp>,
        /// When it was written.
        pub created_at: Timestamp,
        /// When it was tried last.
        pub tried_at: Option<Timestamp>,
    }
}

wire! {
    /// A page of the log, the newest first.
    pub struct DeliveryList {
        /// The deliveries.
        pub deliveries: Vec<Delivery>,
        /// There are older ones: ask with `before`.
        pub more: bool,
    }
}

wire! {
    /// A delivery with what is sent.
    pub struct DeliveryDetail {
        /// The delivery.
        pub delivery: Delivery,
        /// The body, byte for byte.
        pub body: String,
    }
}
