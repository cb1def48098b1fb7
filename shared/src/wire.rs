//! How a type crosses the wire.
//!
//! `wire!`, `wire_enum!` and `wire_text!` declare a type once and give it three forms:
//!
//! - serde's, for the server and the inbox;
//! - [`Wire`], a codec that reads and writes any tree of [`Value`]s. The widget uses it over
//!   the browser's own `JSON.parse`, which costs a third of a compiled-in JSON parser;
//! - a [`Shape`], from which the server writes the OpenAPI document.
//!
//! The forms agree: each type that the widget speaks is round-trip tested against serde in
//! `tests/wire.rs`. Reading is lenient on purpose, so that an old widget meets a newer server:
//! a missing field takes its default and an unknown word of an enumeration is `Unknown`.

/// A tree of JSON values, as the side at hand holds it (a `JsValue` in the browser).
pub trait Value: Sized {
    /// The value `null`.
    fn null() -> Self;
    /// A string.
    fn text(text: &str) -> Self;
    /// A number. Whole numbers are exact up to 2^53.
    fn number(number: f64) -> Self;
    /// `true` or `false`.
    fn boolean(boolean: bool) -> Self;
    /// An array.
    fn list(items: Vec<Self>) -> Self;
    /// An object without fields.
    fn object() -> Self;
    /// Sets one field of an object.
    fn set(&mut self, name: &str, value: Self);
    /// One field of an object; `None` when it is missing or `null`.
    fn get(&self, name: &'static str) -> Option<Self>;
    /// The string, if this is one.
    fn as_text(&self) -> Option<String>;
    /// The number, if this is one.
    fn as_number(&self) -> Option<f64>;
    /// The boolean, if this is one.
    fn as_boolean(&self) -> Option<bool>;
    /// The items, if this is an array.
    fn as_list(&self) -> Option<Vec<Self>>;
    /// The fields, if this is an object.
    fn entries(&self) -> Option<Vec<(String, Self)>>;
    /// Whether this is `null`.
    fn is_null(&self) -> bool;
}

/// A type that crosses the wire.
pub trait Wire: Sized + Default {
    /// Reads the type; what is missing or of another type takes its default.
    fn read<V: Value>(value: &V) -> Self;
    /// Writes the type.
    fn write<V: Value>(&self) -> V;
    /// What the type looks like, for the OpenAPI document.
    fn shape() -> Shape;
}

/// What a type looks like on the wire.
#[derive(Clone, Debug)]
pub enum Shape {
    /// A string.
    Text,
    /// A number with a fraction.
    Number,
    /// A whole number.
    Integer,
    /// `true` or `false`.
    Boolean,
    /// Any value.
    Any,
    /// An array of one shape.
    List(Box<Self>),
    /// A shape or `null`.
    Optional(Box<Self>),
    /// A named string with its own rules.
    NamedText(&'static str, &'static str),
    /// One of some words: name, description, the words.
    Choice(&'static str, &'static str, &'static [&'static str]),
    /// An object: name, description, and a function for the fields (types may nest).
    Object(&'static str, &'static str, fn() -> Vec<Field>),
}

/// One field of an object.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name on the wire.
    pub name: &'static str,
    /// What it means.
    pub description: &'static str,
    /// What it looks like.
    pub shape: Shape,
}

impl Wire for String {
    fn read<V: Value>(value: &V) -> Self {
        value.as_text().unwrap_or_default()
    }
    fn write<V: Value>(&self) -> V {
        V::text(self)
    }
    fn shape() -> Shape {
        Shape::Text
    }
}

impl Wire for bool {
    fn read<V: Value>(value: &V) -> Self {
        value.as_boolean().unwrap_or_default()
    }
    fn write<V: Value>(&self) -> V {
        V::boolean(*self)
    }
    fn shape() -> Shape {
        Shape::Boolean
    }
}

impl Wire for f64 {
    fn read<V: Value>(value: &V) -> Self {
        value.as_number().unwrap_or_default()
    }
    fn write<V: Value>(&self) -> V {
        V::number(*self)
    }
    fn shape() -> Shape {
        Shape::Number
    }
}

impl Wire for i64 {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a whole number on the wire is below 2^53; `as` saturates"
    )]
    fn read<V: Value>(value: &V) -> Self {
        value.as_number().unwrap_or_default() as Self
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "change numbers, counts and milliseconds stay below 2^53"
    )]
    fn write<V: Value>(&self) -> V {
        V::number(*self as f64)
    }
    fn shape() -> Shape {
        Shape::Integer
    }
}

impl<T: Wire> Wire for Option<T> {
    fn read<V: Value>(value: &V) -> Self {
        (!value.is_null()).then(|| T::read(value))
    }
    fn write<V: Value>(&self) -> V {
        self.as_ref().map_or_else(V::null, Wire::write)
    }
    fn shape() -> Shape {
        Shape::Optional(Box::new(T::shape()))
    }
}

impl<T: Wire> Wire for Vec<T> {
    fn read<V: Value>(value: &V) -> Self {
        value
            .as_list()
            .unwrap_or_default()
            .iter()
            .map(T::read)
            .collect()
    }
    fn write<V: Value>(&self) -> V {
        V::list(self.iter().map(Wire::write).collect())
    }
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// The name of a field on the wire: a word of Rust's own is written `r#type` in the source.
#[must_use]
pub const fn name(field: &'static str) -> &'static str {
    if let [b'r', b'#', word @ ..] = field.as_bytes()
        && let Ok(word) = std::str::from_utf8(word)
    {
        return word;
    }
    field
}

/// Declares an object of the wire. Every field says what it means.
#[macro_export]
macro_rules! wire {
    (
        $(#[doc = $doc:literal])+
        pub struct $name:ident {
            $( $(#[doc = $field_doc:literal])+ pub $field:ident: $type:ty, )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Default, PartialEq, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(default)]
        pub struct $name {
            $( $(#[doc = $field_doc])+ pub $field: $type, )*
        }

        impl $crate::wire::Wire for $name {
            fn read<V: $crate::wire::Value>(value: &V) -> Self {
                let mut read = Self::default();
                $(
                    if let Some(field) = value.get(const { $crate::wire::name(stringify!($field)) }) {
                        read.$field = $crate::wire::Wire::read(&field);
                    }
                )*
                read
            }
            fn write<V: $crate::wire::Value>(&self) -> V {
                let mut object = V::object();
                $(
                    object.set(
                        const { $crate::wire::name(stringify!($field)) },
                        $crate::wire::Wire::write(&self.$field),
                    );
                )*
                object
            }
            fn shape() -> $crate::wire::Shape {
                fn fields() -> Vec<$crate::wire::Field> {
                    vec![$(
                        $crate::wire::Field {
                            name: const { $crate::wire::name(stringify!($field)) },
                            description: concat!($($field_doc, "\n"),+),
                            shape: <$type as $crate::wire::Wire>::shape(),
                        },
                    )*]
                }
                $crate::wire::Shape::Object(stringify!($name), concat!($($doc, "\n"),+), fields)
            }
        }
    };
}

/// Declares an enumeration of words. A word that this side does not know reads as `Unknown`.
#[macro_export]
macro_rules! wire_enum {
    (
        $(#[doc = $doc:literal])+
        pub enum $name:ident {
            $( $(#[doc = $variant_doc:literal])+ $variant:ident = $word:literal, )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, Hash, ::serde::Serialize, ::serde::Deserialize,
        )]
        pub enum $name {
            $( $(#[doc = $variant_doc])+ #[serde(rename = $word)] $variant, )*
            /// A word from a newer version.
            #[default]
            #[serde(other, rename = "unknown")]
            Unknown,
        }

        impl $name {
            /// Every word of this version, without `Unknown`.
            pub const ALL: &[Self] = &[$( Self::$variant ),*];

            /// The word on the wire.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $( Self::$variant => $word, )*
                    Self::Unknown => "unknown",
                }
            }

            /// The value of a word; `Unknown` for any other.
            #[must_use]
            pub fn from_word(word: &str) -> Self {
                match word {
                    $( $word => Self::$variant, )*
                    _ => Self::Unknown,
                }
            }
        }

        impl $crate::wire::Wire for $name {
            fn read<V: $crate::wire::Value>(value: &V) -> Self {
                value.as_text().map_or(Self::Unknown, |word| Self::from_word(&word))
            }
            fn write<V: $crate::wire::Value>(&self) -> V {
                V::text(self.as_str())
            }
            fn shape() -> $crate::wire::Shape {
                $crate::wire::Shape::Choice(
                    stringify!($name),
                    concat!($($doc, "\n"),+),
                    &[$( $word ),*],
                )
            }
        }
    };
}

/// Declares a string with a meaning of its own, so that two kinds of it cannot be mixed up.
#[macro_export]
macro_rules! wire_text {
    ( $(#[doc = $doc:literal])+ pub struct $name:ident; ) => {
        $(#[doc = $doc])+
        #[derive(
            Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord,
            ::serde::Serialize, ::serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The text as it stands on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Whether nothing was given.
            #[must_use]
            pub fn is_empty(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl $crate::wire::Wire for $name {
            fn read<V: $crate::wire::Value>(value: &V) -> Self {
                Self(value.as_text().unwrap_or_default())
            }
            fn write<V: $crate::wire::Value>(&self) -> V {
                V::text(&self.0)
            }
            fn shape() -> $crate::wire::Shape {
                $crate::wire::Shape::NamedText(stringify!($name), concat!($($doc, "\n"),+))
            }
        }
    };
}
