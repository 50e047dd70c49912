//! The longest that other programs wait for a table while a migration changes it and somebody's transaction keeps it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use migrate_runtime::prelude::*;
use migrate_tests::client::Client;
use migrate_tests::{Backend, Database};

use crate::Result;
use crate::embedded;
use crate::measurement::Measurement;
use crate::options::Options;
use crate::report::{Section, Target};

/// Transactions a second, from all programs together.
const RATE: u32 = 2_000;
const PROGRAMS: u32 = 4;
const ROWS: u32 = 1_000;

/// What a statement of the migration waits at most.
const LIMIT: Duration = Duration::from_secs(2);
/// How long somebody keeps the table in a transaction.
const KEPT: Duration = Duration::from_secs(6);

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    for backend in [Backend::Postgres, Backend::Mysql] {
        let [mut limited, mut endless] = [const { Measurement::of_time() }; 2];
        for _ in 0..options.rounds.min(3) {
            limited.push(stall(backend, LIMIT, section)?);
            endless.push(stall(backend, Duration::ZERO, section)?);
        }
        let target = Target::AtMost(LIMIT.as_secs_f64() + 0.1);
        section.against(
            target,
            format!("{backend}: the longest wait of a transaction"),
            limited,
        );
        section.row(
            format!("{backend}: the same without a limit on locks"),
            endless,
        );
    }
    Ok(())
}

embedded! {
    "busy" [] create;
    "wider" ["busy"] widen;
}

fn create(op: &mut Op) {
    op.create_table("busy", |t| {
        t.column("id", Integer).primary_key();
        t.column("n", Integer).default(0);
    });
    let rows = (0..i64::from(ROWS)).map(|row| vec![row.into()]);
    op.bulk_insert("busy", ["id"], rows);
}

fn widen(op: &mut Op) {
    op.add_column("busy", "extra", Integer).nullable();
}

/// Migrates under traffic while a reader keeps the table; answers the longest that a transaction took.
fn stall(backend: Backend, limit: Duration, section: &mut Section) -> Result<Duration> {
    let database = Database::create(backend)?;
    let to = |target| migrate_runtime::Options::new().target(target);
    embedded::up(migrator(), &database, to("busy"))?;
    let (stop, failed) = (AtomicBool::new(false), AtomicUsize::new(0));
    let started = Instant::now();
    let (longest, count) = thread::scope(|scope| -> Result<_> {
        let programs: Vec<_> = (0..PROGRAMS)
            .map(|number| {
                let client = database.client();
                let (stop, failed) = (&stop, &failed);
                scope.spawn(move || traffic(client, number, stop, failed))
            })
            .collect();
        thread::sleep(Duration::from_secs(1));
        let reader = scope.spawn(|| keep(&database));
        thread::sleep(Duration::from_millis(100));
        let options = to("wider").lock_timeout(limit);
        let migrated = embedded::up(migrator(), &database, options);
        reader.join().map_err(|_| "the reader failed")?;
        stop.store(true, Ordering::Relaxed);
        let mut total = (Duration::ZERO, 0);
        for program in programs {
            let (longest, count) = program.join().map_err(|_| "a program failed")?;
            total = (total.0.max(longest), total.1 + count);
        }
        migrated?;
        Ok(total)
    })?;
    let rate = f64::from(count) / started.elapsed().as_secs_f64();
    let failed = failed.load(Ordering::Relaxed);
    if limit == LIMIT {
        section.note(format!(
            "{backend}: {count} transactions, {rate:.0} a second, {failed} failed"
        ));
    }
    Ok(longest)
}

fn keep(database: &Database) {
    let mut reader = database.client();
    let looks = "BEGIN; SELECT COUNT(*) FROM busy";
    reader.execute(looks).expect("a reader's transaction");
    thread::sleep(KEPT);
    reader.execute("COMMIT").expect("its end");
}

/// Sends its share of the transactions until it is told to stop; answers the longest and how many they were.
fn traffic(
    mut client: Client,
    number: u32,
    stop: &AtomicBool,
    failed: &AtomicUsize,
) -> (Duration, u32) {
    let pace = Duration::from_secs(1) * PROGRAMS / RATE;
    let (mut longest, mut count) = (Duration::ZERO, 0_u32);
    let mut due = Instant::now();
    while !stop.load(Ordering::Relaxed) {
        // Each program has rows of its own, so that none waits for another.
        let row = (count * PROGRAMS + number) % ROWS;
        let update = format!("UPDATE busy SET n = n + 1 WHERE id = {row}");
        let begun = Instant::now();
        if client.execute(&update).is_err() {
            failed.fetch_add(1, Ordering::Relaxed);
        }
        longest = longest.max(begun.elapsed());
        count += 1;
        due = (due + pace).max(begun);
        thread::sleep(due.saturating_duration_since(Instant::now()));
    }
    (longest, count)
}
