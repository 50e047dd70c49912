//! What `cargo check` says about a history that is wrong as a whole: each error in the file that is wrong, at its literal.

use migrate_tests::{Project, Transcript};

const WORKSPACE: &str = "[workspace]\nresolver = \"3\"\nmembers = [\"*-crate\"]\n";

/// A migration with these arguments; the attribute stands in line 3.
fn migration(arguments: &str) -> String {
    format!(
        "use migrate_runtime::prelude::*;\n\n#[migration({arguments})]\nmod migration {{\n    use super::*;\n\n    \
         fn upgrade(_: &mut Op) {{}}\n\n    fn downgrade(_: &mut Op) {{}}\n}}\n"
    )
}

fn revision(id: &str, parent: &str) -> String {
    migration(&format!("revision = \"{id}\", down_revision = {parent}"))
}

/// A crate with these migration files.
fn history(name: &'static str, files: &[(&str, String)]) -> Project {
    let project = Project::named(name)
        .file("Cargo.toml", WORKSPACE)
        .bare_crate("only-crate", "\"src/versions\"", &[]);
    (files.iter())
        .fold(project, |project, (file, text)| {
            project.file(&format!("only-crate/src/versions/{file}"), text)
        })
        .create()
}

fn check(project: &Project) -> Transcript {
    project.cargo(["check", "--message-format", "short"]).run()
}

/// The errors, each as its place and its message, sorted; the summary at the end is none.
fn errors(project: &Project) -> Vec<String> {
    let answer = check(project).exits(101);
    let mut errors: Vec<String> = (answer.stderr.lines())
        .filter(|line| line.contains(": error"))
        .map(|line| line.replace("only-crate/src/versions/", ""))
        .collect();
    errors.sort();
    errors
}

/// The lines of help, sorted.
fn help(project: &Project) -> Vec<String> {
    let answer = check(project).exits(101);
    let mut help: Vec<String> = (answer.stderr.lines())
        .filter_map(|line| line.trim().strip_prefix("help: "))
        .map(str::to_owned)
        .collect();
    help.sort();
    help
}

#[test]
fn a_sound_history_compiles() {
    let project = history(
        "history_sound",
        &[
            ("users_add.rs", revision("users", "None")),
            (
                "cats_add.rs",
                migration(
                    "revision = \"cats\", down_revision = \"users\", branch_labels = [\"pets\"]",
                ),
            ),
            (
                "dogs_add.rs",
                migration(
                    "revision = \"dogs\", down_revision = \"users\", depends_on = [\"pets\"]",
                ),
            ),
            ("both_merge.rs", revision("both", "[\"cats\", \"dogs\"]")),
            // Left alone: not named like revisions.
            ("mod.rs", "not Rust".to_owned()),
            ("helper.rs", "not Rust".to_owned()),
            ("_some_helper.rs", "not Rust".to_owned()),
        ],
    );
    let _ = check(&project).success();
}

#[test]
fn a_duplicate_id_is_reported_at_both_places() {
    let project = history(
        "history_duplicate",
        &[
            ("users_add.rs", revision("users", "None")),
            ("cats_add.rs", revision("cats", "\"users\"")),
            ("cats_again.rs", revision("cats", "\"users\"")),
        ],
    );
    let both = "revision `cats` is declared twice: in src/versions/cats_add.rs and src/versions/cats_again.rs";
    assert_eq!(
        errors(&project),
        [
            format!("cats_add.rs:3:24: error: {both}"),
            format!("cats_again.rs:3:24: error: {both}")
        ]
    );
}

#[test]
fn unknown_parents_and_dependencies_are_reported_at_their_literals_with_the_nearest_id() {
    let project = history(
        "history_unknown",
        &[
            ("users_add.rs", revision("users", "None")),
            ("cats_add.rs", revision("cats", "[\"users\", \"usres\"]")),
            (
                "dogs_add.rs",
                migration(
                    "revision = \"dogs\", down_revision = \"users\", depends_on = [\"cast\"]",
                ),
            ),
        ],
    );
    assert_eq!(
        errors(&project),
        [
            "cats_add.rs:3:58: error: revision `cats` names the parent `usres`, which does not exist",
            "dogs_add.rs:3:71: error: revision `dogs` depends on `cast`, which does not exist",
        ]
    );
    assert_eq!(
        help(&project),
        ["did you mean `cats`?", "did you mean `users`?"]
    );
}

#[test]
fn a_cycle_is_shown_whole_at_each_of_its_parents() {
    let project = history(
        "history_cycle",
        &[
            ("base_add.rs", revision("base1", "None")),
            ("one_add.rs", revision("one", "[\"base1\", \"three\"]")),
            ("two_add.rs", revision("two", "\"one\"")),
            ("three_add.rs", revision("three", "\"two\"")),
        ],
    );
    let circle = "revisions follow each other in a circle: one -> three -> two -> one";
    assert_eq!(
        errors(&project),
        [
            "base_add.rs:3:24: error: the file name `base_add.rs` does not begin with the revision `base1`".to_owned(),
            format!("one_add.rs:3:57: error: {circle}"),
            format!("three_add.rs:3:49: error: {circle}"),
            format!("two_add.rs:3:47: error: {circle}"),
        ]
    );
}

#[test]
fn a_cycle_through_dependencies_is_one_too() {
    let project = history(
        "history_dependency_cycle",
        &[
            (
                "one_add.rs",
                migration("revision = \"one\", down_revision = None, depends_on = [\"two\"]"),
            ),
            (
                "two_add.rs",
                migration("revision = \"two\", down_revision = \"one\""),
            ),
        ],
    );
    let errors = errors(&project);
    assert!(
        errors
            .iter()
            .all(|error| error.contains("in a circle: one -> two -> one")),
        "{errors:?}"
    );
    assert_eq!(errors.len(), 2);
}

#[test]
fn a_label_belongs_to_one_branch() {
    let project = history(
        "history_label",
        &[
            (
                "one_add.rs",
                migration("revision = \"one\", down_revision = None, branch_labels = [\"pets\"]"),
            ),
            (
                "two_add.rs",
                migration(
                    "revision = \"two\", down_revision = None, branch_labels = [\"cars\", \"pets\"]",
                ),
            ),
        ],
    );
    let both = "revisions `one` and `two` both carry the branch label `pets`";
    assert_eq!(
        errors(&project),
        [
            format!("one_add.rs:3:70: error: {both}"),
            format!("two_add.rs:3:78: error: {both}")
        ]
    );
}

#[test]
fn a_file_holds_one_migration_and_is_named_after_it() {
    let two = revision("one", "None")
        + &revision("two", "None")
            .replace("use migrate_runtime::prelude::*;", "")
            .replace("mod migration", "mod other");
    let project = history(
        "history_files",
        &[
            ("one_and_two.rs", two),
            ("three_add.rs", revision("four", "\"one\"")),
            ("some_helper.rs", "//! No migration.\n".to_owned()),
        ],
    );
    assert_eq!(
        errors(&project),
        [
            "one_and_two.rs:3:24: error: a second `#[migration]` stands in line 13 of this file",
            "only-crate/src/lib.rs:1:28: error: src/versions/some_helper.rs: there is no `#[migration]` in this file",
            "three_add.rs:3:24: error: the file name `three_add.rs` does not begin with the revision `four`",
        ]
    );
}

#[test]
fn nobody_is_wrong_about_a_parent_whose_file_is_broken() {
    let project = history(
        "history_broken_parent",
        &[
            ("one_add.rs", migration("revision = \"one\"")),
            ("two_add.rs", revision("two", "\"one\"")),
        ],
    );
    assert_eq!(
        errors(&project),
        ["one_add.rs:3:1: error: this migration has no `down_revision`"]
    );

    project.write("only-crate/src/versions/one_add.rs", "fn unclosed() {\n");
    assert_eq!(
        errors(&project),
        ["one_add.rs:1:17: error: this file contains an unclosed delimiter"]
    );
}

#[test]
fn a_history_may_be_cut_into_crates() {
    let newest = |parent: &str| {
        Project::named("history_volumes")
            .file("Cargo.toml", WORKSPACE)
            .bare_crate("old-crate", "\"src/versions\"", &[])
            .file("old-crate/src/versions/one_add.rs", revision("one", "None"))
            .bare_crate(
                "new-crate",
                "\"src/versions\", volumes = [old_crate]",
                &["old-crate"],
            )
            .file("new-crate/src/versions/two_add.rs", revision("two", parent))
            .file(
                "new-crate/src/versions/three_add.rs",
                migration("revision = \"three\", down_revision = \"two\", depends_on = [\"one\"]"),
            )
            .create()
    };
    let _ = check(&newest("\"one\"")).success();

    let broken = check(&newest("[\"one\", \"won\"]")).exits(101);
    let message = "new-crate/src/versions/two_add.rs:3:55: error[E0080]: evaluation panicked: revision `two` names the \
                   parent `won`, which is neither here nor in a volume";
    assert!(broken.stderr.contains(message), "{}", broken.stderr);
}
