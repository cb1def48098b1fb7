//! `GET /api/v1/openapi.json`: the API described, made from the route table and the wire types.

use super::route::{Gives, Route, Who};
use crate::limit::Kind;
use axum::{Extension, Json};
use porthole_shared::attachment::FILE_NAME_HEADER;
use porthole_shared::error::ErrorBody;
use porthole_shared::inbox::member::INBOX_HEADER;
use porthole_shared::wire::{Shape, Wire as _};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The document, as the router hands it to the handler.
pub type Document = Arc<Value>;

/// Answers with the document.
pub async fn show(Extension(document): Extension<Document>) -> Json<Document> {
    Json(document)
}

/// The OpenAPI 3.1 document of a route table.
#[must_use]
pub fn document(routes: &[Route]) -> Value {
    let mut schemas = Map::new();
    schema(&ErrorBody::shape(), &mut schemas);
    let mut paths = Map::new();
    for route in routes {
        let operation = operation(route, &mut schemas);
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method.as_str().to_lowercase()] = operation;
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Porthole",
            "version": env!("CARGO_PKG_VERSION"),
            "license": { "name": "MIT OR Apache-2.0" },
        },
        "paths": paths,
        "components": {
            "schemas": schemas,
            "securitySchemes": {
                "visitor": { "type": "http", "scheme": "bearer", "description": "A visitor's session token: `wst_` and 64 hex digits, from `boot`." },
                "member": { "type": "apiKey", "in": "cookie", "name": crate::extract::MEMBER_COOKIE },
                "inbox": { "type": "apiKey", "in": "header", "name": INBOX_HEADER, "description": "Any value; guards against forged requests." },
            },
        },
    })
}

fn operation(route: &Route, schemas: &mut Map<String, Value>) -> Value {
    let mut responses = Map::new();
    let (status, success) = success(&route.gives, schemas);
    responses.insert(status.to_owned(), success);
    for (status, description) in refusals(route) {
        let content = json!({ "application/json": { "schema": reference("ErrorBody") } });
        let response = json!({ "description": description, "content": content });
        responses.insert(status.to_owned(), response);
    }
    let mut operation = json!({
        "summary": route.summary,
        "parameters": parameters(route),
        "responses": responses,
        "security": security(route.who),
    });
    if let Some(shape) = &route.takes {
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/json": { "schema": schema(shape, schemas) } },
        });
    }
    if route.takes_file {
        operation["requestBody"] = json!({
            "required": true,
            "content": { "application/octet-stream": { "schema": { "type": "string", "format": "binary" } } },
        });
    }
    operation
}

fn success(gives: &Gives, schemas: &mut Map<String, Value>) -> (&'static str, Value) {
    match gives {
        Gives::Json(shape) => {
            let content = json!({ "application/json": { "schema": schema(shape, schemas) } });
            ("200", json!({ "description": "Done.", "content": content }))
        }
        Gives::Events(shape) => {
            let event = schema(shape, schemas);
            let content = json!({ "text/event-stream": { "schema": { "type": "string" }, "x-event": event } });
            let description = "A stream. `update` events carry the named shape, an `end` event carries an ErrorBody.";
            (
                "200",
                json!({ "description": description, "content": content }),
            )
        }
        Gives::Text => ("200", json!({ "description": "Done." })),
        Gives::File => {
            let content = json!({ "*/*": { "schema": { "type": "string", "format": "binary" } } });
            (
                "200",
                json!({ "description": "The file.", "content": content }),
            )
        }
        Gives::Nothing => ("204", json!({ "description": "Done." })),
    }
}

/// How a file may be refused.
const FILE_REFUSALS: [(&str, &str); 5] = [
    ("400", "The file was cut off."),
    ("408", "The file did not arrive in time."),
    ("413", "The file is larger than 20 MB."),
    (
        "415",
        "Files of this kind are not taken, or the file is not what its name says.",
    ),
    ("507", "There is no room for files."),
];

/// Which refusals a route may answer with.
fn refusals(route: &Route) -> Vec<(&'static str, &'static str)> {
    let mut refusals = vec![
        ("500", "Something failed on the server."),
        ("503", "Try again in a moment."),
    ];
    if route.who != Who::Anybody {
        refusals.push(("401", "The token or the session is not valid."));
        refusals.push(("403", "Not from this page, or not allowed."));
    }
    if route.takes.is_some() {
        refusals.push(("400", "The body is not JSON of the right shape."));
        refusals.push(("408", "The body did not arrive within 30 seconds."));
        refusals.push(("413", "The body is larger than 256 KiB."));
    }
    if route.takes_file {
        refusals.extend(FILE_REFUSALS);
    }
    if route.takes.is_some() || !route.query.is_empty() {
        refusals.push(("422", "A field has a value that is not allowed."));
    }
    if !route.query.is_empty() {
        refusals.push(("400", "The query cannot be read."));
    }
    if route.takes.is_some() || route.path.contains('{') {
        refusals.push((
            "404",
            "There is no such thing, or it belongs to somebody else.",
        ));
    }
    // What carries a client id.
    if route.path.ends_with("/messages") || route.path.ends_with("/notes") {
        refusals.push(("409", "Something else already has this id."));
    }
    if route.draws != Kind::Free {
        refusals.push((
            "429",
            "Too many requests: come again after `Retry-After` seconds.",
        ));
    }
    refusals
}

fn parameters(route: &Route) -> Vec<Value> {
    let in_path = route
        .path
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }));
    let in_query = route
        .query
        .iter()
        .map(|name| json!({ "name": name, "in": "query", "schema": { "type": "string" } }));
    let in_header = route.takes_file.then(|| json!({
        "name": FILE_NAME_HEADER, "in": "header", "description": "The file's name, percent-encoded.", "schema": { "type": "string" },
    }));
    in_path.chain(in_query).chain(in_header).collect()
}

fn security(who: Who) -> Value {
    match who {
        Who::Anybody | Who::Page => json!([]),
        Who::Visitor => json!([{ "visitor": [] }]),
        Who::Inbox => json!([{ "inbox": [] }]),
        Who::Member => json!([{ "inbox": [], "member": [] }]),
    }
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The schema of a shape; named ones are put beside the others and referred to.
fn schema(shape: &Shape, schemas: &mut Map<String, Value>) -> Value {
    let (name, definition) = match shape {
        Shape::Text => return json!({ "type": "string" }),
        Shape::Number => return json!({ "type": "number" }),
        Shape::Integer => return json!({ "type": "integer" }),
        Shape::Boolean => return json!({ "type": "boolean" }),
        Shape::Any => return json!({}),
        Shape::List(item) => return json!({ "type": "array", "items": schema(item, schemas) }),
        Shape::Optional(inner) => {
            return json!({ "anyOf": [schema(inner, schemas), { "type": "null" }] });
        }
        Shape::NamedText(name, description) => (
            name,
            json!({ "type": "string", "description": description.trim() }),
        ),
        Shape::Choice(name, description, words) => (
            name,
            json!({ "type": "string", "enum": words, "description": description.trim() }),
        ),
        Shape::Object(name, description, fields) => {
            if schemas.contains_key(*name) {
                return reference(name);
            }
            let properties: Map<String, Value> = fields()
                .into_iter()
                .map(|field| {
                    let schema = schema(&field.shape, schemas);
                    let described =
                        json!({ "allOf": [schema], "description": field.description.trim() });
                    (field.name.to_owned(), described)
                })
                .collect();
            (
                name,
                json!({ "type": "object", "description": description.trim(), "properties": properties }),
            )
        }
    };
    schemas.insert((*name).to_owned(), definition);
    reference(name)
}
