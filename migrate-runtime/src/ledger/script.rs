//! The ledger's part of an SQL script: the same statements as over a connection, with their values in them.

use super::dialect::Dialect;
use super::values::Values;
use super::{NewRecord, Outcome, Progress, lock, progress, record, runs, tables};
use crate::backend::Unsupported;
use crate::connection::BackendKind;
use crate::plan::Direction;

/// What a script writes in place of the machine that runs migrations.
const HOST: &str = "an SQL script";

/// Writes the ledger's statements for a script.
#[derive(Clone, Debug)]
pub struct LedgerScript {
    dialect: Dialect,
}

/// A statement, or why one of its values cannot be written.
type Written = Result<String, Unsupported>;

impl LedgerScript {
    /// For databases of this kind. The tables are those that the connection finds first: nobody knows its schema.
    #[must_use]
    pub fn new(backend: BackendKind) -> Self {
        Self {
            dialect: Dialect::of_script(backend),
        }
    }

    /// Creates the tables that are missing.
    #[must_use]
    pub fn install(&self) -> Vec<String> {
        tables::statements(&self.dialect)
    }

    /// Fails unless exactly these revisions are applied, none is half applied, `lock` is true, and the database is not
    /// protected from what the script does. The names of the constraints are the message.
    ///
    /// # Errors
    ///
    /// A value that the database cannot hold.
    pub fn guard(
        &self,
        applied: &[&str],
        lock: &str,
        direction: Direction,
    ) -> Result<Vec<String>, Unsupported> {
        let (revision, progress) = (
            self.dialect.table("revision"),
            self.dialect.table("progress"),
        );
        let count = applied.len();
        let mut place = format!("(SELECT COUNT(*) FROM {revision}) = {count}");
        if count > 0 {
            let mut values = Values::inside(&self.dialect);
            let names: Vec<_> = (applied.iter()).map(|id| values.text(Some(id))).collect();
            let names = values.written(names.join(", "))?;
            place = format!(
                "{place} AND (SELECT COUNT(*) FROM {revision} WHERE revision IN ({names})) = {count}"
            );
        }
        // Tables of an earlier format have all that a script writes.
        let place = format!(
            "{place} AND NOT EXISTS (SELECT 1 FROM {progress}) AND (SELECT MAX(version) FROM {}) <= {}",
            self.dialect.table("format"),
            tables::FORMAT
        );
        let spared = match direction {
            Direction::Up => "1 = 1".to_owned(),
            Direction::Down => format!(
                "NOT EXISTS (SELECT 1 FROM {})",
                self.dialect.table("protection")
            ),
        };
        let (guard, quote) = match self.dialect.backend {
            BackendKind::Sqlite => ("temp.__migrate_guard", '"'),
            BackendKind::Postgres => ("pg_temp.__migrate_guard", '"'),
            BackendKind::Mysql => ("__migrate_guard", '`'),
        };
        let must = |column: &str, promise: &str| {
            format!("CONSTRAINT {quote}{promise}{quote} CHECK ({column} = 1)")
        };
        Ok(vec![
            format!(
                "CREATE TEMPORARY TABLE __migrate_guard (here INTEGER, alone INTEGER, spared INTEGER, {}, {}, {})",
                must("here", "the database is where this script begins"),
                must("alone", "no other run holds the migration lock"),
                must("spared", "the database is not protected")
            ),
            format!(
                "INSERT INTO {guard} (here, alone, spared) SELECT CASE WHEN {place} THEN 1 ELSE 0 END, \
                 CASE WHEN {lock} THEN 1 ELSE 0 END, CASE WHEN {spared} THEN 1 ELSE 0 END"
            ),
            format!("DROP {}TABLE {guard}", self.temporary()),
        ])
    }

    /// Without the word MySQL would commit the transaction.
    const fn temporary(&self) -> &'static str {
        match self.dialect.backend {
            BackendKind::Mysql => "TEMPORARY ",
            BackendKind::Sqlite | BackendKind::Postgres => "",
        }
    }

    /// The condition that the lock row names nobody.
    #[must_use]
    pub fn nobody(&self) -> String {
        format!(
            "(SELECT l.host FROM {} l WHERE l.id = 1) IS NULL",
            self.dialect.table("lock")
        )
    }

    /// Takes the lock row and starts the run's entry in the log.
    ///
    /// # Errors
    ///
    /// A value that the database cannot hold.
    pub fn start(&self, command: &str) -> Result<[String; 2], Unsupported> {
        Ok([
            self.written(|values| lock::taking(values, HOST, 0, ""))?,
            self.written(|values| runs::starting(values, None, HOST, 0, command, &[]))?,
        ])
    }

    /// Records a revision as applied.
    ///
    /// # Errors
    ///
    /// A value that the database cannot hold.
    pub fn insert(&self, record: &NewRecord<'_>) -> Written {
        self.written(|values| record::insertion(values, None, record))
    }

    /// Records where a unit stands.
    ///
    /// # Errors
    ///
    /// A value that the database cannot hold.
    pub fn mark(&self, progress: &Progress) -> Result<[String; 2], Unsupported> {
        Ok([
            self.written(|values| {
                progress::forgetting(
                    values,
                    "progress",
                    progress.revision.as_str(),
                    Some(progress.unit),
                )
            })?,
            self.written(|values| progress::marking(values, None, progress))?,
        ])
    }

    /// Forgets the progress of a revision that is whole.
    ///
    /// # Errors
    ///
    /// A value that the database cannot hold.
    pub fn clear_progress(&self, revision: &str) -> Written {
        self.written(|values| progress::forgetting(values, "progress", revision, None))
    }

    /// Forgets a revision.
    ///
    /// # Errors
    ///
    /// A value that the database cannot hold.
    pub fn delete(&self, revision: &str) -> Written {
        self.written(|values| record::deletion(values, None, revision))
    }

    /// Ends the run's entry in the log and empties the lock row.
    ///
    /// # Errors
    ///
    /// A value that the database cannot hold.
    pub fn finish(&self, outcome: &Outcome<'_>) -> Result<[String; 2], Unsupported> {
        Ok([
            self.written(|values| runs::finishing(values, None, outcome))?,
            self.written(|values| lock::releasing(values, None))?,
        ])
    }

    fn written(&self, statement: impl FnOnce(&mut Values<'_>) -> String) -> Written {
        let mut values = Values::inside(&self.dialect);
        let sql = statement(&mut values);
        values.written(sql)
    }
}
