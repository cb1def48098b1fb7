//! The commands of the page: what `window.Porthole` promises and the loader hands on.

use crate::reactive::*;
use crate::{
    api::Failure,
    app::App,
    json::{JsJson, to_js},
    state::Place,
};
use js_sys::{Array, Promise};
use porthole_shared::{
    id::TicketId,
    text::{EmailAddress, MessageBody},
    ticket::{Ticket, TicketStatus},
    wire::{Value, Wire},
};
use std::{future::Future, pin::Pin};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

/// Runs a command of the page with what was given to it and promises its result.
pub(crate) fn run(app: App, command: &str, given: &Array) -> Promise {
    let (first, second) = (JsJson(given.get(0)), JsJson(given.get(1)));
    let result: Pin<Box<dyn Future<Output = Result<JsValue, JsValue>>>> = match command {
        "sendMessage" => Box::pin(send_message(app, first, second)),
        "getTickets" => Box::pin(get_tickets(app, first)),
        "getMessages" => Box::pin(get_messages(app, first, second)),
        "markAsRead" => Box::pin(mark_as_read(app, first)),
        "requestRecovery" => Box::pin(request_recovery(app, first)),
        "redeemRecovery" => Box::pin(redeem_recovery(app, first)),
        "showNewMessage" => Box::pin(show_new_message(app, first)),
        _ => return Promise::reject(&failure("unknown_command", command, None)),
    };
    future_to_promise(result)
}

/// What a refused promise carries: `{kind, message, field?}`.
pub(crate) fn failure(kind: &str, message: &str, field: Option<&str>) -> JsValue {
    let mut error = JsJson::object();
    error.set("kind", JsJson::text(kind));
    error.set("message", JsJson::text(message));
    if let Some(field) = field {
        error.set("field", JsJson::text(field));
    }
    error.0
}

/// Sends a text into the ticket named, else into a new one if that is wished, else where a message
/// would go by itself. Kept when it is on the server's disk.
async fn send_message(app: App, text: JsJson, options: JsJson) -> Result<JsValue, JsValue> {
    let body = MessageBody::parse(&String::read(&text))
        .map_err(|error| failure("invalid_field", &error.to_string(), Some("text")))?;
    let ticket: Option<String> = option(&options, "ticketId");
    let place = match ticket {
        Some(id) => Place::Ticket(id.into()),
        None if option(&options, "newTicket") => app.empty_place(),
        None => app.usual_place(),
    };
    if app.must_identify() {
        return Err(failure(
            "identification_required",
            &app.t("email_needed"),
            None,
        ));
    }
    let client_id = app.send(&place, &body, Vec::new());
    JsFuture::from(Promise::new(&mut |stored, refused| {
        app.wait_for(client_id.clone(), stored, refused);
    }))
    .await
}

/// Opens an empty conversation. What was given stands before what was typed there and not sent.
async fn show_new_message(app: App, prefill: JsJson) -> Result<JsValue, JsValue> {
    app.show_new();
    let text = String::read(&prefill);
    if !text.trim().is_empty() {
        app.state.returned.set(Some(text));
    }
    app.inner().host.request_open(true);
    Ok(JsValue::UNDEFINED)
}

/// Asks for a recovery link. Kept whether or not the address is known.
async fn request_recovery(app: App, email: JsJson) -> Result<JsValue, JsValue> {
    let email = EmailAddress::parse(&String::read(&email))
        .map_err(|error| failure("invalid_field", &error.to_string(), Some("email")))?;
    let asked = app.request_recovery(email.as_str().to_owned()).await;
    asked.map_err(error)?;
    Ok(JsValue::UNDEFINED)
}

/// Uses a recovery link up and says what became of it.
async fn redeem_recovery(app: App, token: JsJson) -> Result<JsValue, JsValue> {
    let token = token.as_text().filter(|token| !token.is_empty());
    let token = token.ok_or_else(|| invalid("token"))?;
    let reply = app.redeem_recovery(&token).await.map_err(error)?;
    Ok(to_js(&reply))
}

/// The tickets that are known, newest first. Nobody who never wrote has any.
async fn get_tickets(app: App, options: JsJson) -> Result<JsValue, JsValue> {
    let status = status(&options)?;
    let limit = count(&options, "limit")?.unwrap_or(usize::MAX);
    let offset = count(&options, "offset")?.unwrap_or_default();
    if app.has_session() {
        app.refresh_tickets().await.map_err(error)?;
    }
    let tickets: Vec<Ticket> = app.state.tickets.with_untracked(|tickets| {
        tickets
            .iter()
            .filter(|ticket| status.is_none_or(|status| ticket.status == status))
            .skip(offset)
            .take(limit)
            .cloned()
            .collect()
    });
    Ok(to_js(&tickets))
}

/// The status that is asked for, if one is.
fn status(options: &JsJson) -> Result<Option<TicketStatus>, JsValue> {
    let word: Option<String> = option(options, "status");
    match word.map(|word| TicketStatus::from_word(&word)) {
        Some(TicketStatus::Unknown) => Err(invalid("status")),
        status => Ok(status),
    }
}

/// A number of tickets, if one is given.
fn count(options: &JsJson, name: &'static str) -> Result<Option<usize>, JsValue> {
    let number: Option<i64> = option(options, name);
    number
        .map(|number| usize::try_from(number).map_err(|_| invalid(name)))
        .transpose()
}

fn invalid(field: &str) -> JsValue {
    let message = [field, " has a value that is not allowed."].concat();
    failure("invalid_field", &message, Some(field))
}

/// The newest messages of a ticket, or those that came after a message number.
async fn get_messages(app: App, id: JsJson, options: JsJson) -> Result<JsValue, JsValue> {
    let ticket = ticket(app, &id)?;
    let after: i64 = option(&options, "after");
    app.load_page(&ticket, None).await.map_err(error)?;
    let mut messages = app
        .state
        .thread(&ticket)
        .map(|thread| thread.messages)
        .unwrap_or_default();
    messages.retain(|message| message.seq > after);
    Ok(to_js(&messages))
}

async fn mark_as_read(app: App, id: JsJson) -> Result<JsValue, JsValue> {
    let ticket = ticket(app, &id)?;
    app.load_page(&ticket, None).await.map_err(error)?;
    app.mark_read(&ticket).await.map_err(error)?;
    Ok(JsValue::UNDEFINED)
}

/// The ticket that is named. Without a session there is none to be named.
fn ticket(app: App, id: &JsJson) -> Result<TicketId, JsValue> {
    let id = id.as_text().filter(|id| !id.is_empty());
    let id = id.ok_or_else(|| invalid("ticketId"))?;
    if app.has_session() {
        return Ok(id.into());
    }
    Err(failure("not_found", &app.t("no_ticket"), Some("ticketId")))
}

fn error(error: Failure) -> JsValue {
    match error {
        Failure::Unreachable => failure("unavailable", "The server cannot be reached.", None),
        Failure::Refused(_, detail) => failure(
            detail.code.as_str(),
            &detail.message,
            detail.field.as_deref(),
        ),
    }
}

fn option<T: Wire>(options: &JsJson, name: &'static str) -> T {
    let object = options.0.is_object().then_some(options);
    object
        .and_then(|options| options.get(name))
        .map(|value| T::read(&value))
        .unwrap_or_default()
}
