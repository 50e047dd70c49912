//! Values in PostgreSQL, safe whatever `standard_conforming_strings` says.

use crate::backend::Unsupported;
use crate::backend::dialect::{hexadecimal, single_quoted};
use crate::schema::Literal;

pub(super) fn encoded(literal: &Literal) -> Result<String, Unsupported> {
    match literal {
        Literal::Null => Ok("NULL".into()),
        Literal::Bool(value) => Ok(value.to_string()),
        Literal::Integer(value) => Ok(value.to_string()),
        Literal::Number(digits) => Ok(digits.clone()),
        Literal::Text(text) => self::text(text),
        Literal::Bytes(bytes) => Ok(format!("decode('{}', 'hex')", hexadecimal(bytes))),
    }
}

/// With a backslash inside, only the `E` form means the same in both modes.
pub(super) fn text(text: &str) -> Result<String, Unsupported> {
    if text.contains('\0') {
        return Err(
            Unsupported::new("PostgreSQL cannot store a text that holds a NUL character")
                .help("store it as bytes"),
        );
    }
    if text.contains('\\') {
        return Ok(format!("E{}", single_quoted(&text.replace('\\', "\\\\"))));
    }
    Ok(single_quoted(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_encoded() {
        for (literal, sql) in [
            (Literal::Null, "NULL"),
            (true.into(), "true"),
            ((-5).into(), "-5"),
            (0.5.into(), "0.5"),
            ("it's".into(), "'it''s'"),
            ("a\\'b".into(), "E'a\\\\''b'"),
            (vec![0xab, 0].into(), "decode('AB00', 'hex')"),
        ] {
            assert_eq!(encoded(&literal).as_deref(), Ok(sql));
        }
        assert!(encoded(&"a\0b".into()).is_err());
    }
}
