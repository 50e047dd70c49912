//! The main job on each backend: revisions in a real project go up, down and up through the real plugin.

use migrate_tests::{Backend, Project, Revision, for_each_backend};

const USERS: Revision<'_> = Revision {
    id: "1975ea83b712",
    down: &[],
    message: "Add users",
    upgrade: r#"op.create_table("users", |t| { t.column("id", BigInt).primary_key(); });"#,
    downgrade: r#"op.drop_table("users");"#,
};

const TOWN: Revision<'_> = Revision {
    id: "a1b2c3d4e5f6",
    down: &["1975ea83b712"],
    message: "Add town to users",
    upgrade: r#"op.add_column("users", "town", Text).nullable();"#,
    downgrade: r#"op.drop_column("users", "town");"#,
};

#[test]
fn a_history_goes_up_and_down_and_up() {
    for_each_backend(|database| {
        let project = Project::named("whole_way")
            .migration_crate(&Backend::ALL)
            .revision(&USERS)
            .revision(&TOWN)
            .create();
        let migrate = |arguments: &[&str]| {
            let run = project
                .migrate(arguments)
                .env("DATABASE_URL", database.url());
            run.run().success()
        };
        let _ = migrate(&["up", "--create"]);
        database.execute("INSERT INTO users (id, town) VALUES (1, 'Ghent')");
        let _ = migrate(&["down"]);
        assert!(database.client().execute("SELECT town FROM users").is_err());
        database.execute("SELECT id FROM users");
        let _ = migrate(&["down", "base"]);
        assert!(database.client().execute("SELECT id FROM users").is_err());
        let _ = migrate(&["up"]);
        database.execute("SELECT town FROM users");
    });
}
