//! The schema at head compared with the one that the application declares.

use super::Proof;
use super::report::{Check, Finding};
use super::snapshot::Snapshot;
use crate::autogenerate::{DeclaredError, Difference, compare, declared};
use crate::backend::{Reflected, Server};
use crate::schema::NamingConvention;

/// What differs; nothing where nothing is declared.
pub(super) fn declared_at_head(
    proof: &Proof<'_>,
    server: &Server,
    head: &Snapshot,
) -> Option<Finding> {
    let files = proof.registry.declarations();
    if files.is_empty() {
        return None;
    }
    let convention = NamingConvention::default();
    let declared = match declared(files, server.kind, &convention) {
        Ok(declared) => declared,
        Err(error) => return Some(unreadable(&error)),
    };
    let found = Reflected {
        schema: head.schema.clone(),
        raw: head.raw.clone(),
    };
    let comparison = compare(&found, &declared, &proof.ownership, server, &convention);
    let differences = comparison.differences.iter();
    let differences: Vec<_> = differences.map(Difference::describe).collect();
    (!differences.is_empty()).then(|| {
        let message =
            "the migrations do not make the schema that is declared; to be the same would take";
        let help = "write it with `cargo migrate new --auto`, or correct the declaration";
        let mut finding = Finding::new(Check::Declared, message, help);
        finding.differences = differences;
        finding
    })
}

fn unreadable(error: &DeclaredError) -> Finding {
    Finding::new(Check::Declared, error.to_string(), error.help.clone())
}
