//! The `porthole` command, as operators use it.

#![expect(clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

mod backup;
mod disk;
mod operation;

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

fn porthole(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_porthole"));
    command.args(arguments).env_clear();
    command
}

fn admin(data_dir: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = porthole(&["admin", "--data-dir", data_dir.to_str().unwrap()])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child
        .stdin
        .take()
        .unwrap()
        .write_all(input.as_bytes())
        .unwrap();
    child.wait_with_output().unwrap()
}

fn told(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A server that is stopped with the test.
struct Server {
    child: Child,
    lines: Vec<String>,
}

impl Server {
    fn start(arguments: &[&str]) -> Self {
        let mut child = porthole(&["serve"])
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            lines.push(line.unwrap());
            if lines.last().unwrap().contains("#setup=") {
                break;
            }
        }
        Self { child, lines }
    }

    fn address(&self) -> &str {
        self.lines[0].strip_prefix("listening on http://").unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_first_start_tells_where_everything_is() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let server = Server::start(&[
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        data.to_str().unwrap(),
    ]);
    let url = format!("http://{}", server.address());
    let text = server.lines.join("\n");
    for link in ["/demo", "/inbox", "/#setup="] {
        assert!(text.contains(&format!("{url}{link}")), "{text}");
    }
}

#[test]
fn a_port_in_use_and_a_bad_directory_are_told_in_one_sentence() {
    let dir = tempfile::tempdir().unwrap();
    let server = Server::start(&[
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        dir.path().to_str().unwrap(),
    ]);
    let other = dir.path().join("other");
    let taken = porthole(&[
        "serve",
        "--listen",
        server.address(),
        "--data-dir",
        other.to_str().unwrap(),
    ])
    .output()
    .unwrap();
    assert_eq!(taken.status.code(), Some(1));
    assert!(
        told(&taken).contains("is in use by another program"),
        "{}",
        told(&taken)
    );
    assert_eq!(told(&taken).trim().lines().count(), 1);

    let data = dir.path().to_str().unwrap();
    let second = porthole(&["serve", "--listen", "127.0.0.1:0", "--data-dir", data])
        .output()
        .unwrap();
    assert_eq!(second.status.code(), Some(1));
    assert!(
        told(&second).contains("in use by another porthole"),
        "{}",
        told(&second)
    );

    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let inside = file.join("data");
    let refused = porthole(&[
        "serve",
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        inside.to_str().unwrap(),
    ])
    .output()
    .unwrap();
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        told(&refused).contains("cannot be used"),
        "{}",
        told(&refused)
    );
}

#[test]
fn flags_come_before_variables_and_variables_before_the_file() {
    let dir = tempfile::tempdir().unwrap();
    let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
    std::fs::write(
        path("porthole.toml"),
        format!(
            "data_dir = {:?}\nlisten = \"127.0.0.1:0\"\n",
            path("from-file")
        ),
    )
    .unwrap();
    let enable = |arguments: &[&str], variable: Option<&str>| {
        let mut command = porthole(&["admin", "enable", "--config", &path("porthole.toml")]);
        command
            .args(arguments)
            .envs(variable.map(|value| ("PORTHOLE_DATA_DIR", value)));
        assert!(command.output().unwrap().status.success());
    };
    enable(&[], None);
    assert!(dir.path().join("from-file/porthole.db").exists());
    enable(&[], Some(&path("from-variable")));
    assert!(dir.path().join("from-variable/porthole.db").exists());
    enable(
        &["--data-dir", &path("from-flag")],
        Some(&path("from-variable-2")),
    );
    assert!(dir.path().join("from-flag/porthole.db").exists());
    assert!(!dir.path().join("from-variable-2").exists());

    std::fs::write(path("wrong.toml"), "lisen = \"x\"").unwrap();
    let wrong = porthole(&["serve", "--config", &path("wrong.toml")])
        .output()
        .unwrap();
    assert!(told(&wrong).contains("lisen"), "{}", told(&wrong));
}

#[test]
fn a_stopped_server_leaves_one_file_with_everything_in_it() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("data");
    let mut server = Server::start(&[
        "--listen",
        "127.0.0.1:0",
        "--data-dir",
        data.to_str().unwrap(),
    ]);
    let pid = server.child.id().to_string();
    assert!(
        Command::new("kill")
            .args(["-TERM", &pid])
            .status()
            .unwrap()
            .success()
    );
    assert!(server.child.wait().unwrap().success());
    let mut names: Vec<_> = std::fs::read_dir(&data)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["porthole.db", "porthole.key", "porthole.lock"]);
    let mode = std::os::unix::fs::PermissionsExt::mode(
        &std::fs::metadata(data.join("porthole.db"))
            .unwrap()
            .permissions(),
    );
    assert_eq!(mode & 0o077, 0, "others may read messages and addresses");
}

#[test]
fn settings_that_are_changed_at_once_are_all_kept() {
    let dir = tempfile::tempdir().unwrap();
    assert!(admin(dir.path(), &["enable"], "").status.success());
    let keys = ["title", "greeting", "form_title", "form_description"];
    std::thread::scope(|scope| {
        for key in keys {
            let set = || {
                assert!(
                    admin(dir.path(), &["set", key, "\"changed\""], "")
                        .status
                        .success()
                );
            };
            scope.spawn(set);
        }
    });
    let shown: serde_json::Value =
        serde_json::from_slice(&admin(dir.path(), &["show"], "").stdout).unwrap();
    for key in keys {
        assert_eq!(shown["workspaces"][0]["settings"][key], "changed");
    }
}

#[test]
fn admin_looks_after_the_first_workspace() {
    let dir = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| admin(dir.path(), arguments, "");
    let show = || -> serde_json::Value {
        let output = run(&["show"]);
        assert!(output.status.success(), "{}", told(&output));
        serde_json::from_slice::<serde_json::Value>(&output.stdout).unwrap()["workspaces"][0]
            .clone()
    };
    assert!(told(&run(&["show"])).contains("no installation"));
    assert!(run(&["set", "title", "\"Acme\""]).status.success());
    let first = show();
    assert!(first["public_token"].as_str().unwrap().starts_with("pub_"));
    assert_eq!(first["settings"]["widget_enabled"], false);
    assert!(run(&["enable"]).status.success());
    assert!(run(&["set", "greeting", "\"Ahoy\""]).status.success());
    assert!(run(&["set", "require_email", "true"]).status.success());
    let now = show();
    assert_eq!(now["public_token"], first["public_token"]);
    assert_eq!(now["settings"]["widget_enabled"], true);
    assert_eq!(now["settings"]["greeting"], "Ahoy");
    assert_eq!(now["settings"]["require_email"], true);

    for (arguments, word) in [
        (["set", "greting", "\"x\""], "greting"),
        (["set", "greeting", "Ahoy"], "JSON"),
        (["set", "greeting", "5"], "greeting"),
        (["set", "button_color", "\"red\""], "button_color"),
    ] {
        let output = run(&arguments);
        assert!(!output.status.success());
        assert!(told(&output).contains(word), "{}", told(&output));
    }
}

#[test]
fn the_owner_is_created_with_a_password_from_standard_input() {
    let dir = tempfile::tempdir().unwrap();
    let create = |email: &str, password: &str| {
        admin(dir.path(), &["create-owner", "--email", email], password)
    };
    assert!(told(&create("ada@team.example", "short\n")).contains("10 characters"));
    assert!(told(&create("ada", "correct horse\n")).contains("address"));
    assert!(
        create("ada@team.example", "correct horse\n")
            .status
            .success()
    );
    assert!(told(&create("ada@team.example", "correct horse\n")).contains("already"));
}

#[test]
fn an_identity_secret_is_made_rotated_and_brought_along() {
    let dir = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str], input: &str| {
        let output = admin(
            dir.path(),
            &[&["identity-secret"], arguments].concat(),
            input,
        );
        assert!(output.status.success(), "{}", told(&output));
        String::from_utf8(output.stdout).unwrap()
    };
    let first = run(&["user-hash"], "");
    assert_eq!(first.trim().len(), 64, "the secret alone");
    assert_eq!(run(&["user-hash"], ""), first);
    assert_ne!(run(&["token"], ""), first);
    let second = run(&["user-hash", "--rotate"], "");
    assert_ne!(second, first);
    let brought = run(&["email-hash", "--set-from-stdin"], "test-secret\n");
    assert_eq!(brought, "test-secret\n");
    assert_eq!(run(&["email-hash"], ""), brought);
    let short = admin(
        dir.path(),
        &["identity-secret", "token", "--set-from-stdin"],
        "short\n",
    );
    assert!(told(&short).contains("8 to 512"), "{}", told(&short));
    // What is in the database opens nothing without the key.
    let database = std::fs::read(dir.path().join("porthole.db")).unwrap();
    let text = String::from_utf8_lossy(&database).into_owned();
    assert!(!text.contains("test-secret") && !text.contains(second.trim()));
}
