//! Recovery: how a visitor sees their tickets in another browser, by a link that is sent to their
//! address.

/// The parameter of the page's address that carries the token of a recovery link.
pub const RECOVERY_PARAMETER: &str = "porthole_restore";

wire! {
    /// Asks for a recovery link. The answer is the same whether or not the address has tickets.
    pub struct RecoveryRequest {
        /// The workspace's public token.
        pub token: String,
        /// The e-mail address that was given in earlier conversations.
        pub email: String,
        /// The address of the page, to which the link leads back if the workspace's list of domains
        /// names it.
        pub page: String,
        /// The language of the mail, as a BCP 47 tag.
        pub language: String,
    }
}

wire! {
    /// Uses a recovery link up.
    pub struct RedeemRecovery {
        /// The token of the link.
        pub token: String,
    }
}

wire_enum! {
    /// What became of a recovery link.
    pub enum RecoveryOutcome {
        /// The tickets are this visitor's too now.
        Restored = "restored",
        /// Its time is over.
        Expired = "expired",
        /// It was used already, or another one of its address was.
        Used = "used",
        /// There is no such link.
        Invalid = "invalid",
    }
}

wire! {
    /// What became of a recovery link.
    pub struct RedeemReply {
        /// What became of it.
        pub outcome: RecoveryOutcome,
        /// How many tickets this visitor sees by it, those that were theirs before included.
        pub tickets: i64,
    }
}
