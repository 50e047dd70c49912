//! Enum types, and a view over a table that changes its shape.

use migrate_tests::{Backend, for_each_backend};

use crate::scene::{Scene, project};

const PETS: &str = r#"
pub mod sql_types {
    #[derive(diesel::sql_types::SqlType)]
    #[diesel(postgres_type(name = "mood"))]
    pub struct Mood;
}

migrate_runtime::table! {
    pets {
        id -> Integer,
        #[max_length = 20]
        name -> Varchar,
        #[migrate(labels("sad", "ok"))]
        mood -> Mood,
    }
}
"#;

#[test]
fn labels_come_and_views_move_aside() {
    for_each_backend(|database| {
        let scene = Scene {
            project: project(PETS).create(),
            database,
        };
        let first = scene.generate("a1", "Create pets", &[]);
        insta::assert_snapshot!(format!("enum_first_{}", database.backend()), first);
        scene.up();
        scene.has_nothing_to_do();
        database.execute("CREATE VIEW names AS SELECT name FROM pets");
        scene.has_nothing_to_do();
        let grown = PETS
            .replace("20", "30")
            .replace(r#""ok""#, r#""ok", "glad""#);
        scene.declare(&grown);
        let second = scene.generate("b2", "Be glad", &[]);
        insta::assert_snapshot!(format!("enum_second_{}", database.backend()), second);
        scene.up();
        scene.has_nothing_to_do();
        database.execute("INSERT INTO pets (id, name, mood) VALUES (1, 'Rex', 'glad')");
        assert_eq!(
            database.values("SELECT name AS value FROM names"),
            [Some("Rex".to_owned())]
        );
        // Another order is no operation where the type is one for all tables: it is said.
        if database.backend() == Backend::Postgres {
            scene.declare(&grown.replace(r#""sad", "ok""#, r#""ok", "sad""#));
            let answer = scene.migrate(&["new", "--auto", "Turn round"]).success();
            assert!(
                answer
                    .stderr
                    .contains("labels of enum type `mood` have another order"),
                "{answer}"
            );
            assert!(!answer.stderr.contains("as declared"), "{answer}");
            scene.project.remove(answer.stdout.trim());
            scene.declare(&grown);
        }
        let refused = scene.migrate(&["down"]);
        assert_ne!(refused.status, Some(0), "a row is glad");
        database.execute("DELETE FROM pets");
        let _ = scene.migrate(&["down"]).success();
    });
}
