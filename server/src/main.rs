//! The `porthole` command.

use clap::Parser as _;
use porthole_server::backup::RestoredKey;
use porthole_server::clock::Clock;
use porthole_server::config::{AdminCommand, Cli, Command, DataArgs, ServeArgs, ServeConfig};
use porthole_server::{admin, backup, serve};
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};

fn main() -> ExitCode {
    let (result, failed) = match Cli::parse().command {
        Command::Serve(args) => (run_server(args).map(|()| ExitCode::SUCCESS), 1),
        Command::Admin { data, command } => (administer(data, command), 1),
        Command::Backup { data, target } => (make_backup(data, &target), 1),
        Command::Restore {
            data,
            backup,
            forget_secrets,
        } => (restore(data, &backup, forget_secrets), 1),
        Command::Check { data, backup } => (check(data, backup.as_deref()), 2),
    };
    result.unwrap_or_else(|sentence| {
        // Nobody is left to tell where standard error is closed.
        let _ = writeln!(std::io::stderr(), "porthole: {sentence}");
        ExitCode::from(failed)
    })
}

fn administer(data: DataArgs, command: AdminCommand) -> Result<ExitCode, String> {
    let place = data.resolve()?;
    tell(&runtime()?.block_on(admin::run(&place, command, std::io::stdin()))?)
}

fn make_backup(data: DataArgs, target: &Path) -> Result<ExitCode, String> {
    let place = data.resolve()?;
    let key_file = place.secret_key_file.as_deref();
    let now = Clock::System.now();
    tell(&backup::backup(&place.data_dir, key_file, target, now)?)
}

fn restore(data: DataArgs, from: &Path, forget_secrets: bool) -> Result<ExitCode, String> {
    let place = data.resolve()?;
    let key = match &place.secret_key_file {
        _ if forget_secrets => RestoredKey::Forgotten,
        Some(file) => RestoredKey::File(file),
        None => RestoredKey::Beside,
    };
    let now = Clock::System.now();
    tell(&backup::restore(from, key, &place.data_dir, now)?)
}

fn check(data: DataArgs, file: Option<&Path>) -> Result<ExitCode, String> {
    let (text, is_sound) = backup::check(&data.resolve()?.data_dir, file)?;
    let told = tell(&text)?;
    Ok(if is_sound { told } else { ExitCode::FAILURE })
}

fn tell(text: &str) -> Result<ExitCode, String> {
    writeln!(std::io::stdout(), "{text}").map_err(|error| error.to_string())?;
    Ok(ExitCode::SUCCESS)
}

fn run_server(args: ServeArgs) -> Result<(), String> {
    let config = args.resolve()?;
    start_log(&config);
    runtime()?.block_on(async {
        // Listened for before anybody is told that the server stands.
        let stop = StopSignal::register()?;
        serve::serve(config, std::io::stdout(), stop.arrives()).await
    })
}

fn runtime() -> Result<Runtime, String> {
    Runtime::new().map_err(|error| format!("the runtime cannot start: {error}"))
}

/// The log goes to standard error; standard output tells where the server is.
fn start_log(config: &ServeConfig) {
    let log = tracing_subscriber::fmt()
        .with_max_level(config.log)
        .with_target(false)
        .with_ansi(false)
        .with_writer(std::io::stderr);
    if config.log_json {
        log.json().init();
    } else {
        log.init();
    }
}

/// The wish of the operator (Ctrl+C) or the system (SIGTERM) that the server stops.
struct StopSignal {
    interrupt: Signal,
    terminate: Signal,
}

impl StopSignal {
    fn register() -> Result<Self, String> {
        let listen =
            |kind| signal(kind).map_err(|error| format!("signals cannot be listened for: {error}"));
        Ok(Self {
            interrupt: listen(SignalKind::interrupt())?,
            terminate: listen(SignalKind::terminate())?,
        })
    }

    async fn arrives(mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}
