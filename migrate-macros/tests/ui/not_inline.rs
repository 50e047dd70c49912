//! A module in another file: the compiler's own error.

use migrate_runtime::prelude::*;

#[migration(revision = "a1", down_revision = None)]
mod users;

fn main() {}
