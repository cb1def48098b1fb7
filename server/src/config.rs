//! What the operator sets: by flag, by `PORTHOLE_...` variable or in a file, in this order.

mod file;
mod limits;

pub use limits::LimitArgs;

use crate::domain::network::Networks;
use crate::limit::LimitConfig;
use crate::mail::Route;
use clap::builder::BoolishValueParser;
use clap::{Args, Parser, Subcommand, ValueEnum};
use file::File;
use std::net::SocketAddr;
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Where the server listens unless it is told otherwise.
pub const DEFAULT_LISTEN: SocketAddr = SocketAddr::V4(std::net::SocketAddrV4::new(
    std::net::Ipv4Addr::LOCALHOST,
    8484,
));
/// Where the data are unless it is told otherwise.
pub const DEFAULT_DATA_DIR: &str = "./porthole-data";
/// How long a stream may be silent unless it is told otherwise.
const HEARTBEAT: Duration = Duration::from_millis(porthole_shared::live::HEARTBEAT.unsigned_abs());

/// For how many days the log of changes is kept unless it is told otherwise.
pub const DEFAULT_KEEP_CHANGES: u16 = 30;
/// The shortest token that opens the figures, in bytes.
const SHORTEST_TOKEN: usize = 16;

/// Porthole: a support chat for websites, in one binary.
#[derive(Debug, Parser)]
#[command(name = "porthole", version)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs the server.
    Serve(ServeArgs),
    /// Looks after an installation, also while its server runs.
    Admin {
        /// Where the database is, and what is looked after.
        #[command(flatten)]
        data: DataArgs,
        /// What to do.
        #[command(subcommand)]
        command: AdminCommand,
    },
    /// Copies everything into one file, also while the server runs. The copy is checked.
    Backup {
        /// Where the database is.
        #[command(flatten)]
        data: DataArgs,
        /// A file that does not exist yet, or a directory for one that is named after the time.
        target: PathBuf,
    },
    /// Makes a data directory of a backup. The directory has to be empty or missing.
    Restore {
        /// Where the database is to be.
        #[command(flatten)]
        data: DataArgs,
        /// The backup. It is checked before anything is made of it.
        backup: PathBuf,
        /// Goes on without the key of the backup's secrets: they have to be entered anew.
        #[arg(long)]
        forget_secrets: bool,
    },
    /// Looks whether every row is as it should be, also while the server runs.
    ///
    /// Ends with 0 if all is sound, with 1 if something is not (each finding is a line on standard
    /// output), with 2 if it could not be looked at (standard error says why).
    Check {
        /// Where the database is.
        #[command(flatten)]
        data: DataArgs,
        /// Looks at a backup instead.
        backup: Option<PathBuf>,
    },
}

/// Where the data are.
#[derive(Args, Clone, Debug)]
pub struct DataArgs {
    /// The data directory [default: ./porthole-data].
    #[arg(long, env = "PORTHOLE_DATA_DIR", global = true)]
    pub data_dir: Option<PathBuf>,
    /// A TOML file with the same keys as the flags, underscores for dashes.
    #[arg(long, env = "PORTHOLE_CONFIG", global = true)]
    pub config: Option<PathBuf>,
    /// The file with the key of the secrets in the database; made at the first start if it is not
    /// there [default: porthole.key in the data directory].
    #[arg(
        long,
        env = "PORTHOLE_SECRET_KEY_FILE",
        global = true,
        value_name = "FILE"
    )]
    pub secret_key_file: Option<PathBuf>,
}

/// Where the data are, once flags, variables and file were looked at.
#[derive(Clone, Debug)]
pub struct DataPlace {
    /// The data directory.
    pub data_dir: PathBuf,
    /// The file with the key of the secrets, if it is not in there.
    pub secret_key_file: Option<PathBuf>,
}

/// The flags of `serve`.
#[derive(Args, Clone, Debug)]
pub struct ServeArgs {
    /// Where the data are.
    #[command(flatten)]
    pub data: DataArgs,
    /// The address and port to listen on; port 0 takes any [default: 127.0.0.1:8484].
    #[arg(long, env = "PORTHOLE_LISTEN")]
    pub listen: Option<SocketAddr>,
    /// The address at which browsers reach this server [default: the one it listens on].
    #[arg(long, env = "PORTHOLE_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// A bundle's directory, to be used in place of the front ends inside this binary.
    #[arg(long, env = "PORTHOLE_ASSETS")]
    pub assets: Option<PathBuf>,
    /// The proxies in front, as addresses or networks (10.0.0.0/8) with commas between. They are
    /// believed when they name the caller in X-Forwarded-For or Forwarded [default: none].
    #[arg(long, env = "PORTHOLE_TRUSTED_PROXIES", value_name = "NETWORKS")]
    pub trusted_proxies: Option<Networks>,
    /// For how many days the log of changes is kept. A browser that comes back later reads
    /// everything anew [default: 30].
    #[arg(long, env = "PORTHOLE_KEEP_CHANGES", value_name = "DAYS")]
    pub keep_changes: Option<NonZeroU16>,
    /// A file with the token that opens /metrics [default: none; programs on this machine may read
    /// it as long as --public-url is not set].
    #[arg(long, env = "PORTHOLE_METRICS_TOKEN_FILE", value_name = "FILE")]
    pub metrics_token_file: Option<PathBuf>,
    /// After how many seconds, 1 to 60, a silent stream says that it still stands: less than the
    /// time after which a proxy in front cuts silent connections [default: 20].
    #[arg(long, env = "PORTHOLE_HEARTBEAT")]
    pub heartbeat: Option<u16>,
    /// The mail server, such as smtps://user@mail.example.com or smtp://127.0.0.1:25 [default: none;
    /// mails are written as files into the data directory].
    #[arg(
        long,
        env = "PORTHOLE_SMTP_URL",
        value_name = "URL",
        hide_env_values = true
    )]
    pub smtp_url: Option<String>,
    /// A file with the password for the mail server, which keeps it out of the list of processes
    /// [default: none].
    #[arg(long, env = "PORTHOLE_SMTP_PASSWORD_FILE", value_name = "FILE")]
    pub smtp_password_file: Option<PathBuf>,
    /// Lets webhooks call this machine and its network too, which is what an intranet needs. Whoever
    /// may edit webhooks can reach every service there.
    #[arg(long, env = "PORTHOLE_ALLOW_PRIVATE_WEBHOOKS", num_args = 0..=1,
          default_missing_value = "true", value_parser = BoolishValueParser::new())]
    pub allow_private_webhooks: Option<bool>,
    /// How much to log: error, warn, info, debug or trace [default: info].
    #[arg(long, env = "PORTHOLE_LOG")]
    pub log: Option<tracing::Level>,
    /// Writes the log as lines of JSON.
    #[arg(long, env = "PORTHOLE_LOG_JSON", num_args = 0..=1, default_missing_value = "true",
          value_parser = BoolishValueParser::new())]
    pub log_json: Option<bool>,
    /// How much callers may ask for.
    #[command(flatten)]
    pub limits: LimitArgs,
}

/// The commands of `admin`.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Creates the owner. The password is read from standard input.
    CreateOwner {
        /// The address to sign in with.
        #[arg(long)]
        email: String,
        /// The name that visitors see; what stands before the at sign unless given.
        #[arg(long)]
        name: Option<String>,
    },
    /// Turns both switches of the first workspace on.
    Enable,
    /// Prints the workspaces as JSON.
    Show,
    /// Prints the newest secret of a form, alone; makes one where there is none.
    IdentitySecret(SecretArgs),
    /// Goes on with a new key where that of the secrets is lost: they have to be entered anew. The
    /// server has to be stopped.
    ForgetSecrets,
    /// Sets one setting of the first workspace.
    Set {
        /// The setting's name.
        key: String,
        /// Its value, as JSON.
        value: String,
    },
}

/// Which identity secret, and what becomes of it.
#[derive(Args, Clone, Debug)]
pub struct SecretArgs {
    /// What it proves: user-hash, email-hash or token.
    #[arg(value_enum)]
    pub form: SecretForm,
    /// Makes a new one. The one before it goes on working, an older one does not.
    #[arg(long, conflicts_with = "set_from_stdin")]
    pub rotate: bool,
    /// Takes the first line of standard input as the new one.
    #[arg(long)]
    pub set_from_stdin: bool,
}

/// What an identity secret proves.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum SecretForm {
    /// A user id.
    UserHash,
    /// An e-mail address at a time.
    EmailHash,
    /// A JSON Web Token.
    Token,
}

/// What `serve` runs with.
#[derive(Clone, Debug)]
pub struct ServeConfig {
    /// The data directory.
    pub data_dir: PathBuf,
    /// The file with the key of the secrets, if it is not in there.
    pub secret_key_file: Option<PathBuf>,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address at which browsers reach this server, if it differs.
    pub public_url: Option<String>,
    /// A bundle's directory.
    pub assets: Option<PathBuf>,
    /// For how many days the log of changes is kept.
    pub keep_changes: u16,
    /// How long a stream may be silent.
    pub heartbeat: Duration,
    /// The mail server, if there is one.
    pub smtp: Option<Route>,
    /// Webhooks may call this machine and its network.
    pub allow_private_webhooks: bool,
    /// How much to log.
    pub log: tracing::Level,
    /// As JSON.
    pub log_json: bool,
    /// The proxies that are believed when they name the caller.
    pub trusted_proxies: Networks,
    /// The token that opens the figures, if there is one.
    pub metrics_token: Option<String>,
    /// How much callers may ask for.
    pub limits: LimitConfig,
}

impl ServeArgs {
    /// Puts flags and variables over the file, and the file over the defaults.
    ///
    /// # Errors
    /// A sentence that names what cannot be used.
    pub fn resolve(self) -> Result<ServeConfig, String> {
        let file = File::read(self.data.config.as_deref())?;
        let limits = self.limits.over(file.limits());
        let trusted_proxies = match self.trusted_proxies {
            Some(networks) => networks,
            None => file.trusted_proxies()?.unwrap_or_default(),
        };
        let metrics_token = self.metrics_token_file.or(file.metrics_token_file);
        let metrics_token = metrics_token.as_deref().map(read_token).transpose()?;
        let smtp = smtp(
            self.smtp_url.or(file.smtp_url),
            self.smtp_password_file.or(file.smtp_password_file),
        )?;
        let log = match (self.log, file.log) {
            (Some(level), _) => level,
            (None, Some(word)) => word.parse().map_err(|_| {
                format!("log = \"{word}\" is not a level: use error, warn, info, debug or trace")
            })?,
            (None, None) => tracing::Level::INFO,
        };
        let public_url = self.public_url.or(file.public_url);
        if let Some(url) = public_url.as_deref().filter(|url| !is_origin(url)) {
            return Err(format!(
                "the public URL {url} is not one: use something like https://chat.example.com"
            ));
        }
        Ok(ServeConfig {
            data_dir: self
                .data
                .data_dir
                .or(file.data_dir)
                .unwrap_or_else(|| DEFAULT_DATA_DIR.into()),
            secret_key_file: self.data.secret_key_file.or(file.secret_key_file),
            listen: self.listen.or(file.listen).unwrap_or(DEFAULT_LISTEN),
            public_url,
            assets: self.assets.or(file.assets),
            keep_changes: self
                .keep_changes
                .or(file.keep_changes)
                .map_or(DEFAULT_KEEP_CHANGES, NonZeroU16::get),
            heartbeat: self
                .heartbeat
                .or(file.heartbeat)
                .map_or(Ok(HEARTBEAT), heartbeat)?,
            smtp,
            allow_private_webhooks: self
                .allow_private_webhooks
                .or(file.allow_private_webhooks)
                .unwrap_or_default(),
            log,
            log_json: self.log_json.or(file.log_json).unwrap_or_default(),
            trusted_proxies,
            metrics_token,
            limits,
        })
    }
}

impl DataArgs {
    /// Puts flags and variables over the file, and the file over the defaults.
    ///
    /// # Errors
    /// The file cannot be used.
    pub fn resolve(self) -> Result<DataPlace, String> {
        let file = File::read(self.config.as_deref())?;
        Ok(DataPlace {
            data_dir: self
                .data_dir
                .or(file.data_dir)
                .unwrap_or_else(|| DEFAULT_DATA_DIR.into()),
            secret_key_file: self.secret_key_file.or(file.secret_key_file),
        })
    }
}

/// The first line of a file. A short one could be guessed.
fn read_token(path: &Path) -> Result<String, String> {
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("the token in {shown} cannot be read: {error}"))?;
    let token = text.lines().next().unwrap_or_default().trim();
    if token.len() < SHORTEST_TOKEN {
        return Err(format!(
            "the token in {shown} is too short: use {SHORTEST_TOKEN} characters or more"
        ));
    }
    Ok(token.to_owned())
}

/// The mail server, with its password where that is in a file.
fn smtp(url: Option<String>, password: Option<PathBuf>) -> Result<Option<Route>, String> {
    let Some(url) = url else {
        return Ok(None);
    };
    let read = |path: PathBuf| {
        std::fs::read_to_string(&path).map_err(|error| {
            let shown = path.display();
            format!("the SMTP password in {shown} cannot be read: {error}")
        })
    };
    let password = password.map(read).transpose()?;
    let line = password.as_deref().and_then(|text| text.lines().next());
    Route::parse(&url, line).map(Some)
}

fn heartbeat(seconds: u16) -> Result<Duration, String> {
    if (1..=60).contains(&seconds) {
        Ok(Duration::from_secs(seconds.into()))
    } else {
        Err(format!(
            "heartbeat = {seconds} is not between 1 and 60 seconds"
        ))
    }
}

fn is_origin(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.strip_suffix('/').unwrap_or(rest);
        !host.is_empty() && !host.contains(['/', '?', '#', '"', '<', '>', ' '])
    })
}
