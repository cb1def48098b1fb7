//! JSON as the server holds it, in the place of the browser's: what the codec is tested with.

use porthole_shared::wire::Value;
use serde_json::{Number, json};

/// A value of `serde_json`, read and written by the codec.
pub(crate) struct Json(pub(crate) serde_json::Value);

impl Value for Json {
    fn null() -> Self {
        Self(serde_json::Value::Null)
    }
    fn text(text: &str) -> Self {
        Self(text.into())
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole numbers stay whole")]
    fn number(number: f64) -> Self {
        let is_whole = number.fract() == 0.0;
        Self(if is_whole {
            (number as i64).into()
        } else {
            Number::from_f64(number).map_or(serde_json::Value::Null, Into::into)
        })
    }
    fn boolean(boolean: bool) -> Self {
        Self(boolean.into())
    }
    fn list(items: Vec<Self>) -> Self {
        Self(items.into_iter().map(|item| item.0).collect())
    }
    fn object() -> Self {
        Self(json!({}))
    }
    fn set(&mut self, name: &str, value: Self) {
        self.0[name] = value.0;
    }
    fn get(&self, name: &'static str) -> Option<Self> {
        self.0
            .get(name)
            .filter(|value| !value.is_null())
            .cloned()
            .map(Self)
    }
    fn as_text(&self) -> Option<String> {
        self.0.as_str().map(str::to_owned)
    }
    fn as_number(&self) -> Option<f64> {
        self.0.as_f64()
    }
    fn as_boolean(&self) -> Option<bool> {
        self.0.as_bool()
    }
    fn as_list(&self) -> Option<Vec<Self>> {
        Some(self.0.as_array()?.iter().cloned().map(Self).collect())
    }
    fn entries(&self) -> Option<Vec<(String, Self)>> {
        let pair =
            |(name, value): (&String, &serde_json::Value)| (name.clone(), Self(value.clone()));
        Some(self.0.as_object()?.iter().map(pair).collect())
    }
    fn is_null(&self) -> bool {
        self.0.is_null()
    }
}
