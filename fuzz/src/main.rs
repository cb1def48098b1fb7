//! The program that `cargo xtask fuzz` builds with coverage and runs: libFuzzer calls the target
//! that `PORTHOLE_FUZZ` names.
#![no_main]

use porthole_fuzz::{Target, find};
use std::sync::OnceLock;

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    static TARGET: OnceLock<Target> = OnceLock::new();
    let target = TARGET.get_or_init(|| {
        let name = std::env::var("PORTHOLE_FUZZ").unwrap_or_default();
        find(&name).expect("PORTHOLE_FUZZ names a target")
    });
    target(data);
});
