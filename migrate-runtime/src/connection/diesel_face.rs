//! `Database` for each Diesel connection type: the same few Diesel calls, typed once per driver.

/// Implements `Database` for one connection type; `$begin` opens the outermost transaction.
macro_rules! diesel_face {
    ($connection:ty, $kind:expr, $name:literal, $begin:expr) => {
        impl $crate::connection::Database for $connection {
            fn backend(&self) -> $crate::connection::BackendKind {
                $kind
            }

            fn connection_type(&self) -> &'static str {
                $name
            }

            fn batch_execute(&mut self, sql: &str) -> diesel::QueryResult<()> {
                diesel::connection::SimpleConnection::batch_execute(self, sql)
            }

            fn execute(&mut self, sql: &str, binds: &[Option<&str>]) -> diesel::QueryResult<usize> {
                let statement = $crate::connection::prepared::Prepared::new(sql, binds)?;
                diesel::RunQueryDsl::execute(statement, self)
            }

            fn query(
                &mut self,
                sql: &str,
                binds: &[Option<&str>],
            ) -> diesel::QueryResult<Vec<$crate::connection::TextRow>> {
                let statement = $crate::connection::prepared::Prepared::new(sql, binds)?;
                diesel::RunQueryDsl::get_results(statement, self)
            }

            fn begin(&mut self) -> diesel::QueryResult<()> {
                let begin: fn(&mut Self) -> diesel::QueryResult<()> = $begin;
                begin(self)
            }

            fn commit(&mut self) -> diesel::QueryResult<()> {
                <<Self as diesel::Connection>::TransactionManager as diesel::connection::TransactionManager<Self>>
                    ::commit_transaction(self)
            }

            fn rollback(&mut self) -> diesel::QueryResult<()> {
                <<Self as diesel::Connection>::TransactionManager as diesel::connection::TransactionManager<Self>>
                    ::rollback_transaction(self)
            }

            fn transaction_depth(&mut self) -> u32 {
                let status =
                    <<Self as diesel::Connection>::TransactionManager as diesel::connection::TransactionManager<Self>>
                        ::transaction_manager_status_mut(self);
                // A broken manager lost count of a transaction that is still open.
                status.transaction_depth().map_or(1, |depth| depth.map_or(0, std::num::NonZero::get))
            }

            fn as_any(&mut self) -> &mut dyn std::any::Any {
                self
            }
        }
    };
}

/// `BEGIN` as the driver's own transaction manager writes it; SQLite's is another.
#[cfg(any(
    feature = "postgres",
    feature = "mysql",
    feature = "async-postgres",
    feature = "async-mysql"
))]
macro_rules! plain_begin {
    () => {
        |connection| {
            <<Self as diesel::Connection>::TransactionManager as diesel::connection::TransactionManager<Self>>
                ::begin_transaction(connection)
        }
    };
}

pub(super) use diesel_face;
#[cfg(any(
    feature = "postgres",
    feature = "mysql",
    feature = "async-postgres",
    feature = "async-mysql"
))]
pub(super) use plain_begin;
