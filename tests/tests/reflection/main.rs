//! A live database read into the model: nothing is lost, nothing is invented, and every planted change is seen.

mod coverage;
mod generate;
mod names;
mod palette;
mod random;
mod round_trip;

use migrate_tests::{Backend, on};

#[test]
fn sqlite_gives_back_what_the_operations_made() {
    on(Backend::Sqlite, |database| {
        round_trip::run(&palette::Sqlite, database);
    });
}
