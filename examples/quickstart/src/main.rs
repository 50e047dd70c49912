//! A to-do list: `cargo run -p quickstart`, and `cargo run -p quickstart -- "water the plants"` to add to it.
#![expect(clippy::print_stdout, reason = "the list is printed")]

mod schema;
mod task;

use std::env;
use std::error::Error;
use std::path::PathBuf;

use diesel::prelude::*;
use task::Task;

fn main() -> Result<(), Box<dyn Error>> {
    let mut connection = SqliteConnection::establish(&database().to_string_lossy())?;
    // The program brings its own file up to date: whoever starts it needs no other tool.
    quickstart_migrations::migrator().up(&mut connection)?;

    if let Some(title) = env::args().nth(1) {
        Task::add(&mut connection, &title)?;
    }
    for task in Task::open(&mut connection)? {
        println!("{task}");
    }
    Ok(())
}

/// The same file that `cargo migrate up` works on: `migrations/migrate.toml` names it too.
fn database() -> PathBuf {
    let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    PathBuf::from(folder).join("quickstart.sqlite")
}
