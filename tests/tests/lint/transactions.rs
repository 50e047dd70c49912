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
    good |op| { op.execute("UPDATE users SET score = 1 WHERE id = 1"); };
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

fixture! {
    tx03: "TX03" on [Postgres],
    bad |op| {
        op.execute("ALTER TYPE mood ADD VALUE 'great'");
        op.execute("SELECT 'great'::mood");
    };
    good |op| {
        op.execute("ALTER TYPE mood ADD VALUE 'great'");
        op.execute("SELECT 'ok'::mood");
    };
}

fixture! {
    tx03_operations: "TX03" on [Postgres],
    bad |op| {
        op.create_table("faces", |t| { t.column("mood", enum_of("mood", ["sad", "ok"])); });
        op.execute("ALTER TYPE mood ADD VALUE 'great'");
        op.insert("faces", [("mood", "great".into())]);
    };
    good |op| {
        op.create_table("faces", |t| { t.column("mood", enum_of("mood", ["sad", "ok"])); });
        op.execute("ALTER TYPE mood ADD VALUE 'great'");
        op.insert("teams", [("id", 10_i64.into()), ("name", "great".into())]);
        op.insert("faces", [("mood", "ok".into())]);
    };
}

fixture! {
    tx04: "TX04" on [Postgres],
    bad |op| { op.execute("SET TRANSACTION READ ONLY"); };
    good |op| { op.execute("SET LOCAL search_path TO public"); };
}

fixture! {
    tx04_mariadb: "TX04" on [Mysql],
    bad |op| { op.execute("SET TRANSACTION READ ONLY"); };
    good |op| { op.execute("SET SESSION sort_buffer_size = 1000000"); };
}

fixture! {
    tx06: "TX06" on [Postgres, Mysql, Sqlite] also ["BC01", "DS03"],
    bad with { downgrade: Some(plan!(|op| op.add_column("users", "price", numeric(10, 2)).nullable())) }
        |op| { op.drop_column("users", "price"); };
    good with {
        downgrade: Some(plan!(|op| op.rename_column("users", "dropped_price", "price")))
    } |op| { op.rename_column("users", "price", "dropped_price"); };
}

fixture! {
    tx06_table: "TX06" on [Mysql, Sqlite] also ["BC04", "DS02"],
    bad with {
        downgrade: Some(plan!(|op| op.create_table("posts", |t| { t.column("id", BigInt); })))
    } |op| { op.drop_table("posts"); };
    good with { downgrade: Some(plan!(|op| op.drop_table("new"))) }
        |op| { op.create_table("new", |t| { t.column("id", BigInt); }); };
}

fixture! {
    lk01_in_downgrade: "LK01" on [Postgres],
    bad with { downgrade: Some(plan!(|op| op.create_index("users", ["price"]))) }
        |op| { op.create_index("users", ["age"]).concurrently(); };
    good with { downgrade: Some(plan!(|op| op.drop_index("users", ["age"]).concurrently())) }
        |op| { op.create_index("users", ["age"]).concurrently(); };
}

fixture! {
    ds03_in_downgrade: "DS03" on [Postgres, Mysql, Sqlite],
    bad with { downgrade: Some(plan!(|op| op.drop_column("users", "price"))) }
        |op| { op.add_column("users", "level", Integer).nullable(); };
    good with { downgrade: Some(plan!(|op| op.drop_column("users", "level"))) }
        |op| { op.add_column("users", "level", Integer).nullable(); };
}

fixture! {
    rs01: "RS01" on [Postgres, Mysql, Sqlite],
    bad remarked ([Remark { kind: RemarkKind::OutsidePath, line: 3, text: "crate::schema" }])
        |op| { op.add_column("users", "level", Integer).nullable(); };
    good |op| { op.add_column("users", "level", Integer).nullable(); };
}

fixture! {
    rs05: "RS05" on [Postgres, Mysql, Sqlite],
    bad remarked ([Remark { kind: RemarkKind::HashOrder, line: 3, text: "HashMap" }])
        |op| { op.add_column("users", "level", Integer).nullable(); };
    good |op| { op.add_column("users", "level", Integer).nullable(); };
}
