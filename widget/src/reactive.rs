//! Signals, and what follows them: the reactive graph that Leptos is built on, without what
//! Leptos brings besides (ARCHITECTURE has the figures).

pub(crate) use reactive_graph::{
    effect::RenderEffect,
    graph::untrack,
    owner::{LocalStorage, Owner, StoredValue},
    prelude::*,
    signal::RwSignal,
};
pub(crate) use wasm_bindgen_futures::spawn_local;
