//! Operations run on a database as the executor runs them, and followed in memory.

use migrate_runtime::Op;
use migrate_runtime::backend::{self, Reflected, Server, Statement};
use migrate_runtime::connection::{Database as Connection, DatabaseUrl, open};
use migrate_runtime::operation::Operation;
use migrate_runtime::schema::Schema;

use crate::Database;

/// The operations that a migration's function asks for on every backend.
#[must_use]
pub fn operations(fill: impl FnOnce(&mut Op)) -> Vec<Operation> {
    let mut op = Op::default();
    fill(&mut op);
    op.into_steps()
        .into_iter()
        .map(|step| step.operation)
        .collect()
}

/// A database and the schema that our operations believe it has.
pub struct Session {
    name: String,
    /// The server behind the connection.
    pub server: Server,
    /// What the operations have made so far, in memory.
    pub schema: Schema,
    connection: Box<dyn Connection>,
    /// Whether rows in the way are looked for before a statement runs; a script has nobody who could.
    pub prechecks: bool,
}

impl Session {
    /// A connection to the test's database, which is empty; `name` stands in messages.
    ///
    /// # Panics
    ///
    /// When the database cannot be reached.
    #[must_use]
    pub fn open(database: &Database, name: &str) -> Self {
        // A file that nobody has opened is no database yet.
        drop(database.client());
        Self::at(database.url(), name)
    }

    /// An SQLite database in memory.
    ///
    /// # Panics
    ///
    /// When SQLite refuses.
    #[must_use]
    pub fn in_memory(name: &str) -> Self {
        Self::at(":memory:", name)
    }

    fn at(url: &str, name: &str) -> Self {
        let url = DatabaseUrl::parse(url).expect("the harness writes good URLs");
        let mut connection = open(&url).expect("connecting to the test's database");
        let server = Server::detect(&mut *connection).expect("asking for the server's version");
        Self {
            name: name.to_owned(),
            server,
            schema: Schema::default(),
            connection,
            prechecks: true,
        }
    }

    /// The live database as the model says it.
    ///
    /// # Panics
    ///
    /// When the database refuses.
    #[must_use]
    pub fn reflect(&mut self) -> Reflected {
        backend::reflect(&mut *self.connection, &self.server)
            .unwrap_or_else(|error| panic!("{}: {}: {error}", self.name, self.server))
    }

    /// The first column of a query's rows, which must be text.
    ///
    /// # Panics
    ///
    /// When the database refuses.
    #[must_use]
    pub fn values(&mut self, sql: &str) -> Vec<String> {
        let rows = self
            .connection
            .query(sql, &[])
            .unwrap_or_else(|error| panic!("{}: {}: {error}\n{sql}", self.name, self.server));
        rows.iter()
            .map(|row| row.at(0).unwrap_or_default().to_owned())
            .collect()
    }

    /// Runs operations, grouped as a plan groups them, and follows them in memory; answers how many groups there were.
    ///
    /// # Panics
    ///
    /// When the backend or the database refuses one.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "a test has no more use for what it has run"
    )]
    pub fn apply(&mut self, operations: Vec<Operation>) -> usize {
        let mut rest: Vec<_> = operations.iter().collect();
        let mut groups = 0;
        while !rest.is_empty() {
            let together = backend::together(&self.server, &self.schema, &rest);
            let group: Vec<_> = rest.drain(..together).collect();
            let statements = backend::statements_together(&self.server, &self.schema, &group)
                .unwrap_or_else(|problem| panic!("{}: {}: {problem}", self.name, self.server));
            self.execute(&statements);
            for operation in group {
                operation
                    .apply(&mut self.schema)
                    .unwrap_or_else(|error| panic!("{}: {error}", self.name));
            }
            groups += 1;
        }
        groups
    }

    /// Runs operations that may fail; what they did is then undone where the server can.
    ///
    /// # Errors
    ///
    /// The backend's or the database's refusal.
    pub fn attempt(&mut self, operations: Vec<Operation>) -> Result<(), String> {
        for operation in operations {
            let statements = backend::statements(&self.server, &self.schema, &operation)
                .map_err(|problem| problem.to_string())?;
            self.try_execute(&statements)?;
        }
        Ok(())
    }

    fn execute(&mut self, statements: &[Statement]) {
        if let Err(error) = self.try_execute(statements) {
            panic!("{}: {}: {error}", self.name, self.server);
        }
    }

    /// Runs statements as the executor does: a rebuild is one transaction, without foreign keys.
    fn try_execute(&mut self, statements: &[Statement]) -> Result<(), String> {
        let rebuild = statements.iter().any(Statement::is_rebuild);
        if rebuild {
            self.run("PRAGMA foreign_keys = OFF");
            self.run("BEGIN IMMEDIATE");
        }
        let done = statements
            .iter()
            .try_for_each(|statement| self.statement(statement));
        if rebuild {
            self.run(if done.is_ok() { "COMMIT" } else { "ROLLBACK" });
            self.run("PRAGMA foreign_keys = ON");
            self.run("PRAGMA legacy_alter_table = OFF");
        }
        done
    }

    fn statement(&mut self, statement: &Statement) -> Result<(), String> {
        let told = |error| format!("{error}\n{}", statement.sql);
        let prechecks = self.prechecks.then_some(&statement.prechecks);
        for precheck in prechecks.into_iter().flatten() {
            let refusal = precheck.look(&mut *self.connection).map_err(told)?;
            if let Some(refusal) = refusal {
                return Err(format!("refused: {}; {}", refusal.message, refusal.help));
            }
        }
        if let Some(query) = &statement.only_if
            && self.connection.query(query, &[]).map_err(told)?.is_empty()
        {
            return Ok(());
        }
        self.connection.batch_execute(&statement.sql).map_err(told)
    }

    /// Runs SQL text.
    ///
    /// # Panics
    ///
    /// When it fails.
    pub fn run(&mut self, sql: &str) {
        if let Err(error) = self.connection.batch_execute(sql) {
            panic!("{}: {}: {error}\n{sql}", self.name, self.server);
        }
    }
}
