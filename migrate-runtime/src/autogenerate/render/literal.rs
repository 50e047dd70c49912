//! Values as Rust source. Nothing in a value can end the literal that holds it.

use crate::schema::Literal;

/// A string literal.
pub(in crate::autogenerate) fn string(text: &str) -> String {
    format!("{text:?}")
}

/// What stands where the builder takes `impl Into<Literal>`.
pub(super) fn value(literal: &Literal) -> String {
    match literal {
        Literal::Null => "None::<&str>".into(),
        Literal::Bool(value) => value.to_string(),
        Literal::Integer(number) if i32::try_from(*number).is_ok() => number.to_string(),
        Literal::Integer(number) if i64::try_from(*number).is_ok() => format!("{number}_i64"),
        Literal::Integer(number) => format!("{number}_u64"),
        Literal::Number(text) => match text.parse::<f64>() {
            Ok(number) if number.is_finite() && number.to_string() == *text => {
                format!("{number:?}")
            }
            _ => string(text),
        },
        Literal::Text(text) => string(text),
        Literal::Bytes(bytes) => format!("b\"{}\".as_slice()", bytes.escape_ascii()),
    }
}
