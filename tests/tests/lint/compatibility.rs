//! Fixtures of the rules about the program that still runs.

fixture! {
    bc01: "BC01" on [Postgres, Mysql, Sqlite] also ["DS03"],
    bad |op| { op.drop_column("users", "price"); };
    good |op| { op.add_column("users", "level", Integer).nullable(); };
}

fixture! {
    bc02: "BC02" on [Postgres, Mysql, Sqlite],
    bad |op| { op.rename_column("users", "name", "full_name"); };
    good |op| {
        op.add_column("users", "full_name", Text).nullable();
        op.rename_column("users", "full_name", "fuller_name");
        op.rename_column("users", "price", "dropped_price");
    };
}

fixture! {
    bc03: "BC03" on [Postgres, Mysql, Sqlite],
    bad |op| { op.rename_table("users", "people"); };
    good |op| {
        op.rename_table("users", "people");
        op.create_view("users", "SELECT * FROM people");
        op.rename_table("posts", "dropped_posts");
    };
}

fixture! {
    bc04: "BC04" on [Postgres, Mysql, Sqlite] also ["DS02"],
    bad
        |op| { op.create_table("old", |t| { t.column("id", BigInt); }); },
        |op| { op.drop_table("old"); };
    good |op| { op.create_table("old", |t| { t.column("id", BigInt); }); };
}

fixture! {
    bc05: "BC05" on [Postgres, Mysql],
    bad |op| { op.move_table("posts", "archive"); };
    good |op| {
        op.move_table("posts", "archive");
        op.create_view("posts", "SELECT * FROM archive.posts");
    };
}

fixture! {
    bc06: "BC06" on [Postgres, Mysql, Sqlite],
    bad |op| { op.rename_enum_label("mood", "ok", "fine"); };
    good |op| { op.add_enum_label("mood", "fine"); };
}

fixture! {
    bc07: "BC07" on [Postgres] also ["DD02"],
    bad |op| { op.add_column("users", "country", varchar(2)); };
    good |op| { op.add_column("users", "country", varchar(2)).nullable(); };
}

fixture! {
    bc07_sqlite: "BC07" on [Sqlite] also ["DD02", "LK27"],
    bad |op| { op.add_column("users", "country", varchar(2)); };
    good |op| { op.add_column("users", "country", varchar(2)).default("--"); };
}

fixture! {
    bc07_mariadb: "BC07" on [Mysql] also ["DD03"],
    bad |op| { op.add_column("users", "country", varchar(2)); };
    good |op| { op.add_column("users", "country", varchar(2)).default("--"); };
}

fixture! {
    bc08: "BC08" on [Postgres, Mysql],
    bad |op| { op.alter_column("users", "score").nullable(); };
    good |op| { op.alter_column("users", "age").default(1); };
}

fixture! {
    bc08_sqlite: "BC08" on [Sqlite] also ["LK27"],
    bad |op| { op.alter_column("users", "score").nullable(); };
    good |op| { op.add_column("users", "level", Integer).nullable(); };
}

fixture! {
    in_sql_rename: "BC02" on [Postgres, Sqlite],
    bad |op| { op.execute("ALTER TABLE users RENAME COLUMN name TO full_name"); };
    good |op| { op.execute("ALTER TABLE users ADD COLUMN full_name text"); };
}

fixture! {
    in_sql_required: "BC07" on [Postgres] also ["DD02"],
    bad |op| { op.execute("ALTER TABLE users ADD COLUMN country varchar(2) NOT NULL"); };
    good |op| { op.execute("ALTER TABLE users ADD COLUMN country varchar(2)"); };
}

fixture! {
    bc09: "BC09" on [Postgres],
    bad |op| { op.create_check("users", "age > 0").named("grown").not_valid(); };
    good
        |op| { op.create_table("new", |t| { t.column("id", BigInt); }); },
        |op| {
            op.create_table("newer", |t| { t.column("id", BigInt); });
            op.create_unique("newer", ["id"]);
        };
}

fixture! {
    bc09_mariadb: "BC09" on [Mysql] also ["DD01"],
    bad |op| { op.create_index("users", ["email"]).unique(); };
    good |op| { op.create_index("users", ["email", "id"]).named("both"); };
}

fixture! {
    bc09_sqlite: "BC09" on [Sqlite] also ["DD02", "LK27"],
    bad |op| { op.alter_column("users", "age").not_null(); };
    good |op| { op.add_column("users", "level", Integer).nullable(); };
}

fixture! {
    bc10: "BC10" on [Postgres, Mysql],
    bad |op| { op.alter_column("users", "score").drop_default(); };
    good |op| {
        op.alter_column("users", "score").default(0);
        op.alter_column("users", "email").default("none");
    };
}

fixture! {
    bc10_sqlite: "BC10" on [Sqlite] also ["LK27"],
    bad |op| { op.alter_column("users", "score").default(1); };
    good |op| { op.add_column("users", "level", Integer).default(1); };
}

fixture! {
    bc11: "BC11" on [Postgres] also ["LK12"],
    bad |op| { op.alter_column("users", "age").set_type(BigInt); };
    good |op| { op.alter_column("users", "email").set_type(Text); };
}

fixture! {
    bc12: "BC12" on [Postgres, Mysql, Sqlite],
    bad
        |op| { op.create_view("grown", "SELECT id, name FROM users"); },
        |op| { op.replace_view("grown", "SELECT id, age FROM users"); };
    good
        |op| { op.create_view("grown", "SELECT id, name FROM users"); },
        |op| { op.replace_view("grown", "SELECT id, name, age FROM users"); };
}

fixture! {
    bc12_dropped: "BC12" on [Postgres],
    bad |op| {
        op.drop_materialized_view("names");
        op.drop_function("nothing", "");
    };
    good |op| {
        op.drop_function("nothing", "");
        op.create_function(
            "nothing",
            "",
            "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END'",
        );
    };
}

fixture! {
    in_sql_default: "BC10" on [Postgres],
    bad |op| { op.execute("ALTER TABLE users ALTER COLUMN score DROP DEFAULT"); };
    good |op| { op.execute("ALTER TABLE users ALTER COLUMN email SET DEFAULT 'none'"); };
}

fixture! {
    in_sql_view: "BC12" on [Postgres],
    bad |op| { op.execute("DROP MATERIALIZED VIEW names"); };
    good |op| { op.execute("CREATE VIEW grown AS SELECT id FROM users"); };
}
