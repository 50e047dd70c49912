//! A live database read into the model: nothing is lost, nothing is invented, and every planted change is seen.

mod beyond;
mod coverage;
mod declaration;
mod every_field;
mod generate;
mod lead;
mod mutate;
mod names;
mod order;
mod palette;
mod planted;
mod queries;
mod random;
mod round_trip;
mod sqlite;

use migrate_tests::session::Session;
use migrate_tests::{Backend, on};

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
