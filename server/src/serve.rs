//! `porthole serve`: opens everything, says where it is, and serves until it is told to stop.

use crate::app::{App, Parts};
use crate::assets::Assets;
use crate::clock::Clock;
use crate::config::ServeConfig;
use crate::connection::{self, Bounds};
use crate::domain::mail::mail_domain;
use crate::domain::secret;
use crate::domain::session::SETUP_LINK_LIFE;
use crate::job;
use crate::limit::LimitConfig;
use crate::lock::lock;
use crate::mail::{Mailer, Route, Smtp};
use crate::metrics::Readers;
use crate::outgoing::Outgoing;
use crate::router::router;
use porthole_shared::time::DAY;
use std::future::Future;
use std::io::Write;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// How long requests may take to finish once the server is told to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Where mails are written to within the data directory, without a mail server.
const MAILS: &str = "mail";

/// Files that are no connections: the database, the log, the bundle.
const OTHER_FILES: u32 = 64;

/// Runs the server until `shutdown` is ready, then ends streams and lets requests finish.
/// `out` gets the lines that tell where everything is.
///
/// # Errors
/// A sentence that says what cannot be used.
pub async fn serve(
    config: ServeConfig,
    mut out: impl Write,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), String> {
    let listener = bind(config.listen).await?;
    let address = listener.local_addr().map_err(|error| error.to_string())?;
    let assets = match &config.assets {
        Some(bundle) => Assets::read(bundle)
            .map_err(|error| format!("the bundle {} cannot be read: {error}", bundle.display()))?,
        None => Assets::embedded(),
    };
    let metrics_readers = readers(&config);
    let public_url = config
        .public_url
        .unwrap_or_else(|| format!("http://{address}"));
    let app = App::start(Parts {
        data_dir: &config.data_dir,
        secret_key_file: config.secret_key_file.as_deref(),
        clock: Clock::of_process(),
        assets,
        metrics_readers,
        mailer: mailer(config.smtp.as_ref(), &config.data_dir, &public_url)?,
        public_url,
        limits: within_open_files(config.limits),
        trusted_proxies: config.trusted_proxies,
        keep_changes: i64::from(config.keep_changes) * DAY,
        heartbeat: config.heartbeat,
        outgoing: Outgoing::new(config.allow_private_webhooks),
    })
    .await?;
    let _lock = lock(&config.data_dir)?;
    announce(&app, address, &mut out).await?;

    let jobs = tokio::spawn(job::run(app.clone()));
    let mails = tokio::spawn(job::mail::run(app.clone()));
    let rules = tokio::spawn(job::rules::run(app.clone()));
    let deliveries = tokio::spawn(job::deliver::run(app.clone()));
    let index = tokio::spawn(job::index::run(app.clone()));
    let (hub, store) = (app.hub.clone(), app.store.clone());
    let limits = app.limits.clone();
    let (stopping, has_stopped) = oneshot::channel();
    let stop = async move {
        shutdown.await;
        tracing::info!("shutting down");
        hub.close();
        // The receiver is gone only where the server has ended already.
        let _ = stopping.send(());
    };
    tokio::select! {
        () = connection::serve(listener, router(app), Bounds::USUAL, &limits, stop) => {}
        () = grace_over(has_stopped) => {}
    }
    jobs.abort();
    mails.abort();
    rules.abort();
    deliveries.abort();
    index.abort();
    // Everything goes into the one file, so that copying it copies all.
    store.close().await;
    Ok(())
}

/// Ready some seconds after the server began to stop: a client that neither finishes its request
/// nor goes away cannot keep the process alive.
async fn grace_over(has_stopped: oneshot::Receiver<()>) {
    if has_stopped.await.is_err() {
        std::future::pending::<()>().await;
    }
    tokio::time::sleep(GRACE).await;
    tracing::warn!("some requests were still under way");
}

/// Where mails go: to the mail server, or into files beside the database.
fn mailer(smtp: Option<&Route>, data_dir: &Path, public_url: &str) -> Result<Mailer, String> {
    if let Some(route) = smtp {
        let smtp = Smtp::new(route, &mail_domain(public_url))?;
        return Ok(Mailer::Smtp(Box::new(smtp)));
    }
    let directory = data_dir.join(MAILS);
    tracing::info!(directory = %directory.display(), "there is no --smtp-url: mails are written as files");
    Ok(Mailer::Files(directory))
}

/// Who may read the figures. A server that has a public address has a proxy in front, on this
/// machine perhaps: whoever comes through it must not pass for a program of the machine.
fn readers(config: &ServeConfig) -> Readers {
    match (&config.metrics_token, &config.public_url) {
        (Some(token), _) => Readers::Token(secret::hash(token)),
        (None, None) => Readers::ThisMachine,
        (None, Some(_)) => Readers::Nobody,
    }
}

/// The limits, with no more connections than the system gives files for.
fn within_open_files(limits: LimitConfig) -> LimitConfig {
    let Some(files) = open_files_limit() else {
        return limits;
    };
    let room = files.saturating_sub(OTHER_FILES).max(1);
    if limits.connections > 0 && limits.connections <= room {
        return limits;
    }
    tracing::info!(
        connections = room,
        "there is room for fewer connections than --limit-connections allows: raise the limit of open files (ulimit -n)"
    );
    LimitConfig {
        connections: room,
        ..limits
    }
}

/// How many files this process may open; `None` where the system does not say.
fn open_files_limit() -> Option<u32> {
    let limits = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

async fn bind(address: SocketAddr) -> Result<TcpListener, String> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("{address} is in use by another program: stop it, or choose another address with --listen")
        }
        _ => format!("cannot listen on {address}: {error}"),
    })
}

async fn announce(app: &App, address: SocketAddr, out: &mut impl Write) -> Result<(), String> {
    let url = &app.public_url;
    let link = app.random.secret("");
    let setup_needed = app
        .store
        .renew_setup_link(link.hash, app.clock.now())
        .await
        .map_err(|error| error.to_string())?;
    let mut text = format!(
        "listening on http://{address}\n\n  Demo page  {url}/demo\n  Inbox      {url}/inbox\n"
    );
    if setup_needed {
        // The secret stands in the fragment, which no browser sends and no log sees.
        text.push_str(&format!(
            "\n  First run: create the owner with this link. It works once, within {} days.\n  {url}/#setup={}\n",
            SETUP_LINK_LIFE / DAY,
            link.text
        ));
    }
    // Whoever started the server may have closed its output; the server runs all the same.
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
    Ok(())
}
