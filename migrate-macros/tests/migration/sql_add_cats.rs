//! Add the table of cats, in SQL

use migrate_runtime::prelude::*;

#[migration(revision = "sql", down_revision = "a1", sql)]
mod add_cats {}
