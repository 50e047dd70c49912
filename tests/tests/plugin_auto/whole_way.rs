//! What is declared goes up, stays, and goes down.

use migrate_tests::{Backend, for_each_backend};

use crate::scene::{Scene, project};

const BLOG: &str = r#"
migrate_runtime::table! {
    users {
        #[migrate(auto_increment)]
        id -> BigInt,
        #[max_length = 80]
        #[migrate(unique)]
        name -> Varchar,
        #[max_length = 20]
        #[migrate(default = "light")]
        theme -> Varchar,
        #[migrate(default = sql("CURRENT_TIMESTAMP"))]
        created_at -> Timestamp,
        #[migrate(default = true)]
        active -> Bool,
    }
}

migrate_runtime::table! {
    #[migrate(index(user_id, title, unique))]
    posts {
        #[migrate(auto_increment)]
        id -> BigInt,
        #[migrate(references(users.id, on_delete = cascade))]
        user_id -> BigInt,
        #[max_length = 120]
        title -> Varchar,
        body -> Text,
        #[migrate(check = "score >= 0", default = 0)]
        score -> Integer,
        #[migrate(sql_type = "numeric(8, 2)")]
        price -> Nullable<Numeric>,
    }
}
"#;

const BLOG_GROWN: &str = r#"
migrate_runtime::table! {
    users {
        #[migrate(auto_increment)]
        id -> BigInt,
        #[max_length = 100]
        #[migrate(unique, was = "name")]
        full_name -> Varchar,
        #[max_length = 20]
        #[migrate(default = "dark")]
        theme -> Varchar,
        #[migrate(default = sql("CURRENT_TIMESTAMP"))]
        created_at -> Timestamp,
        #[max_length = 200]
        email -> Varchar,
    }
}

migrate_runtime::table! {
    #[migrate(was = "posts", index(author_id, title, unique))]
    articles {
        #[migrate(auto_increment)]
        id -> BigInt,
        #[migrate(references(users.id), was = "user_id")]
        author_id -> BigInt,
        #[max_length = 120]
        #[migrate(index)]
        title -> Varchar,
        body -> Nullable<Text>,
        #[migrate(check = "score >= 0 AND score <= 10", default = 0)]
        score -> Integer,
        #[migrate(sql_type = "numeric(8, 2)")]
        price -> Nullable<Numeric>,
    }
}

migrate_runtime::table! {
    tags (article_id, word) {
        #[migrate(references(articles.id))]
        article_id -> BigInt,
        #[max_length = 40]
        word -> Varchar,
    }
}
"#;

#[test]
fn what_is_declared_goes_up_stays_and_goes_down() {
    for_each_backend(|database| {
        let scene = Scene {
            project: project(BLOG).create(),
            database,
        };
        let backend = database.backend().name();
        let first = scene.generate("a1", "Create the blog", &[]);
        insta::assert_snapshot!(format!("first_{backend}"), first);
        scene.up();
        scene.has_nothing_to_do();
        let before = scene.dump();

        scene.declare(BLOG_GROWN);
        let second = scene.generate("b2", "Grow", &[]);
        insta::assert_snapshot!(format!("second_{backend}"), second);
        scene.up();
        scene.has_nothing_to_do();
        let _ = scene.migrate(&["fmt", "--check"]).success();

        let _ = scene.migrate(&["down"]).success();
        if database.backend() != Backend::Sqlite {
            // SQLite keeps the text of the statement that made a table last.
            assert_eq!(scene.dump(), before, "{backend}");
        }
        scene.project.remove("migrations/src/versions/b2_grow.rs");
        scene.declare(BLOG);
        scene.has_nothing_to_do();
    });
}
