//! How many tickets there are of what.

wire! {
    /// How many tickets are in each view. What is filtered by belongs to the active ones.
    pub struct TicketCounts {
        /// All that are not resolved.
        pub active: i64,
        /// Of those, the ones of the member who asks.
        pub mine: i64,
        /// Of those, the ones of nobody.
        pub unassigned: i64,
        /// Of those, the ones in which the member who asks was mentioned.
        pub mentions: i64,
        /// All that sleep.
        pub snoozed: i64,
        /// All that are resolved.
        pub resolved: i64,
        /// All that may be spam.
        pub suspicious: i64,
        /// All.
        pub all: i64,
        /// By status.
        pub statuses: Vec<Count>,
        /// By tag, the most used ones first, 100 at most.
        pub tags: Vec<Count>,
        /// By channel.
        pub channels: Vec<Count>,
        /// By priority.
        pub priorities: Vec<Count>,
        /// Of a customer whose value is known.
        pub valued: i64,
    }
}

wire! {
    /// How many there are of something; of which there are none is left out.
    pub struct Count {
        /// Of what.
        pub key: String,
        /// How many.
        pub count: i64,
    }
}
