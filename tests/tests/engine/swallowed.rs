//! A function that keeps a failure to itself: the transaction is lost with it, and nothing of it counts as done.

use diesel::RunQueryDsl as _;
use migrate_runtime::error::ErrorKind;
use migrate_tests::{Backend, on};

use crate::held_up::Pg;
use crate::history::{connect, said, tables};

history!(quiet {
    "q1" [] up |op| {
        op.execute("CREATE TABLE a (id INT)");
        op.run(|connection: &mut Pg| {
            let _ = diesel::sql_query("SELECT 1 FROM nowhere").execute(connection);
            Ok(())
        });
        op.execute("CREATE TABLE b (id INT)");
    }, down |op| op.execute("DROP TABLE b; DROP TABLE a");
});

#[test]
fn a_failure_that_a_function_does_not_hand_on_is_one_all_the_same() {
    on(Backend::Postgres, |database| {
        let mut connection = connect(database);
        for _ in 0..2 {
            let error = quiet::migrator().up(&mut *connection).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::MigrationFailed);
            let said = said(&error);
            assert!(said.contains("current transaction is aborted"), "{said}");
            assert!(said.contains("hand its error on"), "{said}");
            assert_eq!(tables(database), Vec::<String>::new());
            let status = quiet::migrator().status(&mut *connection).unwrap();
            assert_eq!((status.half_applied, status.current.len()), (None, 0));
        }
    });
}
