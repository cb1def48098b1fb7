//! JSON by the browser's own parser: the wire codec over JavaScript values.

use js_sys::{Array, JSON, Object, Reflect};
use porthole_shared::wire::{Value, Wire};
use wasm_bindgen::{JsCast as _, JsValue};

/// A JavaScript value that came from JSON or becomes JSON.
#[derive(Clone)]
pub(crate) struct JsJson(pub JsValue);

/// Reads a type from JSON text; `None` if it is no JSON.
pub(crate) fn parse<T: Wire>(text: &str) -> Option<T> {
    JSON::parse(text).ok().map(|value| T::read(&JsJson(value)))
}

/// Writes a type as a JavaScript value.
pub(crate) fn to_js<T: Wire>(value: &T) -> JsValue {
    value.write::<JsJson>().0
}

/// Writes a type as JSON text.
pub(crate) fn to_text<T: Wire>(value: &T) -> String {
    stringify(&to_js(value))
}

/// Writes a JavaScript value as JSON text.
pub(crate) fn stringify(value: &JsValue) -> String {
    JSON::stringify(value).map_or_else(|_| String::new(), String::from)
}

impl Value for JsJson {
    fn null() -> Self {
        Self(JsValue::NULL)
    }
    fn text(text: &str) -> Self {
        Self(JsValue::from_str(text))
    }
    fn number(number: f64) -> Self {
        Self(JsValue::from_f64(number))
    }
    fn boolean(boolean: bool) -> Self {
        Self(JsValue::from_bool(boolean))
    }
    fn list(items: Vec<Self>) -> Self {
        let list = Array::new();
        for item in items {
            list.push(&item.0);
        }
        Self(list.into())
    }
    fn object() -> Self {
        Self(Object::new().into())
    }
    fn set(&mut self, name: &str, value: Self) {
        // Setting a field of a plain object cannot fail.
        let _ = Reflect::set(&self.0, &name.into(), &value.0);
    }
    fn get(&self, name: &'static str) -> Option<Self> {
        let field = Reflect::get(&self.0, &name.into()).ok()?;
        (!field.is_null() && !field.is_undefined()).then_some(Self(field))
    }
    fn as_text(&self) -> Option<String> {
        self.0.as_string()
    }
    fn as_number(&self) -> Option<f64> {
        self.0.as_f64()
    }
    fn as_boolean(&self) -> Option<bool> {
        self.0.as_bool()
    }
    fn as_list(&self) -> Option<Vec<Self>> {
        Array::is_array(&self.0).then(|| Array::from(&self.0).iter().map(Self).collect())
    }
    fn entries(&self) -> Option<Vec<(String, Self)>> {
        let object = self.0.dyn_ref::<Object>()?;
        let pair = |pair: JsValue| {
            let pair = Array::from(&pair);
            (
                pair.get(0).as_string().unwrap_or_default(),
                Self(pair.get(1)),
            )
        };
        Some(Object::entries(object).iter().map(pair).collect())
    }
    fn is_null(&self) -> bool {
        self.0.is_null()
    }
}
