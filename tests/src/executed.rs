//! A record of which tests ran on which backend, so that a suite that silently skips is noticed.
//!
//! One line per executed test goes to `target/executed/executed-<backend>.txt`; `.ci/run` empties the folder before a
//! run and compares the number of distinct lines with `tests/minimum-executed.txt` after it.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::panic::Location;

use crate::{Backend, checkout};

/// Notes that the current test ran on a backend.
///
/// # Panics
///
/// When the record cannot be written.
pub(crate) fn note(backend: Backend, caller: &Location<'_>) {
    let folder = checkout::target().join("executed");
    fs::create_dir_all(&folder).expect("creating target/executed");
    let thread = std::thread::current();
    let line = format!("{} {}\n", caller.file(), thread.name().unwrap_or("unnamed"));
    OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join(format!("executed-{backend}.txt")))
        .and_then(|mut file| file.write_all(line.as_bytes()))
        .expect("writing down the executed test");
}
