//! The snippets that the settings show, run where their language is on the machine.

use porthole_server::domain::identity::{IdentitySecret, email_hash, prove, user_hash};
use porthole_shared::identity::{Claim, IdentityForm};
use porthole_shared::time::{HOUR, Timestamp};
use std::path::{Path, PathBuf};
use std::process::Command;

#[path = "../../../../inbox/snippets/identity.rs"]
#[expect(unreachable_pub, reason = "whoever copies it wants it public")]
mod rust;

const SECRET: &str = "test-secret";
const USER: &str = "ада 7";
const EMAIL: &str = "test@example.com";
const NOW: i64 = 1_735_420_862_868;

/// How a language is run: the program, the file's name, and what is put where for it to print the
/// user hash, the email hash and, for these claims, the token.
struct Language {
    program: &'static str,
    arguments: &'static [&'static str],
    snippet: &'static str,
    file: &'static str,
    mark: &'static str,
    prints: &'static str,
}

const LANGUAGES: &[Language] = &[
    Language {
        program: "node",
        arguments: &[],
        snippet: "identity.js",
        file: "identity.mjs",
        mark: "",
        prints: "console.log(userHash(S, U)); console.log(emailHash(S, E, T)); console.log(identityToken(S, { aud: 'w', sub: U, exp: X }));",
    },
    Language {
        program: "python3",
        arguments: &[],
        snippet: "identity.py",
        file: "identity.py",
        mark: "",
        prints: "print(user_hash(S, U)); print(email_hash(S, E, T)); print(identity_token(S, {'aud': 'w', 'sub': U, 'exp': X}))",
    },
    Language {
        program: "ruby",
        arguments: &[],
        snippet: "identity.rb",
        file: "identity.rb",
        mark: "",
        prints: "puts user_hash(S, U), email_hash(S, E, T), identity_token(S, { aud: 'w', sub: U, exp: X })",
    },
    Language {
        program: "php",
        arguments: &[],
        snippet: "identity.php",
        file: "identity.php",
        mark: "",
        prints: "echo user_hash(S, U), PHP_EOL, email_hash(S, E, T), PHP_EOL, identity_token(S, ['aud' => 'w', 'sub' => U, 'exp' => X]);",
    },
    Language {
        program: "go",
        arguments: &["run"],
        snippet: "identity.go",
        file: "main.go",
        mark: "",
        prints: "func main() { token, _ := IdentityToken(S, map[string]any{\"aud\": \"w\", \"sub\": U, \"exp\": X}); println(UserHash(S, U)); println(EmailHash(S, E, T)); println(token) }",
    },
    Language {
        program: "java",
        arguments: &[],
        snippet: "identity.java",
        file: "Identity.java",
        mark: "class Identity {",
        prints: "public static void main(String[] given) throws Exception { var out = new java.io.PrintStream(System.out, true, \"UTF-8\"); out.println(userHash(S, U)); out.println(emailHash(S, E, T)); out.println(identityToken(S, \"{\\\"aud\\\":\\\"w\\\",\\\"sub\\\":\\\"\" + U + \"\\\",\\\"exp\\\":X}\")); }",
    },
];

#[test]
fn every_snippet_makes_proofs_that_are_taken() {
    let snippets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../inbox/snippets");
    let dir = tempfile::tempdir().unwrap();
    for language in LANGUAGES {
        let is_there = Command::new(language.program)
            .arg("--version")
            .output()
            .is_ok()
            || Command::new(language.program)
                .arg("version")
                .output()
                .is_ok();
        if !is_there {
            continue;
        }
        let text = std::fs::read_to_string(snippets.join(language.snippet)).unwrap();
        let file = dir.path().join(language.file);
        std::fs::write(&file, program(language, &text)).unwrap();
        check(language, &file);
    }
}

/// The snippet with the lines that print.
fn program(language: &Language, text: &str) -> String {
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let exp = (NOW + HOUR) / 1_000;
    let prints = language
        .prints
        .split_inclusive(|c: char| !c.is_ascii_alphanumeric())
        .flat_map(|part| {
            let (word, rest) = part.split_at(
                part.trim_end_matches(|c: char| !c.is_ascii_alphanumeric())
                    .len(),
            );
            let word = match word {
                "S" => quoted(SECRET),
                "U" => quoted(USER),
                "E" => quoted(EMAIL),
                "T" if language.program == "java" => format!("{NOW}L"),
                "T" => NOW.to_string(),
                "X" => exp.to_string(),
                other => other.to_owned(),
            };
            [word, rest.to_owned()]
        })
        .collect::<String>();
    if language.mark.is_empty() {
        format!("{text}\n{prints}\n")
    } else {
        text.replacen(language.mark, &format!("{}\n{prints}\n", language.mark), 1)
    }
}

fn check(language: &Language, file: &PathBuf) {
    let output = Command::new(language.program)
        .args(language.arguments)
        .arg(file)
        .env("LC_ALL", "C.UTF-8")
        .env("JAVA_TOOL_OPTIONS", "-Dfile.encoding=UTF-8")
        .output()
        .unwrap();
    // Go prints to standard error.
    let told = [output.stdout, output.stderr.clone()].concat();
    let told = String::from_utf8(told).unwrap();
    let lines: Vec<&str> = told
        .lines()
        .filter(|line| !line.starts_with("Picked up"))
        .collect();
    assert!(output.status.success(), "{}: {told}", language.program);
    assert_eq!(
        lines[0],
        user_hash(SECRET.as_bytes(), USER),
        "{}",
        language.program
    );
    assert_eq!(
        lines[1],
        email_hash(SECRET.as_bytes(), EMAIL, NOW),
        "{}",
        language.program
    );
    let secret = IdentitySecret {
        id: String::new(),
        form: IdentityForm::Token,
        secret: SECRET.as_bytes().to_vec(),
    };
    let claim = Claim {
        token: Some(lines[2].to_owned()),
        ..Claim::default()
    };
    let proven = prove(&claim, &[secret], &["w"], Timestamp(NOW));
    assert_eq!(
        proven.unwrap().unwrap().user_id.as_deref(),
        Some(USER),
        "{}",
        language.program
    );
}

#[test]
fn the_snippet_for_rust_too() {
    assert_eq!(
        rust::user_hash(SECRET, USER),
        user_hash(SECRET.as_bytes(), USER)
    );
    assert_eq!(
        rust::email_hash(SECRET, EMAIL, NOW),
        "eb8d771b40aa8080ea6a9fb12f2dd194357ddc41fb3dcc7c00c40bdd049e3f37"
    );
}
