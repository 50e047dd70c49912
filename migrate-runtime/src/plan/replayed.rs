//! The schema that a history makes, in memory: no database is asked.

use std::panic::Location;

use migrate_graph::{Applied, RevisionId};

use super::build::steps;
use super::guards::Guards;
use super::{Direction, PlanError};
use crate::backend::{self, Server};
use crate::operation::{Execute, Hints, Operation, Step};
use crate::registry::Registry;
use crate::schema::Schema;

/// What revisions make of an empty database, as far as their operations tell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Replayed {
    /// The schema.
    pub schema: Schema,
    /// The steps whose work is not in it; where there are none, the schema is certain.
    pub unseen: Vec<Unseen>,
}

/// A step whose work a replay cannot see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unseen {
    /// The revision.
    pub revision: RevisionId,
    /// The step's number among those that its upgrade has for this database, from 1.
    pub step: usize,
    /// The builder call.
    pub location: &'static Location<'static>,
    /// What the step does, for people.
    pub what: String,
    /// What its author says it changes, as `table` or `table.column`; nothing said means that it may change anything.
    pub changes: Vec<String>,
}

/// The schema once the upgrades of `applied`, in that order, have run on an empty database of this server.
///
/// Rust functions may change it unseen, and so does SQL text on a server whose definitions nothing in this process
/// understands; operations on what only they have made do not apply. All of these are answered as [`Replayed::unseen`], and the schema stays as it is known.
///
/// # Errors
///
/// A builder fails or panics.
pub fn replayed(
    registry: &Registry,
    server: &Server,
    applied: &Applied,
) -> Result<Replayed, PlanError> {
    replayed_until(registry, server, applied.iter(), |_| false)
}

/// The schema once the upgrades of `revisions`, in that order, have run on an empty database of this server; it ends early
/// where `is_there` knows the schema after a revision, or the empty one before them all.
///
/// # Errors
///
/// A builder fails or panics.
pub fn replayed_until<'a>(
    registry: &Registry,
    server: &Server,
    revisions: impl IntoIterator<Item = &'a RevisionId>,
    mut is_there: impl FnMut(&Schema) -> bool,
) -> Result<Replayed, PlanError> {
    let mut replayed = Replayed::default();
    let entries = (revisions.into_iter()).filter_map(|id| Some((id, registry.get(id)?)));
    for (id, entry) in entries {
        if is_there(&replayed.schema) {
            break;
        }
        let steps = steps(entry.migration.upgrade, id, Direction::Up)?;
        replayed.follow(id, &steps, server);
    }
    Ok(replayed)
}

impl Replayed {
    /// Applies the steps of one upgrade.
    pub(super) fn follow(&mut self, revision: &RevisionId, steps: &[Step], server: &Server) {
        let mut guards = Guards::default();
        let here = steps.iter().filter(|step| step.runs_on(server.kind));
        for (step, number) in here.zip(1..) {
            if !guards.let_run(step, &self.schema, server) {
                continue;
            }
            if !follow(server, &step.operation, &mut self.schema) {
                self.unseen.push(Unseen {
                    revision: revision.clone(),
                    step: number,
                    location: step.location,
                    what: step.operation.describe(),
                    changes: hints(&step.operation)
                        .map_or_else(Vec::new, |hints| hints.changes.clone()),
                });
            }
        }
    }
}

/// Applies an operation to a schema; answers whether all of its work is in it now.
pub(super) fn follow(server: &Server, operation: &Operation, schema: &mut Schema) -> bool {
    if !is_opaque(operation) {
        return operation.apply(schema).is_ok();
    }
    let Operation::Execute(Execute { sql, .. }) = operation else {
        return false;
    };
    match backend::followed(server, schema, sql) {
        Some(after) => {
            *schema = after;
            true
        }
        None => false,
    }
}

/// Whether an operation may change the schema unseen. SQL that only changes rows does not.
pub(super) fn is_opaque(operation: &Operation) -> bool {
    match operation {
        Operation::Execute(execute) => !execute.changes_only_rows(),
        operation => operation.is_opaque(),
    }
}

/// What an author says about an opaque step.
const fn hints(operation: &Operation) -> Option<&Hints> {
    match operation {
        Operation::Execute(execute) => Some(&execute.hints),
        Operation::Run(run) => Some(&run.hints),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::connection::BackendKind;
    use crate::op::Op;
    use crate::prelude::*;

    /// What is replayed of one upgrade.
    fn after(kind: BackendKind, fill: impl FnOnce(&mut Op)) -> Replayed {
        let mut op = Op::default();
        fill(&mut op);
        let mut replayed = Replayed::default();
        let id: RevisionId = "r1".parse().expect("a good id");
        let server = Server::assumed(kind);
        replayed.follow(&id, &op.into_steps(), &server);
        replayed
    }

    #[test]
    fn operations_make_a_certain_schema() {
        let replayed = after(BackendKind::Sqlite, |op| {
            op.create_table("users", |t| {
                t.column("id", BigInt).primary_key();
            });
            op.add_column("users", "email", Text).nullable();
            op.execute("UPDATE users SET email = ''");
            op.on(Postgres, |op| {
                op.execute("CREATE TYPE mood AS ENUM ()");
            });
            op.when(has_table("ghosts"), |op| {
                op.drop_table("ghosts");
            });
        });
        assert_eq!(replayed.unseen, []);
        let users = replayed.schema.table(&"users".into()).expect("made");
        assert!(users.column(&"email".into()).is_some());
    }

    #[test]
    fn what_cannot_be_followed_is_named() {
        let replayed = after(BackendKind::Postgres, |op| {
            op.execute("CREATE TABLE secrets (id INTEGER)");
            op.add_column("secrets", "name", Text).nullable();
            op.execute("VACUUM").changes("users");
        });
        let unseen: Vec<_> = replayed
            .unseen
            .iter()
            .map(|unseen| (unseen.step, &*unseen.what, unseen.changes.len()))
            .collect();
        assert_eq!(
            unseen,
            [
                (1, "execute `CREATE TABLE secrets (id INTEGER)`", 0),
                (2, "add column `name` to table `secrets`", 0),
                (3, "execute `VACUUM`", 1),
            ]
        );
        assert!(replayed.schema.tables.is_empty());
    }
}
