//! What the secrets of an endpoint are sealed for.

use porthole_shared::id::EndpointId;

/// Its address.
#[must_use]
pub fn url_purpose(id: &EndpointId) -> String {
    format!("endpoint url {}", id.as_str())
}

/// What its calls are signed with.
#[must_use]
pub fn secret_purpose(id: &EndpointId) -> String {
    format!("endpoint secret {}", id.as_str())
}
