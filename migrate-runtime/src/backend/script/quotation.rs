//! What stands inside quotes.

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
