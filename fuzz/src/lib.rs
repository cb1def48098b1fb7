//! What every parser of untrusted input must withstand. Each target takes any bytes, must never
//! panic or hang, and states what holds whatever the bytes are.
//!
//! `cargo xtask fuzz [target]` searches with coverage; the tests here try the seeds and a fixed
//! number of mutations of them, so that a finding stays found.

mod header;
#[path = "../../shared/tests/json/mod.rs"]
mod json;
mod protocol;
mod request;
mod stream;
mod text;

/// A target: takes any bytes, panics on a finding.
pub type Target = fn(&[u8]);

/// The targets by name.
pub const TARGETS: [(&str, Target); 5] = [
    ("header", header::target),
    ("protocol", protocol::target),
    ("request", request::target),
    ("stream", stream::target),
    ("text", text::target),
];

/// The target of this name.
#[must_use]
pub fn find(name: &str) -> Option<Target> {
    let found = TARGETS.iter().find(|(known, _)| *known == name)?;
    Some(found.1)
}

/// Takes the bytes apart at line ends, as text.
fn lines(data: &[u8]) -> Vec<String> {
    String::from_utf8_lossy(data)
        .split('\n')
        .map(str::to_owned)
        .collect()
}
