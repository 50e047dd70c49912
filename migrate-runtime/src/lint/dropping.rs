//! Which steps drop what no downgrade brings back, whatever levels and migrations say of it.

use super::facts::Facts;
use super::inspect::{Subject, inspect};
use super::levels::{Levels, UnknownRule};
use super::report::{Allowed, Finding};

/// The rules that find rows, columns, tables or more about to go.
const DROPPING: [&str; 7] = ["DS01", "DS02", "DS03", "DS04", "DS07", "DS08", "DS09"];

/// The steps that drop what was there before the plan, be it empty, be it allowed.
///
/// # Errors
///
/// A migration allows what no rule is called.
pub fn dropping(subject: Subject<'_>) -> Result<Vec<Finding>, UnknownRule> {
    // Nothing is known of any table, not even that it is empty.
    let unknown = Facts::default();
    let subject = Subject {
        ways_back: &[],
        facts: Some(&unknown),
        ..subject
    };
    let report = inspect(subject, &Levels::default())?;
    let allowed = report
        .allowed
        .into_iter()
        .map(|Allowed { finding, .. }| finding);
    let found = report.findings.into_iter().chain(allowed);
    Ok(found
        .filter(|finding| DROPPING.contains(&finding.rule))
        .collect())
}
