//! `porthole backup`, `restore` and `check`, as operators use them.

use super::{Server, admin, porthole, told};
use std::path::Path;
use std::process::Output;

fn run(arguments: &[&str], paths: &[&Path]) -> Output {
    porthole(arguments).args(paths).output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

#[test]
fn a_running_server_is_backed_up_and_restored_elsewhere() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name);
    let (data, backups) = (path("data"), path("backups"));
    std::fs::create_dir(&backups).unwrap();
    let _server = Server::start(&[
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        data.to_str().unwrap(),
    ]);
    assert!(
        admin(&data, &["set", "title", "\"Acme\""], "")
            .status
            .success()
    );
    let checked = run(&["check", "--data-dir"], &[&data]);
    assert_eq!(checked.status.code(), Some(0), "{}", told(&checked));
    assert!(said(&checked).starts_with("sound: 1 workspaces"));

    let copied = run(&["backup", "--data-dir"], &[&data, &backups]);
    assert!(copied.status.success(), "{}", told(&copied));
    let mut entries: Vec<_> = std::fs::read_dir(&backups)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    let [backup, key] = entries.as_slice() else {
        panic!("the copy and its key alone: {entries:?}");
    };
    assert_eq!(*key, backup.with_extension("key"));
    assert!(said(&copied).contains(key.to_str().unwrap()));
    assert!(said(&copied).contains(backup.to_str().unwrap()));
    let mode = std::os::unix::fs::PermissionsExt::mode(&backup.metadata().unwrap().permissions());
    assert_eq!(mode & 0o077, 0, "others may read messages and addresses");
    let again = run(&["backup", "--data-dir"], &[&data, backup]);
    assert_eq!(again.status.code(), Some(1));
    assert!(told(&again).contains("exists already"), "{}", told(&again));
    assert_eq!(run(&["check"], &[backup]).status.code(), Some(0));

    let over = run(&["restore", "--data-dir"], &[&data, backup]);
    assert!(told(&over).contains("another porthole"), "{}", told(&over));
    let elsewhere = path("elsewhere");
    let restored = run(&["restore", "--data-dir"], &[&elsewhere, backup]);
    assert!(restored.status.success(), "{}", told(&restored));
    let shown = admin(&elsewhere, &["show"], "");
    assert_eq!(shown.stdout, admin(&data, &["show"], "").stdout);
    let twice = run(&["restore", "--data-dir"], &[&elsewhere, backup]);
    assert!(told(&twice).contains("is not empty"), "{}", told(&twice));
    Server::start(&[
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        elsewhere.to_str().unwrap(),
    ]);
}

#[test]
fn a_stopped_installation_is_backed_up_and_left_as_it_was() {
    let place = tempfile::tempdir().unwrap();
    let (data, backup) = (place.path().join("data"), place.path().join("copy.db"));
    assert!(admin(&data, &["enable"], "").status.success());
    let copied = run(&["backup", "--data-dir"], &[&data, &backup]);
    assert!(copied.status.success(), "{}", told(&copied));
    assert_eq!(
        run(&["check", "--data-dir"], &[&data]).status.code(),
        Some(0)
    );
    let names: Vec<_> = std::fs::read_dir(&data)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names, ["porthole.db"]);
}

#[test]
fn the_key_of_the_secrets_is_asked_for_where_it_is_missing() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name);
    let data = path("data");
    let flags = ["--listen", "127.0.0.1:0", "--data-dir"];
    let serve = |data: &Path| {
        drop(Server::start(
            &[&flags[..], &[data.to_str().unwrap()]].concat(),
        ));
    };
    serve(&data);
    let copied = run(&["backup", "--data-dir"], &[&data, &path("copy.db")]);
    assert!(copied.status.success(), "{}", told(&copied));
    std::fs::rename(path("copy.key"), path("away.key")).unwrap();

    let restore = |flags: &[&str], name: &str| {
        let arguments = [&["restore"], flags, &["--data-dir"]].concat();
        run(&arguments, &[&path(name), &path("copy.db")])
    };
    let asked = restore(&[], "asked");
    assert_eq!(asked.status.code(), Some(1));
    assert!(
        told(&asked).contains("--secret-key-file"),
        "{}",
        told(&asked)
    );
    assert!(!path("asked").join("porthole.db").exists());
    let away = path("away.key");
    let named = restore(&["--secret-key-file", away.to_str().unwrap()], "named");
    assert!(named.status.success(), "{}", told(&named));
    assert!(!path("named").join("porthole.key").exists());
    let refused = run(&[&["serve"], &flags[..]].concat(), &[&path("named")]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(told(&refused).contains("is missing"), "{}", told(&refused));
    let forgotten = restore(&["--forget-secrets"], "forgotten");
    assert!(forgotten.status.success(), "{}", told(&forgotten));
    serve(&path("forgotten"));

    std::fs::copy(
        path("forgotten").join("porthole.key"),
        data.join("porthole.key"),
    )
    .unwrap();
    let refused = run(&[&["serve"], &flags[..]].concat(), &[&data]);
    assert!(told(&refused).contains("another key"), "{}", told(&refused));
    let anew = admin(&data, &["forget-secrets"], "");
    assert!(anew.status.success(), "{}", told(&anew));
    assert!(data.join("porthole.key.old").exists());
    serve(&data);
}

#[test]
fn what_is_no_sound_database_is_found_and_never_restored() {
    let place = tempfile::tempdir().unwrap();
    let path = |name: &str| place.path().join(name);
    let data = path("data");
    let missing = run(&["check", "--data-dir"], &[&data]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(told(&missing).contains("no installation"));
    assert_eq!(run(&["check"], &[&path("nothing")]).status.code(), Some(2));
    assert!(!path("nothing").exists());
    let none = run(&["backup", "--data-dir"], &[&data, &path("copy.db")]);
    assert!(told(&none).contains("no installation"), "{}", told(&none));

    std::fs::write(path("garbage"), "no database at all".repeat(100)).unwrap();
    std::fs::write(path("empty"), "").unwrap();
    assert!(admin(&data, &["enable"], "").status.success());
    let database = data.join("porthole.db");
    for (name, change) in [
        ("number", "UPDATE workspace SET last_ticket_number = 7"),
        ("count", "UPDATE workspace_count SET unread_tickets = 7"),
        (
            "log",
            "INSERT INTO change VALUES (9, '', '', '', 'message', 0)",
        ),
        (
            "settings",
            "UPDATE workspace SET settings = '{\"title\": 5}'",
        ),
        (
            "dangling",
            "PRAGMA foreign_keys = OFF; INSERT INTO session (token_hash, device_id, expires_at) VALUES (x'00', 'nobody', 0)",
        ),
    ] {
        std::fs::copy(&database, path(name)).unwrap();
        let connection = rusqlite::Connection::open(path(name)).unwrap();
        connection.execute_batch(change).unwrap();
    }
    for name in [
        "garbage", "empty", "number", "count", "log", "settings", "dangling",
    ] {
        let checked = run(&["check"], &[&path(name)]);
        assert_eq!(checked.status.code(), Some(1), "{name}: {}", told(&checked));
        assert!(said(&checked).len() > 20, "{name}");
        let target = path("restored");
        let refused = run(&["restore", "--data-dir"], &[&target, &path(name)]);
        assert_eq!(refused.status.code(), Some(1), "{name}");
        assert!(
            told(&refused).contains("is not sound"),
            "{name}: {}",
            told(&refused)
        );
        assert!(!target.join("porthole.db").exists());
        assert!(!target.join("porthole.db.partial").exists());
    }
}
