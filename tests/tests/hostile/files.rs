//! Files of Rust: whatever stands in one, the tool answers what it could read and where the rest is wrong.

use std::path::Path;

use migrate_graph::declared::File;
use migrate_graph::scan;
use proptest::prop_assert;
use proptest::test_runner::TestCaseError;

use migrate_tests::runs;

use crate::mangled;

const MIGRATIONS: [&str; 5] = [
    r#"//! Create users
use migrate_runtime::prelude::*;

#[migration(revision = "a1b2c3d4e5f6", down_revision = None)]
mod create_users {
    use super::*;
    fn upgrade(op: &mut Op) { op.create_table("users", |t| { t.column("id", BigInt).primary_key(); }); }
    fn downgrade(op: &mut Op) { op.drop_table("users"); }
}
"#,
    r##"#[migration(revision = "b2", down_revision = ["a1", r#"a2"#], branch_labels = ["shop"], depends_on = ["c3"],
    transaction = false, allow(LK01 = "why"))]
mod merge { fn upgrade(op: &mut Op) {} fn downgrade(op: &mut Op) {} }"##,
    r#"#[migration(revision = "d4", down_revision = "b2", irreversible = "gone is gone")]
mod drop { fn upgrade(conn: &mut PgConnection) -> QueryResult<()> { Ok(()) } }"#,
    r#"#[migration(revision = "e5", down_revision = "d4", sql = true)] mod e {}"#,
    r#"#[migration(revision = "f6", down_revision = "e5")] mod f { fn upgrade(op: &mut Op) { op.execute("x"); }
    fn downgrade(op: &mut Op) { todo!() } } #[migration(revision = "f7", down_revision = "f6")] mod g {}"#,
];

const DECLARATIONS: [&str; 5] = [
    r#"diesel::table! { users (id) { id -> Int8, name -> Nullable<Varchar>, #[sql_name = "type"] kind -> Text, } }"#,
    r#"migrate_runtime::table! {
    /// People
    #[migrate(index(name, unique, r#where = "name <> ''"), check("id > 0"), was = "persons")]
    app.users (id, other) {
        #[migrate(references(teams.id), default = 7, max_length = 80)]
        id -> BigInt,
        #[migrate(default_sql = "now()", comment = "it's")]
        other -> Timestamptz,
    }
}
diesel::joinable!(posts -> users (user_id));
diesel::allow_tables_to_appear_in_same_query!(posts, users,);"#,
    r#"pub mod sql_types { #[derive(diesel::sql_types::SqlType)] #[diesel(postgres_type(name = "mood", schema = "app"))] pub struct Mood; }"#,
    r"table! { use diesel::sql_types::*; use super::sql_types::Mood; t (a, b) { a -> Array<Nullable<Text>>, b -> Mood, } }",
    r#"table! { #[migrate(no_primary_key, option(strict), foreign_key([a, b], t [c, d], on_delete = "cascade"))] t (a) { a -> Integer, b -> Unsigned<Integer>, } }"#,
];

#[test]
fn a_migration_file_of_any_text_is_read_as_far_as_it_goes() {
    let wanted = ["sound", "a rule", "unreadable"];
    runs::of(
        "migration files",
        6_000,
        &wanted,
        &mangled::of(&MIGRATIONS),
        |text, outcomes| {
            let nowhere = |_: &Path| Err(std::io::ErrorKind::NotFound.into());
            let scanned =
                scan::file_beside(Path::new("src/versions/a1b2c3d4e5f6_x.rs"), &text, &nowhere);
            if scanned.errors.is_empty() {
                prop_assert!(
                    scanned.revision.is_some(),
                    "nothing is wrong, and nothing was found"
                );
                outcomes.count("sound");
            }
            for error in &scanned.errors {
                outcomes.count(match error.kind {
                    scan::FileErrorKind::Unreadable => "unreadable",
                    scan::FileErrorKind::Rule => "a rule",
                    _ => "another",
                });
                prop_assert!(!error.help.is_empty(), "{}", error);
                stands_in(&text, error.line, error.column)?;
            }
            Ok(())
        },
    );
}

#[test]
fn a_file_of_declarations_of_any_text_is_read_or_refused_at_a_place() {
    let wanted = ["read", "refused"];
    runs::of(
        "declarations",
        6_000,
        &wanted,
        &mangled::of(&DECLARATIONS),
        |text, outcomes| {
            match File::parse(&text) {
                Ok(_) => outcomes.count("read"),
                Err(problems) => {
                    outcomes.count("refused");
                    prop_assert!(!problems.is_empty());
                    for problem in &problems {
                        prop_assert!(!problem.message.is_empty());
                        stands_in(&text, problem.line, problem.column)?;
                    }
                }
            }
            Ok(())
        },
    );
}

/// An editor can go there: the place is in the text, or right behind its end.
fn stands_in(text: &str, line: usize, column: usize) -> Result<(), TestCaseError> {
    let lines = text.split('\n').count();
    prop_assert!((1..=lines).contains(&line), "line {} of {}", line, lines);
    let letters = text
        .split('\n')
        .nth(line - 1)
        .map_or(0, |line| line.chars().count());
    // A byte order mark is no column.
    prop_assert!(
        (1..=letters + 1).contains(&column),
        "column {} of {}",
        column,
        letters
    );
    Ok(())
}
