//! A value of any shape: what a page says of its visitor in its own words.

use crate::wire::{Shape, Value, Wire};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// A JSON value.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Any {
    /// Nothing.
    #[default]
    Null,
    /// Yes or no.
    Boolean(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Some values.
    List(Vec<Self>),
    /// Named values, in their order.
    Object(Vec<(String, Self)>),
}

impl Any {
    /// A field of an object by the first of its names that is there and not null.
    #[must_use]
    pub fn field(&self, names: &[&str]) -> Option<&Self> {
        let Self::Object(fields) = self else {
            return None;
        };
        let named = |name: &&str| {
            let mut found = fields.iter().filter(|(key, _)| key == name);
            found.next_back().map(|(_, value)| value)
        };
        names
            .iter()
            .filter_map(named)
            .find(|value| **value != Self::Null)
    }

    /// The text, or a number or truth value as people write it; `None` for what is nested.
    #[must_use]
    pub fn as_text(&self) -> Option<String> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Number(number) => Some(number.to_string()),
            Self::Boolean(boolean) => Some(boolean.to_string()),
            Self::Null | Self::List(_) | Self::Object(_) => None,
        }
    }
}

/// The largest number up to which every whole one is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

impl Serialize for Any {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Boolean(boolean) => serializer.serialize_bool(*boolean),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it is whole and small enough"
            )]
            Self::Number(number) if number.fract() == 0.0 && number.abs() < EXACT => {
                serializer.serialize_i64(*number as i64)
            }
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(fields) => {
                serializer.collect_map(fields.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Any {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Any;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Any, E> {
        Ok(Any::Null)
    }
    fn visit_none<E>(self) -> Result<Any, E> {
        Ok(Any::Null)
    }
    fn visit_bool<E>(self, boolean: bool) -> Result<Any, E> {
        Ok(Any::Boolean(boolean))
    }
    #[expect(clippy::cast_precision_loss, reason = "as JavaScript reads it")]
    fn visit_i64<E>(self, number: i64) -> Result<Any, E> {
        Ok(Any::Number(number as f64))
    }
    #[expect(clippy::cast_precision_loss, reason = "as JavaScript reads it")]
    fn visit_u64<E>(self, number: u64) -> Result<Any, E> {
        Ok(Any::Number(number as f64))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Any, E> {
        Ok(Any::Number(number))
    }
    fn visit_str<E>(self, text: &str) -> Result<Any, E> {
        Ok(Any::Text(text.to_owned()))
    }
    fn visit_string<E>(self, text: String) -> Result<Any, E> {
        Ok(Any::Text(text))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Any, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Any::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Any, A::Error> {
        let mut fields = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            fields.push(entry);
        }
        Ok(Any::Object(fields))
    }
}

impl Wire for Any {
    fn read<V: Value>(value: &V) -> Self {
        if let Some(text) = value.as_text() {
            Self::Text(text)
        } else if let Some(number) = value.as_number() {
            Self::Number(number)
        } else if let Some(boolean) = value.as_boolean() {
            Self::Boolean(boolean)
        } else if let Some(items) = value.as_list() {
            Self::List(items.iter().map(Self::read).collect())
        } else {
            let read = |(name, value): (String, V)| (name, Self::read(&value));
            value.entries().map_or(Self::Null, |fields| {
                Self::Object(fields.into_iter().map(read).collect())
            })
        }
    }
    fn write<V: Value>(&self) -> V {
        match self {
            Self::Null => V::null(),
            Self::Boolean(boolean) => V::boolean(*boolean),
            Self::Number(number) => V::number(*number),
            Self::Text(text) => V::text(text),
            Self::List(items) => V::list(items.iter().map(Wire::write).collect()),
            Self::Object(fields) => {
                let mut object = V::object();
                for (name, value) in fields {
                    object.set(name, value.write());
                }
                object
            }
        }
    }
    fn shape() -> Shape {
        Shape::Any
    }
}
