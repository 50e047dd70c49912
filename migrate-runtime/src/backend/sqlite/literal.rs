//! Values in SQLite.

use crate::backend::dialect::{from_hexadecimal, hexadecimal, single_quoted};
use crate::backend::{Unsupported, script};
use crate::connection::BackendKind;
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

/// The value that a text of SQLite's is, where it is nothing but a value.
pub(super) fn decoded(sql: &str) -> Option<Literal> {
    let sql = sql.trim();
    let word = sql.to_ascii_lowercase();
    match word.as_str() {
        "null" => return Some(Literal::Null),
        "true" => return Some(Literal::Bool(true)),
        "false" => return Some(Literal::Bool(false)),
        _ => {}
    }
    if let Ok(number) = sql.parse::<i64>() {
        return Some(Literal::Integer(number.into()));
    }
    if sql.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first)) {
        let number = sql.parse::<f64>().ok()?;
        return number.is_finite().then(|| Literal::Number(sql.into()));
    }
    let tokens = script::tokens(BackendKind::Sqlite, sql).ok()?;
    match tokens.as_slice() {
        [text] if text.text.starts_with('\'') => Some(Literal::Text(script::unquoted(text.text))),
        [x, hex] if x.text.eq_ignore_ascii_case("x") && hex.text.starts_with('\'') => {
            from_hexadecimal(&script::unquoted(hex.text)).map(Literal::Bytes)
        }
        _ => None,
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

    #[test]
    fn values_are_read_back() {
        for (literal, sql) in [
            (Literal::Null, "NULL"),
            ((-5).into(), "-5"),
            (7.into(), "+7"),
            (Literal::Number(".5e-3".into()), ".5e-3"),
            (true.into(), "TRUE"),
            ("it's \\ ok".into(), "'it''s \\ ok'"),
            (vec![0xab, 0].into(), "x'ab00'"),
        ] {
            assert_eq!(decoded(sql), Some(literal), "{sql}");
        }
        for sql in [
            "CURRENT_DATE",
            "1 + 1",
            "'a' || 'b'",
            "inf",
            "\"a\"",
            "x'a'",
            "- 'a'",
        ] {
            assert_eq!(decoded(sql), None, "{sql}");
        }
    }
}
