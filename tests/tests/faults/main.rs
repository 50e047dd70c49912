//! Every statement of a corpus of migrations, and what can go wrong at it: a process that is killed, a server that is, a
//! connection that is cut, an answer that is lost, a full disk, an error. Whatever happens, one plain `up` or `down`
//! afterwards leaves the database as an undisturbed run does.
//!
//! A sample is taken, and its seed told; `MIGRATE_TEST_FAULTS=all` takes every point, a number so many. A failure names its
//! point, and `MIGRATE_TEST_FAULTS="mysql up change_type 37 killed"` runs that one alone.

#[macro_use]
extern crate migrate_tests;

mod child;
mod choice;
mod corpus;
mod crew;
mod gate;
mod image;
mod point;
mod record;
mod stage;
mod strike;
mod tap;

use migrate_tests::{Backend, on};

use choice::Choice;
use record::Record;
use stage::Stage;

/// How many points are handed out at a time: the databases of so many are there at once, and a killed process or server
/// is one for all of them.
const TOGETHER: usize = 24;

fn converges(backend: Backend) {
    // It says what is skipped and why.
    on(backend, |_| {
        let stage = Stage::open(backend);
        let choice = Choice::made(&stage);
        let mut record = Record::new(&stage, &choice);
        for alike in choice.points.chunk_by(|one, next| one.fault == next.fault) {
            for points in alike.chunks(TOGETHER) {
                record.add(points, strike::strike(&stage, points));
            }
        }
        record.close();
    });
}

#[test]
fn one_plain_command_converges_on_sqlite() {
    converges(Backend::Sqlite);
}

#[test]
fn one_plain_command_converges_on_postgres() {
    converges(Backend::Postgres);
}

#[test]
fn one_plain_command_converges_on_mysql() {
    converges(Backend::Mysql);
}
