//! Each target withstands its seeds and some thousand mutations of them, the same in every run.

#![expect(clippy::unwrap_used, reason = "a test may panic: that is how it fails")]

use porthole_fuzz::{TARGETS, Target};
use std::path::Path;
use std::time::{Duration, Instant};

/// Mutations of each seed.
const MUTATIONS: u32 = 400;
/// No input takes longer than this, not even on a busy machine.
const PATIENCE: Duration = Duration::from_secs(5);

/// Marsaglia's xorshift: the tests need noise, the same each time, and nothing else.
struct Noise(u64);

impl Noise {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit.max(1) as u64).unwrap()
    }

    fn mutate(&mut self, seed: &[u8]) -> Vec<u8> {
        let mut data = seed.to_vec();
        for _ in 0..=self.below(6) {
            let at = self.below(data.len());
            match self.below(5) {
                0 if !data.is_empty() => data[at] ^= 1 << self.below(8),
                1 if !data.is_empty() => drop(data.remove(at)),
                2 => data.insert(at, b"\0\n\r:;,\"{}[]()/\\%\xff\xc3"[self.below(18)]),
                3 => data.truncate(at),
                _ => {
                    let piece: Vec<u8> =
                        data.iter().skip(at).take(self.below(40)).copied().collect();
                    let times = 1 + self.below(20);
                    data.splice(at..at, piece.repeat(times));
                }
            }
        }
        data
    }
}

fn try_out(target: Target, data: &[u8]) {
    let start = Instant::now();
    target(data);
    let shown = String::from_utf8_lossy(data);
    assert!(start.elapsed() < PATIENCE, "takes too long: {shown}");
}

#[test]
fn every_target_withstands_its_seeds_and_what_is_made_of_them() {
    for (name, target) in TARGETS {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("seeds")
            .join(name);
        let mut files: Vec<_> = folder
            .read_dir()
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        assert!(!files.is_empty(), "{name} has no seeds");
        for (number, file) in files.iter().enumerate() {
            let seed = std::fs::read(file).unwrap();
            try_out(target, &seed);
            let mut noise = Noise(0x9e37_79b9_7f4a_7c15 ^ number as u64);
            for _ in 0..MUTATIONS {
                try_out(target, &noise.mutate(&seed));
            }
        }
    }
}
