//! The people: visitors of several languages, and the team.

use super::Size;
use super::detail::{id, index_below};
use super::script::Library;
use crate::random::Random;
use rusqlite::{Connection, params};

/// Colleagues of whoever is there already.
const COLLEAGUES: &[&str] = &["Ben Okafor", "Chiara Rossi", "Dilan Yılmaz"];
const DAY: i64 = 24 * 60 * 60_000;

/// A visitor.
pub(super) struct Person {
    pub(super) id: String,
    pub(super) language: &'static str,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    /// How the team calls them.
    pub(super) called: String,
    /// What they are worth.
    pub(super) value: Option<f64>,
    pub(super) since: i64,
}

/// The visitor of an index. One in eight has not said who they are.
pub(super) fn person(library: &Library, size: &Size, random: &Random, index: usize) -> Person {
    let mut random = random.of("person", index);
    let (language, name) = match size.is_spammer(index) {
        true => library.spammer(),
        false => library.person(index, &mut random),
    };
    let is_known = index % 8 != 5;
    let first = name.split(' ').next().unwrap_or_default().to_owned();
    let email = address(&name, index, &mut random);
    let value = match random.below(100) {
        0..12 => Some(40 + random.below(900)),
        12..18 => Some(1_000 + random.below(60_000)),
        _ => None,
    };
    let age = i64::try_from(random.below(300)).unwrap_or_default();
    let since = size.now - (130 + age) * DAY;
    Person {
        id: id(since, &mut random),
        language,
        called: if is_known {
            first
        } else {
            greeting(language).to_owned()
        },
        name: is_known.then_some(name),
        email: is_known.then_some(email),
        #[expect(clippy::cast_precision_loss, reason = "some tens of thousands")]
        value: value.filter(|_| is_known).map(|value| value as f64),
        since,
    }
}

/// How somebody is called whose name is not known.
fn greeting(language: &str) -> &'static str {
    match language {
        "de" => "zusammen",
        "ar" => "بك",
        "ja" => "お客",
        "fr" => "à vous",
        "es" => "buenas",
        _ => "there",
    }
}

fn address(name: &str, index: usize, random: &mut Random) -> String {
    const HOSTS: &[&str] = &[
        "mail.example",
        "post.example",
        "web.example",
        "firm.example",
    ];
    let host = HOSTS[index_below(random, HOSTS.len())];
    let plain: String = name
        .to_lowercase()
        .chars()
        .map(|c| if c == ' ' { '.' } else { c })
        .filter(|c| c.is_ascii_alphanumeric() || *c == '.')
        .collect();
    let is_latin = plain.chars().filter(char::is_ascii_alphabetic).count() > 3;
    match (is_latin, index) {
        (true, 0..45) => format!("{plain}@{host}"),
        (true, _) => format!("{plain}{index}@{host}"),
        (false, _) => format!("customer{index}@{host}"),
    }
}

/// The ids and names of the team, to which colleagues are added where there is but one.
pub(super) fn members(
    connection: &Connection,
    workspace: &str,
    now: i64,
    random: &Random,
) -> rusqlite::Result<Vec<(String, String)>> {
    let read = || -> rusqlite::Result<Vec<(String, String)>> {
        connection
            .prepare("SELECT id, name FROM member WHERE workspace_id = ? ORDER BY created_at, id")?
            .query_map([workspace], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect()
    };
    let known = read()?;
    if known.is_empty() {
        return Err(rusqlite::Error::QueryReturnedNoRows);
    }
    if known.len() > 1 {
        return Ok(known);
    }
    for (index, name) in COLLEAGUES.iter().enumerate() {
        let email = format!("{}@team.example", name.split(' ').next().unwrap_or(name));
        connection.execute(
            "INSERT INTO member (id, workspace_id, email, name, role, password_hash, created_at)
             VALUES (?, ?, ?, ?, 'agent', '', ?)",
            params![
                id(now, &mut random.of("member", index)),
                workspace,
                email.to_lowercase(),
                name,
                now
            ],
        )?;
    }
    read()
}
