//! Recovery: asking for a link, and using the one that the page was opened with.

use crate::reactive::*;
use crate::{
    api::Failure,
    app::App,
    host::{sleep, window},
    json::{JsJson, to_text},
    page::{context, listen},
    state::View,
};
use porthole_shared::{
    recovery::{RECOVERY_PARAMETER, RecoveryOutcome, RecoveryRequest, RedeemRecovery, RedeemReply},
    wire::Value as _,
};
use wasm_bindgen::JsValue;
use web_sys::EventTarget;

/// The parameters that carry the token of a link: ours, and that of pages made for PostHog.
const PARAMETERS: [&str; 2] = [RECOVERY_PARAMETER, "ph_conv_restore"];
/// How often, and every how many milliseconds, a router's address is looked at again.
const LOOKS: u32 = 120;
const LOOK: i32 = 250;

impl App {
    /// Uses the link up that the page was opened with, if it was. Its token leaves the address at
    /// once, and again where a router writes back what it read before.
    pub(crate) fn begin_recovery(self) {
        let framed = JsJson(self.inner().host.page()).get("url").is_some();
        let Some(token) = (!framed).then(take_token).flatten() else {
            return;
        };
        let window: EventTarget = window().into();
        for event in ["popstate", "hashchange", "pageshow"] {
            listen(self, &window, event, |_| drop(take_token()));
        }
        spawn_local(async move {
            for _ in 0..LOOKS {
                sleep(LOOK).await;
                drop(take_token());
            }
        });
        spawn_local(async move {
            if self.redeem_recovery(&token).await.is_err() {
                self.state.recovered.set(Some(RecoveryOutcome::Unknown));
                self.show_recovery();
            }
        });
    }

    /// Asks for a link to be sent to an address.
    pub(crate) async fn request_recovery(self, email: String) -> Result<(), Failure> {
        let inner = self.inner();
        let request = RecoveryRequest {
            token: inner.host.token(),
            email,
            page: context(&inner.host).url,
            language: inner.words().locale().to_owned(),
        };
        let asked = inner.api.post("recovery", &to_text(&request), None).await;
        asked.inspect_err(|failure| self.notice(failure)).map(drop)
    }

    /// Uses a link up, and shows what became of it.
    pub(crate) async fn redeem_recovery(self, token: &str) -> Result<RedeemReply, Failure> {
        let request = RedeemRecovery {
            token: token.to_owned(),
        };
        let reply: RedeemReply = self.call("recovery/redeem", &request).await?;
        self.state.recovered.set(Some(reply.outcome));
        if reply.outcome == RecoveryOutcome::Restored {
            // What could not be asked for now comes with the connection.
            self.refresh_tickets().await.ok();
            self.connect();
            self.state.view.set(View::Tickets);
            self.inner().host.request_open(true);
        } else {
            self.show_recovery();
        }
        Ok(reply)
    }

    fn show_recovery(self) {
        self.state.loaded.set(true);
        self.state.view.set(View::Recovery);
        self.inner().host.request_open(true);
    }
}

/// Takes the token of a link out of the page's address. Other parameters, the fragment and the
/// state of the history stay as they are.
fn take_token() -> Option<String> {
    let window = window();
    let location = window.location();
    let (search, hash) = (location.search().ok()?, location.hash().ok()?);
    let query = search.strip_prefix('?')?;
    let mut token = None;
    let mut kept = String::new();
    for pair in query.split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if PARAMETERS.contains(&name) {
            token = Some(value.to_owned());
            continue;
        }
        kept.push(if kept.is_empty() { '?' } else { '&' });
        kept.push_str(pair);
    }
    let token = token?;
    let address = location.pathname().ok()? + &kept + &hash;
    let history = window.history().ok()?;
    let state = history.state().unwrap_or(JsValue::NULL);
    // A page of its own origin may always say its own address.
    let _ = history.replace_state_with_url(&state, "", Some(&address));
    Some(token).filter(|token| !token.is_empty())
}
