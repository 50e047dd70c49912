//! One operation on every backend: up, down, up.

use migrate_runtime::Op;
use migrate_runtime::backend;
use migrate_runtime::connection::BackendKind;
use migrate_runtime::operation::Operation;
use migrate_runtime::schema::Schema;
use migrate_tests::Backend::{Mysql, Postgres, Sqlite};
pub(crate) use migrate_tests::session::{Session, operations};
use migrate_tests::{Backend, Database, for_each_backend};

use crate::catalogue::{Values, catalogue};

/// What a migration's function does.
type Fill = fn(&mut Op);

/// One operation to prove.
pub(crate) struct Case {
    name: &'static str,
    ground: Fill,
    step: Fill,
    back: Option<Fill>,
    backends: &'static [Backend],
    elsewhere: Elsewhere,
    values: Values,
    /// Whether the replayed texts mean to the server what they say.
    faithful: bool,
}

/// What happens on the backends that a case leaves out.
#[derive(Clone, Copy)]
enum Elsewhere {
    Refused,
    /// The step is SQL text of one backend: nobody can tell before it runs.
    Unchecked,
}

impl Case {
    /// An operation that every backend has and whose reverse is known.
    pub(crate) fn new(name: &'static str, ground: Fill, step: Fill) -> Self {
        Self {
            name,
            ground,
            step,
            back: None,
            backends: &[Sqlite, Postgres, Mysql],
            elsewhere: Elsewhere::Refused,
            values: Values::Compared,
            faithful: true,
        }
    }

    /// Only these backends have the operation; the others refuse it.
    pub(crate) fn only(mut self, backends: &'static [Backend]) -> Self {
        self.backends = backends;
        self
    }

    /// The step is SQL text of the backends named: nothing is asked of the others.
    pub(crate) fn unchecked_elsewhere(mut self) -> Self {
        self.elsewhere = Elsewhere::Unchecked;
        self
    }

    /// The step takes values away that no way back brings again.
    pub(crate) fn loses_values(mut self) -> Self {
        self.values = Values::Lost;
        self
    }

    /// A text in memory is no SQL any more: a bare word became a keyword.
    pub(crate) fn replayed_loosely(mut self) -> Self {
        self.faithful = false;
        self
    }

    /// The way back, where the operation knows none.
    pub(crate) fn back(mut self, back: Fill) -> Self {
        self.back = Some(back);
        self
    }

    /// All that it does: the ground, the step and the way back that was written.
    pub(crate) fn operations(&self) -> Vec<Operation> {
        let fills = [Some(self.ground), Some(self.step), self.back];
        fills.into_iter().flatten().flat_map(operations).collect()
    }

    /// What it proves.
    pub(crate) fn name(&self) -> &'static str {
        self.name
    }

    /// Proves the operation on every backend that is there, even after it has failed on one.
    pub(crate) fn run(&self) {
        for_each_backend(|database| {
            let mut session = Session::open(database, self.name);
            let backend = database.backend();
            match self.elsewhere {
                _ if self.backends.contains(&backend) => self.prove(&mut session, database),
                Elsewhere::Refused => self.refuse(&mut session),
                Elsewhere::Unchecked => {}
            }
        });
    }

    fn prove(&self, session: &mut Session, database: &Database) {
        session.apply(operations(self.ground));
        let before = catalogue(database, self.values);
        let schema = session.schema.clone();
        let step = operations(self.step);
        let back = match self.back {
            Some(back) => operations(back),
            None => reversed(&step, &schema, self.name),
        };
        session.apply(step.clone());
        let after = catalogue(database, self.values);
        assert_ne!(before, after, "{}: nothing happened", self.name);
        if !step
            .iter()
            .any(|step| matches!(step, Operation::Execute(_)))
        {
            self.reflected(session);
        }
        session.apply(back);
        self.same("down", &catalogue(database, self.values), &before);
        assert_eq!(
            session.schema.in_one_order(),
            schema.in_one_order(),
            "{}: down in memory",
            self.name
        );
        session.apply(step);
        self.same("up again", &catalogue(database, self.values), &after);
    }

    /// Insists that two catalogues are equal; shows only where they are not.
    fn same(&self, moment: &str, found: &str, wanted: &str) {
        let only = |these: &str, those: &str| -> Vec<String> {
            these
                .lines()
                .filter(|line| !those.lines().any(|other| other == *line))
                .map(str::to_owned)
                .collect()
        };
        assert!(
            found == wanted,
            "{}: {moment}:\nfound  {:#?}\nwanted {:#?}",
            self.name,
            only(found, wanted),
            only(wanted, found)
        );
    }

    /// Insists that the live schema is the one that the operations believe in.
    fn reflected(&self, session: &mut Session) {
        let server = session.server;
        // SQLite keeps every text as it was written, and quotes names where it renames them.
        if server.kind == BackendKind::Sqlite || !self.faithful {
            return;
        }
        let words = |schema: &Schema| {
            let normal = backend::normalize(&server, schema);
            let again = backend::normalize(&server, &normal);
            assert_eq!(normal, again, "{}: normalized twice", self.name);
            format!("{:#?}", normal.in_one_order())
        };
        let wanted = words(&session.schema);
        let found = words(&session.reflect().schema);
        self.same("reflected", &found, &wanted);
    }

    fn refuse(&self, session: &mut Session) {
        session.apply(operations(self.ground));
        let mut refused = 0;
        for operation in operations(self.step) {
            let Err(problem) = backend::statements(&session.server, &session.schema, &operation)
            else {
                continue;
            };
            refused += 1;
            let product = session.server.product();
            assert!(
                problem.message.contains(product),
                "{}: {problem}",
                self.name
            );
            assert!(
                problem.help.is_some(),
                "{}: `{problem}` shows no way out",
                self.name
            );
        }
        assert!(
            refused > 0,
            "{}: {} should refuse this",
            self.name,
            session.server
        );
    }
}

/// The way back through the operations' own reverses.
fn reversed(operations: &[Operation], before: &Schema, name: &str) -> Vec<Operation> {
    let mut schema = before.clone();
    let mut back = Vec::new();
    for operation in operations {
        let reverse = operation.reverse(&schema);
        back.push(
            reverse
                .unwrap_or_else(|| panic!("{name}: `{}` knows no way back", operation.describe())),
        );
        operation
            .apply(&mut schema)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    back.into_iter().rev().flatten().collect()
}
