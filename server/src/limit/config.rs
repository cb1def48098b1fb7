//! What the operator may set.

/// Calls in a minute. 0 is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Reads.
    pub reads: u32,
    /// Writes; as many starts may come beside them.
    pub writes: u32,
}

/// The limits. The default is none at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LimitConfig {
    /// For a visitor's session.
    pub visitor: Rates,
    /// For an address, behind which there may be a whole office.
    pub address: Rates,
    /// For a workspace.
    pub workspace: Rates,
    /// How many streams a visitor's session may hold open at once: of more, the oldest end. All tabs
    /// of a browser share one. 0 is no limit.
    pub visitor_streams: u32,
    /// How many streams of visitors an address may hold open at once. 0 is no limit.
    pub streams: u32,
    /// How many connections there may be at once, of visitors and team together. 0 is no limit.
    pub connections: u32,
}

impl LimitConfig {
    /// What a server begins with.
    pub const USUAL: Self = Self {
        visitor: Rates {
            reads: 600,
            writes: 120,
        },
        address: Rates {
            reads: 6_000,
            writes: 1_200,
        },
        workspace: Rates {
            reads: 120_000,
            writes: 12_000,
        },
        visitor_streams: 8,
        streams: 2_000,
        connections: 20_000,
    };
}
