//! Ids. Each is a type of its own, so that one cannot be handed in for another.
//!
//! Ids made by the server are 26 characters of Crockford's base 32, ordered by time of birth.
//! Ids made by a browser ([`ClientId`]) are 128 random bits in hex.

wire_text! {
    /// Names a workspace.
    pub struct WorkspaceId;
}
wire_text! {
    /// Names a visitor: a person, or a browser whose person is not known.
    pub struct VisitorId;
}
wire_text! {
    /// Names a ticket, which is one conversation.
    pub struct TicketId;
}
wire_text! {
    /// Names a message between visitor and team, or an internal note.
    pub struct MessageId;
}
wire_text! {
    /// Names a member of the team.
    pub struct MemberId;
}
wire_text! {
    /// Names a canned reply.
    pub struct CannedId;
}
wire_text! {
    /// Names a file that somebody attached, or is about to.
    pub struct AttachmentId;
}
wire_text! {
    /// Names a mail that goes out.
    pub struct MailId;
}
wire_text! {
    /// Names a rule of the automation.
    pub struct RuleId;
}
wire_text! {
    /// Names a webhook or a channel of Slack.
    pub struct EndpointId;
}
wire_text! {
    /// Names what is sent to a webhook. It stays the same however often it is sent.
    pub struct DeliveryId;
}
wire_text! {
    /// Names a browser of a visitor. It is no secret and opens nothing.
    pub struct DeviceId;
}
wire_text! {
    /// 128 random bits in lower-case hex, made by the sender of a message. The server stores
    /// what carries the same client id exactly once, however often it arrives.
    pub struct ClientId;
}

/// The length of a client id in hex digits.
pub const CLIENT_ID_DIGITS: usize = 32;
/// The length of a device key in hex digits (256 random bits).
pub const DEVICE_KEY_DIGITS: usize = 64;
/// The length of a handoff code in hex digits (256 random bits).
pub const HANDOFF_CODE_DIGITS: usize = 64;
/// What every session token of a visitor starts with; 64 hex digits follow.
pub const SESSION_TOKEN_PREFIX: &str = "wst_";

impl ClientId {
    /// Checks what a sender gave: 32 lower-case hex digits.
    ///
    /// # Errors
    /// A sentence that says what it must be.
    pub fn check(self) -> Result<Self, String> {
        if is_hex(self.as_str(), CLIENT_ID_DIGITS) {
            Ok(self)
        } else {
            Err(format!(
                "A client id is {CLIENT_ID_DIGITS} lower-case hex digits."
            ))
        }
    }
}

/// Whether `text` is exactly `digits` lower-case hex digits.
#[must_use]
pub fn is_hex(text: &str, digits: usize) -> bool {
    text.len() == digits
        && text
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// Writes bytes as lower-case hex.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        text.push(DIGITS[usize::from(byte >> 4)] as char);
        text.push(DIGITS[usize::from(byte & 15)] as char);
    }
    text
}
