//! Who a visitor is: the proofs that only a customer's own server can make. Pure functions over
//! the secret, the claim and the time; each form has secrets of its own, and a secret never
//! proves anything in another form.

use super::base64::from_base64url;
use hmac::{Hmac, KeyInit as _, Mac as _};
use porthole_shared::any::Any;
use porthole_shared::id::{WorkspaceId, to_hex};
use porthole_shared::identity::{
    Claim, ClaimError, EMAIL_PROOF_LIFE, IdentityForm, TOKEN_LIFE, Traits, USER_ID_LIMIT,
};
use porthole_shared::text::EmailAddress;
use porthole_shared::time::{SECOND, Timestamp};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

/// The longest token that is looked at, in bytes.
const TOKEN_LENGTH: usize = 16 * 1024;
/// How far a customer's clock may be ahead, for a token that is not to be used before a time.
const CLOCK_SKEW: i64 = 60 * SECOND;

/// A secret of a workspace.
#[derive(Clone)]
pub struct IdentitySecret {
    /// Its id.
    pub id: String,
    /// What it proves.
    pub form: IdentityForm,
    /// The secret itself.
    pub secret: Vec<u8>,
}

/// A person who was proven.
#[derive(Clone, Debug, PartialEq)]
pub struct Proven {
    /// The id that the site knows the user by.
    pub user_id: Option<String>,
    /// The address, where it was proven.
    pub email: Option<EmailAddress>,
    /// What was signed besides.
    pub signed: Traits,
    /// When the proof ends, if it does.
    pub until: Option<Timestamp>,
    /// The secret that it was made with.
    pub secret: String,
    /// What of the signed was left out, a sentence each.
    pub warnings: Vec<String>,
}

/// Why a proof is refused.
#[derive(Clone, Debug, PartialEq)]
pub enum Refused {
    /// It was not made with a secret of this form for this claim.
    Wrong,
    /// It was right at another time.
    Stale,
    /// The claim itself cannot be used.
    Claim(ClaimError),
}

/// A secret of 256 random bits, as it is handed out: 64 hex digits.
#[must_use]
pub fn new_secret(bytes: [u8; 32]) -> String {
    to_hex(&bytes)
}

/// What the vault binds a secret to.
#[must_use]
pub fn purpose(workspace: &WorkspaceId, form: IdentityForm) -> String {
    format!("identity {} {}", form.as_str(), workspace.as_str())
}

/// Checks every proof that a claim carries, of which each has to be right. The person is that of
/// the token, else of the user id, else of the address; `None` where nothing is meant to be a
/// proof.
///
/// # Errors
/// One of them is wrong or stale, or lacks what it proves.
pub fn prove(
    claim: &Claim,
    secrets: &[IdentitySecret],
    audiences: &[&str],
    now: Timestamp,
) -> Result<Option<Proven>, Refused> {
    let by_token = claim
        .token
        .as_deref()
        .map(|token| prove_token(token, secrets, audiences, now))
        .transpose()?;
    let by_user = match &claim.user_hash {
        Some(hash) => Some(prove_user(claim, hash, secrets)?),
        None => None,
    };
    let by_email = match &claim.email_hash {
        Some(hash) => Some(prove_email(claim, hash, secrets, now)?),
        None => None,
    };
    if let (Some(proven), Some(said)) = (&by_token, &claim.user_id)
        && proven.user_id.as_ref() != Some(said)
    {
        return Err(Refused::Wrong);
    }
    Ok(by_token.or(by_user).or(by_email))
}

fn prove_user(claim: &Claim, hash: &str, secrets: &[IdentitySecret]) -> Result<Proven, Refused> {
    let user_id = claim.user_id.as_deref().ok_or_else(|| {
        let sentence = "A user hash proves a user id, which is missing.";
        Refused::Claim(("identity.user_id", sentence.to_owned()))
    })?;
    let mut secrets = of_form(secrets, IdentityForm::UserHash);
    let secret = secrets.find(|secret| is_user_hash(&secret.secret, user_id, hash));
    let secret = secret.ok_or(Refused::Wrong)?;
    Ok(Proven {
        user_id: Some(check_user_id(user_id)?),
        email: None,
        signed: Traits::default(),
        until: None,
        secret: secret.id.clone(),
        warnings: Vec::new(),
    })
}

fn prove_email(
    claim: &Claim,
    hash: &str,
    secrets: &[IdentitySecret],
    now: Timestamp,
) -> Result<Proven, Refused> {
    let missing = |field, what: &str| {
        let sentence = format!("An e-mail hash proves an address and a time; {what} is missing.");
        Refused::Claim((field, sentence))
    };
    let email = claim.email.as_deref();
    let email = email.ok_or_else(|| missing("identity.email", "the address"))?;
    let timestamp = claim.timestamp;
    let timestamp = timestamp.ok_or_else(|| missing("identity.timestamp", "the time"))?;
    let mut secrets = of_form(secrets, IdentityForm::EmailHash);
    let secret = secrets.find(|secret| is_email_hash(&secret.secret, email, timestamp, hash));
    let secret = secret.ok_or(Refused::Wrong)?;
    if timestamp.abs_diff(now.0) > EMAIL_PROOF_LIFE.unsigned_abs() {
        return Err(Refused::Stale);
    }
    let address = EmailAddress::parse(email)
        .map_err(|error| Refused::Claim(("identity.email", error.to_string())))?;
    Ok(Proven {
        user_id: None,
        signed: Traits {
            email: Some(address.as_str().to_owned()),
            ..Traits::default()
        },
        email: Some(address),
        until: None,
        secret: secret.id.clone(),
        warnings: Vec::new(),
    })
}

/// A JSON Web Token (RFC 7519) signed with HMAC-SHA256, for this workspace, with an end.
fn prove_token(
    token: &str,
    secrets: &[IdentitySecret],
    audiences: &[&str],
    now: Timestamp,
) -> Result<Proven, Refused> {
    let (signed, signature) = token.rsplit_once('.').ok_or(Refused::Wrong)?;
    let (header, payload) = signed.split_once('.').ok_or(Refused::Wrong)?;
    if token.len() > TOKEN_LENGTH || !is_hs256(header) {
        return Err(Refused::Wrong);
    }
    let signature = from_base64url(signature).ok_or(Refused::Wrong)?;
    let mut secrets = of_form(secrets, IdentityForm::Token);
    let secret = secrets.find(|secret| {
        let own = mac(&secret.secret, &[signed.as_bytes()]);
        bool::from(own.as_slice().ct_eq(&signature))
    });
    let secret = secret.ok_or(Refused::Wrong)?;
    let claims = from_base64url(payload).and_then(|json| serde_json::from_slice(&json).ok());
    let claims: Any = claims.ok_or(Refused::Wrong)?;
    if !is_for(&claims, audiences) {
        return Err(Refused::Wrong);
    }
    let until = end_of(&claims, now)?;
    let user_id = claims.field(&["sub"]).and_then(Any::as_text);
    let mut warnings = Vec::new();
    let traits = Traits::read_from(&claims, &mut warnings).map_err(Refused::Claim)?;
    let email = traits.email.as_deref().map(EmailAddress::parse);
    Ok(Proven {
        user_id: Some(check_user_id(&user_id.unwrap_or_default())?),
        email: email.and_then(Result::ok),
        signed: traits,
        until: Some(until),
        secret: secret.id.clone(),
        warnings,
    })
}

/// `none`, RS256 and whatever else a header may ask for is refused, and so is what a reader has
/// to understand and this one does not (`crit`).
fn is_hs256(header: &str) -> bool {
    let header = from_base64url(header).and_then(|json| serde_json::from_slice::<Any>(&json).ok());
    header.is_some_and(|header| {
        header.field(&["alg"]) == Some(&Any::Text("HS256".to_owned()))
            && header.field(&["crit"]).is_none()
    })
}

fn is_for(claims: &Any, audiences: &[&str]) -> bool {
    let named =
        |value: &Any| matches!(value, Any::Text(text) if audiences.contains(&text.as_str()));
    match claims.field(&["aud"]) {
        Some(Any::List(list)) => list.iter().any(named),
        Some(value) => named(value),
        None => false,
    }
}

/// When a token ends, in whole milliseconds: later than now, and not too far ahead.
fn end_of(claims: &Any, now: Timestamp) -> Result<Timestamp, Refused> {
    let time = |name| match claims.field(&[name]) {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "`as` saturates, and the end of times is refused below"
        )]
        Some(Any::Number(seconds)) => Ok(Some((seconds * 1_000.0).round() as i64)),
        Some(_) => Err(Refused::Wrong),
        None => Ok(None),
    };
    let end = time("exp")?.ok_or(Refused::Wrong)?;
    if time("nbf")?.is_some_and(|begin| begin > now.0.saturating_add(CLOCK_SKEW)) {
        return Err(Refused::Stale);
    }
    if end <= now.0 {
        return Err(Refused::Stale);
    }
    if end > now.0.saturating_add(TOKEN_LIFE) {
        return Err(Refused::Wrong);
    }
    Ok(Timestamp(end))
}

/// An id may be in any language, but neither empty nor such as no database or mail can carry.
fn check_user_id(user_id: &str) -> Result<String, Refused> {
    let refused = |sentence: String| Refused::Claim(("identity.user_id", sentence));
    if user_id.trim().is_empty() {
        return Err(refused("A user id cannot be empty.".to_owned()));
    }
    if user_id.contains(char::is_control) {
        return Err(refused("A user id has no control characters.".to_owned()));
    }
    if user_id.chars().count() > USER_ID_LIMIT {
        return Err(refused(format!(
            "A user id has {USER_ID_LIMIT} characters at most."
        )));
    }
    Ok(user_id.to_owned())
}

fn of_form(
    secrets: &[IdentitySecret],
    form: IdentityForm,
) -> impl Iterator<Item = &IdentitySecret> {
    secrets.iter().filter(move |secret| secret.form == form)
}

/// The proof of a user id: HMAC-SHA256 in lower-case hex.
#[must_use]
pub fn user_hash(secret: &[u8], user_id: &str) -> String {
    to_hex(&mac(secret, &[user_id.as_bytes()]))
}

/// The proof of an e-mail address at a time: HMAC-SHA256 of `email:timestamp` in lower-case hex.
#[must_use]
pub fn email_hash(secret: &[u8], email: &str, timestamp: i64) -> String {
    let time = timestamp.to_string();
    to_hex(&mac(secret, &[email.as_bytes(), b":", time.as_bytes()]))
}

fn is_user_hash(secret: &[u8], user_id: &str, hash: &str) -> bool {
    same(&user_hash(secret, user_id), hash)
}

fn is_email_hash(secret: &[u8], email: &str, timestamp: i64, hash: &str) -> bool {
    same(&email_hash(secret, email, timestamp), hash)
}

/// Takes as long for a hash that is nearly right as for one that is not at all.
fn same(own: &str, given: &str) -> bool {
    own.as_bytes().ct_eq(given.as_bytes()).into()
}

fn mac(secret: &[u8], parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests;
