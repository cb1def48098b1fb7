//! How much each caller may ask for. The gate (`gate.rs`) asks here before a handler runs.
//!
//! Reads and writes are counted apart, so that nobody who only looks can use up what somebody
//! needs to write; so are the starts of sessions, so that a flood of new browsers keeps nobody
//! from writing who has a session. A call that is refused draws on nothing.

mod bucket;
mod config;
mod newest;
mod place;
mod seat;

pub use config::{LimitConfig, Rates};
pub use seat::Seat;

use crate::domain::network::subscriber;
use bucket::{Buckets, Cells};
use newest::{Newest, Turn};
use place::{Place, Places};
use porthole_shared::id::WorkspaceId;
use porthole_shared::time::Timestamp;
use seat::Seats;
use std::hash::{BuildHasher as _, Hash, RandomState};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// A member works on many conversations: so many times the calls of a visitor.
const MEMBER: u32 = 10;
/// A file is worth so many other writes.
const WRITES_PER_UPLOAD: u32 = 4;
/// How many files of one address may be on their way at once.
const UPLOADS_AT_ONCE: u32 = 24;
/// Attempts to sign in, in a minute, by address and e-mail address.
const SIGN_INS: u32 = 10;
/// Attempts to sign in or to set up, in a minute, by address.
const ADDRESS_SIGN_INS: u32 = 60;
/// Attempts to use a recovery link, in a minute, by address.
const RECOVERIES: u32 = 10;
/// After how many seconds somebody may come again who has too many streams.
pub const STREAM_RETRY: u32 = 5;

/// What a call draws on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Nothing: whoever watches over the process is always answered.
    Free,
    /// Reads, and what a browser tells by itself while its person only reads or types.
    Read,
    /// What somebody does on purpose.
    Write,
    /// A browser gets a session.
    Start,
    /// Somebody brings a file, which takes room on the disk.
    Upload,
}

/// On which side a caller stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Visitors and their pages.
    Visitor,
    /// The team. What visitors use up keeps no member from working.
    Team,
}

/// Who makes a call.
#[derive(Clone, Copy, Debug)]
pub struct Calling<'a> {
    /// The side.
    pub side: Side,
    /// What the call draws on.
    pub kind: Kind,
    /// The caller's token, if the call carries one. Nobody knows yet whether it is a good one.
    pub token: Option<&'a str>,
    /// The caller's address.
    pub address: IpAddr,
}

/// The counts. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Limits {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    visitor: Kinds,
    member: Kinds,
    address: Kinds,
    team_address: Kinds,
    workspace: Kinds,
    sign_in: Option<Buckets>,
    address_sign_in: Option<Buckets>,
    recovery: Option<Buckets>,
    streams: Places<IpAddr>,
    most_streams: u32,
    visitor_streams: Newest<u64>,
    most_visitor_streams: usize,
    hasher: RandomState,
    refused_streams: AtomicU64,
    seats: Seats,
    uploads: Places<IpAddr>,
    most_uploads: u32,
}

/// The place of a file that is on its way, until this is dropped.
#[derive(Debug)]
pub struct Arrival {
    _place: Place<IpAddr>,
}

#[derive(Debug)]
struct Kinds {
    reads: Option<Buckets>,
    writes: Option<Buckets>,
    starts: Option<Buckets>,
    uploads: Option<Buckets>,
}

impl Kinds {
    fn new(rates: Rates) -> Self {
        Self {
            reads: Buckets::new(rates.reads),
            writes: Buckets::new(rates.writes),
            starts: Buckets::new(rates.writes),
            uploads: Buckets::new(rates.writes.div_ceil(WRITES_PER_UPLOAD)),
        }
    }

    fn of(&self, kind: Kind) -> Option<&Buckets> {
        match kind {
            Kind::Free => None,
            Kind::Read => self.reads.as_ref(),
            Kind::Write => self.writes.as_ref(),
            Kind::Start => self.starts.as_ref(),
            Kind::Upload => self.uploads.as_ref(),
        }
    }
}

impl Limits {
    /// Counts with these limits.
    #[must_use]
    pub fn new(config: LimitConfig) -> Self {
        let member = Rates {
            reads: config.visitor.reads.saturating_mul(MEMBER),
            writes: config.visitor.writes.saturating_mul(MEMBER),
        };
        Self {
            inner: Arc::new(Inner {
                visitor: Kinds::new(config.visitor),
                member: Kinds::new(member),
                address: Kinds::new(config.address),
                team_address: Kinds::new(config.address),
                workspace: Kinds::new(config.workspace),
                sign_in: Buckets::new(SIGN_INS),
                address_sign_in: Buckets::new(ADDRESS_SIGN_INS),
                recovery: Buckets::new(RECOVERIES),
                streams: Places::new(),
                most_streams: config.streams,
                visitor_streams: Newest::new(),
                most_visitor_streams: usize::try_from(config.visitor_streams).unwrap_or(0),
                hasher: RandomState::new(),
                refused_streams: AtomicU64::new(0),
                seats: Seats::new(config.connections),
                uploads: Places::new(),
                most_uploads: if config.address.writes == 0 {
                    0
                } else {
                    UPLOADS_AT_ONCE
                },
            }),
        }
    }

    /// Counts a call, before anything is looked up for it.
    ///
    /// # Errors
    /// After how many seconds the next one is free.
    pub fn call(&self, calling: Calling<'_>, now: Timestamp) -> Result<(), u32> {
        let (callers, addresses) = match calling.side {
            Side::Visitor => (&self.inner.visitor, &self.inner.address),
            Side::Team => (&self.inner.member, &self.inner.team_address),
        };
        let kind = calling.kind;
        let caller = calling
            .token
            .and_then(|token| drawn(callers.of(kind), token));
        let address = drawn(addresses.of(kind), subscriber(calling.address));
        draw([caller, address], now)
    }

    /// Counts a call for the workspace that it turned out to be for.
    ///
    /// # Errors
    /// After how many seconds the next one is free.
    pub fn workspace(&self, id: &WorkspaceId, kind: Kind, now: Timestamp) -> Result<(), u32> {
        draw([drawn(self.inner.workspace.of(kind), id)], now)
    }

    /// Counts an attempt to sign in.
    ///
    /// # Errors
    /// After how many seconds the next one is free.
    pub fn sign_in(&self, address: IpAddr, email: &str, now: Timestamp) -> Result<(), u32> {
        let address = subscriber(address);
        let person = drawn(self.inner.sign_in.as_ref(), (address, email));
        let anybody = drawn(self.inner.address_sign_in.as_ref(), address);
        draw([person, anybody], now)
    }

    /// Counts an attempt to set up.
    ///
    /// # Errors
    /// After how many seconds the next one is free.
    pub fn set_up(&self, address: IpAddr, now: Timestamp) -> Result<(), u32> {
        let buckets = self.inner.address_sign_in.as_ref();
        draw([drawn(buckets, subscriber(address))], now)
    }

    /// Counts an attempt to use a recovery link.
    ///
    /// # Errors
    /// After how many seconds the next one is free.
    pub fn recovery(&self, address: IpAddr, now: Timestamp) -> Result<(), u32> {
        let buckets = self.inner.recovery.as_ref();
        draw([drawn(buckets, subscriber(address))], now)
    }

    /// Holds a place for a stream of a visitor.
    ///
    /// # Errors
    /// After how many seconds to try again: this address has too many, or the connections are
    /// nearly used up.
    pub fn stream(&self, address: IpAddr, token: Option<&str>) -> Result<Stream, u32> {
        let inner = &self.inner;
        let open = || {
            let address = subscriber(address);
            inner.streams.open(address, inner.most_streams)
        };
        let place = (!inner.seats.are_scarce()).then(open).flatten();
        let place = place.ok_or_else(|| {
            inner.refused_streams.fetch_add(1, Ordering::Relaxed);
            STREAM_RETRY
        })?;
        let most = inner.most_visitor_streams;
        let turn = token.filter(|_| most > 0).map(|token| {
            let visitor = inner.hasher.hash_one(token);
            inner.visitor_streams.open(visitor, most)
        });
        Ok(Stream {
            _place: place,
            turn,
        })
    }

    /// Holds a place for a file that is on its way.
    ///
    /// # Errors
    /// After how many seconds to try again: this address has too many.
    pub fn arrival(&self, address: IpAddr) -> Result<Arrival, u32> {
        let inner = &self.inner;
        let place = inner.uploads.open(subscriber(address), inner.most_uploads);
        place
            .map(|place| Arrival { _place: place })
            .ok_or(STREAM_RETRY)
    }

    /// How many calls were refused, by whose limit it was and by what they would have drawn on.
    /// What is not limited is left out.
    #[must_use]
    pub fn refused(&self) -> Vec<(&'static str, &'static str, u64)> {
        let inner = &self.inner;
        let groups = [
            ("visitor", &inner.visitor),
            ("member", &inner.member),
            ("address", &inner.address),
            ("team_address", &inner.team_address),
            ("workspace", &inner.workspace),
        ];
        let kinds = groups.into_iter().flat_map(|(scope, kinds)| {
            [
                (scope, "read", kinds.reads.as_ref()),
                (scope, "write", kinds.writes.as_ref()),
                (scope, "start", kinds.starts.as_ref()),
                (scope, "upload", kinds.uploads.as_ref()),
            ]
        });
        let sign_ins = [
            ("member", "sign_in", inner.sign_in.as_ref()),
            ("team_address", "sign_in", inner.address_sign_in.as_ref()),
            ("address", "recovery", inner.recovery.as_ref()),
        ];
        let count = |buckets: &Buckets| buckets.refused();
        let mut refused: Vec<_> = kinds
            .chain(sign_ins)
            .filter_map(|(scope, kind, buckets)| Some((scope, kind, buckets.map(count)?)))
            .collect();
        let streams = inner.refused_streams.load(Ordering::Relaxed);
        refused.push(("address", "stream", streams));
        refused
    }

    /// How many connections there are.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.inner.seats.taken()
    }

    /// A seat for a connection, as soon as one is free.
    pub async fn seat(&self) -> Seat {
        self.inner.seats.take().await
    }
}

/// The place of a stream of a visitor, until this is dropped.
#[derive(Debug)]
pub struct Stream {
    _place: Place<IpAddr>,
    turn: Option<Turn<u64>>,
}

impl Stream {
    /// Ready once newer streams of the visitor have taken its place.
    pub async fn over(&mut self) {
        match &mut self.turn {
            Some(turn) => turn.over().await,
            None => std::future::pending().await,
        }
    }
}

/// What a call draws on: buckets, and the cells of its key in them.
type Drawn<'a> = Option<(&'a Buckets, Cells)>;

fn drawn(buckets: Option<&Buckets>, key: impl Hash) -> Drawn<'_> {
    buckets.map(|buckets| (buckets, buckets.cells(key)))
}

/// Draws on all of them or, if one of them is empty, on none.
fn draw<const N: usize>(drawn: [Drawn<'_>; N], now: Timestamp) -> Result<(), u32> {
    for (buckets, cells) in drawn.iter().flatten() {
        buckets.look(*cells, now)?;
    }
    for (buckets, cells) in drawn.iter().flatten() {
        buckets.take(*cells, now);
    }
    Ok(())
}

#[cfg(test)]
mod tests;
