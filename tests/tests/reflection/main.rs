//! A live database read into the model: nothing is lost, nothing is invented, and every planted change is seen.

mod beyond;
mod coverage;
mod declaration;
mod drafted;
mod every_field;
mod fixpoint;
mod fixtures;
mod generate;
mod lead;
mod mutate;
mod names;
mod order;
mod owned;
mod palette;
mod planted;
mod printed;
mod proven;
mod queries;
mod random;
mod round_trip;
mod spelled;
mod sqlite;

use migrate_tests::session::Session;
use migrate_tests::{Backend, for_each_backend, on};

#[test]
fn sqlite_gives_back_what_the_operations_made() {
    on(Backend::Sqlite, |database| {
        round_trip::run(&palette::Sqlite, database);
    });
}

#[test]
fn sqlite_changes_planted_by_hand_are_seen() {
    on(Backend::Sqlite, |_| {
        let session = || Session::in_memory("planted");
        planted::run(planted::sqlite::CASES, &planted::sqlite::LACKS, session);
    });
}

#[test]
fn sqlite_differences_lead_from_one_schema_to_another() {
    on(Backend::Sqlite, |_| {
        lead::run(&palette::Sqlite, 300, Session::in_memory);
    });
}

#[test]
fn postgresql_differences_lead_from_one_schema_to_another() {
    on(Backend::Postgres, |database| {
        let session = |name: &str| palette::Palette::session(&palette::Postgres, database, name);
        lead::run(&palette::Postgres, 100, session);
    });
}

#[test]
fn mysql_differences_lead_from_one_schema_to_another() {
    on(Backend::Mysql, |database| {
        let session = |name: &str| palette::Palette::session(&palette::Mysql, database, name);
        lead::run(&palette::Mysql, 100, session);
    });
}

/// How often each kind of change must have been run; the least that makes the proof one.
const SQLITE_MINIMUM: &[(&str, usize)] = &[
    ("create_table", 300),
    ("drop_table", 200),
    ("add_column", 200),
    ("drop_column", 80),
    ("alter_column.column_type", 40),
    ("alter_column.nullable", 80),
    ("alter_column.default", 80),
    ("alter_column.collation", 10),
    ("alter_table_options.strict", 5),
    ("add_constraint", 300),
    ("drop_constraint", 150),
    ("rename_constraint", 30),
    ("create_index", 150),
    ("drop_index", 80),
    ("rename_index", 8),
    ("create_view", 80),
    ("drop_view", 60),
    ("create_trigger", 60),
    ("drop_trigger", 50),
];

/// The whole number over the drivers that every machine has; over the C libraries a sample shows that they agree.
const fn chains(whole: usize) -> usize {
    if cfg!(feature = "native") {
        whole / 10
    } else {
        whole
    }
}

#[test]
fn sqlite_migrations_that_are_written_lead_there_and_back() {
    on(Backend::Sqlite, |database| {
        fixpoint::run(
            &palette::Sqlite,
            database,
            "fixpoint_sqlite",
            chains(100),
            if cfg!(feature = "native") {
                &[]
            } else {
                SQLITE_MINIMUM
            },
        );
    });
}

#[test]
fn postgresql_migrations_that_are_written_lead_there_and_back() {
    on(Backend::Postgres, |database| {
        fixpoint::run(
            &palette::Postgres,
            database,
            "fixpoint_postgres",
            chains(20),
            &[],
        );
    });
}

#[test]
fn mysql_migrations_that_are_written_lead_there_and_back() {
    on(Backend::Mysql, |database| {
        fixpoint::run(&palette::Mysql, database, "fixpoint_mysql", chains(20), &[]);
    });
}

#[test]
fn sqlite_cases_read_as_they_should() {
    on(Backend::Sqlite, |database| {
        fixtures::run(&palette::Sqlite, database, 80);
    });
}

#[test]
fn postgresql_cases_read_as_they_should() {
    on(Backend::Postgres, |database| {
        fixtures::run(&palette::Postgres, database, 90);
    });
}

#[test]
fn mysql_cases_read_as_they_should() {
    on(Backend::Mysql, |database| {
        fixtures::run(&palette::Mysql, database, 80);
    });
}

#[test]
fn a_schema_that_was_just_migrated_never_differs_from_itself() {
    for_each_backend(|database| match database.backend() {
        Backend::Sqlite => spelled::run(&palette::Sqlite, database),
        Backend::Postgres => spelled::run(&palette::Postgres, database),
        Backend::Mysql => spelled::run(&palette::Mysql, database),
    });
}

#[test]
fn sqlite_is_asked_as_often_for_ten_tables_as_for_one() {
    queries::stay_as_many(Backend::Sqlite);
}

#[test]
fn postgresql_gives_back_what_the_operations_made() {
    on(Backend::Postgres, |database| {
        round_trip::run(&palette::Postgres, database);
    });
}

#[test]
fn mysql_gives_back_what_the_operations_made() {
    on(Backend::Mysql, |database| {
        round_trip::run(&palette::Mysql, database);
    });
}

#[test]
fn sqlite_is_printed_as_what_declares_it() {
    on(Backend::Sqlite, |database| {
        declaration::run(&palette::Sqlite, database);
    });
}

#[test]
fn postgresql_is_printed_as_what_declares_it() {
    on(Backend::Postgres, |database| {
        declaration::run(&palette::Postgres, database);
    });
}

#[test]
fn mysql_is_printed_as_what_declares_it() {
    on(Backend::Mysql, |database| {
        declaration::run(&palette::Mysql, database);
    });
}

#[test]
fn sqlite_is_reached_from_what_was_printed() {
    on(Backend::Sqlite, |database| {
        printed::run(&palette::Sqlite, database, "printed_sqlite", 2);
    });
}

#[test]
fn postgresql_is_reached_from_what_was_printed() {
    on(Backend::Postgres, |database| {
        printed::run(&palette::Postgres, database, "printed_postgres", 1);
    });
}

#[test]
fn mysql_is_reached_from_what_was_printed() {
    on(Backend::Mysql, |database| {
        printed::run(&palette::Mysql, database, "printed_mysql", 1);
    });
}

#[test]
fn sqlite_changed_cells_that_nobody_declared_are_told() {
    on(Backend::Sqlite, |database| {
        proven::planted::run(&palette::Sqlite, database, 30_000);
    });
}

#[test]
fn mysql_changed_cells_that_nobody_declared_are_told() {
    on(Backend::Mysql, |database| {
        proven::planted::run(&palette::Mysql, database, 10_000);
    });
}
