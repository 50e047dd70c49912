//! What a constraint is called: the convention's name, a given one, or none.

use super::{Entry, unknown};
use crate::declared::Naming;
use crate::grammar::Diagnostic;

/// Takes `name = "…"` or `unnamed`; answers whether the entry was one of them.
pub(super) fn take(
    entry: &Entry<'_>,
    example: &str,
    naming: &mut Naming,
) -> Result<bool, Diagnostic> {
    match entry.name().as_str() {
        "name" => *naming = Naming::Given(entry.text(example)?),
        "unnamed" => {
            entry.flag()?;
            *naming = Naming::Nothing;
        }
        _ => return Ok(false),
    }
    Ok(true)
}

/// `primary_key(name = "…")`: nothing else may be said.
pub(super) fn alone(
    entry: &Entry<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Result<Naming, Diagnostic> {
    const EXAMPLE: &str = "primary_key(name = \"users_pkey\")";
    let mut naming = Naming::Convention;
    let arguments = entry.arguments()?;
    if arguments.is_empty() {
        return Err(entry.wrong("a name", EXAMPLE));
    }
    for more in Entry::all(&arguments, problems) {
        if !take(&more, EXAMPLE, &mut naming)? {
            problems.push(unknown(more.key, &["name", "unnamed"]));
        }
    }
    Ok(naming)
}
