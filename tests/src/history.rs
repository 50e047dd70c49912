//! Histories written by hand, without the macros: what the engine sees is all there is.

use crate::{Backend, Database};
use migrate_runtime::Error;
use migrate_runtime::connection::{self, Database as Connection, DatabaseUrl};
use migrate_runtime::migrator::Status;

/// Declares `mod NAME` with `migrator()` over revisions written as
/// `"id" ["parent", …] up |op| { … }, down |op| { … };`, each optionally followed by `, with { field: value, … }`, and by
/// `, source "…"` where its source hash should be another than usual.
#[macro_export]
macro_rules! history {
    ($name:ident { $($id:literal [$($parent:literal),*] up |$up:pat_param| $upgrade:expr, down |$down:pat_param| $downgrade:expr
        $(, with { $($field:ident: $value:expr),* })? $(, source $source:literal)?;)* }) => {
        #[allow(clippy::no_effect, reason = "some revisions do nothing on purpose")]
        mod $name {
            #[allow(unused_imports, reason = "not every history needs all of it")]
            use super::*;
            use migrate_runtime::__private::{Registered, function};
            use migrate_runtime::op::Plan;
            use migrate_runtime::{History, Migration, Migrator, Op, Source};

            const CRATE: &str = module_path!();
            migrate_runtime::__private::inventory::submit! {
                Registered {
                    crate_name: CRATE,
                    migrations: &[$({
                        const UPGRADE: &dyn Plan = &function({
                            let fill: fn(&mut Op) = |$up| {
                                $upgrade;
                            };
                            fill
                        });
                        const DOWNGRADE: &dyn Plan = &function({
                            let fill: fn(&mut Op) = |$down| {
                                $downgrade;
                            };
                            fill
                        });
                        #[allow(clippy::needless_update, reason = "some revisions set every field")]
                        &Migration {
                            $($($field: $value,)*)?
                            ..Migration {
                                revision: $id,
                                down_revision: &[$($parent),*],
                                path: concat!("src/versions/", $id, ".rs"),
                                upgrade: UPGRADE,
                                downgrade: Some(DOWNGRADE),
                                ..Migration::UNSAID
                            }
                        }
                    }),*],
                }
            }
            static HISTORY: History = History {
                crate_name: CRATE,
                sources: &[$(Source { revision: $id, message: concat!("Make ", $id), source_hash: concat!("hash of ", $id $(, $source)?), remarks: &[] }),*],
                volumes: &[],
                settings: None,
            };

            pub(crate) fn migrator() -> Migrator {
                Migrator::new(&HISTORY)
            }
        }
    };
}

/// Connects as the command line does; an SQLite file is made first.
///
/// # Panics
///
/// When the database cannot be reached.
#[must_use]
pub fn connect(database: &Database) -> Box<dyn Connection> {
    database.execute("SELECT 1");
    connect_to(database.url())
}

/// Connects to a URL.
///
/// # Panics
///
/// When the database cannot be reached.
#[must_use]
pub fn connect_to(url: &str) -> Box<dyn Connection> {
    connection::open(&DatabaseUrl::parse(url).expect("a URL")).expect("a connection")
}

/// Revision ids as text.
#[must_use]
pub fn ids<'a>(ids: impl IntoIterator<Item = &'a migrate_graph::RevisionId>) -> Vec<String> {
    ids.into_iter().map(ToString::to_string).collect()
}

/// The names of the tables, without the ledger's.
#[must_use]
pub fn tables(database: &Database) -> Vec<String> {
    let query = match database.backend() {
        Backend::Sqlite => {
            "SELECT name AS value FROM sqlite_master WHERE type = 'table' ORDER BY 1"
        }
        Backend::Postgres => {
            "SELECT table_name::text AS value FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1"
        }
        Backend::Mysql => {
            "SELECT table_name AS value FROM information_schema.tables WHERE table_schema = DATABASE() ORDER BY 1"
        }
    };
    let names = database.values(query).into_iter().flatten();
    names
        .filter(|name| !name.starts_with("__migrate_"))
        .collect()
}

/// Whether nothing of the ledger is there.
///
/// # Panics
///
/// When the database cannot be read.
#[must_use]
pub fn no_ledger(database: &Database) -> bool {
    let mut connection = connect(database);
    let ledger =
        migrate_runtime::ledger::Ledger::open(&mut *connection).expect("a database that answers");
    !ledger.exists()
}

/// Everything an error says.
#[must_use]
pub fn said(error: &Error) -> String {
    format!("{error}\n{}", error.help().unwrap_or_default())
}

/// The current and pending ids of a status.
#[must_use]
pub fn summary(status: &Status) -> (Vec<String>, Vec<String>) {
    (ids(&status.current), ids(&status.pending))
}
