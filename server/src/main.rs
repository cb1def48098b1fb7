//! The `porthole` command.

use clap::Parser as _;
use porthole_server::config::{Cli, Command, ServeArgs, ServeConfig};
use porthole_server::{admin, serve};
use std::io::Write as _;
use std::process::ExitCode;
use tokio::runtime::Runtime;
use tokio::signal::unix::{Signal, SignalKind, signal};

fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Serve(args) => run_server(args),
        Command::Admin { data, command } => data.resolve().and_then(|data_dir| {
            let text = runtime()?.block_on(admin::run(&data_dir, command, std::io::stdin()))?;
            writeln!(std::io::stdout(), "{text}").map_err(|error| error.to_string())
        }),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            // Nobody is left to tell where standard error is closed.
            let _ = writeln!(std::io::stderr(), "porthole: {sentence}");
            ExitCode::FAILURE
        }
    }
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
