//! What a migration crate links: operations, ledger, planner and executor of `cargo migrate`.
//!
//! Modules stand on floors, listed from low to high; a module imports only from floors below its own.

pub mod connection;
pub mod schema;
pub mod operation;
pub mod backend;
pub mod op;
pub mod registry;
pub mod plan;
pub mod ledger;
pub mod executor;
pub mod autogenerate;
pub mod lint;
pub mod backup;
pub mod error;
pub mod migrator;
pub mod testing;
pub mod handover;
#[cfg(feature = "cli")]
pub mod command;
#[cfg(feature = "cli")]
pub mod output;
#[cfg(feature = "cli")]
pub mod cli;

pub mod prelude;

#[cfg(test)]
mod authored;

pub use error::{Error, ErrorKind};
pub use migrate_macros::{migration, schema, table, versions};
pub use migrator::{Migrator, Options};
pub use op::{IntoPlan, Op};
pub use registry::{History, Migration, Source};

/// What the macros' expansions use. Outside the stability promise.
#[doc(hidden)]
pub mod __private {
    pub use crate::op::{function, push};
    pub use crate::registry::{Declaration, History, Registered, Remark, RemarkKind, Source};
    pub use inventory;
}
