//! Schemas and what leads from one to another, for people.

use super::{Page, Role};
use crate::backend::printed;
use crate::command::{SchemaDiff, SchemaDifference, WrittenSchema};

/// The differences, one each line.
pub fn diff(page: &mut Page, report: &SchemaDiff) {
    let (from, to) = (&report.from, &report.to);
    match report.differences.len() {
        0 => page.put(
            Role::Good,
            format!("no differences between {from} and {to}"),
        ),
        1 => page.plain(format!("from {from} to {to}, 1 difference:")),
        several => page.plain(format!("from {from} to {to}, {several} differences:")),
    }
    .end();
    for difference in &report.differences {
        page.plain("  ")
            .put(Role::Warning, &difference.description)
            .end();
    }
    for note in &report.notes {
        page.put(Role::Muted, note).end();
    }
}

/// The files that were changed; the others where none was.
pub fn written(page: &mut Page, report: &WrittenSchema) {
    for file in &report.changed {
        page.put(Role::Good, "changed")
            .plain("  ")
            .plain(file)
            .end();
    }
    if report.changed.is_empty() {
        for file in &report.unchanged {
            page.put(Role::Muted, "up to date")
                .plain("  ")
                .plain(file)
                .end();
        }
    }
}

/// The SQL that leads from one schema to the other, for the database's own client.
#[must_use]
pub fn script(report: &SchemaDiff) -> String {
    let mut text = String::new();
    for difference in &report.differences {
        text.push_str(&comment(difference));
        for sql in &difference.sql {
            text.push_str(&printed(report.backend, sql));
        }
    }
    text
}

/// A line break in a name must not end the comment.
fn comment(difference: &SchemaDifference) -> String {
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let what = words(&difference.description);
    match &difference.problem {
        None => format!("-- {what}\n"),
        Some(problem) => format!("-- {what}: {}\n", words(problem)),
    }
}
