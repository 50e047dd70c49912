//! Values in SQLite.

use crate::backend::Unsupported;
use crate::backend::dialect::{hexadecimal, single_quoted};
use crate::schema::Literal;

pub(super) fn encoded(literal: &Literal) -> Result<String, Unsupported> {
    match literal {
        Literal::Null => Ok("NULL".into()),
        Literal::Bool(value) => Ok(u8::from(*value).to_string()),
        Literal::Integer(value) => Ok(value.to_string()),
        Literal::Number(digits) => Ok(digits.clone()),
        // SQL text ends at a NUL: the rest of the statement would be lost.
        Literal::Text(text) if text.contains('\0') => Err(Unsupported::new(
            "SQLite cannot write a text that holds a NUL character",
        )
        .help("store it as bytes")),
        Literal::Text(text) => Ok(single_quoted(text)),
        Literal::Bytes(bytes) => Ok(format!("X'{}'", hexadecimal(bytes))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded() {
        for (literal, sql) in [
            (Literal::Null, "NULL"),
            (true.into(), "1"),
            ((-5).into(), "-5"),
            (0.5.into(), "0.5"),
            ("it's \\ ok".into(), "'it''s \\ ok'"),
            (vec![0xab, 0].into(), "X'AB00'"),
        ] {
            assert_eq!(encoded(&literal).as_deref(), Ok(sql));
        }
        assert!(encoded(&"a\0b".into()).is_err());
    }
}
