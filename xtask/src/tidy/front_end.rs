//! The walls inside widget and inbox: the browser is touched in named places.

use super::rust::mentions;
use super::{Complaints, Source};

const FRONT_ENDS: &[&str] = &["widget/src/", "inbox/src/"];

/// Ways to the network that web-sys and gloo give; names that begin with `fetch_with` come on top.
const NETWORK: &[&str] = &[
    "gloo_net",
    "XmlHttpRequest",
    "EventSource",
    "WebSocket",
    "RequestInit",
];
/// Not `LocalStorage`: that is also Leptos' word for signals of one thread.
const STORAGE: &[&str] = &[
    "gloo_storage",
    "local_storage",
    "session_storage",
    "IdbFactory",
    "indexed_db",
];

pub(super) fn only_the_api_fetches(sources: &[Source]) -> Complaints {
    let fetches = |name: &str| {
        NETWORK.contains(&name) || name.starts_with("fetch_with") || name.starts_with("send_beacon")
    };
    only(
        sources,
        &["api.rs", "live.rs", "api/", "live/"],
        fetches,
        "goes to the network, which only api.rs and live.rs may",
    )
}

pub(super) fn only_storage_stores(sources: &[Source]) -> Complaints {
    only(
        sources,
        &["storage.rs"],
        |name| STORAGE.contains(&name),
        "stores in the browser, which only storage.rs may",
    )
}

fn only(
    sources: &[Source],
    places: &[&str],
    is_use: impl Fn(&str) -> bool,
    what: &str,
) -> Complaints {
    let mut complaints = Complaints::new();
    for Source { path, text } in sources {
        let Some(inner) = FRONT_ENDS.iter().find_map(|front| path.strip_prefix(front)) else {
            continue;
        };
        if !path.ends_with(".rs")
            || places
                .iter()
                .any(|place| inner == *place || (place.ends_with('/') && inner.starts_with(place)))
        {
            continue;
        }
        for mention in mentions(text) {
            if let Some(name) = mention.path.iter().find(|name| is_use(name)) {
                complaints.push(format!("{path}:{}: {name} {what}", mention.line));
            }
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::super::source;
    use super::{only_storage_stores, only_the_api_fetches};

    #[test]
    fn fetching_elsewhere_is_found() {
        let text = "fn f() { window.fetch_with_str(url); }";
        assert!(only_the_api_fetches(&[source("widget/src/api.rs", text)]).is_empty());
        assert!(only_the_api_fetches(&[source("inbox/src/api/ticket.rs", text)]).is_empty());
        assert_eq!(
            only_the_api_fetches(&[source("widget/src/ui/button.rs", text)]).len(),
            1
        );
    }

    #[test]
    fn storing_elsewhere_is_found() {
        let text = "fn f() { window.local_storage(); }";
        assert!(only_storage_stores(&[source("widget/src/storage.rs", text)]).is_empty());
        assert_eq!(
            only_storage_stores(&[source("widget/src/outbox.rs", text)]).len(),
            1
        );
    }
}
