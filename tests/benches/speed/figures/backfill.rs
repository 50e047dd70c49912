//! A backfill of 1,000,000 rows on PostgreSQL in batches of 5,000, beside one `UPDATE` of them all.

use std::time::Duration;

use migrate_runtime::prelude::*;
use migrate_tests::{Backend, Database};

use crate::Result;
use crate::embedded;
use crate::measurement::{Measurement, timed};
use crate::options::Options;
use crate::report::{Section, Target};

const ROWS: usize = 1_000_000;

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    let [mut once, mut batches] = [const { Measurement::of_time() }; 2];
    for _ in 0..options.rounds.min(3) {
        once.push(in_its_own_database(|database| {
            let mut client = database.client();
            Ok(client.execute("UPDATE measured SET handle = lower(title) WHERE handle IS NULL")?)
        })?);
        batches.push(in_its_own_database(|database| up(database, "filled"))?);
    }
    section.against(
        Target::AtMost(1.5),
        "backfill / one `UPDATE`",
        batches.over(&once),
    );
    section.row("one `UPDATE`", once);
    section.row("backfill", batches);
    Ok(())
}

embedded! {
    "measured" [] create;
    "filled" ["measured"] fill;
}

fn up(database: &Database, target: &str) -> Result<()> {
    let options = migrate_runtime::Options::new().target(target);
    embedded::up(migrator(), database, options)?;
    Ok(())
}

fn in_its_own_database(run: impl FnOnce(&Database) -> Result<()>) -> Result<Duration> {
    let database = Database::create(Backend::Postgres)?;
    up(&database, "measured")?;
    // What the rows left behind is not what is measured.
    database.client().execute("VACUUM ANALYZE measured")?;
    database.client().execute("CHECKPOINT")?;
    let (took, done) = timed(|| run(&database));
    done?;
    Ok(took)
}

fn create(op: &mut Op) {
    op.create_table("measured", |t| {
        t.column("id", BigInt).primary_key();
        t.column("title", Text);
        t.column("handle", Text).nullable();
    });
    op.execute(format!(
        "INSERT INTO measured SELECT i, 'Title ' || i, NULL FROM generate_series(1, {ROWS}) AS i"
    ));
}

fn fill(op: &mut Op) {
    op.backfill("measured")
        .set_sql("handle", "lower(title)")
        .where_sql("handle IS NULL")
        .batch(5_000);
}
