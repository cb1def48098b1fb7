//! What this browser keeps, per workspace. Where storage is blocked or full, memory has to do.
//!
//! - `porthole:<token>`: the device key and the session;
//! - `porthole:<token>:out:<client id>`: a message on its way;
//! - `porthole:<token>:draft:<ticket or new>`: what was typed and not sent;
//! - `porthole:<token>:quiet`, `:asked`: no sounds and notifications, and no question about them;
//! - `porthole:<token>:lead:<tag>` and the like: leases of tabs on pages without Web Locks.

use crate::host::window;
use std::cell::RefCell;

/// The storage of one workspace. Keys are what follows `porthole:<token>`.
pub(crate) struct Storage {
    prefix: String,
    area: Option<web_sys::Storage>,
    memory: RefCell<Vec<(String, String)>>,
}

impl Storage {
    /// The storage of the workspace with this public token: what the host gives (in a frame, the
    /// storage of the page around it), else that of this page.
    pub(crate) fn new(token: &str, given: Option<web_sys::Storage>) -> Self {
        Self {
            prefix: String::from("porthole:") + token,
            area: given.or_else(|| window().local_storage().ok().flatten()),
            memory: RefCell::default(),
        }
    }

    /// Reads a value.
    pub(crate) fn get(&self, key: &str) -> Option<String> {
        let key = self.full(key);
        let memory = self.memory.borrow();
        let kept = memory.iter().find(|(name, _)| *name == key);
        kept.map(|(_, value)| value.clone())
            .or_else(|| self.area.as_ref()?.get_item(&key).ok()?)
    }

    /// Writes a value.
    pub(crate) fn set(&self, key: &str, value: &str) {
        let full = self.full(key);
        self.memory.borrow_mut().retain(|(name, _)| *name != full);
        let stored = self
            .area
            .as_ref()
            .is_some_and(|area| area.set_item(&full, value).is_ok());
        if !stored {
            self.memory.borrow_mut().push((full, value.to_owned()));
        }
    }

    /// Forgets a value.
    pub(crate) fn remove(&self, key: &str) {
        let full = self.full(key);
        self.memory.borrow_mut().retain(|(name, _)| *name != full);
        if let Some(area) = &self.area {
            // It fails only where storage is blocked, and then there is nothing to remove.
            let _ = area.remove_item(&full);
        }
    }

    /// The keys that start with this.
    pub(crate) fn keys(&self, start: &str) -> Vec<String> {
        let full = self.full(start);
        let mut keys: Vec<String> = self
            .memory
            .borrow()
            .iter()
            .map(|(name, _)| name.clone())
            .collect();
        if let Some(area) = &self.area {
            let length = area.length().unwrap_or_default();
            keys.extend((0..length).filter_map(|at| area.key(at).ok().flatten()));
        }
        keys.retain(|key| key.starts_with(&full));
        keys.iter()
            .filter_map(|key| self.key_of(key).map(str::to_owned))
            .collect()
    }

    /// The name of a key among those of all workspaces.
    pub(crate) fn full(&self, key: &str) -> String {
        self.prefix.clone() + key
    }

    /// The key that has this name among those of all workspaces, if it is of this one.
    pub(crate) fn key_of<'a>(&self, name: &'a str) -> Option<&'a str> {
        name.strip_prefix(&self.prefix)
    }
}
