//! A table of SQLite with 1,000,000 rows made anew, beside the bare copy and its indexes.

use std::time::Duration;

use migrate_runtime::backend::{Server, Statement, statements};
use migrate_runtime::connection::{self, BackendKind, Database as Connection, DatabaseUrl};
use migrate_runtime::prelude::*;
use migrate_runtime::schema::Schema;
use migrate_tests::{Backend, Database};

use crate::Result;
use crate::measurement::{Measurement, timed};
use crate::options::Options;
use crate::report::{Section, Target};

const ROWS: usize = 1_000_000;

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    let [mut bare, mut rebuilt] = [const { Measurement::of_time() }; 2];
    for _ in 0..options.rounds.min(3) {
        bare.push(in_its_own_database(copy)?);
        rebuilt.push(in_its_own_database(rebuild)?);
    }
    section.against(
        Target::AtMost(1.2),
        "rebuild / bare copy and indexes",
        rebuilt.over(&bare),
    );
    section.row("bare copy and indexes", bare);
    section.row("rebuild", rebuilt);
    Ok(())
}

/// Two tables, one of which refers to the other; the large one refers and has two indexes.
fn ground(op: &mut Op) {
    op.create_table("owners", |t| {
        t.column("id", BigInt).primary_key();
    });
    op.create_table("measured", |t| {
        t.column("id", BigInt).primary_key().auto_increment();
        t.column("title", Text);
        t.column("note", Text).nullable();
        t.column("owner", BigInt).references("owners", "id");
        t.index("title");
        t.index("owner");
    });
    op.execute("INSERT INTO owners WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) SELECT i FROM n");
    op.execute(format!(
        "INSERT INTO measured (title, note, owner) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {ROWS}) \
         SELECT 'title ' || (i * 7919 % {ROWS}), 'note of some length ' || i, i % 1000 + 1 FROM n"
    ));
}

fn in_its_own_database(
    run: impl FnOnce(&mut dyn Connection, &Schema) -> Result<()>,
) -> Result<Duration> {
    let database = Database::create(Backend::Sqlite)?;
    drop(database.client());
    let mut connection = connection::open(&DatabaseUrl::parse(database.url())?)?;
    let mut schema = Schema::default();
    apply(&mut *connection, &mut schema, ground)?;
    let (took, done) = timed(|| run(&mut *connection, &schema));
    done?;
    Ok(took)
}

/// What a migration's function does, with what is looked for before, in one transaction.
fn apply(connection: &mut dyn Connection, schema: &mut Schema, fill: fn(&mut Op)) -> Result<()> {
    let server = Server::detect(connection)?;
    let mut op = Op::default();
    fill(&mut op);
    connection.batch_execute("PRAGMA foreign_keys = OFF")?;
    connection.begin()?;
    for step in op.into_steps() {
        for statement in statements(&server, schema, &step.operation)? {
            execute(connection, &statement)?;
        }
        step.operation.apply(schema)?;
    }
    connection.commit()?;
    Ok(())
}

fn execute(connection: &mut dyn Connection, statement: &Statement) -> Result<()> {
    for precheck in &statement.prechecks {
        if let Some(refusal) = precheck.look(connection)? {
            return Err(refusal.message.into());
        }
    }
    let wanted = match &statement.only_if {
        Some(query) => !connection.query(query, &[])?.is_empty(),
        None => true,
    };
    if wanted {
        connection.batch_execute(&statement.sql)?;
    }
    Ok(())
}

fn rebuild(connection: &mut dyn Connection, schema: &Schema) -> Result<()> {
    apply(connection, &mut schema.clone(), |op| {
        op.alter_column("measured", "note").default("none");
    })
}

/// The least that it takes: the same definition, the rows, the indexes.
fn copy(connection: &mut dyn Connection, schema: &Schema) -> Result<()> {
    debug_assert_eq!(connection.backend(), BackendKind::Sqlite);
    let mut op = Op::default();
    op.create_table("copied", |t| {
        t.column("id", BigInt).primary_key().auto_increment();
        t.column("title", Text);
        t.column("note", Text).nullable().default("none");
        t.column("owner", BigInt).references("owners", "id");
        t.index("title");
        t.index("owner");
    });
    let server = Server::detect(connection)?;
    connection.batch_execute("PRAGMA foreign_keys = OFF")?;
    connection.begin()?;
    let mut made = Vec::new();
    for step in op.into_steps() {
        made.extend(statements(&server, schema, &step.operation)?);
    }
    let (create, indexes) = made.split_first().ok_or("a table is created")?;
    connection.batch_execute(&create.sql)?;
    connection.batch_execute("INSERT INTO copied SELECT * FROM measured")?;
    for index in indexes {
        connection.batch_execute(&index.sql)?;
    }
    connection.commit()?;
    Ok(())
}
