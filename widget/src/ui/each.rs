//! Keyed lists.

use super::{El, bind};
use crate::reactive::*;
use web_sys::HtmlElement;

/// A row that is shown.
struct Row {
    key: String,
    node: HtmlElement,
    owner: Owner,
}

/// The rows of a list. What does not depend on the type of the items is here, so that its code
/// exists once.
struct Rows {
    list: HtmlElement,
    outside: Owner,
    shown: Vec<Row>,
}

impl El {
    /// Shows one element for each item. A row is made once per key and then follows its item's
    /// signal, so that an element keeps its focus and is announced once. `after` is told that the
    /// list has changed.
    pub(crate) fn each<T>(
        self,
        items: impl Fn() -> Vec<T> + 'static,
        key: fn(&T) -> String,
        row: impl Fn(RwSignal<T>) -> El + 'static,
        after: impl Fn() + 'static,
    ) -> Self
    where
        T: Clone + PartialEq + Send + Sync + 'static,
    {
        let mut rows = Rows::new(&self);
        let mut signals: Vec<RwSignal<T>> = Vec::new();
        bind(move || {
            let items = items();
            let keys = items.iter().map(key).collect();
            let mut next: Vec<RwSignal<T>> = Vec::with_capacity(items.len());
            rows.arrange(keys, &mut |place, kept| {
                let item = &items[place];
                let Some(kept) = kept else {
                    let signal = RwSignal::new(item.clone());
                    next.push(signal);
                    return Some(row(signal).0);
                };
                let signal = signals[kept];
                if untrack(|| signal.with(|shown| shown != item)) {
                    signal.set(item.clone());
                }
                next.push(signal);
                None
            });
            signals = std::mem::take(&mut next);
            after();
        });
        self
    }
}

impl Rows {
    fn new(list: &El) -> Self {
        Self {
            list: list.0.clone(),
            outside: Owner::current().expect("views are made under an owner"),
            shown: Vec::new(),
        }
    }

    /// Brings the rows into the order of these keys. For each place, `settle` is told where the
    /// row was before, or has to make it.
    fn arrange(
        &mut self,
        keys: Vec<String>,
        settle: &mut dyn FnMut(usize, Option<usize>) -> Option<HtmlElement>,
    ) {
        let mut old: Vec<Option<Row>> = self.shown.drain(..).map(Some).collect();
        for (place, key) in keys.into_iter().enumerate() {
            let kept = old
                .iter()
                .position(|row| row.as_ref().is_some_and(|row| row.key == key));
            // A new row outlives this run of the effect, which only rearranges.
            let owner = kept.is_none().then(|| self.outside.child());
            let made = match &owner {
                Some(owner) => owner.with(|| untrack(|| settle(place, None))),
                None => settle(place, kept),
            };
            let row = match (made, owner) {
                (Some(node), Some(owner)) => Some(Row { key, node, owner }),
                _ => kept.and_then(|kept| old[kept].take()),
            };
            if let Some(row) = row {
                put_at(&self.list, &row.node, place);
                self.shown.push(row);
            }
        }
        for gone in old.into_iter().flatten() {
            gone.node.remove();
            gone.owner.cleanup();
        }
    }
}

/// Puts a row at its place unless it is there already (moving it would take its focus).
fn put_at(list: &HtmlElement, node: &HtmlElement, place: usize) {
    let present = u32::try_from(place)
        .ok()
        .and_then(|place| list.children().item(place));
    if present.as_deref() != Some(node) {
        // The present row is a child of the list, so this cannot fail.
        let _ = list.insert_before(node, present.as_deref().map(AsRef::as_ref));
    }
}
