//! The whole history applied to an empty schema in memory: what is wrong with it is found without a database.
//!
//! Steps that only their author understands may have made or dropped anything. Once one has run, what is missing or
//! there twice may be its doing, and nothing is said about it.

use std::panic::Location;

use migrate_graph::RevisionId;

use super::build::steps;
use super::guards::Guards;
use super::replayed::is_opaque;
use super::scope::Scope;
use super::{Direction, PlanError};
use crate::backend::Server;
use crate::connection::BackendKind;
use crate::operation::Step;
use crate::registry::Registry;
use crate::schema::{Schema, Table};

/// Something that the replay of a history found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReplayFinding {
    /// The revision.
    pub revision: RevisionId,
    /// Which of its functions.
    pub direction: Direction,
    /// The builder call and the step's number, where it is about one step.
    pub step: Option<(usize, &'static Location<'static>)>,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

/// Replays a history, oldest revision first, as it runs on one kind of database: every upgrade, and each downgrade from
/// where its upgrade has led.
///
/// # Errors
///
/// A builder fails or panics.
pub fn replay(registry: &Registry, kind: BackendKind) -> Result<Vec<ReplayFinding>, PlanError> {
    let mut replay = Replay {
        kind,
        schema: Schema::default(),
        opaque: false,
        findings: Vec::new(),
    };
    for revision in registry.graph().newest_first().into_iter().rev() {
        let Some(entry) = registry.get(&revision.id) else {
            continue;
        };
        let up = steps(entry.migration.upgrade, &revision.id, Direction::Up)?;
        let down = match entry.migration.downgrade {
            Some(downgrade) => Some(steps(downgrade, &revision.id, Direction::Down)?),
            None => None,
        };
        replay.revision(&revision.id, &up, down.as_deref());
    }
    Ok(replay.findings)
}

struct Replay {
    kind: BackendKind,
    schema: Schema,
    /// Whether a step so far may have changed the schema unseen.
    opaque: bool,
    findings: Vec<ReplayFinding>,
}

impl Replay {
    fn revision(&mut self, revision: &RevisionId, up: &[Step], down: Option<&[Step]>) {
        // A history has many tables and a revision is about few: only those are put aside.
        let steps = up.iter().chain(down.unwrap_or_default());
        let scope = Scope::of(steps.map(|step| &step.operation));
        let before = scope.copied(&self.schema);
        let followed_up = self.walk(revision, Direction::Up, up);
        let Some(down) = down else {
            return;
        };
        let after = (scope.copied(&self.schema), self.opaque);
        let followed_down = self.walk(revision, Direction::Down, down);
        if followed_up && followed_down {
            self.compare(revision, &before, &scope.copied(&self.schema));
        }
        scope.restore(&mut self.schema, after.0);
        self.opaque = after.1;
    }

    /// Applies steps to the schema; answers whether it is known what every one of them did.
    fn walk(&mut self, revision: &RevisionId, direction: Direction, steps: &[Step]) -> bool {
        let mut followed = true;
        let steps = steps.iter().filter(|step| step.runs_on(self.kind));
        let (mut guards, server) = (Guards::default(), Server::assumed(self.kind));
        for (step, number) in steps.zip(1..) {
            if !guards.let_run(step, &self.schema, &server) {
                continue;
            }
            if is_opaque(&step.operation) {
                self.opaque = true;
                followed = false;
            }
            let Err(error) = step.operation.apply(&mut self.schema) else {
                continue;
            };
            followed = false;
            if !self.opaque {
                self.findings.push(ReplayFinding {
                    revision: revision.clone(),
                    direction,
                    step: Some((number, step.location)),
                    message: format!("cannot {}: {error}", step.operation.describe()),
                    help: error.help(),
                });
            }
        }
        followed
    }

    /// The order of columns is excused: most servers add a column at the end and nowhere else.
    fn compare(&mut self, revision: &RevisionId, before: &Schema, after: &Schema) {
        let differences = differences(&before.in_one_order(), &after.in_one_order());
        if differences.is_empty() {
            return;
        }
        self.findings.push(ReplayFinding {
            revision: revision.clone(),
            direction: Direction::Down,
            step: None,
            message: format!(
                "the downgrade does not lead back to the schema before the upgrade: {}",
                differences.join(", ")
            ),
            help: Some("undo in `downgrade` each step of `upgrade`, the last one first".into()),
        });
    }
}

/// What is not the same, in words.
fn differences(before: &Schema, after: &Schema) -> Vec<String> {
    let mut words = Vec::new();
    for (name, table) in &before.tables {
        match after.tables.get(name) {
            None => words.push(format!("table `{name}` is gone")),
            Some(other) => words.extend(table_difference(table, other)),
        }
    }
    let added = after
        .tables
        .keys()
        .filter(|name| !before.tables.contains_key(*name));
    words.extend(added.map(|name| format!("table `{name}` stays")));
    let others = [
        (before.views == after.views, "views differ"),
        (before.enums == after.enums, "enum types differ"),
        (before.sequences == after.sequences, "sequences differ"),
        (before.triggers == after.triggers, "triggers differ"),
        (before.namespaces == after.namespaces, "schemas differ"),
    ];
    words.extend(
        others
            .into_iter()
            .filter(|(same, _)| !same)
            .map(|(_, words)| words.to_owned()),
    );
    words
}

fn table_difference(before: &Table, after: &Table) -> Option<String> {
    if before == after {
        return None;
    }
    let what = if before.columns != after.columns {
        let changed = before
            .columns
            .iter()
            .find(|column| after.column(&column.name) != Some(column));
        let changed = changed.or_else(|| {
            after
                .columns
                .iter()
                .find(|column| before.column(&column.name).is_none())
        });
        match changed {
            Some(column) => format!("column `{}`", column.name),
            None => "a column".into(),
        }
    } else if before.constraints != after.constraints {
        "a constraint".into()
    } else if before.indexes != after.indexes {
        "an index".into()
    } else {
        "its options or comment".into()
    };
    Some(format!("table `{}` differs in {what}", before.name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::Op;
    use crate::prelude::*;

    /// What a migration's function does.
    type Fill = fn(&mut Op);

    fn steps(fill: Fill) -> Vec<Step> {
        let mut op = Op::default();
        fill(&mut op);
        op.into_steps()
    }

    /// What is found in revisions of an upgrade and a downgrade each.
    fn findings(revisions: &[(Fill, Fill)]) -> Vec<String> {
        let mut replay = Replay {
            kind: BackendKind::Sqlite,
            schema: Schema::default(),
            opaque: false,
            findings: Vec::new(),
        };
        for (number, (up, down)) in revisions.iter().enumerate() {
            let id: RevisionId = format!("r{number}").parse().expect("a good id");
            replay.revision(&id, &steps(*up), Some(&steps(*down)));
        }
        let findings = replay.findings.into_iter();
        findings
            .map(|found| format!("{} {}: {}", found.revision, found.direction, found.message))
            .collect()
    }

    fn create_users(op: &mut Op) {
        op.create_table("users", |t| {
            t.column("id", BigInt).primary_key();
            t.column("name", Text);
        });
    }

    fn drop_users(op: &mut Op) {
        op.drop_table("users");
    }

    #[test]
    fn a_sound_history_has_no_findings() {
        let found = findings(&[
            (create_users, drop_users),
            (
                |op| {
                    op.add_column("users", "email", Text).nullable();
                    op.execute("UPDATE users SET email = name");
                    op.alter_column("users", "email").not_null();
                },
                |op| {
                    op.drop_column("users", "email");
                },
            ),
            // The column comes back at the end, where databases add columns.
            (
                |op| {
                    op.drop_column("users", "name");
                },
                |op| {
                    op.add_column("users", "name", Text);
                },
            ),
        ]);
        assert_eq!(found, Vec::<String>::new());
    }

    #[test]
    fn steps_out_of_place_are_found() {
        let found = findings(&[
            (create_users, drop_users),
            (create_users, |op| {
                op.execute("SELECT 1");
            }),
            (
                |op| {
                    op.drop_column("users", "nme");
                },
                create_users,
            ),
        ]);
        assert_eq!(
            found,
            [
                "r1 up: cannot create table `users`: table `users` exists already at this point",
                "r2 up: cannot drop column `nme` of table `users`: column `nme` of table `users` does not exist at this point",
                "r2 down: cannot create table `users`: table `users` exists already at this point",
            ]
        );
    }

    #[test]
    fn a_downgrade_that_does_not_lead_back_is_found() {
        let found = findings(&[
            (create_users, drop_users),
            (
                |op| {
                    op.add_column("users", "email", Text).nullable();
                    op.create_table("posts", |t| {
                        t.column("id", BigInt);
                    });
                },
                |op| {
                    op.drop_column("users", "name");
                },
            ),
        ]);
        assert_eq!(
            found,
            [
                "r1 down: the downgrade does not lead back to the schema before the upgrade: \
              table `users` differs in column `name`, table `posts` stays"
            ]
        );
    }

    #[test]
    fn conditions_are_decided_in_memory_once_for_all_their_steps() {
        let found = findings(&[
            (create_users, drop_users),
            (
                |op| {
                    op.create_table("users", |t| {
                        t.column("id", BigInt);
                        t.if_not_exists();
                    });
                    op.when(!has_column("users", "email"), |op| {
                        op.add_column("users", "email", Text).nullable();
                        op.create_index("users", "email");
                    });
                    op.when(has_table("ghosts").or(on_backend(Postgres)), |op| {
                        op.drop_column("ghosts", "name");
                    });
                },
                |op| {
                    op.drop_column("users", "email").if_exists();
                    op.drop_table("ghosts").if_exists();
                },
            ),
            (
                |op| {
                    op.when(has_table("users"), |op| {
                        op.drop_column("users", "nme");
                    });
                },
                drop_users,
            ),
        ]);
        assert_eq!(
            found,
            [
                "r2 up: cannot drop column `nme` of table `users`: column `nme` of table `users` does not exist at this point",
            ]
        );
    }

    #[test]
    fn a_long_history_is_replayed() {
        let mut replay = Replay {
            kind: BackendKind::Sqlite,
            schema: Schema::default(),
            opaque: false,
            findings: Vec::new(),
        };
        for number in 0..1_000 {
            let id: RevisionId = format!("r{number}").parse().expect("a good id");
            let table = format!("measured_{number}");
            let (mut up, mut down) = (Op::default(), Op::default());
            up.create_table(&*table, |t| {
                t.column("id", BigInt).primary_key();
                t.column("name", Text);
                t.column("old", Text).nullable();
            });
            up.create_index(&*table, ["name"]);
            up.create_index(&*table, ["old"]);
            up.add_column(&*table, "email", Text).nullable();
            up.update(&*table).set("email", "x");
            up.drop_index(&*table, ["old"]);
            down.drop_table(&*table);
            replay.revision(&id, &up.into_steps(), Some(&down.into_steps()));
        }
        assert_eq!(replay.findings, []);
        assert_eq!(replay.schema.tables.len(), 1_000);
    }

    #[test]
    fn what_opaque_steps_may_have_made_is_no_finding() {
        let found = findings(&[
            (
                |op| {
                    op.execute("CREATE TABLE secrets (id INTEGER)");
                },
                |op| {
                    op.drop_table("secrets");
                },
            ),
            (
                |op| {
                    op.add_column("secrets", "name", Text).nullable();
                },
                |op| {
                    op.drop_column("secrets", "name");
                },
            ),
            (
                |op| {
                    op.drop_table("secrets");
                },
                |op| {
                    op.create_table("secrets", |t| {
                        t.column("id", Integer);
                    });
                },
            ),
        ]);
        assert_eq!(found, Vec::<String>::new());
    }
}
