//! What one server or another lets a table say about itself.

use proc_macro2::TokenTree;

use super::{Entry, is_comma};
use crate::declared::Options;
use crate::grammar::{Diagnostic, string};

const STORAGE: &str = "storage(\"fillfactor\" = \"70\")";

/// Reads one of the options.
pub(super) fn read(entry: &Entry<'_>, options: &mut Options) -> Result<(), Diagnostic> {
    match entry.name().as_str() {
        "charset" => options.charset = Some(entry.text("charset = \"utf8mb4\"")?),
        "collation" => options.collation = Some(entry.text("collation = \"utf8mb4_bin\"")?),
        "engine" => options.engine = Some(entry.text("engine = \"memory\"")?),
        "storage" => options.storage = storage(entry)?,
        "strict" => {
            entry.flag()?;
            options.strict = true;
        }
        "unlogged" => {
            entry.flag()?;
            options.unlogged = true;
        }
        _ => {
            entry.flag()?;
            options.without_rowid = true;
        }
    }
    Ok(())
}

/// `storage("fillfactor" = "70", …)`: names with dots in them are no identifiers.
fn storage(entry: &Entry<'_>) -> Result<Vec<(String, String)>, Diagnostic> {
    let wrong = || entry.wrong("parameters", STORAGE);
    let arguments = entry.arguments()?;
    let parameters: Option<Vec<_>> = arguments
        .split(is_comma)
        .filter(|parameter| !parameter.is_empty())
        .map(parameter)
        .collect();
    (parameters.filter(|parameters| !parameters.is_empty())).ok_or_else(wrong)
}

fn parameter(tokens: &[TokenTree]) -> Option<(String, String)> {
    match tokens {
        [
            TokenTree::Literal(name),
            TokenTree::Punct(equals),
            TokenTree::Literal(value),
        ] if equals.as_char() == '=' => Some((string(name)?, string(value)?)),
        _ => None,
    }
}
