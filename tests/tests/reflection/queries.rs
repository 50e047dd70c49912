//! Reflection asks the same number of questions of ten tables as of one.

use std::any::Any;

use diesel::QueryResult;
use migrate_runtime::backend::{self, Server};
use migrate_runtime::connection::{
    BackendKind, Database as Connection, DatabaseUrl, TextRow, open,
};
use migrate_tests::{Backend, Database, on};

/// A connection that counts what is asked of it.
struct Counting {
    connection: Box<dyn Connection>,
    queries: usize,
}

impl Connection for Counting {
    fn backend(&self) -> BackendKind {
        self.connection.backend()
    }

    fn connection_type(&self) -> &'static str {
        self.connection.connection_type()
    }

    fn batch_execute(&mut self, sql: &str) -> QueryResult<()> {
        self.queries += 1;
        self.connection.batch_execute(sql)
    }

    fn execute(&mut self, sql: &str, binds: &[Option<&str>]) -> QueryResult<usize> {
        self.queries += 1;
        self.connection.execute(sql, binds)
    }

    fn query(&mut self, sql: &str, binds: &[Option<&str>]) -> QueryResult<Vec<TextRow>> {
        self.queries += 1;
        self.connection.query(sql, binds)
    }

    fn begin(&mut self) -> QueryResult<()> {
        self.connection.begin()
    }

    fn commit(&mut self) -> QueryResult<()> {
        self.connection.commit()
    }

    fn rollback(&mut self) -> QueryResult<()> {
        self.connection.rollback()
    }

    fn transaction_depth(&mut self) -> u32 {
        self.connection.transaction_depth()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self.connection.as_any()
    }
}

/// How many questions reflection asks, and how many tables it finds.
fn asked(database: &Database) -> (usize, usize) {
    drop(database.client());
    let url = DatabaseUrl::parse(database.url()).expect("the harness writes good URLs");
    let mut connection = open(&url).expect("connecting to the test's database");
    let server = Server::detect(&mut *connection).expect("asking for the version");
    let mut counting = Counting {
        connection,
        queries: 0,
    };
    let reflected = backend::reflect(&mut counting, &server).expect("reflecting");
    (counting.queries, reflected.schema.tables.len())
}

fn create(database: &Database, tables: std::ops::Range<usize>) {
    for n in tables {
        database.execute(&format!(
            "CREATE TABLE t{n} (id INTEGER NOT NULL PRIMARY KEY, a INTEGER, CONSTRAINT f{n} FOREIGN KEY (a) REFERENCES t{n} (id))"
        ));
        database.execute(&format!("CREATE INDEX i{n} ON t{n} (a)"));
        database.execute(&format!("CREATE VIEW v{n} AS SELECT a FROM t{n}"));
    }
}

/// Insists that the number of queries does not grow.
pub(crate) fn stay_as_many(backend: Backend) {
    on(backend, |database| {
        create(database, 0..1);
        let (one, found) = asked(database);
        assert_eq!(found, 1);
        create(database, 1..10);
        let (ten, found) = asked(database);
        assert_eq!(found, 10);
        assert_eq!(one, ten, "{backend}: questions for one table and for ten");
    });
}
