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
