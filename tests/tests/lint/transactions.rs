//! Fixtures of the rules about transactions, and about the code of migrations.

use std::sync::atomic::{AtomicI64, Ordering};

fixture! {
    tx02: "TX02" on [Postgres],
    bad |op| {
        op.add_column("users", "level", Integer).nullable();
        op.create_index("users", ["level"]).concurrently();
    };
    good
        |op| { op.add_column("users", "level", Integer).nullable(); },
        |op| { op.create_index("users", ["level"]).concurrently(); };
}

fixture! {
    tx02_sqlite: "TX02" on [Sqlite],
    bad |op| {
        op.add_column("users", "level", Integer).nullable();
        op.execute("VACUUM").done_when("SELECT 1");
    };
    good with { transaction: false } |op| {
        op.add_column("users", "level", Integer).nullable();
        op.execute("VACUUM").done_when("SELECT 1");
    };
}

fixture! {
    tx05: "TX05" on [Postgres, Sqlite],
    bad |op| { op.execute("VACUUM"); };
    good |op| { op.execute("VACUUM").done_when("SELECT 1"); };
}

fixture! {
    tx05_mariadb: "TX05" on [Mysql],
    bad |op| { op.execute("OPTIMIZE TABLE users"); };
    good |op| { op.execute("UPDATE users SET score = 1"); };
}

/// Something else each time, as a clock would be.
static CLOCK: AtomicI64 = AtomicI64::new(1);

fixture! {
    rs02: "RS02" on [Postgres, Mysql, Sqlite],
    bad |op| {
        let now = super::super::CLOCK.fetch_add(1, super::super::Ordering::Relaxed);
        op.insert("teams", [("id", now.into()), ("name", "a".into())]);
    };
    good |op| { op.insert("teams", [("id", 10_i64.into()), ("name", "a".into())]); };
}
