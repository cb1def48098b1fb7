//! The OpenAPI document tells the truth.

use crate::support::TestApp;
use porthole_server::router::table;
use serde_json::Value;

#[tokio::test]
async fn the_document_names_every_route_and_every_schema() {
    let app = TestApp::start().await;
    let document = app.get("/api/v1/openapi.json").send().await.ok();
    assert_eq!(document["openapi"], "3.1.0");
    for route in table() {
        let operation = &document["paths"][route.path][route.method.as_str().to_lowercase()];
        assert!(
            operation["summary"].is_string(),
            "{} {}",
            route.method,
            route.path
        );
        assert_eq!(
            operation.get("requestBody").is_some(),
            route.takes.is_some() || route.takes_file
        );
    }
    let mut references = Vec::new();
    collect(&document, &mut references);
    assert!(references.len() > 30);
    for reference in references {
        let name = reference.strip_prefix("#/components/schemas/").unwrap();
        assert!(
            document["components"]["schemas"].get(name).is_some(),
            "{name}"
        );
    }
    // What only the team may see is not in any type of a visitor.
    let visible = document["components"]["schemas"]["Message"]["properties"]
        .as_object()
        .unwrap();
    assert!(!visible.contains_key("kind"));
}

fn collect(value: &Value, references: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if name == "$ref" => references.push(text.clone()),
                    other => collect(other, references),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, references)),
        _ => {}
    }
}
