//! The ground that the tests stand on: servers, a database for each test, and whole projects on disk.
//!
//! ```no_run
//! use migrate_tests::for_each_backend;
//!
//! for_each_backend(|database| {
//!     database.execute("CREATE TABLE cats (id INTEGER PRIMARY KEY)");
//! });
//! ```

pub mod backend;
mod bare_crate;
pub mod checkout;
pub mod client;
pub mod databases;
pub mod dialogue;
pub mod executed;
pub mod history;
mod migration_crate;
pub mod project;
pub mod revision;
pub mod run;
pub mod runs;
pub mod servers;
pub mod session;
pub mod shell;
mod terminal;
pub mod throwaway;
pub mod transcript;

pub use backend::Backend;
pub use databases::{Database, Template, for_each_backend, on};
pub use dialogue::Dialogue;
pub use project::Project;
pub use revision::Revision;
pub use run::Run;
pub use transcript::Transcript;
