//! A backfill of 1,000,000 rows on PostgreSQL in batches of 5,000, beside one `UPDATE` of them all.

use std::time::Duration;

use migrate_runtime::__private::{Registered, function};
use migrate_runtime::connection::{self, DatabaseUrl};
use migrate_runtime::op::Plan;
use migrate_runtime::prelude::*;
use migrate_runtime::{History, Migration, Migrator, Options as RunOptions, Source};
use migrate_tests::{Backend, Database};

use crate::Result;
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
        batches.push(in_its_own_database(|database| up(database, "head"))?);
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

fn up(database: &Database, target: &str) -> Result<()> {
    let mut connection = connection::open(&DatabaseUrl::parse(database.url())?)?;
    let migrator = Migrator::new(&HISTORY);
    migrator.up_with(&mut *connection, RunOptions::new().target(target))?;
    Ok(())
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

const CRATE: &str = module_path!();

static HISTORY: History = History {
    crate_name: CRATE,
    sources: &[
        Source {
            revision: "measured",
            message: "Create measured",
            source_hash: "1",
        },
        Source {
            revision: "filled",
            message: "Fill measured",
            source_hash: "2",
        },
    ],
    volumes: &[],
    settings: None,
};

const fn migration(
    revision: &'static str,
    down_revision: &'static [&'static str],
    upgrade: &'static dyn Plan,
) -> Migration {
    Migration {
        revision,
        down_revision,
        path: file!(),
        irreversible: Some("it is measured once"),
        upgrade,
        ..Migration::UNSAID
    }
}

migrate_runtime::__private::inventory::submit! {
    Registered {
        crate_name: CRATE,
        migrations: &[
            &migration("measured", &[], &function(create as fn(&mut Op))),
            &migration("filled", &["measured"], &function(fill as fn(&mut Op))),
        ],
    }
}
