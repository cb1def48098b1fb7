//! Mails as they arrive: in files, and at a mail server that does what the test says.

use super::TestApp;
use std::sync::{Arc, Mutex};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

impl TestApp {
    /// Sends what is due, and gives the mails that were written as files so far, the oldest first.
    pub(crate) async fn mails(&self) -> Vec<String> {
        porthole_server::job::mail::run_due(&self.app)
            .await
            .unwrap();
        let Ok(files) = std::fs::read_dir(self.dir.path().join("mail")) else {
            return Vec::new();
        };
        let mut files: Vec<_> = files.map(|file| file.unwrap().path()).collect();
        files.sort();
        let read = |path: &std::path::PathBuf| std::fs::read_to_string(path).unwrap();
        files.iter().map(read).collect()
    }
}

/// A header of a mail, unfolded; empty where there is none.
pub(crate) fn header(mail: &str, name: &str) -> String {
    let head = mail.split("\r\n\r\n").next().unwrap().replace("\r\n ", " ");
    let start = format!("{name}: ");
    let line = head
        .split("\r\n")
        .find_map(|line| line.strip_prefix(&start));
    line.unwrap_or_default().to_owned()
}

/// The text of a mail for readers of text.
pub(crate) fn text(mail: &str) -> String {
    let part = mail.split("text/plain").nth(1).unwrap();
    let (head, rest) = part.split_once("\r\n\r\n").unwrap();
    let boundary = mail.split("boundary=\"").nth(1).unwrap();
    let boundary = boundary.split('"').next().unwrap();
    let body = rest.split(&format!("\r\n--{boundary}")).next().unwrap();
    if head.contains("base64") {
        return String::from_utf8(base64(body))
            .unwrap()
            .replace("\r\n", "\n");
    }
    let body = body.replace("\r\n", "\n");
    if head.contains("quoted-printable") {
        unquoted(&body)
    } else {
        body
    }
}

fn unquoted(text: &str) -> String {
    let text = text.replace("=\n", "");
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        if *first == b'=' {
            let digits = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
            rest = after;
        }
    }
    String::from_utf8(bytes).unwrap()
}

fn base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digits = text
        .bytes()
        .filter_map(|byte| DIGITS.iter().position(|digit| *digit == byte));
    let (mut bytes, mut bits, mut count) = (Vec::new(), 0_u32, 0);
    for digit in digits {
        bits = bits << 6 | u32::try_from(digit).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 255).unwrap());
        }
    }
    bytes
}

/// What a mail server answers to a command.
type Answer = dyn Fn(&str) -> Option<&'static str> + Send + Sync;

/// A mail server (RFC 5321), which takes everything unless it is told otherwise.
pub(crate) struct MailServer {
    pub(crate) url: String,
    /// Sender, recipient and text of what it took.
    pub(crate) taken: Arc<Mutex<Vec<String>>>,
    task: tokio::task::JoinHandle<()>,
}

impl MailServer {
    /// Listens on this address; `answer` may give other answers than the usual ones.
    pub(crate) async fn start(
        address: &str,
        answer: impl Fn(&str) -> Option<&'static str> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let taken = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer): (_, Arc<Answer>) = (Arc::clone(&taken), Arc::new(answer));
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                tokio::spawn(talk(stream, Arc::clone(&kept), Arc::clone(&answer)));
            }
        });
        Self { url, taken, task }
    }

    pub(crate) fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn talk(stream: TcpStream, taken: Arc<Mutex<Vec<String>>>, answer: Arc<Answer>) {
    let mut stream = BufReader::new(stream);
    let mut envelope = String::new();
    let mut say = "220 mail.test ready".to_owned();
    loop {
        let line = format!("{say}\r\n");
        if say == "cut" || stream.write_all(line.as_bytes()).await.is_err() {
            return;
        }
        let mut command = String::new();
        if stream.read_line(&mut command).await.unwrap_or(0) == 0 {
            return;
        }
        let command = command.trim_end();
        let verb = command.split([' ', ':']).next().unwrap_or_default();
        let usual = match verb {
            "EHLO" => "250-mail.test\r\n250 8BITMIME",
            "DATA" => "354 go on",
            "QUIT" => "221 bye",
            _ => "250 ok",
        };
        say = answer(command).unwrap_or(usual).to_owned();
        if matches!(verb, "MAIL" | "RCPT") {
            envelope.push_str(command);
            envelope.push('\n');
        }
        if say.starts_with("354") {
            if stream.write_all(b"354 go on\r\n").await.is_err() {
                return;
            }
            let text = read_data(&mut stream).await;
            say = answer("the mail").unwrap_or("250 taken").to_owned();
            let mail = format!("{}{text}", std::mem::take(&mut envelope));
            if say.starts_with("250") || say == "cut" {
                taken.lock().unwrap().push(mail);
            }
        }
    }
}

async fn read_data(stream: &mut BufReader<TcpStream>) -> String {
    let mut text = String::new();
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or(0) == 0 || line == ".\r\n" {
            return text;
        }
        text.push_str(line.strip_prefix('.').unwrap_or(&line));
    }
}
