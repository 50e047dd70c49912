//! Fixtures of the rules about rows that do not fit.

fixture! {
    dd01: "DD01" on [Mysql, Sqlite],
    bad |op| { op.create_index("users", ["email"]).unique(); };
    good |op| {
        op.execute("DELETE FROM users WHERE id = 0");
        op.create_index("users", ["email"]).unique();
    };
}

fixture! {
    dd01_postgres: "DD01" on [Postgres],
    bad |op| { op.create_index("users", ["email"]).unique().concurrently(); };
    good with { transaction: false } |op| {
        op.execute("DELETE FROM users WHERE id = 0").done_when("SELECT 1");
        op.create_index("users", ["email"]).unique().concurrently();
    };
}

fixture! {
    dd02: "DD02" on [Mysql],
    bad |op| { op.alter_column("users", "age").not_null(); };
    good |op| {
        op.backfill("users").set("age", 1).where_sql("age IS NULL");
        op.alter_column("users", "age").not_null();
    };
}

fixture! {
    dd02_sqlite: "DD02" on [Sqlite] also ["LK27"],
    bad |op| { op.alter_column("users", "age").not_null(); };
    good |op| { op.add_column("users", "level", Integer).nullable(); };
}

fixture! {
    dd02_postgres: "DD02" on [Postgres] also ["LK08"],
    bad |op| { op.alter_column("users", "age").not_null(); };
    good |op| { op.alter_column("users", "score").not_null(); };
}

fixture! {
    dd03: "DD03" on [Mysql] also ["BC07"],
    bad |op| { op.add_column("users", "country", varchar(2)); };
    good |op| { op.add_column("users", "country", varchar(2)).default("--"); };
}

fixture! {
    dd04: "DD04" on [Postgres, Mysql] also ["LK07"],
    bad |op| { op.create_check("users", "age > 0").named("grown"); };
    good |op| {
        op.create_table("new", |t| { t.column("age", Integer); });
        op.create_check("new", "age > 0").named("grown");
    };
}

fixture! {
    dd04_sqlite: "DD04" on [Sqlite] also ["LK27"],
    bad |op| { op.create_foreign_key("users", "team_id", "teams", "id"); };
    good |op| { op.add_column("users", "other_id", BigInt).nullable().references("teams", "id"); };
}

fixture! {
    dd05: "DD05" on [Sqlite] also ["DS06", "LK27"],
    bad |op| { op.alter_column("users", "name").set_type(Integer); };
    good |op| {
        op.create_table("new", |t| { t.column("name", Text); });
        op.alter_column("new", "name").set_type(Integer);
    };
}

fixture! {
    dd06: "DD06" on [Sqlite] also ["LK27"],
    bad |op| { op.alter_table_options("posts").strict(); };
    good |op| {
        op.create_table("new", |t| { t.column("name", Text); });
        op.alter_table_options("new").strict();
    };
}
