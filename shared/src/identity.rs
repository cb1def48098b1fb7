//! Who a visitor is, as their site says: with a proof that only the site's own server can make,
//! or without one.

use crate::any::Any;
use crate::text::{EmailAddress, PersonName, truncate};
use crate::time::{DAY, HOUR, Timestamp};

/// The longest user id, in characters.
pub const USER_ID_LIMIT: usize = 400;
/// The most custom attributes, and the most links.
pub const FIELD_COUNT: usize = 50;
/// The longest name of an attribute, and label of a link, in characters.
pub const KEY_LIMIT: usize = 200;
/// The longest value of an attribute, in characters.
pub const VALUE_LIMIT: usize = 500;
/// The longest address of a link, in characters.
pub const URL_LIMIT: usize = 2_000;
/// How far the timestamp of a signed e-mail address may be from now, in milliseconds.
pub const EMAIL_PROOF_LIFE: i64 = HOUR;
/// How far ahead a token may end, in milliseconds.
pub const TOKEN_LIFE: i64 = DAY;
/// How many secrets of a form work at a time: the new one, and the one before it.
pub const ACTIVE_SECRETS: i64 = 2;
/// The shortest secret that is brought along, in bytes.
pub const SHORTEST_SECRET: usize = 8;
/// The longest secret that is brought along, in bytes.
pub const LONGEST_SECRET: usize = 512;

wire_enum! {
    /// What a secret proves. It proves nothing in another form.
    pub enum IdentityForm {
        /// `user_hash`: HMAC-SHA256 of the user id.
        UserHash = "user_hash",
        /// `email_hash`: HMAC-SHA256 of `email:timestamp`.
        EmailHash = "email_hash",
        /// `identity_token`: a JSON Web Token, HS256.
        Token = "token",
    }
}

wire_enum! {
    /// What a workspace does with proofs.
    pub enum IdentityMode {
        /// They are ignored; a browser has the conversations that were begun in it.
        Off = "off",
        /// Whoever brings one is that person; others chat as before.
        Optional = "optional",
        /// Nobody chats without one.
        Required = "required",
    }
}

wire! {
    /// A link of the customer's own systems to this person.
    pub struct Link {
        /// What it leads to.
        pub label: String,
        /// Where it leads: http or https.
        pub url: String,
    }
}

wire! {
    /// A field of the customer's own.
    pub struct Attribute {
        /// Its name.
        pub key: String,
        /// A text, a number, yes or no, or a list of these.
        pub value: Any,
    }
}

wire! {
    /// What a site says of a person.
    pub struct Traits {
        /// The id that the site knows the user by.
        pub user_id: Option<String>,
        /// The e-mail address.
        pub email: Option<String>,
        /// The name.
        pub name: Option<String>,
        /// The company.
        pub company: Option<String>,
        /// What the customer is worth, in whole units of the currency; decimals are allowed.
        pub value: Option<f64>,
        /// Links of the customer's own systems.
        pub links: Vec<Link>,
        /// Fields of the customer's own.
        pub attributes: Vec<Attribute>,
    }
}

wire! {
    /// Who a session belongs to.
    pub struct KnownIdentity {
        /// Names the person among those who use this browser; opens nothing.
        pub person: String,
        /// The user id, where the person was proven by one.
        pub user_id: Option<String>,
        /// When the proof ends, if it does.
        pub until: Option<Timestamp>,
    }
}

wire! {
    /// Proves, or just says, who the visitor is.
    pub struct IdentityRequest {
        /// What `boot` takes under this name.
        pub identity: Any,
    }
}

/// The field of a claim that cannot be used, and a sentence that says why.
pub type ClaimError = (&'static str, String);

/// What a page says of its visitor, read and checked. Nothing of it is verified yet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Claim {
    /// The id that the site knows the user by.
    pub user_id: Option<String>,
    /// The proof of the id.
    pub user_hash: Option<String>,
    /// The e-mail address as it was signed, letter for letter.
    pub email: Option<String>,
    /// The proof of `email:timestamp`.
    pub email_hash: Option<String>,
    /// Milliseconds since 1970.
    pub timestamp: Option<i64>,
    /// A JSON Web Token.
    pub token: Option<String>,
    /// What is said besides.
    pub traits: Traits,
    /// What was left out, a sentence each.
    pub warnings: Vec<String>,
}

impl Claim {
    /// Reads what a page says: `userId`, `userHash`, `email`, `emailHash`, `timestamp`,
    /// `identityToken`, `name`, `company`, `value`, `links` and `customAttributes`, also with
    /// underscores. What it does not know it passes over.
    ///
    /// # Errors
    /// A field that cannot be used.
    pub fn read(given: &Any) -> Result<Self, ClaimError> {
        if !matches!(given, Any::Object(_)) {
            return Err(("identity", "An identity is an object.".to_owned()));
        }
        let mut warnings = Vec::new();
        // An empty proof is a wrong one, and not none.
        let text = |field: &'static str, names: &[&str]| match given.field(names) {
            None => Ok(None),
            Some(value) => match value.as_text() {
                Some(text) => Ok(Some(text)),
                None => Err((field, "This has to be a text.".to_owned())),
            },
        };
        Ok(Self {
            user_id: text("identity.user_id", &["user_id", "userId"])?.filter(|id| !id.is_empty()),
            user_hash: text("identity.user_hash", &["user_hash", "userHash"])?,
            email: text("identity.email", &["email"])?,
            email_hash: text("identity.email_hash", &["email_hash", "emailHash"])?,
            timestamp: given.field(&["timestamp"]).map(milliseconds).transpose()?,
            token: text(
                "identity.identity_token",
                &["identity_token", "identityToken"],
            )?,
            traits: Traits::read_from(given, &mut warnings)?,
            warnings,
        })
    }

    /// Whether anything here is meant to prove something.
    #[must_use]
    pub fn has_proof(&self) -> bool {
        self.user_hash.is_some() || self.email_hash.is_some() || self.token.is_some()
    }
}

fn milliseconds(value: &Any) -> Result<i64, ClaimError> {
    let text = value.as_text().unwrap_or_default();
    let sentence = "This has to be a whole number of milliseconds since 1970.";
    text.parse()
        .map_err(|_| ("identity.timestamp", sentence.to_owned()))
}

impl Traits {
    /// Reads what is said of a person, in a claim or a token. Long texts are cut; what is nested
    /// or too much is left out, which the warnings tell.
    ///
    /// # Errors
    /// A field that cannot be used.
    pub fn read_from(given: &Any, warnings: &mut Vec<String>) -> Result<Self, ClaimError> {
        let email = text(given, "email")
            .map(|email| EmailAddress::parse(&email))
            .transpose()
            .map_err(|error| ("identity.email", error.to_string()))?;
        let name = text(given, "name").map(|name| truncate(&name, KEY_LIMIT));
        let name = name.and_then(|name| PersonName::parse(&name).ok());
        let attributes = ["attributes", "custom_attributes", "customAttributes"];
        Ok(Self {
            user_id: None,
            email: email.map(|email| email.as_str().to_owned()),
            name: name.map(|name| name.as_str().to_owned()),
            company: text(given, "company").map(|company| truncate(&line(&company), KEY_LIMIT)),
            value: given.field(&["value"]).map(number).transpose()?,
            links: read_links(given.field(&["links"]), warnings),
            attributes: read_attributes(given.field(&attributes), warnings),
        })
    }

    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Lays what is said now over what was said before.
    #[must_use]
    pub fn over(self, before: Self) -> Self {
        let mut links = before.links;
        for link in self.links {
            links.retain(|known| known.label != link.label);
            links.push(link);
        }
        let mut attributes = before.attributes;
        for attribute in self.attributes {
            attributes.retain(|known| known.key != attribute.key);
            attributes.push(attribute);
        }
        links.truncate(FIELD_COUNT);
        attributes.truncate(FIELD_COUNT);
        Self {
            user_id: self.user_id.or(before.user_id),
            email: self.email.or(before.email),
            name: self.name.or(before.name),
            company: self.company.or(before.company),
            value: self.value.or(before.value),
            links,
            attributes,
        }
    }
}

/// A text that is there and not blank.
fn text(given: &Any, name: &str) -> Option<String> {
    let text = given.field(&[name])?.as_text()?;
    (!text.trim().is_empty()).then_some(text)
}

/// Texts are one line, without what no store or mail can carry.
fn line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

fn number(value: &Any) -> Result<f64, ClaimError> {
    match value {
        Any::Number(number) if number.is_finite() => Ok(*number),
        _ => Err(("identity.value", "The value has to be a number.".to_owned())),
    }
}

fn read_links(given: Option<&Any>, warnings: &mut Vec<String>) -> Vec<Link> {
    let mut links = Vec::new();
    for (label, value) in fields(given, "links", warnings) {
        let url = value.as_text().unwrap_or_default();
        let is_web = url.starts_with("https://") || url.starts_with("http://");
        if is_web && url.len() <= URL_LIMIT && !url.contains(char::is_whitespace) {
            let label = truncate(&line(label), KEY_LIMIT);
            links.push(Link { label, url });
        } else {
            warnings.push(format!(
                "The link \u{201c}{}\u{201d} was left out: its address has to begin with http:// or https://.",
                truncate(label, KEY_LIMIT)
            ));
        }
    }
    links
}

fn read_attributes(given: Option<&Any>, warnings: &mut Vec<String>) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    for (key, value) in fields(given, "attributes", warnings) {
        let key = truncate(&line(key), KEY_LIMIT);
        match flat(value) {
            Some(value) => attributes.push(Attribute { key, value }),
            None if *value == Any::Null => {}
            None => warnings.push(format!(
                "The attribute \u{201c}{key}\u{201d} was left out: it is nested."
            )),
        }
    }
    attributes
}

/// The fields of an object, not more than may be.
fn fields<'a>(
    given: Option<&'a Any>,
    what: &str,
    warnings: &mut Vec<String>,
) -> &'a [(String, Any)] {
    match given {
        None => &[],
        Some(Any::Object(fields)) => {
            if fields.len() > FIELD_COUNT {
                warnings.push(format!("Only the first {FIELD_COUNT} {what} were kept."));
            }
            &fields[..fields.len().min(FIELD_COUNT)]
        }
        Some(_) => {
            warnings.push(format!("The {what} were left out: they are no object."));
            &[]
        }
    }
}

/// A value that is not nested, cut to its limit. The texts of a list have the limit together.
fn flat(value: &Any) -> Option<Any> {
    match value {
        Any::Text(text) => Some(Any::Text(truncate(&text.replace('\0', ""), VALUE_LIMIT))),
        Any::Number(_) | Any::Boolean(_) => Some(value.clone()),
        Any::List(items) => {
            let mut room = VALUE_LIMIT;
            let mut list = Vec::new();
            for item in items {
                let item = match flat(item)? {
                    Any::List(_) => return None,
                    Any::Text(text) => Any::Text(truncate(&text, room)),
                    other => other,
                };
                let length = item.as_text().map_or(0, |text| text.chars().count());
                // An empty text takes room as well, so that a list has an end.
                let Some(left) = room.checked_sub(length.max(1)) else {
                    break;
                };
                room = left;
                list.push(item);
            }
            Some(Any::List(list))
        }
        Any::Null | Any::Object(_) => None,
    }
}

/// Checks a secret that is brought along.
///
/// # Errors
/// A sentence that says what it has to be.
pub fn check_secret(secret: &str) -> Result<(), String> {
    if secret.contains(char::is_control) {
        return Err("A secret is one line.".to_owned());
    }
    if !(SHORTEST_SECRET..=LONGEST_SECRET).contains(&secret.len()) {
        return Err(format!(
            "A secret has {SHORTEST_SECRET} to {LONGEST_SECRET} characters."
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
