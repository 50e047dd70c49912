//! Values in a schema or in a migration's data: encoded by the backend, never spliced into SQL.

/// A value as it is written into SQL.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Literal {
    /// SQL's `NULL`.
    Null,
    /// True or false.
    Bool(bool),
    /// A whole number.
    Integer(#[serde(deserialize_with = "whole_number")] i128),
    /// A finite number in decimal notation, as Rust prints it.
    Number(String),
    /// Text; also dates, times and JSON.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// Reads a whole number of whatever width the format gives it: serde cannot ask for 128 bits inside a tagged value.
fn whole_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i128, D::Error> {
    struct WholeNumber;

    impl serde::de::Visitor<'_> for WholeNumber {
        type Value = i128;

        fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.write_str("a whole number")
        }

        fn visit_i64<E>(self, number: i64) -> Result<i128, E> {
            Ok(number.into())
        }

        fn visit_u64<E>(self, number: u64) -> Result<i128, E> {
            Ok(number.into())
        }
    }

    deserializer.deserialize_any(WholeNumber)
}

impl From<&str> for Literal {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Literal {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<bool> for Literal {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<&[u8]> for Literal {
    fn from(value: &[u8]) -> Self {
        Self::Bytes(value.to_owned())
    }
}

impl From<Vec<u8>> for Literal {
    fn from(value: Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl From<f64> for Literal {
    /// A number that is not finite becomes text (`NaN`, `inf`), which PostgreSQL reads and other backends refuse.
    fn from(value: f64) -> Self {
        if value.is_finite() {
            Self::Number(value.to_string())
        } else {
            Self::Text(value.to_string())
        }
    }
}

impl<T: Into<Literal>> From<Option<T>> for Literal {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

macro_rules! from_whole_numbers {
    ($($number:ty),+) => {
        $(impl From<$number> for Literal {
            fn from(value: $number) -> Self {
                Self::Integer(value.into())
            }
        })+
    };
}

from_whole_numbers!(i8, i16, i32, i64, u8, u16, u32, u64);
