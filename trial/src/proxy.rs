//! A bad network: a TCP proxy that resets, stalls, delays and drops one direction.

use crate::random::Random;
use std::io::{ErrorKind, Result};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// How much of a connection passes at the most before its fault begins, in bytes.
const REACH: u64 = 48 * 1024;
/// How long a stalled connection stands before it is reset.
const STALL: Duration = Duration::from_secs(6);
/// How long a connection of which one direction is dropped stands before it is reset.
const DEAF: Duration = Duration::from_secs(30);

/// What happens to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Nothing.
    None,
    /// It is reset.
    Reset,
    /// Nothing passes any more, and then it is reset.
    Stall,
    /// Each piece comes late, by so many milliseconds.
    Delay(u64),
    /// What the client says reaches nobody.
    DropRequests,
    /// What the server says reaches nobody.
    DropAnswers,
}

/// The fault of one connection, and after how many bytes it begins.
#[derive(Clone, Copy, Debug)]
struct Plan {
    fault: Fault,
    after: u64,
}

impl Plan {
    fn draw(random: &mut Random) -> Self {
        let fault = match random.below(20) {
            0..8 => Fault::None,
            8..12 => Fault::Reset,
            12..14 => Fault::Stall,
            14..17 => Fault::Delay(20 + random.below(200)),
            17 => Fault::DropRequests,
            _ => Fault::DropAnswers,
        };
        Self {
            fault,
            after: random.below(REACH),
        }
    }
}

/// The proxy. It ends when dropped.
#[derive(Debug)]
pub struct Proxy {
    /// Where it listens.
    pub address: SocketAddr,
    is_bad: Arc<AtomicBool>,
    faults: Arc<AtomicU64>,
    task: JoinHandle<()>,
}

impl Proxy {
    /// A proxy before a server; good until it is told to be bad. The random numbers decide what
    /// happens to which connection, counted in the order in which they are opened.
    ///
    /// # Errors
    /// There is no port.
    pub async fn start(server: SocketAddr, random: Random) -> std::result::Result<Self, String> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.map_err(|error| format!("the proxy has no port: {error}"))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let is_bad = Arc::new(AtomicBool::new(false));
        let faults = Arc::new(AtomicU64::new(0));
        let link = Link {
            is_bad: Arc::clone(&is_bad),
            faults: Arc::clone(&faults),
            server,
        };
        Ok(Self {
            address,
            is_bad,
            faults,
            task: tokio::spawn(accept(listener, link, random)),
        })
    }

    /// Makes the network bad, or good again.
    pub fn be_bad(&self, is_bad: bool) {
        self.is_bad.store(is_bad, Ordering::Relaxed);
    }

    /// How many connections met a fault.
    #[must_use]
    pub fn faults(&self) -> u64 {
        self.faults.load(Ordering::Relaxed)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

#[derive(Clone)]
struct Link {
    is_bad: Arc<AtomicBool>,
    faults: Arc<AtomicU64>,
    server: SocketAddr,
}

async fn accept(listener: TcpListener, link: Link, random: Random) {
    // They end with the proxy.
    let mut connections = tokio::task::JoinSet::new();
    for number in 0.. {
        let Ok((client, _)) = listener.accept().await else {
            continue;
        };
        let plan = Plan::draw(&mut random.of("connection", number));
        connections.spawn(link.clone().serve(client, plan));
        while connections.try_join_next().is_some() {}
    }
}

impl Link {
    async fn serve(self, client: TcpStream, plan: Plan) {
        let Ok(server) = TcpStream::connect(self.server).await else {
            return reset(&client);
        };
        // Whatever is late is so because of a fault, not because it is gathered.
        let _ = (client.set_nodelay(true), server.set_nodelay(true));
        let passed = AtomicU64::new(0);
        let carriage = |from, to, is_answer| Carriage {
            link: &self,
            from,
            to,
            plan,
            passed: &passed,
            is_answer,
        };
        let broke = tokio::select! {
            result = carriage(&client, &server, false).run() => result.is_err(),
            result = carriage(&server, &client, true).run() => result.is_err(),
        };
        if broke {
            reset(&client);
            reset(&server);
        }
    }
}

/// One direction of a connection.
struct Carriage<'a> {
    link: &'a Link,
    from: &'a TcpStream,
    to: &'a TcpStream,
    plan: Plan,
    passed: &'a AtomicU64,
    is_answer: bool,
}

impl Carriage<'_> {
    /// Carries until the end; an error where the connection is to be reset.
    async fn run(self) -> Result<()> {
        let mut met = false;
        loop {
            let piece = read(self.from).await?;
            if piece.is_empty() {
                return Ok(());
            }
            let length = piece.len() as u64;
            let before = self.passed.fetch_add(length, Ordering::Relaxed);
            let is_bad = self.link.is_bad.load(Ordering::Relaxed);
            if !is_bad || self.plan.fault == Fault::None || before + length <= self.plan.after {
                write(self.to, &piece).await?;
                continue;
            }
            if !std::mem::replace(&mut met, true) {
                self.link.faults.fetch_add(1, Ordering::Relaxed);
            }
            let good = usize::try_from(self.plan.after.saturating_sub(before)).unwrap_or(0);
            self.fail(&piece, good).await?;
        }
    }

    /// What becomes of a piece of which only the beginning is still good.
    async fn fail(&self, piece: &[u8], good: usize) -> Result<()> {
        match self.plan.fault {
            Fault::Reset => {
                write(self.to, &piece[..good]).await?;
                Err(ErrorKind::ConnectionReset.into())
            }
            Fault::Stall => {
                write(self.to, &piece[..good]).await?;
                sleep(STALL).await;
                Err(ErrorKind::TimedOut.into())
            }
            Fault::Delay(milliseconds) => {
                sleep(Duration::from_millis(milliseconds)).await;
                write(self.to, piece).await
            }
            Fault::DropAnswers if self.is_answer => {
                write(self.to, &piece[..good]).await?;
                swallow(self.from).await
            }
            Fault::DropRequests if !self.is_answer => {
                write(self.to, &piece[..good]).await?;
                swallow(self.from).await
            }
            Fault::None | Fault::DropAnswers | Fault::DropRequests => write(self.to, piece).await,
        }
    }
}

/// Reads and forgets, until nobody speaks any more or the time is over.
async fn swallow(from: &TcpStream) -> Result<()> {
    let reading = async {
        while !read(from).await?.is_empty() {}
        Ok(())
    };
    tokio::select! {
        result = reading => result,
        () = sleep(DEAF) => Err(ErrorKind::TimedOut.into()),
    }
}

async fn read(from: &TcpStream) -> Result<Vec<u8>> {
    loop {
        from.readable().await?;
        let mut piece = [0; 8 * 1024];
        match from.try_read(&mut piece) {
            Ok(length) => return Ok(piece[..length].to_vec()),
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
}

async fn write(to: &TcpStream, mut piece: &[u8]) -> Result<()> {
    while !piece.is_empty() {
        to.writable().await?;
        match to.try_write(piece) {
            Ok(written) => piece = &piece[written..],
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Whoever is at the other end gets a reset in place of an orderly end.
fn reset(socket: &TcpStream) {
    // One that is closed already needs none.
    let _ = socket.set_zero_linger();
}
