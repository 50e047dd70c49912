//! Connections that an r2d2 pool lent: the connection inside does the work.

use std::any::Any;

use diesel::QueryResult;
use diesel::r2d2::{ConnectionManager, PooledConnection, R2D2Connection};

use super::{BackendKind, Database, TextRow};

impl<C> Database for PooledConnection<ConnectionManager<C>>
where
    C: Database + R2D2Connection + 'static,
{
    fn backend(&self) -> BackendKind {
        (**self).backend()
    }

    fn connection_type(&self) -> &'static str {
        (**self).connection_type()
    }

    fn batch_execute(&mut self, sql: &str) -> QueryResult<()> {
        Database::batch_execute(&mut **self, sql)
    }

    fn execute(&mut self, sql: &str, binds: &[Option<&str>]) -> QueryResult<usize> {
        Database::execute(&mut **self, sql, binds)
    }

    fn query(&mut self, sql: &str, binds: &[Option<&str>]) -> QueryResult<Vec<TextRow>> {
        Database::query(&mut **self, sql, binds)
    }

    fn begin(&mut self) -> QueryResult<()> {
        Database::begin(&mut **self)
    }

    fn commit(&mut self) -> QueryResult<()> {
        Database::commit(&mut **self)
    }

    fn rollback(&mut self) -> QueryResult<()> {
        Database::rollback(&mut **self)
    }

    fn transaction_depth(&mut self) -> u32 {
        Database::transaction_depth(&mut **self)
    }

    fn as_any(&mut self) -> &mut dyn Any {
        Database::as_any(&mut **self)
    }
}
