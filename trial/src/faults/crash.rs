//! The server is killed again and again while visitors write through a bad network.

use super::browsers::{Browsers, Written};
use super::crowd::Crowd;
use super::talker::parse;
use super::tally::{Tally, Trail};
use super::team::Team;
use super::{Report, Trial};
use crate::proxy::Proxy;
use crate::random::Random;
use crate::server::{OPEN_DOORS, Server, in_folder};
use crate::{database, say};
use std::collections::HashMap;
use std::time::Duration;
use tokio::task::block_in_place;
use tokio::time::{Instant, sleep, sleep_until};

/// How much of it.
#[derive(Clone, Copy, Debug)]
struct Size {
    visitors: usize,
    messages: u32,
    kills: usize,
    browsers: usize,
    browser_messages: u32,
    duration: Duration,
}

const BOUNDED: Size = Size {
    visitors: 40,
    messages: 50,
    kills: 4,
    browsers: 2,
    browser_messages: 20,
    duration: Duration::from_secs(15),
};
const FULL: Size = Size {
    visitors: 200,
    messages: 500,
    kills: 20,
    browsers: 5,
    browser_messages: 100,
    duration: Duration::from_secs(150),
};

/// Runs it.
///
/// # Errors
/// It could not be carried through.
pub async fn run(trial: &Trial) -> Result<Report, String> {
    let size = if trial.is_full { FULL } else { BOUNDED };
    let mut report = Report::default();
    let (mut server, _folder) = block_in_place(|| in_folder(&trial.binary, OPEN_DOORS))?;
    let proxy = Proxy::start(server.address, trial.random.of("proxy", 0)).await?;
    let browsers = open_browsers(trial, size, &server, &proxy).await?;
    let team = Team::watch(server.address).await?;
    let mut crowd = Crowd::default();
    let script = (size.messages, size.duration);
    for index in 0..size.visitors {
        let joining = crowd.join(&server, proxy.address, script, (index, &trial.random));
        joining.await?;
    }
    say::note(&format!("{} visitors write …", size.visitors));
    proxy.be_bad(true);
    crowd.start();
    browsers.as_ref().map_or(Ok(()), Browsers::start)?;
    kill(&mut server, size, trial.random.of("killer", 0)).await?;
    crowd.finish_talking().await?;
    proxy.be_bad(false);
    say::note("the network is good again");
    let trails = crowd.finish_listening().await?;
    let written = match browsers {
        Some(browsers) => browsers.finish().await?,
        None => Vec::new(),
    };
    count(&mut report, &server, trails, &written)?;
    team.tell(&mut report).await;
    report.notes.push(format!(
        "{} connections were reset, stalled, delayed or heard one way; the server was killed {} times",
        proxy.faults(),
        size.kills
    ));
    block_in_place(|| server.stop())?;
    block_in_place(|| super::check(&server, &mut report));
    Ok(report)
}

async fn open_browsers(
    trial: &Trial,
    size: Size,
    server: &Server,
    proxy: &Proxy,
) -> Result<Option<Browsers>, String> {
    let Some(tools) = &trial.browsers else {
        return Ok(None);
    };
    let places = (server.address, proxy.address, server.token.as_str());
    let numbers = (size.browsers, size.browser_messages);
    let opening = Browsers::open(tools, places, numbers, size.duration);
    opening.await.map(Some)
}

/// Kills the server and starts it again, at random times.
async fn kill(server: &mut Server, size: Size, mut random: Random) -> Result<(), String> {
    let span = u64::try_from(size.duration.as_millis()).unwrap_or(u64::MAX);
    let mut times: Vec<u64> = (0..size.kills).map(|_| random.below(span)).collect();
    times.sort_unstable();
    let start = Instant::now();
    for time in times {
        sleep_until(start + Duration::from_millis(time)).await;
        block_in_place(|| server.kill());
        sleep(Duration::from_millis(random.below(400))).await;
        block_in_place(|| server.start())?;
    }
    Ok(())
}

/// Puts what is stored beside what was sent.
fn count(
    report: &mut Report,
    server: &Server,
    trails: Vec<(String, Trail)>,
    written: &[Written],
) -> Result<(), String> {
    let texts = database::texts(server.data())?;
    let mut stored: HashMap<&str, Vec<u32>> = HashMap::new();
    for (name, number) in texts.iter().filter_map(|text| parse(text)) {
        stored.entry(name).or_default().push(number);
    }
    let mut tally = Tally::default();
    for (name, mut trail) in trails {
        trail.stored = stored.remove(name.as_str()).unwrap_or_default();
        tally.add(&trail);
    }
    report.rows.push(("killed server, API".to_owned(), tally));
    let mut tally = Tally::default();
    for browser in written {
        let shown = browser.shown.iter().filter_map(|text| parse(text));
        let shown: Vec<u32> = shown.map(|(_, number)| number).collect();
        tally.add(&Trail {
            sent: browser.sent,
            acknowledged: browser.acknowledged,
            stored: stored.remove(browser.name.as_str()).unwrap_or_default(),
            shown,
        });
    }
    if !written.is_empty() {
        report
            .rows
            .push(("killed server, browsers".to_owned(), tally));
    }
    report.check(stored.is_empty(), || {
        format!("{} authors of stored messages are unknown", stored.len())
    });
    Ok(())
}
