//! Who visitors are: proofs at `boot` and `PUT identity`, what joins whom, and how it ends.

mod join;
mod person;
mod proof;
mod snippet;

use crate::support::{Reply, TestApp, Visitor};
use porthole_server::domain::identity::{email_hash, purpose, user_hash};
use porthole_server::random::Random;
use porthole_server::store::NewSecret;
use porthole_shared::id::to_hex;
use porthole_shared::identity::IdentityForm;
use serde_json::{Value, json};

const SECRET: &str = "user-secret";

/// Takes a secret along.
pub(crate) async fn bring(app: &TestApp, form: IdentityForm, secret: &str) -> String {
    let workspace = app.app.workspaces.first().unwrap().id.clone();
    let now = app.app.clock.now();
    let id: String = Random.id(now);
    let new = NewSecret {
        id: id.clone(),
        sealed: app
            .app
            .vault
            .seal(&purpose(&workspace, form), secret.as_bytes()),
        workspace,
        form,
        now,
    };
    app.app.store.add_identity_secret(new).await.unwrap();
    app.app.workspaces.reload(&app.app.store).await.unwrap();
    id
}

async fn start() -> TestApp {
    let app = TestApp::start().await;
    bring(&app, IdentityForm::UserHash, SECRET).await;
    app
}

fn user(user_id: &str) -> Value {
    json!({ "userId": user_id, "userHash": user_hash(SECRET.as_bytes(), user_id) })
}

fn mail(app: &TestApp, email: &str) -> Value {
    let now = app.app.clock.now().0;
    json!({ "email": email, "timestamp": now, "email_hash": email_hash(b"mail-secret", email, now) })
}

fn key() -> String {
    to_hex(&Random.bytes::<32>())
}

async fn try_boot(app: &TestApp, key: &str, identity: &Value) -> Reply {
    let body = json!({ "token": app.token(), "device_key": key, "identity": identity });
    app.post("/api/v1/widget/boot").json(&body).send().await
}

async fn boot<'a>(app: &'a TestApp, key: &str, identity: &Value) -> Visitor<'a> {
    let reply = try_boot(app, key, identity).await.ok();
    app.holding(key, reply)
}

fn tickets(update: &Value) -> Vec<i64> {
    let list = update["tickets"].as_array().unwrap();
    list.iter()
        .map(|ticket| ticket["number"].as_i64().unwrap())
        .collect()
}

/// A token of this secret that ends so many milliseconds from now.
fn token(app: &TestApp, secret: &str, sub: &str, ends: i64, more: &Value) -> Value {
    let now = app.app.clock.now().0;
    let audience = app.app.workspaces.first().unwrap().id.clone();
    #[expect(clippy::cast_precision_loss, reason = "a time of these years")]
    let exp = (now + ends) as f64 / 1_000.0;
    let mut payload = json!({ "aud": audience, "sub": sub, "exp": exp });
    for (name, value) in more.as_object().unwrap() {
        payload[name] = value.clone();
    }
    let header = json!({ "alg": "HS256", "typ": "JWT" });
    let signed = [header, payload].map(|part| to_base64url(part.to_string().as_bytes()));
    let signed = signed.join(".");
    // A user hash is the HMAC of any text.
    let mac = user_hash(secret.as_bytes(), &signed);
    let byte = |at| u8::from_str_radix(&mac[at..at + 2], 16).unwrap();
    let mac: Vec<u8> = (0..64).step_by(2).map(byte).collect();
    json!({ "identityToken": format!("{signed}.{}", to_base64url(&mac)) })
}

fn to_base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for group in bytes.chunks(3) {
        let byte = |at: usize| u32::from(*group.get(at).unwrap_or(&0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        let digits = (0..=group.len()).map(|at| DIGITS[(bits >> (18 - 6 * at) & 63) as usize]);
        text.extend(digits.map(char::from));
    }
    text
}
