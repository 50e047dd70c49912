//! One chain walked on a database: each pair up, down and up again.

use migrate_runtime::autogenerate::diff;
use migrate_runtime::operation::Operation;
use migrate_runtime::schema::{Name, QualifiedName, Schema};
use migrate_tests::Database;
use migrate_tests::session::Session;

use super::chain::{Chain, Pair};
use super::runner::Runner;
use crate::palette::Palette;
use crate::round_trip::{same, same_lines};

/// A chain, where it is walked, and where what it leads to is made directly.
pub(super) struct Walk<'a> {
    palette: &'a dyn Palette,
    runner: &'a mut Runner,
    chain: &'a Chain,
    live: Database,
    direct: &'a Database,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        palette: &'a dyn Palette,
        direct: &'a Database,
        runner: &'a mut Runner,
        chain: &'a Chain,
    ) -> Self {
        let live = Database::create(direct.backend()).expect("one was there a moment ago");
        Self {
            palette,
            runner,
            chain,
            live,
            direct,
        }
    }

    pub(super) fn run(&mut self) {
        // A file that nobody has opened is no database yet, and both databases shall begin alike.
        drop(self.live.client());
        drop(self.palette.session(&self.live, "empty"));
        for (at, pair) in self.chain.pairs.iter().enumerate() {
            self.pair(&format!("pair {at}"), pair);
        }
    }

    fn pair(&mut self, name: &str, pair: &Pair) {
        self.go("up");
        self.stands_at(&format!("{name}, up"), &pair.to);
        self.go("down");
        self.stands_at(&format!("{name}, down"), &pair.from);
        self.go("up");
        let mut session = Session::open(&self.live, name);
        let live = session.reflect().schema;
        same(&session, &live, &aligned(&pair.to, &live));
    }

    fn go(&mut self, direction: &str) {
        self.runner.run(self.chain, direction, self.live.url());
    }

    /// Insists that the live schema is this one: by our reflection, and by the server's own words.
    fn stands_at(&self, name: &str, wanted: &Schema) {
        let name = format!("seed {}, {name}", self.chain.seed);
        let mut session = Session::open(&self.live, &name);
        let live = session.reflect();
        assert_eq!(live.raw, [], "{name}: nothing is beyond the model");
        let wanted = aligned(wanted, &live.schema);
        same(&session, &live.schema, &wanted);
        let found = self.palette.dump(&self.live, &mut session);
        drop(session);
        let mut direct = self.palette.session(self.direct, &name);
        direct.apply(make(&wanted));
        same_lines(&name, &found, &self.palette.dump(self.direct, &mut direct));
    }
}

fn make(schema: &Schema) -> Vec<Operation> {
    let differences = diff(&Schema::default(), schema);
    differences.operations().cloned().collect()
}

/// The schema with the columns of each table in the order in which they stand in another: no operation but MySQL's changes
/// it.
fn aligned(schema: &Schema, live: &Schema) -> Schema {
    let mut aligned = schema.clone();
    for table in aligned.tables.values_mut() {
        let place = |name: &Name| place(live, &table.name, name);
        table.columns.sort_by_key(|column| place(&column.name));
    }
    aligned
}

fn place(live: &Schema, table: &QualifiedName, column: &Name) -> Option<usize> {
    let columns = &live.table(table)?.columns;
    columns.iter().position(|other| other.name == *column)
}
