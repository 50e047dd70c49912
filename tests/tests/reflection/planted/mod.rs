//! A change planted by hand in the catalogue is seen by `diff`: one for every attribute of the model.
//!
//! Neither our operations nor our SQL take part, so that they cannot share a blind spot with reflection.

pub(crate) mod sqlite;

use std::collections::BTreeSet;

use migrate_runtime::autogenerate::{Difference, diff};
use migrate_runtime::backend::normalize;
use migrate_runtime::schema::Schema;
use migrate_tests::session::Session;

use crate::coverage::FIELDS;

/// An attribute of the model, and two catalogues that differ in nothing else.
pub(crate) struct Planted {
    /// One of `FIELDS`.
    pub(crate) field: &'static str,
    /// SQL that makes the one.
    pub(crate) before: &'static str,
    /// SQL that makes the other, from nothing.
    pub(crate) after: &'static str,
    /// What a difference must say.
    pub(crate) says: &'static str,
}

/// Insists that each change is seen, both ways, and that every field has a case or is said to be missing.
pub(crate) fn run(cases: &[Planted], lacks: &[&str], session: impl Fn() -> Session) {
    let mut failed = Vec::new();
    for case in cases {
        failed.extend(unseen(case, &session).map(|why| format!("{}: {why}", case.field)));
    }
    let covered: BTreeSet<_> = cases.iter().map(|case| case.field).collect();
    for field in FIELDS {
        if covered.contains(field) == lacks.contains(&field) {
            failed.push(format!(
                "{field}: has no case, or has one and is said to be missing"
            ));
        }
    }
    failed.extend(
        (covered.iter().filter(|field| !FIELDS.contains(field)))
            .map(|field| format!("{field} is no field")),
    );
    assert!(failed.is_empty(), "{failed:#?}");
}

/// Why a case fails, where it does.
fn unseen(case: &Planted, session: &impl Fn() -> Session) -> Option<String> {
    let read = |sql: &str| {
        let mut session = session();
        session.run(sql);
        let reflected = session.reflect();
        (normalize(&session.server, &reflected.schema), reflected.raw)
    };
    let (before, raw) = read(case.before);
    let (after, more_raw) = read(case.after);
    if !(raw.is_empty() && more_raw.is_empty()) {
        return Some(format!("not understood: {raw:?} {more_raw:?}"));
    }
    let itself = words(&before, &read(case.before).0);
    if !itself.is_empty() {
        return Some(format!("differs from itself: {itself:?}"));
    }
    let there = words(&before, &after);
    if !there.iter().any(|words| words.contains(case.says)) {
        return Some(format!("`{}` is not among {there:?}", case.says));
    }
    words(&after, &before)
        .is_empty()
        .then(|| "is not seen on the way back".to_owned())
}

fn words(from: &Schema, to: &Schema) -> Vec<String> {
    diff(from, to).iter().map(Difference::describe).collect()
}
