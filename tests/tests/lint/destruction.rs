//! Fixtures of the rules about lost data.

fixture! {
    ds01: "DS01" on [Postgres],
    bad |op| { op.execute("DROP SCHEMA reports CASCADE"); };
    good |op| { op.drop_schema("reports"); };
}

fixture! {
    ds01_mariadb: "DS01" on [Mysql] also ["TX05"],
    bad |op| { op.execute("DROP DATABASE reports"); };
    good |op| { op.drop_view("reports"); };
}

fixture! {
    ds02: "DS02" on [Postgres, Mysql, Sqlite] also ["BC04"],
    bad
        |op| { op.create_table("old", |t| { t.column("id", BigInt); }); },
        |op| { op.drop_table("old"); };
    good |op| {
        op.create_table("new", |t| { t.column("id", BigInt); });
        op.drop_table("new");
    };
}

fixture! {
    ds03: "DS03" on [Postgres, Mysql, Sqlite] also ["BC01"],
    bad |op| { op.drop_column("users", "price"); };
    good |op| {
        op.add_column("users", "level", Integer).nullable();
        op.drop_column("users", "level");
    };
}

fixture! {
    ds04: "DS04" on [Postgres],
    bad |op| { op.execute("TRUNCATE TABLE posts"); };
    good |op| {
        op.create_table("new", |t| { t.column("id", BigInt); });
        op.execute("TRUNCATE new");
    };
}

fixture! {
    ds04_mariadb: "DS04" on [Mysql] also ["TX05"],
    bad |op| { op.execute("TRUNCATE TABLE posts"); };
    good |op| {
        op.create_table("new", |t| { t.column("id", BigInt); });
        op.execute("TRUNCATE new").done_when("SELECT 1");
    };
}

fixture! {
    ds05: "DS05" on [Postgres, Mysql],
    bad |op| { op.drop_constraint("users", "users_score"); };
    good |op| {
        op.create_table("new", |t| {
            t.column("id", BigInt);
            t.check("id > 0").named("positive");
        });
        op.drop_constraint("new", "positive");
    };
}

fixture! {
    ds05_sqlite: "DS05" on [Sqlite] also ["LK27"],
    bad |op| { op.drop_constraint("users", "users_score"); };
    good |op| {
        op.create_table("new", |t| {
            t.column("id", BigInt);
            t.check("id > 0").named("positive");
        });
        op.drop_constraint("new", "positive");
    };
}

fixture! {
    ds05_unique_index: "DS05" on [Mysql, Sqlite],
    bad |op| { op.drop_index("users", "users_name_id"); };
    good |op| { op.drop_index("users", "users_email"); };
}

fixture! {
    ds06: "DS06" on [Postgres, Mysql] also ["LK12"],
    bad |op| { op.alter_column("users", "email").set_type(varchar(20)); };
    good |op| { op.alter_column("users", "email").set_type(varchar(60)); };
}

fixture! {
    ds06_sqlite: "DS06" on [Sqlite] also ["LK27"],
    bad |op| { op.alter_column("users", "age").set_type(SmallInt); };
    good |op| { op.add_column("users", "level", Integer).nullable(); };
}

fixture! {
    ds07: "DS07" on [Mysql] also ["TX05"],
    bad |op| { op.execute("CREATE OR REPLACE TABLE posts (id INTEGER)"); };
    good |op| { op.create_table("new", |t| { t.column("id", BigInt); }); };
}

fixture! {
    ds08: "DS08" on [Postgres, Mysql, Sqlite] also ["LK23"],
    bad |op| { op.delete("posts", "1 = 1"); };
    good |op| { op.execute("DELETE FROM posts WHERE id = 0"); };
}

fixture! {
    ds08_text: "DS08" on [Postgres, Mysql, Sqlite] also ["LK23"],
    bad |op| { op.execute("DELETE FROM posts"); };
    good |op| { op.execute("DELETE FROM posts WHERE id = 0"); };
}

fixture! {
    ds09: "DS09" on [Postgres],
    bad |op| { op.execute("DROP VIEW IF EXISTS names_of_all CASCADE"); };
    good |op| { op.execute("DROP VIEW IF EXISTS names_of_all"); };
}

fixture! {
    in_sql_drop_column: "DS03" on [Postgres, Sqlite] also ["BC01"],
    bad |op| { op.execute("ALTER TABLE users DROP COLUMN price"); };
    good |op| { op.execute("ALTER TABLE users ADD COLUMN level integer"); };
}

fixture! {
    in_sql_drop_table: "DS02" on [Sqlite] also ["BC04"],
    bad |op| { op.execute("DROP TABLE posts"); };
    good |op| { op.execute("DROP VIEW IF EXISTS nobody"); };
}
