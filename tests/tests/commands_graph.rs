//! The commands that read the graph, on a history with everything: several roots, branches, merges, dependencies.
//! Cargo fails whenever it is called.

use migrate_tests::{Project, Transcript};

/// A migration file: id, what the attribute says beside it, message.
fn migration(id: &str, rest: &str, message: &str) -> (String, String) {
    let name = format!("m_{id}");
    let source = format!(
        "//! {message}\n\nuse migrate_runtime::prelude::*;\n\n\
         #[migration(revision = \"{id}\", {rest})]\nmod {name} {{\n    use super::*;\n\n    \
         fn upgrade(_op: &mut Op) {{}}\n\n    fn downgrade(_op: &mut Op) {{}}\n}}\n"
    );
    (format!("migrations/src/versions/{id}_{name}.rs"), source)
}

const HISTORY: [(&str, &str, &str); 11] = [
    ("aa01", "down_revision = None", "Create users"),
    ("ab02", "down_revision = \"aa01\"", "Add email to users"),
    ("ac03", "down_revision = \"aa01\"", "Add teams"),
    ("ad04", "down_revision = \"aa01\"", "Add roles"),
    (
        "ae05",
        "down_revision = [\"ab02\", \"ac03\", \"ad04\"]",
        "Join the three",
    ),
    (
        "ba01",
        "down_revision = None, branch_labels = [\"billing\"]",
        "Create invoices\n//!\n//! Long after the first line there is more to say.",
    ),
    (
        "bb02",
        "down_revision = \"ba01\", depends_on = [\"ae05\"]",
        "Bill users",
    ),
    ("bc03", "down_revision = \"ba01\"", "Add taxes"),
    ("bd04", "down_revision = [\"bb02\", \"bc03\"]", "Join taxes"),
    ("be05", "down_revision = \"bd04\"", "Round"),
    (
        "bf06",
        "down_revision = \"bd04\", irreversible = \"amounts are gone\"",
        "Forget amounts",
    ),
];

fn project(name: &'static str) -> Project {
    let files = HISTORY.map(|(id, rest, message)| {
        let (path, source) = migration(id, rest, message);
        if rest.contains("irreversible") {
            (
                path,
                source.replace("\n    fn downgrade(_op: &mut Op) {}\n", ""),
            )
        } else {
            (path, source)
        }
    });
    files
        .into_iter()
        .fold(
            Project::named(name).migration_crate(&[migrate_tests::Backend::Sqlite]),
            |project, (path, source)| project.file(&path, source),
        )
        .create()
}

#[test]
fn the_graph_is_read_from_source() {
    let project = project("commands_graph");
    let ask = |line: &str| -> Transcript { project.migrate(line.split(' ')).without_cargo().run() };
    for (name, line) in [
        ("history", "history"),
        ("history_json", "history --json"),
        ("history_graph", "history --graph"),
        ("history_dot", "history --format dot"),
        ("history_mermaid", "history --format mermaid"),
        ("history_range", "history aa01:ae05"),
        ("history_range_graph", "history billing: --graph"),
        ("heads", "heads"),
        ("heads_json", "heads --json"),
        ("branches", "branches"),
        ("branches_json", "branches --json"),
        ("show", "show ba01"),
        ("show_irreversible", "show bf06"),
        ("show_json", "show bb02 --json"),
        ("show_heads", "show heads"),
        ("plan_up", "plan up heads --from base"),
        ("plan_up_json", "plan up be05 --from ae05,ba01 --json"),
        ("plan_down", "plan down -1 --from bd04"),
        ("plan_nothing", "plan up aa01 --from ae05"),
    ] {
        insta::assert_snapshot!(name, ask(line).success());
    }
    for (name, line, code) in [
        ("history_wrong_range", "history ae05:aa01", 2),
        ("history_no_range", "history ae05", 2),
        ("show_unknown", "show ax02", 2),
        ("show_unknown_json", "show zz --json", 2),
        ("show_ambiguous", "show b", 2),
        ("show_several", "show head", 7),
        ("show_current", "show current", 2),
        ("plan_several_heads", "plan up --from base", 7),
        ("plan_no_direction", "plan sideways head --from base", 2),
    ] {
        insta::assert_snapshot!(name, ask(line).exits(code));
    }
}

#[test]
fn an_empty_history_is_no_error() {
    let project = Project::named("commands_graph_empty")
        .migration_crate(&[migrate_tests::Backend::Sqlite])
        .create();
    for command in ["history", "heads", "branches", "plan up heads --from base"] {
        let answer = project.migrate(command.split(' ')).without_cargo().run();
        insta::assert_snapshot!(format!("empty_{}", &command[..4]), answer.success());
    }
}
