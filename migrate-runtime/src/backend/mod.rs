//! All that differs between databases: SQL text, types, reflection, locks. No policy.

mod server;

use std::fmt;

use crate::connection::BackendKind;
use crate::operation::Operation;

/// One SQL statement that an operation becomes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Statement {
    /// The text, without a closing semicolon.
    pub sql: String,
    /// Whether the server can run it inside a transaction and undo it there.
    pub transactional: bool,
}

/// A server's product and version: what it can do follows from both.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Server {
    /// The family.
    pub kind: BackendKind,
    /// Whether a MySQL-family server is MariaDB.
    pub mariadb: bool,
    /// Major, minor and patch.
    pub version: (u32, u32, u32),
}

/// An operation that a server cannot do; known before anything runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unsupported {
    /// What cannot be done, as a sentence fragment.
    pub message: String,
    /// The way out.
    pub help: Option<String>,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Unsupported {}

/// What an operation becomes on `server`.
///
/// # Errors
///
/// The operation needs something that the server lacks.
pub fn statements(_server: &Server, operation: &Operation) -> Result<Vec<Statement>, Unsupported> {
    match operation {
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::Execute(_)
        | Operation::Run(_) => Ok(Vec::new()),
    }
}
