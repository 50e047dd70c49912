//! What operations make, reflection finds again: the same model, and the same database when it is made anew from it.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use migrate_runtime::autogenerate::{Difference, diff};
use migrate_runtime::backend::normalize;
use migrate_runtime::operation::Operation;
use migrate_runtime::schema::Schema;
use migrate_tests::Database;
use migrate_tests::session::Session;

use crate::coverage::Coverage;
use crate::generate;
use crate::palette::Palette;

/// Makes the palette's number of schemas and reads them back.
pub(crate) fn run(palette: &dyn Palette, database: &Database) {
    let mut coverage = Coverage::default();
    let seeds = each_seed(palette.schemas(), |seed| {
        round_trip(seed, palette, database, &mut coverage);
    });
    if seeds == palette.schemas() {
        say(&format!(
            "{seeds} schemas on {}:\n{}",
            database.backend(),
            coverage.lines()
        ));
        coverage.insist(palette);
    }
}

/// So many seeds, or only that of `MIGRATE_TEST_SEED`.
pub(crate) fn seeds(count: usize) -> Vec<u64> {
    let only = std::env::var("MIGRATE_TEST_SEED").ok();
    let only = only.map(|seed| seed.parse::<u64>().expect("MIGRATE_TEST_SEED is a number"));
    match only {
        Some(seed) => vec![seed],
        None => (0..).take(count).collect(),
    }
}

/// Runs a body for so many seeds, or only for that of `MIGRATE_TEST_SEED`; names the seed that fails. Answers how many
/// there were.
pub(crate) fn each_seed(count: usize, mut body: impl FnMut(u64)) -> usize {
    let seeds = seeds(count);
    for seed in &seeds {
        if let Err(panic) = catch_unwind(AssertUnwindSafe(|| body(*seed))) {
            say(&format!(
                "failed with seed {seed}: run with MIGRATE_TEST_SEED={seed}"
            ));
            resume_unwind(panic);
        }
    }
    seeds.len()
}

fn round_trip(seed: u64, palette: &dyn Palette, database: &Database, coverage: &mut Coverage) {
    let name = format!("seed {seed}");
    let mut session = palette.session(database, &name);
    session.apply(generate::operations(seed, palette));
    let reflected = session.reflect();
    assert_eq!(reflected.raw, [], "{name}: the operations made this");
    same(&session, &reflected.schema, &session.schema);
    coverage.count(&reflected.schema);

    let wanted = palette.dump(database, &mut session);
    drop(session);
    let mut session = palette.session(database, &name);
    session.apply(make(&reflected.schema));
    let found = palette.dump(database, &mut session);
    same_lines(&name, &found, &wanted);
    let again = session.reflect().schema;
    same(&session, &again, &reflected.schema);
}

/// The operations that make a schema from nothing.
fn make(schema: &Schema) -> Vec<Operation> {
    let differences = diff(&Schema::default(), schema);
    assert_eq!(differences.words().next(), None);
    differences.operations().cloned().collect()
}

/// Insists that two schemas are one in the server's words, and that `diff` sees it.
pub(crate) fn same(session: &Session, found: &Schema, wanted: &Schema) {
    let found = normalize(&session.server, found);
    let wanted = normalize(&session.server, wanted);
    let differences = diff(&found, &wanted);
    let words: Vec<_> = differences.iter().map(Difference::describe).collect();
    let (found, wanted) = (in_one_order(&found), in_one_order(&wanted));
    if found != wanted || !words.is_empty() {
        let name = format!("`diff` sees {words:?}");
        same_lines(&name, &lines(&found), &lines(&wanted));
    }
    assert_eq!(words, [""; 0]);
}

/// A schema as text.
pub(crate) fn lines(schema: &Schema) -> Vec<String> {
    let text = format!("{schema:#?}");
    text.lines().map(str::to_owned).collect()
}

/// Constraints and indexes in one order; columns stay where they are.
fn in_one_order(schema: &Schema) -> Schema {
    let mut sorted = schema.in_one_order();
    for (table, original) in sorted.tables.values_mut().zip(schema.tables.values()) {
        table.columns.clone_from(&original.columns);
    }
    sorted
}

/// Insists that a server says the same of two databases; shows only where it does not.
pub(crate) fn same_lines(name: &str, found: &[String], wanted: &[String]) {
    let only = |these: &[String], those: &[String]| -> Vec<String> {
        these
            .iter()
            .filter(|line| !those.contains(line))
            .cloned()
            .collect()
    };
    assert!(
        found == wanted,
        "{name}: two databases differ:\nfound  {:#?}\nwanted {:#?}",
        only(found, wanted),
        only(wanted, found)
    );
}

#[expect(
    clippy::print_stderr,
    reason = "whoever runs the tests must see what was covered and what failed"
)]
pub(crate) fn say(message: &str) {
    eprintln!("{message}");
}
