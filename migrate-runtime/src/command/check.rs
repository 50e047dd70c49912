//! `check`: does the history, or the database, need attention?

use std::panic::{AssertUnwindSafe, catch_unwind};

use migrate_graph::Graph;

use super::{Status, Summary};
use crate::connection::Database;
use crate::error::Error;
use crate::migrator::Migrator;
use crate::op::Op;
use crate::registry::{Builder, Migration, Registry};

/// What `check` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Check {
    /// What was found, the history's own first.
    pub findings: Vec<Finding>,
}

/// Something that needs attention.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Finding {
    /// What kind of thing it is.
    pub kind: FindingKind,
    /// The revisions it is about.
    pub revisions: Vec<String>,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// The history has several heads.
    SeveralHeads,
    /// A downgrade does nothing although its upgrade does something.
    EmptyDowngrade,
    /// A function that builds a plan failed.
    BrokenBuilder,
    /// Something is not applied yet.
    Pending,
    /// Something was changed after it was applied.
    Edited,
    /// Something stopped half-way.
    HalfApplied,
}

/// Looks at the history alone: one head, and every downgrade has steps.
#[must_use]
pub fn check_offline(registry: &Registry) -> Check {
    let mut findings = several_heads(registry.graph());
    findings.extend(downgrades(registry));
    Check { findings }
}

/// Looks at the history and at what `database` has of it. Writes nothing.
///
/// # Errors
///
/// As [`Migrator::status`].
pub fn check(
    migrator: &Migrator,
    registry: &Registry,
    database: &mut dyn Database,
) -> Result<Check, Error> {
    let status = super::status(migrator, registry.graph(), database)?;
    let mut check = check_offline(registry);
    check.findings.extend(unapplied(&status));
    Ok(check)
}

fn several_heads(graph: &Graph) -> Vec<Finding> {
    let heads: Vec<String> = graph
        .heads()
        .iter()
        .map(|head| head.id.to_string())
        .collect();
    if heads.len() < 2 {
        return Vec::new();
    }
    vec![Finding {
        kind: FindingKind::SeveralHeads,
        message: format!(
            "the history has {} heads: {}",
            heads.len(),
            heads.join(", ")
        ),
        help: "join them with `cargo migrate merge`".into(),
        revisions: heads,
    }]
}

/// Builds every plan, oldest revision first.
fn downgrades(registry: &Registry) -> Vec<Finding> {
    let mut oldest_first = registry.graph().newest_first();
    oldest_first.reverse();
    let entries = oldest_first
        .into_iter()
        .filter_map(|revision| registry.get(&revision.id));
    entries
        .filter_map(|entry| downgrade(entry.migration))
        .collect()
}

fn downgrade(migration: &Migration) -> Option<Finding> {
    let about = |kind, message: String, help: &str| {
        Some(Finding {
            kind,
            revisions: vec![migration.revision.to_owned()],
            message: format!("revision {}: {message}", migration.revision),
            help: help.to_owned(),
        })
    };
    let broken = |function: &str, error: &str| {
        let message = format!("its {function} cannot be planned: {error}");
        about(
            FindingKind::BrokenBuilder,
            message,
            "correct it in its file",
        )
    };
    let ups = match steps(migration.upgrade) {
        Ok(steps) => steps,
        Err(error) => return broken("upgrade", &error),
    };
    match migration.downgrade.map(steps) {
        None => None,
        Some(Err(error)) => broken("downgrade", &error),
        Some(Ok(0)) if ups > 0 => about(
            FindingKind::EmptyDowngrade,
            "its upgrade has steps and its downgrade has none".to_owned(),
            "write the downgrade, or say `irreversible = \"why\"`",
        ),
        Some(Ok(_)) => None,
    }
}

/// How many steps a function builds. A panic is the author's error, not ours.
fn steps(builder: Builder) -> Result<usize, String> {
    let mut op = Op::default();
    match catch_unwind(AssertUnwindSafe(|| builder(&mut op))) {
        Ok(Ok(())) => Ok(op.into_steps().len()),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("it panicked".to_owned()),
    }
}

/// What the database lacks of the history.
fn unapplied(status: &Status) -> Vec<Finding> {
    let names = |summaries: Vec<&Summary>| -> Vec<String> {
        summaries
            .into_iter()
            .map(|summary| summary.revision.clone())
            .collect()
    };
    let pending = names(status.pending.iter().collect());
    let edited = names(status.edited.iter().map(|edited| &edited.summary).collect());
    let half: Vec<String> = status
        .half_applied
        .iter()
        .map(|half| half.revision.clone())
        .collect();
    let help = "see `cargo migrate status`";
    let found = [
        (FindingKind::HalfApplied, "stopped half-way", half, help),
        (
            FindingKind::Edited,
            "changed after being applied",
            edited,
            help,
        ),
        (
            FindingKind::Pending,
            "not applied",
            pending,
            "apply with `cargo migrate up`",
        ),
    ];
    found
        .into_iter()
        .filter(|(_, _, revisions, _)| !revisions.is_empty())
        .map(|(kind, what, revisions, help)| Finding {
            kind,
            message: format!("{what}: {}", revisions.join(", ")),
            help: help.to_owned(),
            revisions,
        })
        .collect()
}
