//! What stands inside quotes.

use crate::connection::BackendKind;

/// A name as the catalogue has it: PostgreSQL folds those that stand without quotes.
pub(in crate::backend) fn named(kind: BackendKind, token: &str) -> String {
    match kind {
        BackendKind::Postgres if !token.starts_with('"') => token.to_lowercase(),
        BackendKind::Sqlite | BackendKind::Postgres | BackendKind::Mysql => unquoted(token),
    }
}

/// A name or a text without its quotes; as it is where it has none.
pub(in crate::backend) fn unquoted(token: &str) -> String {
    let mut characters = token.chars();
    match (characters.next(), characters.next_back()) {
        (Some(quote @ ('"' | '`' | '\'')), Some(_)) => {
            let inner = &token[1..token.len() - 1];
            inner.replace(&format!("{quote}{quote}"), &quote.to_string())
        }
        (Some('['), Some(_)) => token[1..token.len() - 1].to_owned(),
        _ => token.to_owned(),
    }
}
