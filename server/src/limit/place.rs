//! How many connections are held open at once for each key.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Counts what is open, for each key. Remembers nobody who has nothing open.
#[derive(Debug)]
pub(super) struct Places<K: Eq + Hash> {
    open: Arc<Mutex<HashMap<K, u32>>>,
}

/// Something open, until this is dropped.
#[derive(Debug)]
pub(super) struct Place<K: Eq + Hash> {
    key: K,
    open: Arc<Mutex<HashMap<K, u32>>>,
}

impl<K: Copy + Eq + Hash> Places<K> {
    pub(super) fn new() -> Self {
        Self {
            open: Arc::default(),
        }
    }

    /// Opens one more, unless so many are open. 0 is no limit.
    pub(super) fn open(&self, key: K, most: u32) -> Option<Place<K>> {
        let mut open = lock(&self.open);
        let count = open.entry(key).or_default();
        if most > 0 && *count >= most {
            return None;
        }
        *count += 1;
        Some(Place {
            key,
            open: Arc::clone(&self.open),
        })
    }
}

impl<K: Eq + Hash> Drop for Place<K> {
    fn drop(&mut self) {
        let mut open = lock(&self.open);
        if let Some(count) = open.get_mut(&self.key) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.key);
            }
        }
    }
}

fn lock<K>(open: &Mutex<HashMap<K, u32>>) -> MutexGuard<'_, HashMap<K, u32>> {
    open.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_given_back_and_nobody_is_remembered() {
        let places = Places::new();
        let first = places.open("ada", 2).unwrap();
        let second = places.open("ada", 2).unwrap();
        assert!(places.open("ada", 2).is_none());
        let other = places.open("bob", 2).unwrap();
        drop(first);
        let third = places.open("ada", 2).unwrap();
        assert!(places.open("ada", 0).is_some(), "0 is no limit");
        drop((second, third, other));
        assert!(lock(&places.open).is_empty());
    }
}
