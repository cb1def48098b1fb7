//! The real server as a process of its own: started, killed, stopped, and started again on the
//! same port and data.

use crate::folder::Folder;
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

/// The owner of every installation under trial.
pub const OWNER: (&str, &str) = ("ada@team.example", "correct horse battery");
/// Flags for a server under load, without limits: here thousands of visitors have one address.
pub const OPEN_DOORS: &[&str] = &[
    "--limit-visitor-reads=0",
    "--limit-visitor-writes=0",
    "--limit-address-reads=0",
    "--limit-address-writes=0",
    "--limit-workspace-reads=0",
    "--limit-workspace-writes=0",
    "--limit-address-streams=0",
    "--limit-connections=0",
];
/// How long a stopped server may take to end; it gives requests ten seconds.
const STOP_TIME: Duration = Duration::from_secs(20);
/// How many files each process may have open: one for each of ten thousand streams, and more.
const FILES: u32 = 20_000;

/// A server, and its data. It is killed when dropped.
#[derive(Debug)]
pub struct Server {
    binary: PathBuf,
    data: PathBuf,
    flags: Vec<String>,
    child: Option<Child>,
    /// Where it listens, or did.
    pub address: SocketAddr,
    /// The public token of its workspace.
    pub token: String,
}

impl Server {
    /// Makes an installation with an owner and the chat switched on, and starts it.
    ///
    /// # Errors
    /// It cannot be made or started.
    pub fn install(binary: &Path, data: &Path, flags: &[&str]) -> Result<Self, String> {
        let mut server = Self::prepare(binary, data)?;
        server.flags = flags.iter().map(|&flag| flag.to_owned()).collect();
        server.start()?;
        Ok(server)
    }

    /// Makes an installation with an owner and the chat switched on, which does not run yet.
    ///
    /// # Errors
    /// It cannot be made.
    pub fn prepare(binary: &Path, data: &Path) -> Result<Self, String> {
        let mut server = Self {
            binary: binary.to_owned(),
            data: data.to_owned(),
            flags: Vec::new(),
            child: None,
            address: SocketAddr::from(([127, 0, 0, 1], 0)),
            token: String::new(),
        };
        server.admin(&["enable"], "")?;
        let (email, password) = OWNER;
        server.admin(&["create-owner", "--email", email], password)?;
        let shown = server.admin(&["show"], "")?;
        let shown: serde_json::Value =
            serde_json::from_str(&shown).map_err(|error| format!("admin show: {error}"))?;
        let token = shown["workspaces"][0]["public_token"].as_str();
        server.token = token.ok_or("admin show tells no token")?.to_owned();
        Ok(server)
    }

    /// Starts it, and waits until it says where it listens.
    ///
    /// # Errors
    /// It ends before that.
    pub fn start(&mut self) -> Result<(), String> {
        let mut command = limited(&self.binary);
        command
            .args(["serve", "--log", "error", "--listen"])
            .arg(self.address.to_string())
            .arg("--data-dir")
            .arg(&self.data)
            .args(&self.flags);
        let (child, address) = listening(&mut command)?;
        self.child = Some(child);
        self.address = address;
        Ok(())
    }

    /// Ends it as a crash would, at once and without warning.
    pub fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // It may have ended by itself; whoever asks it next will notice.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Asks it to end, and waits until it has.
    ///
    /// # Errors
    /// It does not end in time, or not well.
    pub fn stop(&mut self) -> Result<(), String> {
        let Some(child) = &mut self.child else {
            return Ok(());
        };
        let pid = child.id().to_string();
        run(Command::new("kill").args(["-TERM", &pid]), "")?;
        let deadline = Instant::now() + STOP_TIME;
        loop {
            match child.try_wait() {
                Ok(Some(status)) if status.success() => break,
                Ok(None) if Instant::now() < deadline => pause(),
                other => return Err(format!("the stopped server did not end well: {other:?}")),
            }
        }
        self.child = None;
        Ok(())
    }

    /// Runs `porthole admin` on its data.
    ///
    /// # Errors
    /// What the command says.
    pub fn admin(&self, arguments: &[&str], input: &str) -> Result<String, String> {
        let mut command = Command::new(&self.binary);
        command.arg("admin").arg("--data-dir").arg(&self.data);
        run(command.args(arguments), input)
    }

    /// Runs `porthole check` on its data.
    ///
    /// # Errors
    /// What is not as it should be.
    pub fn check(&self) -> Result<String, String> {
        let mut command = Command::new(&self.binary);
        run(command.arg("check").arg("--data-dir").arg(&self.data), "")
    }

    /// The process, while it runs.
    #[must_use]
    pub fn pid(&self) -> Option<u32> {
        self.child.as_ref().map(Child::id)
    }

    /// Where its data are.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A server in a folder of its own, which goes with it.
///
/// # Errors
/// See [`Server::install`].
pub fn in_folder(binary: &Path, flags: &[&str]) -> Result<(Server, Folder), String> {
    let folder = Folder::new()?;
    let server = Server::install(binary, &folder.path().join("data"), flags)?;
    Ok((server, folder))
}

/// A program that may open enough files. The shell is gone once the program runs.
#[must_use]
pub fn limited(program: impl AsRef<OsStr>) -> Command {
    let script = format!("ulimit -n {FILES} 2>/dev/null; exec \"$0\" \"$@\"");
    let mut command = Command::new("sh");
    command.args(["-c", &script]).arg(program);
    command
}

/// Starts a program that says `listening on http://ADDRESS` in its first line.
///
/// # Errors
/// It ends before that.
pub fn listening(command: &mut Command) -> Result<(Child, SocketAddr), String> {
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .map_err(|error| format!("the server cannot be started: {error}"))?;
    let mut line = String::new();
    let mut output = child.stdout.take().map(BufReader::new);
    if let Some(output) = &mut output {
        // What cannot be read is an empty line, and no address.
        let _ = output.read_line(&mut line);
    }
    let address = line
        .trim()
        .strip_prefix("listening on http://")
        .and_then(|text| text.parse().ok());
    let Some(address) = address else {
        let _ = child.kill();
        let _ = child.wait();
        return Err(format!("the server did not say where it listens: {line:?}"));
    };
    // The rest is read to its end, so that the server never waits for a reader.
    std::thread::spawn(move || output.map(|mut rest| rest.read_to_end(&mut Vec::new())));
    Ok((child, address))
}

/// Runs a program to its end and gives what it prints.
///
/// # Errors
/// What it says when it fails.
pub fn run(command: &mut Command, input: &str) -> Result<String, String> {
    let output = finish(command, input).map_err(|error| {
        let program = command.get_program().to_string_lossy();
        format!("{program} cannot be run: {error}")
    })?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
    } else {
        let told = [output.stdout, output.stderr].concat();
        Err(String::from_utf8_lossy(&told).trim().to_owned())
    }
}

fn finish(command: &mut Command, input: &str) -> std::io::Result<Output> {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that reads nothing may have ended before this is written.
        let _ = stdin.write_all(input.as_bytes());
    }
    child.wait_with_output()
}

/// Lets a moment pass before a condition is looked at again.
#[expect(
    clippy::disallowed_methods,
    reason = "a process cannot be waited for with a time-out otherwise"
)]
pub fn pause() {
    std::thread::sleep(Duration::from_millis(5));
}

/// Resident memory of a process, in bytes.
///
/// # Errors
/// The process is gone, or the system does not say.
pub fn resident(pid: u32) -> Result<u64, String> {
    let path = format!("/proc/{pid}/status");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok());
    kilobytes
        .map(|kilobytes: u64| kilobytes * 1024)
        .ok_or_else(|| format!("{path} tells no resident memory"))
}
