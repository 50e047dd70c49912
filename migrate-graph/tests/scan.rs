//! What reading migration files answers, and what it says about broken ones.

use std::io;
use std::path::Path;

use migrate_graph::scan::{self, Scanned};

const PATH: &str = "src/versions/a1_add_users.rs";

const SOUND: &str = r##"//! Add the table of users,
//! and their emails.
//!
//! Not part of the message.

use migrate_runtime::prelude::*;

#[migration(
    revision = "a1",
    down_revision = ["b2", r#"c3"#],
    branch_labels = ["accounts"],
    depends_on = ["d4", "billing"],
    transaction = false,
    allow(LK01 = "the table is small"),
)]
mod add_users {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.create_table("users", |t| {});
    }

    fn downgrade(op: &mut Op) -> Result<(), Error> {
        op.drop_table("users");
        Ok(())
    }
}
"##;

fn read(text: &str) -> Scanned {
    scan::file(Path::new(PATH), text)
}

fn errors(scanned: &Scanned) -> Vec<String> {
    scanned.errors.iter().map(ToString::to_string).collect()
}

#[test]
fn a_file_tells_everything_that_a_graph_needs() {
    let scanned = read(SOUND);

    assert_eq!(errors(&scanned), [""; 0]);
    let revision = scanned.revision.expect("the file is sound");
    assert_eq!(revision.id.as_str(), "a1");
    assert_eq!(
        revision
            .down_revision
            .iter()
            .map(AsRef::as_ref)
            .collect::<Vec<&str>>(),
        ["b2", "c3"]
    );
    assert_eq!(revision.depends_on, ["d4", "billing"]);
    assert_eq!(revision.branch_labels, ["accounts"]);
    assert_eq!(
        revision.message,
        "Add the table of users, and their emails."
    );
    assert_eq!(revision.path.as_deref(), Some(PATH));
    assert!(revision.source_hash.is_some());
    assert_eq!(revision.irreversible, None);
}

#[test]
fn without_documentation_the_slug_is_the_message() {
    let text = SOUND
        .lines()
        .filter(|line| !line.starts_with("//!"))
        .collect::<Vec<_>>()
        .join("\n");
    assert_eq!(
        read(&text)
            .revision
            .map(|revision| revision.message)
            .as_deref(),
        Some("add users")
    );
}

#[test]
fn every_error_of_a_file_has_its_line_and_column() {
    let text = r#"//! Broken in many ways

#[migration(revision = "a1", down_revisions = "b2", transaction = "no")]
mod add_users {
    fn upgrade<T>(op: &mut T) {}
    async fn downgrade(op: &mut Op, more: u8) {}
}

#[migration(revision = "a2", down_revision = None)]
mod second {}
"#;
    assert_eq!(
        errors(&read(text)),
        [
            "src/versions/a1_add_users.rs:9:2: this is a second `#[migration]` in one file",
            "src/versions/a1_add_users.rs:3:30: unknown key `down_revisions`",
            "src/versions/a1_add_users.rs:3:67: `transaction` is not `true` or `false`",
            "src/versions/a1_add_users.rs:5:15: `upgrade` must not be generic",
            "src/versions/a1_add_users.rs:6:5: `downgrade` must not be `async`",
            "src/versions/a1_add_users.rs:6:23: `downgrade` takes one argument, not 2",
        ]
    );
}

#[test]
fn a_file_with_errors_still_has_its_place_in_the_graph() {
    let text =
        "#[migration(revision = \"a1\", down_revision = \"b2\", colour = 1)] mod add_users {}";
    let scanned = read(text);

    assert_eq!(scanned.errors.len(), 3, "{:?}", scanned.errors);
    assert_eq!(
        scanned
            .revision
            .map(|revision| revision.id.to_string())
            .as_deref(),
        Some("a1")
    );
}

#[test]
fn text_that_is_not_rust_is_reported_where_it_stops_being_rust() {
    for (text, position) in [
        ("fn f() {\n    \"never closed\n", "2:5"),
        ("mod m {\n}\n}\n", "3:1"),
        ("mod m {\n    fn f() {\n}\n", "1:7"),
        ("/* never closed", "1:1"),
    ] {
        let scanned = read(text);
        assert_eq!(
            errors(&scanned),
            [format!("{PATH}:{position}: this is not Rust")],
            "{text}"
        );
        assert_eq!(scanned.revision, None);
        assert_eq!(scanned.name_prefix, "a1");
    }
}

#[test]
fn a_file_without_a_migration_is_an_error() {
    assert_eq!(
        errors(&read("fn helper() {}")),
        ["src/versions/a1_add_users.rs:1:1: there is no `#[migration]` in this file"]
    );
}

#[test]
fn the_file_name_begins_with_the_revision() {
    for (path, fits) in [
        ("a1_add_users.rs", true),
        ("a1_.rs", true),
        ("a1.rs", false),
        ("a12_add_users.rs", false),
        ("add_users_a1.rs", false),
    ] {
        let scanned = scan::file(Path::new(path), SOUND);
        let expected: &[String] = if fits {
            &[]
        } else {
            &[format!(
                "{path}:9:16: the file name `{path}` does not begin with the revision `a1`"
            )]
        };
        assert_eq!(errors(&scanned), expected);
    }
}

/// A migration whose steps are in SQL files; `up` and `down` are the texts of those that exist.
fn read_pair(attribute: &str, up: Option<&str>, down: Option<&str>) -> Scanned {
    let text = format!(
        "#[migration(revision = \"a1\", down_revision = None, {attribute})]\nmod add_users {{}}\n"
    );
    scan::file_beside(Path::new(PATH), &text, &|path| {
        let found = match path.to_str() {
            Some("src/versions/a1_add_users.up.sql") => up,
            Some("src/versions/a1_add_users.down.sql") => down,
            other => panic!("nobody needs {other:?}"),
        };
        found
            .map(str::to_owned)
            .ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    })
}

#[test]
fn a_pair_of_sql_files_must_be_there_and_say_something() {
    let at = "src/versions/a1_add_users.rs:1:52: ";
    for (up, down, expected) in [
        (
            Some("CREATE TABLE t (id INT);"),
            Some("DROP TABLE t;"),
            &[][..],
        ),
        (
            Some("SELECT 1"),
            None,
            &["`a1_add_users.down.sql` is missing"],
        ),
        (
            Some("SELECT 1"),
            Some("-- later\n"),
            &["`a1_add_users.down.sql` has no statement"],
        ),
        (
            None,
            Some("SELECT 1"),
            &["`a1_add_users.up.sql` is missing"],
        ),
        (
            Some(""),
            None,
            &[
                "`a1_add_users.up.sql` has no statement",
                "`a1_add_users.down.sql` is missing",
            ],
        ),
    ] {
        let expected: Vec<String> = expected
            .iter()
            .map(|message| format!("{at}{message}"))
            .collect();
        assert_eq!(errors(&read_pair("sql", up, down)), expected);
    }
}

#[test]
fn an_irreversible_sql_migration_has_no_down_file() {
    let irreversible = "sql, irreversible = \"the data is gone\"";
    assert_eq!(
        errors(&read_pair(irreversible, Some("SELECT 1"), None)),
        [""; 0]
    );
    assert_eq!(
        errors(&read_pair(irreversible, Some("SELECT 1"), Some("SELECT 2"))),
        [
            "src/versions/a1_add_users.rs:1:72: this migration has `a1_add_users.down.sql` and says that it is irreversible"
        ]
    );
}

#[test]
fn the_sql_files_are_part_of_the_source_hash() {
    let hash = |up, down| {
        read_pair("sql", Some(up), Some(down))
            .revision
            .and_then(|revision| revision.source_hash)
    };
    let original = hash("SELECT 1;\nSELECT 2;\n", "SELECT 3;");

    assert_eq!(
        hash("SELECT 1;\r\nSELECT 2;\r\n", "SELECT 3;\n"),
        original,
        "line endings mean nothing"
    );
    assert_ne!(hash("SELECT 1;\nSELECT 2;\n", "SELECT 4;"), original);
    assert_ne!(hash("SELECT 1;", "SELECT 2;\nSELECT 3;"), original);
}

#[test]
fn a_folder_is_read_in_the_order_of_its_names() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let put = |name: &str, text: &[u8]| std::fs::write(folder.path().join(name), text);
    put("b2_second.rs", b"#[migration(revision = \"b2\", down_revision = \"a1\")] mod m { fn upgrade(o: &mut Op) {} fn downgrade(o: &mut Op) {} }")?;
    put("a1_first.rs", b"#[migration(revision = \"a1\", down_revision = None)] mod m { fn upgrade(o: &mut Op) {} fn downgrade(o: &mut Op) {} }")?;
    put("c3_not_text.rs", b"//! fine\n// \xff\n")?;
    for ignored in [
        "mod.rs",
        "helper.rs",
        "_helper.rs",
        ".hidden_file.rs",
        "a1_first.up.sql",
        "read_me.md",
    ] {
        put(ignored, b"anything")?;
    }
    std::fs::create_dir(folder.path().join("a_folder.rs"))?;

    let scan = scan::directory(folder.path())?;

    let ids: Vec<String> = scan
        .revisions()
        .iter()
        .map(|revision| revision.id.to_string())
        .collect();
    assert_eq!(ids, ["a1", "b2"]);
    let paths: Vec<_> = scan
        .files
        .iter()
        .map(|file| file.path.rsplit('/').next().unwrap_or_default())
        .collect();
    assert_eq!(paths, ["a1_first.rs", "b2_second.rs", "c3_not_text.rs"]);
    let errors: Vec<_> = scan
        .errors()
        .map(|error| (error.line, error.column, error.message.as_str()))
        .collect();
    assert_eq!(errors, [(2, 4, "the text is not UTF-8")]);
    Ok(())
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    assert!(scan::directory(Path::new("no/such/folder")).is_err());
}

#[test]
fn a_migration_in_a_file_that_is_not_named_like_one_does_not_vanish() -> io::Result<()> {
    let folder = tempfile::tempdir()?;
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text);
    let migration = "#[migration(revision = \"a1\", down_revision = None)] mod m { fn upgrade(o: &mut Op) {} fn downgrade(o: &mut Op) {} }";
    put("renamed.rs", migration)?;
    put("_switched_off.rs", migration)?;
    put("helper.rs", "// What `#[migration]` needs.\nfn help() {}")?;

    let scan = scan::directory(folder.path())?;

    assert_eq!(scan.files.len(), 1);
    let errors: Vec<_> = scan
        .errors()
        .map(|error| (error.message.as_str(), error.help.as_str()))
        .collect();
    assert_eq!(
        errors,
        [(
            "the file name `renamed.rs` does not begin with the revision `a1`",
            "rename the file to `a1_….rs`, or correct the revision"
        )]
    );
    Ok(())
}
