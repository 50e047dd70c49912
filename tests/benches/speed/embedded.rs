//! Histories inside the benchmark itself, run over a connection that it owns.

use std::time::Duration;

use migrate_runtime::connection::{self, DatabaseUrl};
use migrate_runtime::{Migrator, Options};
use migrate_tests::Database;

use crate::Result;
use crate::measurement::timed;

/// Declares `fn migrator()` over revisions that only go up, written as `"id" ["parent", …] function;`.
macro_rules! embedded {
    ($($id:literal [$($parent:literal),*] $upgrade:path;)*) => {
        fn migrator() -> migrate_runtime::Migrator {
            use migrate_runtime::__private::{Registered, function};
            use migrate_runtime::{History, Migration, Migrator, Op, Source};

            const CRATE: &str = module_path!();
            static HISTORY: History = History {
                crate_name: CRATE,
                sources: &[$(Source { revision: $id, message: $id, source_hash: $id, remarks: &[] }),*],
                volumes: &[],
                settings: None,
            };
            migrate_runtime::__private::inventory::submit! {
                Registered {
                    crate_name: CRATE,
                    migrations: &[$(&Migration {
                        revision: $id,
                        down_revision: &[$($parent),*],
                        path: file!(),
                        irreversible: Some("it is measured once"),
                        upgrade: &function($upgrade as fn(&mut Op)),
                        ..Migration::UNSAID
                    }),*],
                }
            }
            Migrator::new(&HISTORY)
        }
    };
}

/// Migrates a database; answers how long that took.
pub(crate) fn up(
    migrator: Migrator,
    database: &Database,
    options: Options<'_>,
) -> Result<Duration> {
    let mut connection = connection::open(&DatabaseUrl::parse(database.url())?)?;
    let (took, ran) = timed(|| migrator.up_with(&mut *connection, options));
    ran?;
    Ok(took)
}
