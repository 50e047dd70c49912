//! `check`: does the history, or the database, need attention?

use migrate_graph::{Graph, RevisionId, Target};

use super::sentence::in_a_sentence;
use super::{Status, Summary, side};
use crate::autogenerate::{Difference, Ownership, compare};
use crate::backend::{Reflected, Server};
use crate::connection::{BackendKind, Database};
use crate::error::Error;
use crate::migrator::Migrator;
use crate::plan::{PlanError, ReplayFinding, rehearse, replay};
use crate::registry::Registry;
use crate::schema::NamingConvention;

/// What `check` reports.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Check {
    /// What was found, the history's own first.
    pub findings: Vec<Finding>,
    /// What is no fault and one should know.
    pub notes: Vec<String>,
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
    /// What leads from the schema that was found to the declared one, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differences: Vec<String>,
}

/// The kinds of findings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    /// The history has several heads.
    SeveralHeads,
    /// A downgrade does nothing although its upgrade does something.
    EmptyDowngrade,
    /// Neither function does anything, and it is no merge.
    EmptyRevision,
    /// A function that builds a plan failed.
    BrokenBuilder,
    /// A step cannot work where it stands, or a downgrade does not lead back.
    BrokenStep,
    /// Something is not applied yet.
    Pending,
    /// Something was changed after it was applied.
    Edited,
    /// Something stopped half-way.
    HalfApplied,
    /// Somebody changed the schema since the last run.
    Drifted,
    /// The schema is not what the application declares.
    NotAsDeclared,
}

/// Looks at the history alone: one head, every downgrade has steps, every step can work where it stands, and all of them
/// together make what the application declares, on each of these kinds of databases.
///
/// # Errors
///
/// The declared schema cannot be read.
pub fn check_offline(
    registry: &Registry,
    kinds: &[BackendKind],
    ownership: &Ownership,
) -> Result<Check, Error> {
    let (mut check, can_be_built) = check_history(registry);
    if can_be_built && !registry.declarations().is_empty() {
        for kind in kinds {
            check_declared_offline(registry, *kind, ownership, &mut check)?;
        }
    }
    Ok(check)
}

/// What needs neither a database nor a declaration, and whether every builder works.
fn check_history(registry: &Registry) -> (Check, bool) {
    let mut findings = several_heads(registry.graph());
    let plans = plans(registry);
    let can_be_built = plans
        .iter()
        .all(|finding| finding.kind != FindingKind::BrokenBuilder);
    findings.extend(plans);
    if can_be_built {
        findings.extend(replayed(registry));
    }
    let check = Check {
        findings,
        notes: Vec::new(),
    };
    (check, can_be_built)
}

/// Compares what the history makes with what is declared. What steps may have done unseen is no finding but a note.
fn check_declared_offline(
    registry: &Registry,
    kind: BackendKind,
    ownership: &Ownership,
    check: &mut Check,
) -> Result<(), Error> {
    let server = Server::assumed(kind);
    let (found, unseen) = side::replay(registry, &server, &[Target::parse("heads")?])?;
    let Some(finding) = not_as_declared(registry, &found, &server, ownership, "the history")?
    else {
        return Ok(());
    };
    if unseen.is_empty() {
        push_new(&mut check.findings, finding);
        return Ok(());
    }
    push_new(
        &mut check.notes,
        format!(
            "{}; steps that a replay cannot see may have made it so: compare a database",
            finding.message
        ),
    );
    for step in &unseen {
        push_new(&mut check.notes, side::unseen_words(step));
    }
    Ok(())
}

/// Several kinds of databases have much in common.
fn push_new<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// The finding that a schema is not what the application declares.
fn not_as_declared(
    registry: &Registry,
    found: &Reflected,
    server: &Server,
    ownership: &Ownership,
    what: &str,
) -> Result<Option<Finding>, Error> {
    let said = side::declaration(registry, server.kind)?;
    let convention = NamingConvention::default();
    let comparison = compare(found, &said, ownership, server, &convention);
    let differences: Vec<_> = (comparison.differences.iter())
        .map(Difference::describe)
        .collect();
    Ok((!differences.is_empty()).then(|| Finding {
        kind: FindingKind::NotAsDeclared,
        revisions: Vec::new(),
        message: format!(
            "{what} is not as the application declares it: {}",
            in_a_sentence(&differences)
        ),
        help: "write what is missing with `cargo migrate new --auto`, or see `cargo migrate diff`"
            .into(),
        differences,
    }))
}

/// What the history does to an empty schema in memory, on each kind of database that this build knows.
fn replayed(registry: &Registry) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for kind in BackendKind::built_in() {
        // Builders that fail are findings of their own.
        for found in replay(registry, kind).unwrap_or_default() {
            let finding = broken_step(&found);
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
    findings
}

fn broken_step(found: &ReplayFinding) -> Finding {
    let place = match found.step {
        Some((number, location)) => format!(
            "step {number} of its {}grade ({}:{})",
            found.direction,
            location.file(),
            location.line()
        ),
        None => format!("its {}grade", found.direction),
    };
    Finding {
        kind: FindingKind::BrokenStep,
        revisions: vec![found.revision.to_string()],
        message: format!("revision {}: {place}: {}", found.revision, found.message),
        help: found
            .help
            .clone()
            .unwrap_or_else(|| "correct it in its file".into()),
        differences: Vec::new(),
    }
}

/// Looks at the history and at what `database` has of it; once everything is applied, at what the application declares
/// too. Writes nothing.
///
/// # Errors
///
/// As [`Migrator::status`], and where the schema or its declaration cannot be read.
pub fn check(
    migrator: &Migrator,
    registry: &Registry,
    database: &mut dyn Database,
    ownership: &Ownership,
) -> Result<Check, Error> {
    let status = super::status(migrator, registry.graph(), database)?;
    let (mut check, _) = check_history(registry);
    let unapplied = unapplied(&status, registry.graph().heads().len());
    let is_at_the_heads = unapplied.is_empty() && status.unknown.is_empty();
    check.findings.extend(unapplied);
    check.notes.extend(ahead(&status));
    let server = Server::detect(database).map_err(side::unreadable)?;
    let live = side::live(database, &server)?;
    check
        .findings
        .extend(drifted(*migrator, database, (&live, &server), ownership)?);
    if registry.declarations().is_empty() {
        return Ok(check);
    }
    if !is_at_the_heads {
        check.notes.push(
            "the declared schema was not compared: the database is not where the history leads"
                .into(),
        );
        return Ok(check);
    }
    let finding = not_as_declared(registry, &live, &server, ownership, "the database")?;
    check.findings.extend(finding);
    Ok(check)
}

/// What others did to the schema since the last run.
fn drifted(
    migrator: Migrator,
    database: &mut dyn Database,
    (live, server): (&Reflected, &Server),
    ownership: &Ownership,
) -> Result<Option<Finding>, Error> {
    let differences = migrator.drift(database, live, server, ownership)?;
    Ok((!differences.is_empty()).then(|| Finding {
        kind: FindingKind::Drifted,
        revisions: Vec::new(),
        message: format!(
            "somebody changed the schema since the last run: {}",
            in_a_sentence(&differences)
        ),
        help: "undo it by hand, or make it part of the history with a new revision".into(),
        differences,
    }))
}

/// A database that is ahead is no fault: older code may be deployed again.
fn ahead(status: &Status) -> Option<String> {
    let unknown: Vec<&str> = status
        .unknown
        .iter()
        .map(|summary| summary.revision.as_str())
        .collect();
    (!unknown.is_empty()).then(|| {
        format!(
            "the database is ahead of this checkout, which does not have {}",
            unknown.join(", ")
        )
    })
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
        differences: Vec::new(),
    }]
}

/// Builds every plan, oldest revision first.
fn plans(registry: &Registry) -> Vec<Finding> {
    let mut oldest_first = registry.graph().newest_first();
    oldest_first.reverse();
    let entries = oldest_first
        .into_iter()
        .filter_map(|revision| Some((&revision.id, registry.get(&revision.id)?)));
    entries
        .filter_map(|(id, entry)| match rehearse(id, entry) {
            Err(error) => Some(unplanned(id, &error)),
            Ok(0) if entry.migration.down_revision.len() < 2 => {
                Some(empty(id, entry.migration.path))
            }
            Ok(_) => None,
        })
        .collect()
}

fn empty(revision: &RevisionId, path: &str) -> Finding {
    Finding {
        kind: FindingKind::EmptyRevision,
        revisions: vec![revision.to_string()],
        message: format!("`{revision}` does nothing: its `upgrade` is empty ({path})"),
        help: "fill it before it is applied anywhere, or remove its file".to_owned(),
        differences: Vec::new(),
    }
}

fn unplanned(revision: &RevisionId, error: &PlanError) -> Finding {
    let kind = match error {
        PlanError::EmptyDowngrade { .. } => FindingKind::EmptyDowngrade,
        _ => FindingKind::BrokenBuilder,
    };
    Finding {
        kind,
        revisions: vec![revision.to_string()],
        message: error.to_string(),
        help: error
            .help()
            .unwrap_or_else(|| "correct it in its file".to_owned()),
        differences: Vec::new(),
    }
}

/// What the database lacks of the history.
fn unapplied(status: &Status, heads: usize) -> Vec<Finding> {
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
            if heads < 2 {
                "apply with `cargo migrate up`"
            } else {
                "apply with `cargo migrate up heads`"
            },
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
            differences: Vec::new(),
        })
        .collect()
}
