//! The `porthole` command.

use clap::Parser as _;
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
        Command::Restore { data, backup } => (restore(data, &backup), 1),
        Command::Check { data, backup } => (check(data, backup.as_deref()), 2),
    };
    result.unwrap_or_else(|sentence| {
        // Nobody is left to tell where standard error is closed.
        let _ = writeln!(std::io::stderr(), "porthole: {sentence}");
        ExitCode::from(failed)
    })
}

fn administer(data: DataArgs, command: AdminCommand) -> Result<ExitCode, String> {
    let data_dir = data.resolve()?;
    tell(&runtime()?.block_on(admin::run(&data_dir, command, std::io::stdin()))?)
}

fn make_backup(data: DataArgs, target: &Path) -> Result<ExitCode, String> {
    tell(&backup::backup(
        &data.resolve()?,
        target,
        Clock::System.now(),
    )?)
}

fn restore(data: DataArgs, from: &Path) -> Result<ExitCode, String> {
    tell(&backup::restore(
        from,
        &data.resolve()?,
        Clock::System.now(),
    )?)
}

fn check(data: DataArgs, file: Option<&Path>) -> Result<ExitCode, String> {
    let (text, is_sound) = backup::check(&data.resolve()?, file)?;
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
