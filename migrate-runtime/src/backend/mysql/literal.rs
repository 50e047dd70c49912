//! Values in MySQL and MariaDB, safe whether `NO_BACKSLASH_ESCAPES` is on or off.

use crate::backend::Unsupported;
use crate::backend::dialect::{hexadecimal, single_quoted};
use crate::schema::Literal;

pub(super) fn encoded(literal: &Literal) -> String {
    match literal {
        Literal::Null => "NULL".into(),
        Literal::Bool(value) => u8::from(*value).to_string(),
        Literal::Integer(value) => value.to_string(),
        Literal::Number(digits) => digits.clone(),
        // A backslash escapes or not, as the session's mode says; hexadecimal digits mean one thing.
        Literal::Text(text) if needs_digits(text) => {
            format!("_utf8mb4 X'{}'", hexadecimal(text.as_bytes()))
        }
        Literal::Text(text) => single_quoted(text),
        Literal::Bytes(bytes) => format!("X'{}'", hexadecimal(bytes)),
    }
}

/// Text as the default of a column whose defaults are expressions: MariaDB writes such an expression down again, and a
/// quote or a backslash in `_utf8mb4 X'…'` then means something else. A conversion stays as it is.
pub(super) fn computed(text: &str) -> String {
    if needs_digits(text) {
        format!(
            "(CONVERT(X'{}' USING utf8mb4))",
            hexadecimal(text.as_bytes())
        )
    } else {
        format!("({})", single_quoted(text))
    }
}

/// Text where the grammar wants a plain string: a comment, a label.
pub(super) fn plain(text: &str) -> Result<String, Unsupported> {
    if needs_digits(text) {
        return Err(Unsupported::new(format!(
            "MySQL reads a backslash in a comment or label in two ways, as the session's mode says: `{}`",
            text.escape_debug()
        ))
        .help("leave the backslash out"));
    }
    Ok(single_quoted(text))
}

fn needs_digits(text: &str) -> bool {
    text.contains(['\\', '\0'])
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
            ("it's".into(), "'it''s'"),
            ("a\\".into(), "_utf8mb4 X'615C'"),
            (vec![0xab, 0].into(), "X'AB00'"),
        ] {
            assert_eq!(encoded(&literal), sql);
        }
        assert!(plain("a\\b").is_err());
    }
}
