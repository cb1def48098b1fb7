//! HTTP/1.1 as one client needs it, straight on the socket: so light that it takes little of the
//! machine that it shares with the server, and so plain that each fault is seen as it is.

use porthole_shared::sse;
use std::io::{Error, ErrorKind, Result};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::{TcpSocket, TcpStream};

/// How much is read at a time.
const PIECE: usize = 8 * 1024;

/// A request, ready to be sent any number of times.
#[must_use]
pub fn request(method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Vec<u8> {
    let mut text = format!("{method} {path} HTTP/1.1\r\nhost: porthole\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    if method != "GET" {
        let length = body.len();
        text.push_str(&format!(
            "content-type: application/json\r\ncontent-length: {length}\r\n"
        ));
    }
    text.push_str("\r\n");
    text.push_str(body);
    text.into_bytes()
}

/// An answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: Vec<u8>,
    head: String,
}

impl Reply {
    /// A header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.head, name)
    }
}

fn header<'a>(head: &'a str, wanted: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case(wanted))
        .map(|(_, value)| value.trim())
}

/// A connection, kept for one call after the other. After an error it is of no use any more.
#[derive(Debug)]
pub struct Connection {
    socket: TcpStream,
    /// What was read and not used yet.
    ahead: Vec<u8>,
}

impl Connection {
    /// Connects; from a loopback address of one's own where one is given, because each has only
    /// so many ports.
    ///
    /// # Errors
    /// Nobody answers.
    pub async fn open(to: SocketAddr, from: Option<Ipv4Addr>) -> Result<Self> {
        let socket = TcpSocket::new_v4()?;
        if let Some(from) = from {
            socket.bind((from, 0).into())?;
        }
        let socket = socket.connect(to).await?;
        socket.set_nodelay(true)?;
        Ok(Self {
            socket,
            ahead: Vec::new(),
        })
    }

    /// Sends a request and reads its answer.
    ///
    /// # Errors
    /// The connection broke.
    pub async fn call(&mut self, request: &[u8]) -> Result<Reply> {
        self.send(request).await?;
        let head = self.head().await?;
        self.reply(head).await
    }

    /// Sends a request that is answered by a stream; by a plain answer where it is refused.
    ///
    /// # Errors
    /// The connection broke.
    pub async fn stream(mut self, request: &[u8]) -> Result<std::result::Result<Stream, Reply>> {
        self.send(request).await?;
        let head = self.head().await?;
        if header(&head, "transfer-encoding").is_none() {
            return Ok(Err(self.reply(head).await?));
        }
        Ok(Ok(Stream {
            connection: self,
            parser: sse::Parser::default(),
        }))
    }

    async fn send(&mut self, mut bytes: &[u8]) -> Result<()> {
        while !bytes.is_empty() {
            self.socket.writable().await?;
            match self.socket.try_write(bytes) {
                Ok(written) => bytes = &bytes[written..],
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    async fn head(&mut self) -> Result<String> {
        loop {
            let end = self.ahead.windows(4).position(|bytes| bytes == b"\r\n\r\n");
            if let Some(end) = end {
                let head = self.ahead.drain(..end + 4).collect();
                return String::from_utf8(head).map_err(|_| wrong("a head that is not text"));
            }
            self.fill().await?;
        }
    }

    async fn reply(&mut self, head: String) -> Result<Reply> {
        let status = head.split(' ').nth(1).and_then(|word| word.parse().ok());
        let length = header(&head, "content-length").map_or(Some(0), |text| text.parse().ok());
        let length: usize = length.ok_or_else(|| wrong("a length that is no number"))?;
        while self.ahead.len() < length {
            self.fill().await?;
        }
        Ok(Reply {
            status: status.ok_or_else(|| wrong("an answer without a status"))?,
            body: self.ahead.drain(..length).collect(),
            head,
        })
    }

    async fn fill(&mut self) -> Result<()> {
        loop {
            self.socket.readable().await?;
            let mut piece = [0; PIECE];
            match self.socket.try_read(&mut piece) {
                Ok(0) => return Err(ErrorKind::UnexpectedEof.into()),
                Ok(length) => {
                    self.ahead.extend_from_slice(&piece[..length]);
                    return Ok(());
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(error) => return Err(error),
            }
        }
    }
}

/// A stream of server-sent events.
#[derive(Debug)]
pub struct Stream {
    connection: Connection,
    parser: sse::Parser,
}

impl Stream {
    /// The next events; none where a heartbeat came.
    ///
    /// # Errors
    /// The stream ended or broke.
    pub async fn next(&mut self) -> Result<Vec<sse::Event>> {
        loop {
            if let Some(chunk) = take_chunk(&mut self.connection.ahead)? {
                if chunk.is_empty() {
                    return Err(ErrorKind::UnexpectedEof.into());
                }
                return Ok(self.parser.push(&chunk));
            }
            self.connection.fill().await?;
        }
    }
}

/// Takes a whole chunk (RFC 9112, 7.1) off the front, if one is there; an empty one ends the body.
fn take_chunk(ahead: &mut Vec<u8>) -> Result<Option<Vec<u8>>> {
    let Some(end) = ahead.windows(2).position(|bytes| bytes == b"\r\n") else {
        return Ok(None);
    };
    let digits = std::str::from_utf8(&ahead[..end]).unwrap_or_default();
    let length = usize::from_str_radix(digits, 16).map_err(|_| wrong("a chunk without length"))?;
    let (start, stop) = (end + 2, end + 2 + length);
    if ahead.len() < stop + 2 {
        return Ok(None);
    }
    let chunk = ahead[start..stop].to_vec();
    ahead.drain(..stop + 2);
    if ahead.is_empty() {
        // Thousands of silent streams keep no room for what they read once.
        *ahead = Vec::new();
    }
    Ok(Some(chunk))
}

fn wrong(what: &str) -> Error {
    Error::new(ErrorKind::InvalidData, what)
}

#[cfg(test)]
mod tests {
    use super::{header, request, take_chunk};

    #[test]
    fn chunks_are_taken_when_they_are_whole() {
        let mut ahead = b"5\r\nhello\r\n1".to_vec();
        assert_eq!(take_chunk(&mut ahead).unwrap().unwrap(), b"hello");
        assert!(take_chunk(&mut ahead).unwrap().is_none());
        ahead.extend_from_slice(b"0\r\n0123456789abcdef\r");
        assert!(take_chunk(&mut ahead).unwrap().is_none());
        ahead.extend_from_slice(b"\n0\r\n\r\n");
        assert_eq!(take_chunk(&mut ahead).unwrap().unwrap().len(), 16);
        assert_eq!(take_chunk(&mut ahead).unwrap().unwrap(), b"");
        assert!(ahead.is_empty());
        assert!(take_chunk(&mut b"x\r\n".to_vec()).is_err());
    }

    #[test]
    fn requests_and_headers_are_written_and_read() {
        let text = request("POST", "/a", &[("cookie", "b=c")], "{}");
        let text = String::from_utf8(text).unwrap();
        assert!(text.ends_with("content-length: 2\r\n\r\n{}"), "{text}");
        assert_eq!(header(&text, "Cookie"), Some("b=c"));
        let get = request("GET", "/a", &[], "");
        assert!(!String::from_utf8(get).unwrap().contains("content-length"));
    }
}
