//! The router is a table: one line per URL, grouped by who calls.

use crate::api::inbox::{
    attachment as team_attachment, canned, count, delivery, endpoint, identity as team_identity,
    live as team_live, mail, member, merge, presence, preview, rule, search, session, settings,
    setup, ticket, ticket_change, ticket_list, write,
};
use crate::api::route::Who::{Anybody, Inbox, Member, Page, Visitor};
use crate::api::route::{Route, delete, get, patch, post, put};
use crate::api::{
    attachment, boot, config, handoff, health, identity, live, message, metrics, openapi, poll,
    read, recovery, sync, typing,
};
use crate::app::App;
use crate::error::ApiError;
use crate::extract::BODY_LIMIT;
use crate::gate::{self, Gate};
use crate::{assets, page, request_log};
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::{Extension, Router};
use porthole_shared::attachment::{Attachment, FileLink, FileLinkRequest};
use porthole_shared::identity::IdentityRequest;
use porthole_shared::inbox::automation::delivery::{Delivery, DeliveryDetail, DeliveryList};
use porthole_shared::inbox::automation::endpoint::{EndpointList, MadeEndpoint, SaveEndpoint};
use porthole_shared::inbox::automation::run::RunList;
use porthole_shared::inbox::automation::{Rule, RuleList, RuleOrder, SaveRule};
use porthole_shared::inbox::canned::{CannedList, CannedReply, SaveCanned};
use porthole_shared::inbox::count::TicketCounts;
use porthole_shared::inbox::identity::{AddSecret, AddedSecret, IdentityPage, SaveIdentity};
use porthole_shared::inbox::mail::{MailPage, MailTest, SaveMail, SaveMailMembers};
use porthole_shared::inbox::member::{InboxState, Me, MemberList, SetupRequest, SignInRequest};
use porthole_shared::inbox::presence::PresenceRequest;
use porthole_shared::inbox::search::SearchResults;
use porthole_shared::inbox::settings::{PreviewReply, PreviewSettings, SaveSettings, SettingsPage};
use porthole_shared::inbox::ticket::{
    BulkReply, BulkRequest, MergeRequest, TeamReadRequest, TeamTicket, TeamUpdate, TicketDetail,
    TicketList, TicketPatch, WriteReply, WriteRequest,
};
use porthole_shared::live::{LiveRequest, SyncRequest, Update};
use porthole_shared::recovery::{RecoveryRequest, RedeemRecovery, RedeemReply};
use porthole_shared::session::{
    BootReply, BootRequest, HandoffRequest, RedeemHandoff, RefreshReply,
};
use porthole_shared::settings::WidgetConfig;
use porthole_shared::ticket::{ReadRequest, SendReply, SendRequest, TypingRequest};

/// Where the calls of the widget are.
const WIDGET: &str = "/api/v1/widget/";

/// What pages of other origins may send along: who calls, and what a file is called.
const ALLOWED_HEADERS: &str = "authorization, content-type, porthole-file-name";

/// Every URL of the API.
#[must_use]
#[rustfmt::skip]
pub fn table() -> Vec<Route> {
    vec![
        // For whoever watches over the process.
        get(Anybody, "/healthz", "The process is alive.", health::alive).text().free(),
        get(Anybody, "/readyz", "The database can be read and written.", health::ready).text().free(),
        get(Anybody, "/metrics", "Figures for Prometheus; nothing for whoever may not read them.", metrics::show).text().free(),
        get(Anybody, "/api/v1/openapi.json", "This document.", openapi::show).text(),

        // For pages and visitors.
        get(Page, "/api/v1/widget/config", "The public configuration.", config::show).query(&["token"]).gives::<WidgetConfig>(),
        post(Page, "/api/v1/widget/boot", "Gives a browser a session.", boot::boot).takes::<BootRequest>().gives::<BootReply>().starts(),
        post(Visitor, "/api/v1/widget/refresh", "Gives the session a fresh token.", boot::refresh).gives::<RefreshReply>().reads(),
        post(Visitor, "/api/v1/widget/logout", "Forgets this browser.", boot::log_out),
        put(Visitor, "/api/v1/widget/identity", "Says and proves who the visitor is.", identity::put).takes::<IdentityRequest>().gives::<BootReply>().starts(),
        delete(Visitor, "/api/v1/widget/identity", "Leaves the person who was proven.", identity::clear),
        post(Visitor, "/api/v1/widget/handoff", "Lets the chat page in another tab go on as this visitor.", handoff::offer).takes::<HandoffRequest>(),
        post(Page, "/api/v1/widget/handoff/redeem", "Takes a visitor over from the page that opened this tab.", handoff::redeem).takes::<RedeemHandoff>(),
        post(Page, "/api/v1/widget/recovery", "Has a link to the tickets of an address sent to it; the answer is the same whether or not there are any.", recovery::ask).takes::<RecoveryRequest>(),
        post(Visitor, "/api/v1/widget/recovery/redeem", "Uses such a link up: its tickets are this visitor's too.", recovery::redeem).takes::<RedeemRecovery>().gives::<RedeemReply>(),
        post(Visitor, "/api/v1/widget/sync", "What changed, and a page of messages.", sync::sync).takes::<SyncRequest>().gives::<Update>().reads(),
        post(Visitor, "/api/v1/widget/messages", "Sends a message, stored exactly once.", message::send).takes::<SendRequest>().gives::<SendReply>(),
        post(Visitor, "/api/v1/widget/files", "Takes a file, for a message to come.", attachment::upload).takes_file().gives::<Attachment>(),
        post(Visitor, "/api/v1/widget/files/link", "Gives a new address of a file.", attachment::link).takes::<FileLinkRequest>().gives::<FileLink>().reads(),
        get(Anybody, "/api/v1/widget/files/{signed}", "Gives a file to whoever has its address, which is signed and lives for five minutes.", attachment::show).gives_file(),
        post(Visitor, "/api/v1/widget/read", "The visitor has seen a ticket.", read::read).takes::<ReadRequest>().reads(),
        post(Visitor, "/api/v1/widget/typing", "The visitor is typing.", typing::typing).takes::<TypingRequest>().reads(),
        post(Visitor, "/api/v1/widget/live", "The stream of changes.", live::live).takes::<LiveRequest>().streams::<Update>(),
        post(Visitor, "/api/v1/widget/poll", "What changed, as soon as something has.", poll::poll).takes::<LiveRequest>().gives::<Update>().waits(),

        // For the team.
        get(Inbox, "/api/v1/inbox/state", "Where the inbox stands.", session::state).gives::<InboxState>(),
        post(Inbox, "/api/v1/inbox/setup", "Creates the owner with the first-run link.", setup::set_up).takes::<SetupRequest>().gives::<Me>(),
        post(Inbox, "/api/v1/inbox/session", "Signs in.", session::sign_in).takes::<SignInRequest>().gives::<Me>(),
        delete(Member, "/api/v1/inbox/session", "Signs out.", session::sign_out),
        get(Member, "/api/v1/inbox/tickets", "A page of the list.", ticket_list::list).query(ticket_list::PARAMETERS).gives::<TicketList>(),
        get(Member, "/api/v1/inbox/counts", "How many tickets there are of what.", count::show).gives::<TicketCounts>(),
        get(Member, "/api/v1/inbox/tickets/{id}", "A ticket with its conversation.", ticket::show).query(&["before"]).gives::<TicketDetail>(),
        patch(Member, "/api/v1/inbox/tickets/{id}", "Changes a ticket.", ticket_change::change).takes::<TicketPatch>().gives::<TeamTicket>(),
        post(Member, "/api/v1/inbox/tickets/bulk", "Changes many tickets in the same way, all or none.", ticket_change::change_many).takes::<BulkRequest>().gives::<BulkReply>(),
        post(Member, "/api/v1/inbox/tickets/{id}/merge", "Moves all of a ticket into another one of the visitor's.", merge::merge).takes::<MergeRequest>().gives::<TeamTicket>(),
        post(Member, "/api/v1/inbox/tickets/{id}/messages", "Answers the visitor.", write::reply).takes::<WriteRequest>().gives::<WriteReply>(),
        post(Member, "/api/v1/inbox/tickets/{id}/notes", "Adds an internal note.", write::note).takes::<WriteRequest>().gives::<WriteReply>(),
        post(Member, "/api/v1/inbox/files", "Takes a file, for a message or a note to come.", team_attachment::upload).takes_file().gives::<Attachment>(),
        post(Member, "/api/v1/inbox/files/link", "Gives a new address of a file.", team_attachment::link).takes::<FileLinkRequest>().gives::<FileLink>().reads(),
        post(Member, "/api/v1/inbox/tickets/{id}/read", "The team has seen a ticket.", ticket::read).takes::<TeamReadRequest>().reads(),
        post(Member, "/api/v1/inbox/tickets/{id}/typing", "A member is typing.", write::typing).reads(),
        post(Member, "/api/v1/inbox/tickets/{id}/presence", "What a member does in a ticket.", presence::say).takes::<PresenceRequest>().reads(),
        get(Member, "/api/v1/inbox/search", "Messages, notes, people and numbers.", search::search).query(&["q", "view", "status", "tag", "channel", "priority", "before"]).gives::<SearchResults>(),
        get(Member, "/api/v1/inbox/canned", "All canned replies.", canned::list).gives::<CannedList>(),
        post(Member, "/api/v1/inbox/canned", "Adds a canned reply.", canned::add).takes::<SaveCanned>().gives::<CannedReply>(),
        put(Member, "/api/v1/inbox/canned/{id}", "Changes a canned reply.", canned::change).takes::<SaveCanned>().gives::<CannedReply>(),
        delete(Member, "/api/v1/inbox/canned/{id}", "Deletes a canned reply.", canned::delete),
        get(Member, "/api/v1/inbox/rules", "All rules, in the order in which they run.", rule::list).gives::<RuleList>(),
        post(Member, "/api/v1/inbox/rules", "Adds a rule.", rule::add).takes::<SaveRule>().gives::<Rule>(),
        put(Member, "/api/v1/inbox/rules/order", "Puts the rules into another order.", rule::order).takes::<RuleOrder>().gives::<RuleList>(),
        get(Member, "/api/v1/inbox/rules/runs", "What rules did, and why or why not.", rule::runs).query(rule::RUN_PARAMETERS).gives::<RunList>(),
        put(Member, "/api/v1/inbox/rules/{id}", "Changes a rule.", rule::change).takes::<SaveRule>().gives::<Rule>(),
        delete(Member, "/api/v1/inbox/rules/{id}", "Deletes a rule.", rule::delete),
        get(Member, "/api/v1/inbox/endpoints", "Webhooks and channels of Slack.", endpoint::list).gives::<EndpointList>(),
        post(Member, "/api/v1/inbox/endpoints", "Adds a webhook or a channel of Slack.", endpoint::add).takes::<SaveEndpoint>().gives::<MadeEndpoint>(),
        put(Member, "/api/v1/inbox/endpoints/{id}", "Changes a webhook or a channel of Slack.", endpoint::change).takes::<SaveEndpoint>().gives::<MadeEndpoint>(),
        delete(Member, "/api/v1/inbox/endpoints/{id}", "Deletes one that no rule sends to.", endpoint::delete),
        post(Member, "/api/v1/inbox/endpoints/{id}/secret", "Gives a webhook another secret.", endpoint::renew_secret).gives::<MadeEndpoint>(),
        post(Member, "/api/v1/inbox/endpoints/{id}/test", "Sends something to try it out.", endpoint::test).gives::<Delivery>(),
        get(Member, "/api/v1/inbox/deliveries", "What was sent, the newest first.", delivery::list).query(delivery::PARAMETERS).gives::<DeliveryList>(),
        get(Member, "/api/v1/inbox/deliveries/{id}", "What was sent, with its body.", delivery::show).gives::<DeliveryDetail>(),
        post(Member, "/api/v1/inbox/deliveries/{id}/redeliver", "Sends it once more, with the same id.", delivery::redeliver).gives::<Delivery>(),
        post(Member, "/api/v1/inbox/live", "The stream of changes.", team_live::live).takes::<LiveRequest>().streams::<TeamUpdate>(),
        get(Member, "/api/v1/inbox/members", "Who is of the team.", member::list).gives::<MemberList>(),
        get(Member, "/api/v1/inbox/mail", "The e-mail page: settings, members and the queue.", mail::show).gives::<MailPage>(),
        put(Member, "/api/v1/inbox/mail", "Saves who mails come from.", mail::save).takes::<SaveMail>().gives::<MailPage>(),
        put(Member, "/api/v1/inbox/mail/members", "Says who gets a mail for each new ticket.", mail::choose).takes::<SaveMailMembers>().gives::<MailPage>(),
        post(Member, "/api/v1/inbox/mail/test", "Sends the caller a mail.", mail::test).gives::<MailTest>(),
        post(Member, "/api/v1/inbox/mail/{id}/retry", "Tries a mail once more now.", mail::retry),
        get(Member, "/api/v1/inbox/settings", "The settings page.", settings::show).gives::<SettingsPage>(),
        put(Member, "/api/v1/inbox/settings", "Saves the settings page.", settings::save).takes::<SaveSettings>().gives::<SettingsPage>(),
        post(Member, "/api/v1/inbox/settings/regenerate", "Replaces the public token.", settings::regenerate).gives::<SettingsPage>(),
        get(Member, "/api/v1/inbox/identity", "How the site proves who visitors are.", team_identity::show).gives::<IdentityPage>(),
        put(Member, "/api/v1/inbox/identity", "Says what is done with proofs.", team_identity::save).takes::<SaveIdentity>().gives::<IdentityPage>(),
        post(Member, "/api/v1/inbox/identity/secrets", "Makes a secret, or takes one along.", team_identity::add_secret).takes::<AddSecret>().gives::<AddedSecret>(),
        delete(Member, "/api/v1/inbox/identity/secrets/{id}", "Retires a secret.", team_identity::retire_secret).gives::<IdentityPage>(),
        put(Member, "/api/v1/inbox/settings/preview", "Lets our own page show settings that are not saved.", preview::keep).takes::<PreviewSettings>().gives::<PreviewReply>().reads(),
    ]
}

/// The whole server: the table, the pages and the files.
pub fn router(app: App) -> Router {
    let mut router = Router::new()
        .route("/", axum::routing::get(page::inbox))
        .route("/inbox", axum::routing::get(page::inbox))
        .route("/inbox/", axum::routing::get(page::inbox))
        .route("/inbox/preview", axum::routing::get(page::preview::show))
        .route(
            "/inbox/preview.js",
            axum::routing::get(page::preview::script),
        )
        .route(
            "/inbox/preview.css",
            axum::routing::get(page::preview::sheet),
        )
        .route("/inbox/{*rest}", axum::routing::get(page::inbox))
        .route("/demo", axum::routing::get(page::demo))
        .route("/demo.css", axum::routing::get(page::demo_style))
        .route("/chat/{token}", axum::routing::get(page::chat::show))
        .route(
            "/unsubscribe/{workspace}/{code}",
            axum::routing::get(page::unsubscribe::show).post(page::unsubscribe::stop),
        )
        .route("/chat_off.css", axum::routing::get(page::chat_off_style))
        .route("/widget.js", axum::routing::get(assets::loader))
        .route("/manifest.json", axum::routing::get(assets::manifest))
        .route("/assets/{name}", axum::routing::get(assets::hashed));
    let table = table();
    let document = openapi::Document::new(openapi::document(&table));
    for route in table {
        let gate = middleware::from_fn_with_state(Gate::new(&app, &route), gate::pass);
        router = router.route(route.path, route.handler.route_layer(gate));
    }
    router
        .layer(Extension(document))
        .fallback(|| async { ApiError::NotFound })
        .method_not_allowed_fallback(|| async { ApiError::MethodNotAllowed })
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(middleware::from_fn(share_with_pages))
        .layer(middleware::from_fn(keep_private))
        .layer(middleware::from_fn_with_state(
            app.requests.clone(),
            request_log::record,
        ))
        .with_state(app)
}

/// Lets pages of other origins call the widget's part of the API and read its answers, refusals
/// included. Which origins are served at all is decided by the extractors; no cookie is involved.
async fn share_with_pages(request: Request, next: Next) -> Response {
    if !request.uri().path().starts_with(WIDGET) {
        return next.run(request).await;
    }
    let origin = request.headers().get(header::ORIGIN).cloned();
    let is_preflight = request.method() == Method::OPTIONS;
    let mut response = if is_preflight {
        StatusCode::NO_CONTENT.into_response()
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    if is_preflight {
        let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
        set(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            "GET, POST, PUT, DELETE",
        );
        set(header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED_HEADERS);
        set(header::ACCESS_CONTROL_MAX_AGE, "7200");
    } else {
        let exposed = HeaderValue::from_static("retry-after, x-request-id");
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    }
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = origin {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    }
    response
}

/// Unless the handler says otherwise, an answer of the API is for this caller alone.
async fn keep_private(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    if is_api {
        let headers = response.headers_mut();
        headers
            .entry(header::CACHE_CONTROL)
            .or_insert(HeaderValue::from_static("no-store"));
        let nosniff = HeaderValue::from_static("nosniff");
        headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    }
    response
}
