//! Fixtures of the rules about locks and rewrites.

fixture! {
    lk01: "LK01" on [Postgres],
    bad |op| { op.create_index("users", ["age"]); };
    good |op| { op.create_index("users", ["age"]).concurrently(); };
}

fixture! {
    lk01_new_table: "LK01" on [Postgres],
    bad |op| {
        op.create_table("new", |t| { t.column("id", BigInt); });
        op.create_index("new", ["id"]);
        op.create_index("users", ["age"]);
    };
    good |op| {
        op.create_table("new", |t| { t.column("id", BigInt); });
        op.rename_table("new", "newer");
        op.create_index("newer", ["id"]);
    };
}

fixture! {
    lk02: "LK02" on [Postgres],
    bad |op| { op.drop_index("users", "users_email"); };
    good |op| { op.drop_index("users", "users_email").concurrently(); };
}

fixture! {
    lk03: "LK03" on [Postgres],
    bad |op| { op.execute("REINDEX TABLE users"); };
    good |op| { op.execute("REINDEX TABLE CONCURRENTLY users").done_when("SELECT 1 WHERE false"); };
}

fixture! {
    lk04: "LK04" on [Postgres] also ["DD01"],
    bad |op| { op.create_unique("users", ["id", "age"]); };
    good with { transaction: false } |op| {
        op.execute("DELETE FROM users WHERE id = 0").done_when("SELECT 1");
        op.create_index("users", ["id", "age"]).named("by_age").unique().concurrently();
        op.create_unique("users", ["id", "age"]).using_index("by_age");
    };
}

fixture! {
    lk04_beside_a_column: "LK04" on [Postgres],
    bad |op| { op.add_column("users", "code", Integer).nullable().unique(); };
    good |op| { op.add_column("users", "code", Integer).nullable(); };
}

fixture! {
    lk05: "LK05" on [Postgres],
    bad |op| { op.create_exclude("users", [("id", "=")]).using("btree"); };
    good |op| {
        op.create_table("new", |t| {
            t.column("id", BigInt);
        });
        op.create_exclude("new", [("id", "=")]).using("btree");
    };
}

fixture! {
    lk06: "LK06" on [Postgres] also ["DD04"],
    bad |op| { op.create_foreign_key("users", "team_id", "teams", "id"); };
    good
        |op| { op.create_foreign_key("users", "team_id", "teams", "id").named("of_team").not_valid(); },
        |op| { op.validate_constraint("users", "of_team"); };
}

fixture! {
    lk06_mariadb: "LK06" on [Mysql] also ["DD04"],
    bad |op| { op.create_foreign_key("users", "team_id", "teams", "id"); };
    good |op| {
        op.create_table("new", |t| {
            t.column("id", BigInt).primary_key();
            t.column("team_id", BigInt);
        });
        op.create_foreign_key("new", "team_id", "teams", "id");
    };
}

fixture! {
    lk07: "LK07" on [Postgres, Mysql] also ["DD04"],
    bad |op| { op.create_check("users", "age > 0").named("grown"); };
    good |op| {
        op.create_table("new", |t| { t.column("age", Integer); });
        op.create_check("new", "age > 0").named("grown");
    };
}

fixture! {
    lk07_beside_a_column: "LK07" on [Postgres],
    bad |op| { op.add_column("users", "code", Integer).nullable().check("code > 0"); };
    good
        |op| {
            op.add_column("users", "code", Integer).nullable();
            op.create_check("users", "code > 0").named("coded").not_valid();
        },
        |op| { op.validate_constraint("users", "coded"); };
}

fixture! {
    lk08: "LK08" on [Postgres] also ["DD02"],
    bad |op| { op.alter_column("users", "age").not_null(); };
    good
        |op| { op.create_check("users", "age IS NOT NULL").named("aged").not_valid(); },
        |op| { op.validate_constraint("users", "aged"); },
        |op| {
            op.alter_column("users", "age").not_null();
            op.drop_constraint("users", "aged");
            op.alter_column("users", "score").not_null();
        };
}

fixture! {
    lk09: "LK09" on [Postgres],
    bad |op| { op.add_column("users", "token", Text).default_sql("md5(random()::text)"); };
    good |op| {
        op.add_column("users", "made", Timestamp).default_sql("now()");
        op.add_column("users", "level", Integer).default(5);
        op.add_column("users", "token", Text).nullable();
        op.alter_column("users", "token").default_sql("md5(random()::text)");
    };
}

fixture! {
    lk09_mariadb: "LK09" on [Mysql],
    bad |op| { op.add_column("users", "token", varchar(40)).default_sql("(uuid())"); };
    good |op| { op.add_column("users", "made", Datetime).default_sql("CURRENT_TIMESTAMP"); };
}

fixture! {
    lk10: "LK10" on [Postgres],
    bad |op| { op.add_column("users", "doubled", Integer).nullable().generated_stored("score * 2"); };
    good |op| { op.add_column("users", "doubled", Integer).nullable(); };
}

fixture! {
    lk10_mariadb: "LK10" on [Mysql],
    bad |op| { op.add_column("users", "doubled", Integer).nullable().generated_stored("score * 2"); };
    good |op| { op.add_column("users", "doubled", Integer).nullable().generated_virtual("score * 2"); };
}

fixture! {
    lk11: "LK11" on [Postgres],
    bad |op| { op.add_column("users", "number", BigInt).auto_increment(); };
    good |op| { op.add_column("users", "number", BigInt).nullable(); };
}

fixture! {
    lk11_mariadb: "LK11" on [Mysql],
    bad |op| { op.add_column("users", "number", BigInt).auto_increment().unique(); };
    good |op| { op.add_column("users", "number", BigInt).nullable(); };
}

fixture! {
    lk12: "LK12" on [Mysql],
    bad |op| { op.alter_column("users", "age").set_type(BigInt); };
    good |op| { op.alter_column("users", "email").set_type(varchar(60)); };
}

fixture! {
    lk12_postgres: "LK12" on [Postgres],
    bad |op| { op.alter_column("users", "price").set_type(numeric(12, 3)); };
    good |op| {
        op.alter_column("users", "price").set_type(numeric(12, 2));
        op.alter_column("users", "email").set_type(Text);
    };
}

fixture! {
    lk12_mariadb: "LK12" on [Mysql],
    bad |op| { op.alter_column("users", "email").set_type(varchar(80)); };
    good |op| { op.alter_column("users", "email").set_type(varchar(63)); };
}

fixture! {
    lk13: "LK13" on [Mysql],
    bad |op| { op.alter_table_options("users").charset("latin1"); };
    good |op| {
        op.create_table("new", |t| { t.column("name", varchar(40)); });
        op.alter_table_options("new").charset("latin1");
    };
}

fixture! {
    lk17: "LK17" on [Postgres],
    bad |op| {
        op.execute("CREATE TABLE all_teams (id bigint NOT NULL, name varchar(40) NOT NULL) PARTITION BY RANGE (id)");
        op.execute("ALTER TABLE all_teams ATTACH PARTITION teams FOR VALUES FROM (0) TO (100)");
    };
    good |op| {
        op.create_table("new", |t| {
            t.column("id", BigInt);
        });
        op.execute("CREATE TABLE all_new (id bigint NOT NULL) PARTITION BY RANGE (id)");
        op.execute("ALTER TABLE all_new ATTACH PARTITION new FOR VALUES FROM (0) TO (100)");
    };
}

fixture! {
    lk18: "LK18" on [Postgres],
    bad |op| { op.alter_table_options("posts").unlogged(); };
    good |op| { op.alter_table_options("posts").storage("fillfactor", "70"); };
}

fixture! {
    lk18_text: "LK18" on [Postgres],
    bad |op| { op.execute("CLUSTER users USING users_name_id"); };
    good |op| { op.execute("ANALYZE users"); };
}

fixture! {
    lk19: "LK19" on [Postgres],
    bad |op| { op.refresh_materialized_view("names"); };
    good
        |op| { op.create_index("names", ["id"]).unique().concurrently(); },
        |op| { op.refresh_materialized_view("names").concurrently(); };
}

fixture! {
    lk20: "LK20" on [Postgres, Mysql],
    bad |op| {
        op.on(Postgres, |op| { op.execute("SET LOCAL lock_timeout = 0"); });
        op.on(Mysql, |op| { op.execute("SET SESSION lock_wait_timeout = DEFAULT"); });
    };
    good |op| {
        op.on(Postgres, |op| { op.execute("SET LOCAL lock_timeout = '2s'"); });
        op.on(Mysql, |op| { op.execute("SET SESSION lock_wait_timeout = 2"); });
    };
}

fixture! {
    lk21: "LK21" on [Postgres],
    bad |op| {
        op.create_check("users", "age > 0").named("grown").not_valid();
        op.validate_constraint("users", "grown");
    };
    good
        |op| { op.create_check("users", "age > 0").named("grown").not_valid(); },
        |op| { op.validate_constraint("users", "grown"); };
}

fixture! {
    lk21_reference: "LK21" on [Postgres],
    bad |op| {
        op.create_foreign_key("users", "team_id", "teams", "id").named("of_team").not_valid();
        op.validate_constraint("users", "of_team");
    };
    good with { transaction: false } |op| {
        op.create_foreign_key("users", "team_id", "teams", "id").named("of_team").not_valid();
        op.validate_constraint("users", "of_team");
    };
}

fixture! {
    lk22: "LK22" on [Postgres],
    bad |op| {
        op.add_column("users", "handle", Text).nullable();
        op.update("users").set_sql("handle", "lower(name)");
    };
    good |op| {
        op.add_column("users", "handle", Text).nullable();
        op.backfill("users").set_sql("handle", "lower(name)");
    };
}

fixture! {
    lk22_text: "LK22" on [Postgres],
    bad |op| {
        op.add_column("users", "handle", Text).nullable();
        op.execute("UPDATE users SET handle = lower(name)");
    };
    good |op| {
        op.add_column("users", "handle", Text).nullable();
        op.execute("UPDATE teams SET name = lower(name) WHERE id IN (1, 2)");
    };
}

fixture! {
    lk23: "LK23" on [Postgres, Mysql, Sqlite],
    bad |op| { op.update("users").set("score", 1); };
    good |op| { op.backfill("users").set("score", 1); };
}

fixture! {
    lk25: "LK25" on [Postgres],
    bad |op| {
        op.add_column("teams", "size", Integer).nullable();
        op.create_trigger("t", "users", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION nothing()");
    };
    good |op| {
        op.create_trigger("t", "users", "BEFORE UPDATE", "FOR EACH ROW EXECUTE FUNCTION nothing()");
    };
}

fixture! {
    lk26: "LK26" on [Postgres] also ["BC04", "DS02"],
    bad |op| { op.drop_table("posts"); };
    good |op| {
        op.create_table("new", |t| {
            t.column("id", BigInt).primary_key();
        });
        op.drop_table("new");
    };
}

fixture! {
    lk27: "LK27" on [Sqlite] also ["DD04"],
    bad |op| { op.create_check("users", "age > 0").named("grown"); };
    good |op| { op.add_column("users", "level", Integer).default(5); };
}

fixture! {
    in_sql_index: "LK01" on [Postgres],
    bad |op| { op.execute("CREATE INDEX by_age ON users (age)"); };
    good |op| {
        op.execute("CREATE TABLE new (id bigint)");
        op.execute("CREATE INDEX by_id ON new (id)");
    };
}

fixture! {
    in_sql_unique: "LK04" on [Postgres] also ["DD01"],
    bad |op| { op.execute("ALTER TABLE users ADD CONSTRAINT u UNIQUE (id, age)"); };
    good |op| {
        op.execute("ALTER TABLE users ADD CONSTRAINT u UNIQUE USING INDEX users_name_id");
    };
}

fixture! {
    in_sql_foreign_key: "LK06" on [Postgres] also ["DD04"],
    bad |op| {
        op.execute("ALTER TABLE users ADD CONSTRAINT of_team FOREIGN KEY (team_id) REFERENCES teams (id)");
    };
    good |op| {
        op.execute("ALTER TABLE users ADD CONSTRAINT of_team FOREIGN KEY (team_id) REFERENCES teams (id) NOT VALID");
    };
}

fixture! {
    in_sql_foreign_key_mariadb: "LK06" on [Mysql] also ["DD04", "LK14"],
    bad |op| {
        op.execute("ALTER TABLE users ADD CONSTRAINT of_team FOREIGN KEY (team_id) REFERENCES teams (id)")
            .done_when("SELECT 1 WHERE 1 = 0");
    };
    good |op| {
        op.execute("CREATE TABLE new (id bigint, team_id bigint)").done_when("SELECT 1");
        op.execute("ALTER TABLE new ADD CONSTRAINT of_team FOREIGN KEY (team_id) REFERENCES teams (id)")
            .done_when("SELECT 1 WHERE 1 = 0");
    };
}

fixture! {
    in_sql_type: "LK12" on [Postgres] also ["BC11"],
    bad |op| { op.execute("ALTER TABLE users ALTER COLUMN age TYPE bigint"); };
    good |op| { op.execute("ALTER TABLE users ALTER COLUMN email TYPE varchar(80)"); };
}

fixture! {
    in_sql_not_null: "LK08" on [Postgres] also ["DD02"],
    bad |op| { op.execute("ALTER TABLE users ALTER age SET NOT NULL"); };
    good |op| { op.execute("ALTER TABLE users ALTER score SET NOT NULL"); };
}

fixture! {
    in_sql_default: "LK09" on [Postgres],
    bad |op| {
        op.execute("ALTER TABLE users ADD COLUMN token text NOT NULL DEFAULT md5(random()::text)");
    };
    good |op| { op.execute("ALTER TABLE users ADD COLUMN made timestamp NOT NULL DEFAULT now()"); };
}

fixture! {
    lk14: "LK14" on [Mysql],
    bad |op| { op.execute("ALTER TABLE teams DROP PRIMARY KEY").done_when("SELECT 1"); };
    good |op| {
        op.execute("ALTER TABLE users ADD COLUMN level int, ALGORITHM=INPLACE, LOCK=NONE").done_when("SELECT 1");
        op.execute("CREATE INDEX by_age ON users (age) ALGORITHM=INPLACE LOCK=NONE").done_when("SELECT 1");
        op.execute("CREATE TABLE new (id bigint)").done_when("SELECT 1");
        op.execute("ALTER TABLE new ADD COLUMN level int").done_when("SELECT 1");
    };
}

fixture! {
    lk23_text: "LK23" on [Postgres, Mysql, Sqlite],
    bad |op| { op.execute("UPDATE users SET score = 1 WHERE age > 10"); };
    good |op| {
        op.execute("UPDATE users SET score = 1 WHERE id IN (1, 2) AND age > 10");
        op.execute("SELECT 'UPDATE users SET score = 1'");
    };
}

fixture! {
    lk23_text_delete: "LK23" on [Postgres, Mysql, Sqlite],
    bad |op| { op.execute("WITH old AS (SELECT 1) DELETE FROM users WHERE age > 10"); };
    good |op| { op.delete("users", "id = 1"); };
}

fixture! {
    lk24: "LK24" on [Mysql] also ["LK12"],
    bad |op| {
        op.alter_column("users", "age").set_type(BigInt);
        op.add_column("teams", "size", Integer).nullable();
        op.alter_column("users", "score").set_type(BigInt);
    };
    good |op| {
        op.create_table("new", |t| {
            t.column("id", BigInt).primary_key();
            t.column("age", Integer);
        });
        op.alter_column("new", "age").set_type(BigInt);
        op.add_column("teams", "size", Integer).nullable();
        op.alter_column("new", "age").set_type(Integer);
    };
}

fixture! {
    lk24_sqlite: "LK24" on [Sqlite] also ["DD04", "LK27"],
    bad |op| {
        op.create_check("users", "age > 0").named("grown");
        op.add_column("teams", "size", Integer).nullable();
        op.create_check("users", "age < 200").named("mortal");
    };
    good |op| {
        op.create_table("new", |t| { t.column("age", Integer); });
        op.create_check("new", "age > 0").named("grown");
        op.add_column("teams", "size", Integer).nullable();
        op.create_check("new", "age < 200").named("mortal");
    };
}

fixture! {
    lk24_postgres: "LK24" on [Postgres] also ["LK12"],
    bad |op| {
        op.alter_column("users", "price").set_type(numeric(12, 3));
        op.add_column("teams", "size", Integer).nullable();
        op.alter_column("users", "price").set_type(numeric(14, 4));
    };
    good |op| {
        op.alter_column("users", "price").set_type(numeric(12, 2));
        op.add_column("teams", "size", Integer).nullable();
        op.alter_column("users", "price").set_type(numeric(14, 2));
    };
}

fixture! {
    lk24_text: "LK24" on [Postgres] also ["BC11", "LK12"],
    bad |op| {
        op.execute("ALTER TABLE users ALTER age TYPE bigint; ALTER TABLE users ALTER score TYPE bigint");
    };
    good |op| { op.execute("ALTER TABLE users ALTER email TYPE text"); };
}

fixture! {
    lk29: "LK29" on [Postgres] while "SELECT count(*) FROM teams",
    bad |op| { op.create_index("users", ["age"]).concurrently(); };
    good |op| { op.add_column("users", "level", Integer).nullable(); };
}

fixture! {
    in_sql_change: "LK12" on [Mysql] also ["LK14"],
    bad |op| { op.execute("ALTER TABLE users MODIFY COLUMN age bigint").done_when("SELECT 1"); };
    good |op| {
        op.execute("ALTER TABLE users CHANGE email email varchar(60), ALGORITHM=INPLACE").done_when("SELECT 1");
    };
}

fixture! {
    in_sql_charset: "LK13" on [Mysql],
    bad |op| {
        op.execute("ALTER TABLE users CONVERT TO CHARACTER SET latin1, LOCK=SHARED").done_when("SELECT 1");
    };
    good |op| { op.execute("ALTER TABLE users COMMENT 'who', LOCK=NONE").done_when("SELECT 1"); };
}

fixture! {
    in_sql_inline_check: "LK07" on [Postgres],
    bad |op| { op.execute("ALTER TABLE users ADD COLUMN code int CHECK (code > 0)"); };
    good |op| { op.execute("ALTER TABLE users ADD COLUMN code int"); };
}

fixture! {
    in_sql_inline_unique: "LK04" on [Postgres],
    bad |op| { op.execute("ALTER TABLE users ADD COLUMN code int UNIQUE"); };
    good |op| { op.execute("ALTER TABLE users ADD COLUMN code int DEFAULT 1"); };
}

fixture! {
    in_sql_stored: "LK10" on [Postgres],
    bad |op| {
        op.execute("ALTER TABLE users ADD COLUMN doubled int GENERATED ALWAYS AS (score * 2) STORED");
    };
    good |op| { op.execute("ALTER TABLE users ADD COLUMN doubled int"); };
}

fixture! {
    in_sql_numbered: "LK11" on [Postgres],
    bad |op| { op.execute("ALTER TABLE users ADD COLUMN number bigserial"); };
    good |op| { op.execute("ALTER TABLE users ADD COLUMN number bigint"); };
}

fixture! {
    in_sql_storage: "LK18" on [Postgres],
    bad |op| { op.execute("ALTER TABLE posts SET UNLOGGED"); };
    good |op| { op.execute("ALTER TABLE posts SET (fillfactor = 70)"); };
}

fixture! {
    in_sql_refresh: "LK19" on [Postgres],
    bad |op| { op.execute("REFRESH MATERIALIZED VIEW names"); };
    good |op| { op.execute("REFRESH MATERIALIZED VIEW CONCURRENTLY names"); };
}

fixture! {
    in_sql_validated: "LK21" on [Postgres],
    bad |op| {
        op.execute(
            "ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 0) NOT VALID; \
             ALTER TABLE users VALIDATE CONSTRAINT grown",
        );
    };
    good
        |op| { op.execute("ALTER TABLE users ADD CONSTRAINT grown CHECK (age > 0) NOT VALID"); },
        |op| { op.execute("ALTER TABLE users VALIDATE CONSTRAINT grown"); };
}

fixture! {
    in_sql_filled: "LK22" on [Postgres],
    bad |op| {
        op.execute("ALTER TABLE users ADD COLUMN handle text; UPDATE users SET handle = lower(name)");
    };
    good |op| {
        op.execute("ALTER TABLE users ADD COLUMN handle text; UPDATE teams SET name = 'a' WHERE id = 1");
    };
}

fixture! {
    in_sql_trigger: "LK25" on [Postgres],
    bad |op| {
        op.execute("ALTER TABLE teams ADD COLUMN size int");
        op.execute("CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION nothing()");
    };
    good |op| {
        op.execute("CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION nothing()");
    };
}

fixture! {
    in_sql_drop_index: "LK02" on [Postgres],
    bad |op| { op.execute("DROP INDEX users_email"); };
    good |op| { op.execute("DROP INDEX CONCURRENTLY users_email").done_when("SELECT 1"); };
}
