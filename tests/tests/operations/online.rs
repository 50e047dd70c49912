//! What MySQL and MariaDB say when they cannot change a table as a step demands.

use migrate_runtime::backend;
use migrate_runtime::prelude::*;
use migrate_tests::{Backend, on};

use crate::case::{Session, operations};

#[test]
fn a_demand_that_the_server_refuses_says_what_to_do() {
    on(Backend::Mysql, |database| {
        let mut session = Session::open(database, "online");
        session.apply(operations(|op| {
            op.create_table("things", |t| {
                t.column("size", Integer);
            });
        }));
        let refused = session
            .attempt(operations(|op| {
                op.alter_column("things", "size")
                    .set_type(varchar(20))
                    .algorithm(Instant);
            }))
            .expect_err("a type is changed by copying");
        let message = refused.lines().next().unwrap_or_default();
        let help = backend::refused(message).expect("the refusal is understood");
        assert!(help.contains("`.algorithm(Copying)`"), "{help}");
    });
}
