//! The proofs, as tables: what is right, and everything that is not.

use super::*;
use porthole_shared::time::{HOUR, MINUTE};

const NOW: Timestamp = Timestamp(1_735_420_862_868);
const AUDIENCES: &[&str] = &["w1", "pub_1"];

fn secrets() -> Vec<IdentitySecret> {
    let secret = |id: &str, form, secret: &str| IdentitySecret {
        id: id.to_owned(),
        form,
        secret: secret.as_bytes().to_vec(),
    };
    vec![
        secret("u1", IdentityForm::UserHash, "user-secret"),
        secret("u2", IdentityForm::UserHash, "user-secret-before"),
        secret("e1", IdentityForm::EmailHash, "test-secret"),
        secret("t1", IdentityForm::Token, "token-secret"),
    ]
}

fn try_at(claim: &Claim, now: Timestamp) -> Result<Option<Proven>, Refused> {
    prove(claim, &secrets(), AUDIENCES, now)
}

fn user(user_id: &str, hash: String) -> Claim {
    Claim {
        user_id: Some(user_id.to_owned()),
        user_hash: Some(hash),
        ..Claim::default()
    }
}

fn email(address: &str, timestamp: i64, hash: String) -> Claim {
    Claim {
        email: Some(address.to_owned()),
        email_hash: Some(hash),
        timestamp: Some(timestamp),
        ..Claim::default()
    }
}

fn to_base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| {
            bits << 8 | u32::from(*group.get(at).unwrap_or(&0))
        });
        for at in 0..=group.len() {
            text.push(char::from(DIGITS[(bits >> (18 - 6 * at) & 63) as usize]));
        }
    }
    text
}

fn sign(secret: &str, header: &str, payload: &str) -> Claim {
    let signed = [header, payload]
        .map(|part| to_base64url(part.as_bytes()))
        .join(".");
    let signature = to_base64url(&mac(secret.as_bytes(), &[signed.as_bytes()]));
    Claim {
        token: Some(format!("{signed}.{signature}")),
        ..Claim::default()
    }
}

const HS256: &str = r#"{"alg":"HS256","typ":"JWT"}"#;

/// A payload that ends so many milliseconds from now.
fn payload(ends: i64, more: &str) -> String {
    let exp = (NOW.0 + ends) as f64 / 1_000.0;
    format!(r#"{{"aud":"w1","sub":"u-7","exp":{exp}{more}}}"#)
}

#[test]
fn the_hash_of_the_other_product_is_the_same() {
    assert_eq!(
        email_hash(b"test-secret", "test@example.com", NOW.0),
        "eb8d771b40aa8080ea6a9fb12f2dd194357ddc41fb3dcc7c00c40bdd049e3f37"
    );
}

#[test]
fn a_user_is_proven_by_either_secret_of_that_form() {
    for (secret, id) in [("user-secret", "u1"), ("user-secret-before", "u2")] {
        for user_id in ["u-7", "ада", "a b", "\u{1F980}", "42"] {
            let hash = user_hash(secret.as_bytes(), user_id);
            let proven = try_at(&user(user_id, hash), NOW).unwrap().unwrap();
            assert_eq!(proven.user_id.as_deref(), Some(user_id));
            assert_eq!((proven.email, proven.until), (None, None));
            assert_eq!(proven.secret, id);
            assert!(proven.signed.is_empty());
        }
    }
}

#[test]
fn wrong_user_hashes() {
    let right = user_hash(b"user-secret", "u-7");
    for hash in [
        right.to_uppercase(),
        right[1..].to_owned(),
        format!("{right} "),
        format!("{right}\0"),
        "0".repeat(64),
        "é".repeat(32),
        user_hash(b"", "u-7"),
        user_hash(b"user-secret", "u-8"),
        user_hash(b"user-secret", "u-7 "),
        user_hash(b"another workspace's", "u-7"),
        // Secrets of the other forms prove nothing here.
        user_hash(b"test-secret", "u-7"),
        user_hash(b"token-secret", "u-7"),
    ] {
        assert_eq!(
            try_at(&user("u-7", hash.clone()), NOW),
            Err(Refused::Wrong),
            "{hash}"
        );
    }
    // A library that ends at a NUL would take the one for the other.
    let cut = user("u-7\0x", right.clone());
    assert_eq!(try_at(&cut, NOW), Err(Refused::Wrong));
    let nobody = Claim {
        user_id: None,
        ..user("", right)
    };
    assert!(matches!(
        try_at(&nobody, NOW),
        Err(Refused::Claim(("identity.user_id", _)))
    ));
}

#[test]
fn ids_that_nothing_can_carry_are_refused_also_where_they_are_signed() {
    let long = "x".repeat(USER_ID_LIMIT + 1);
    for user_id in ["", " ", "a\0b", "a\nb", &long] {
        let claim = user(user_id, user_hash(b"user-secret", user_id));
        let refused = try_at(&claim, NOW);
        assert!(
            matches!(refused, Err(Refused::Claim(("identity.user_id", _)))),
            "{user_id:?}"
        );
    }
}

#[test]
fn an_address_is_proven_for_an_hour_around_its_time() {
    let at = |address: &str, timestamp: i64| {
        email(
            address,
            timestamp,
            email_hash(b"test-secret", address, timestamp),
        )
    };
    let claim = at("Test@Example.com", NOW.0);
    for (passed, right) in [
        (0, true),
        (HOUR, true),
        (-HOUR, true),
        (HOUR + 1, false),
        (-HOUR - 1, false),
    ] {
        let proven = try_at(&claim, NOW.plus(passed));
        match proven {
            Ok(Some(proven)) => {
                assert!(right, "{passed}");
                assert_eq!(proven.email.unwrap().as_str(), "test@example.com");
                assert_eq!(proven.user_id, None);
            }
            refused => assert_eq!((refused, right), (Err(Refused::Stale), false), "{passed}"),
        }
    }
    for extreme in [i64::MIN, i64::MAX, 0, -1] {
        assert_eq!(
            try_at(&at("a@b.example", extreme), NOW),
            Err(Refused::Stale)
        );
    }
    let umlaut = at("müller@example.com", NOW.0);
    assert!(try_at(&umlaut, NOW).is_ok());
    let nul = at("a\0@b.example", NOW.0);
    assert!(matches!(
        try_at(&nul, NOW),
        Err(Refused::Claim(("identity.email", _)))
    ));
}

#[test]
fn wrong_email_hashes() {
    let (address, time) = ("test@example.com", NOW.0);
    for hash in [
        email_hash(b"test-secret", "other@example.com", time),
        email_hash(b"test-secret", "TEST@example.com", time),
        email_hash(b"test-secret", address, time + 1),
        email_hash(b"user-secret", address, time),
        email_hash(b"token-secret", address, time),
        user_hash(b"test-secret", address),
    ] {
        assert_eq!(
            try_at(&email(address, time, hash.clone()), NOW),
            Err(Refused::Wrong),
            "{hash}"
        );
    }
    // `email:timestamp` as a user id is no user.
    let swapped = email_hash(b"test-secret", address, time);
    let claim = user(&format!("{address}:{time}"), swapped);
    assert_eq!(try_at(&claim, NOW), Err(Refused::Wrong));
}

#[test]
fn a_token_proves_what_it_signs() {
    let more = r#","email":"Ada@Example.com","name":"Ada","company":"Acme","value":99.5,
        "links":{"CRM":"https://crm.example/7"},"attributes":{"plan":"pro"}"#;
    let claim = sign("token-secret", HS256, &payload(HOUR, more));
    let proven = try_at(&claim, NOW).unwrap().unwrap();
    assert_eq!(proven.user_id.as_deref(), Some("u-7"));
    assert_eq!(proven.email.unwrap().as_str(), "ada@example.com");
    assert_eq!(proven.signed.value, Some(99.5));
    assert_eq!(
        (proven.signed.links.len(), proven.signed.attributes.len()),
        (1, 1)
    );
    assert_eq!(proven.until, Some(NOW.plus(HOUR)));
    for aud in [r#""pub_1""#, r#"["other","w1"]"#] {
        let payload = payload(HOUR, "").replace("\"w1\"", aud);
        assert!(
            try_at(&sign("token-secret", HS256, &payload), NOW).is_ok(),
            "{aud}"
        );
    }
}

#[test]
fn a_token_has_an_end_within_a_day() {
    let ends = |ends| try_at(&sign("token-secret", HS256, &payload(ends, "")), NOW).err();
    assert_eq!(ends(1), None);
    assert_eq!(ends(TOKEN_LIFE), None);
    assert_eq!(ends(TOKEN_LIFE + 1), Some(Refused::Wrong));
    assert_eq!(ends(0), Some(Refused::Stale));
    assert_eq!(ends(-MINUTE), Some(Refused::Stale));
    let later = payload(HOUR, &format!(r#","nbf":{}"#, NOW.0 / 1_000 + 120));
    let later = sign("token-secret", HS256, &later);
    assert_eq!(try_at(&later, NOW), Err(Refused::Stale));
    for exp in ["null", "\"soon\"", "true", "1e400", "1e30", "[]"] {
        let payload = format!(r#"{{"aud":"w1","sub":"u-7","exp":{exp}}}"#);
        assert_eq!(
            try_at(&sign("token-secret", HS256, &payload), NOW),
            Err(Refused::Wrong),
            "{exp}"
        );
    }
}

#[test]
fn wrong_tokens() {
    let right = payload(HOUR, "");
    for (header, payload) in [
        (r#"{"alg":"none"}"#, right.clone()),
        (r#"{"alg":"None"}"#, right.clone()),
        (r#"{"alg":"RS256"}"#, right.clone()),
        (r#"{"alg":"HS512"}"#, right.clone()),
        (r#"{"alg":"hs256"}"#, right.clone()),
        (r#"{"alg":["HS256"]}"#, right.clone()),
        (r#"{"alg":"HS256","crit":["x"]}"#, right.clone()),
        ("{}", right.clone()),
        ("", right.clone()),
        (HS256, right.replace("w1", "w2")),
        (HS256, right.replace("\"w1\"", "null")),
        (HS256, right.replace("\"w1\"", "[\"w2\"]")),
        (HS256, "[]".to_owned()),
        (HS256, "no json".to_owned()),
        (HS256, String::new()),
    ] {
        let claim = sign("token-secret", header, &payload);
        assert_eq!(
            try_at(&claim, NOW),
            Err(Refused::Wrong),
            "{header} {payload}"
        );
    }
    for secret in ["", "user-secret", "test-secret", "of another workspace"] {
        let claim = sign(secret, HS256, &right);
        assert_eq!(try_at(&claim, NOW), Err(Refused::Wrong), "{secret}");
    }
    let token = sign("token-secret", HS256, &right).token.unwrap();
    let (signed, _) = token.rsplit_once('.').unwrap();
    for token in [
        format!("{signed}."),
        signed.to_owned(),
        format!("{token}."),
        format!("{token}="),
        format!(" {token}"),
        String::from(".."),
        String::new() + "a.b.c",
        "x".repeat(TOKEN_LENGTH + 1),
    ] {
        let claim = Claim {
            token: Some(token.clone()),
            ..Claim::default()
        };
        assert_eq!(try_at(&claim, NOW), Err(Refused::Wrong), "{token}");
    }
    let nobody = sign("token-secret", HS256, &right.replace("u-7", ""));
    assert!(matches!(
        try_at(&nobody, NOW),
        Err(Refused::Claim(("identity.user_id", _)))
    ));
}

#[test]
fn every_proof_that_is_there_has_to_be_right() {
    let token = sign("token-secret", HS256, &payload(HOUR, ""));
    let hash = user_hash(b"user-secret", "u-7");
    let both = Claim {
        token: token.token.clone(),
        ..user("u-7", hash)
    };
    assert_eq!(try_at(&both, NOW).unwrap().unwrap().secret, "t1");
    let half = Claim {
        token: token.token.clone(),
        ..user("u-7", "0".repeat(64))
    };
    assert_eq!(try_at(&half, NOW), Err(Refused::Wrong));
    let other = user_hash(b"user-secret", "u-8");
    let other = Claim {
        token: token.token,
        ..user("u-8", other)
    };
    assert_eq!(try_at(&other, NOW), Err(Refused::Wrong));
    assert_eq!(try_at(&Claim::default(), NOW), Ok(None));
    assert_eq!(prove(&both, &[], AUDIENCES, NOW), Err(Refused::Wrong));
}
