//! What a user's project does not get: no argument parser in an application, no database nobody asked for.

use std::collections::BTreeSet;
use std::process::Command;

use migrate_tests::checkout;

const ARGUMENT_PARSER: [&str; 1] = ["clap"];
const C_LIBRARIES: [&str; 2] = ["mysqlclient-sys", "pq-sys"];
const DATABASES: [&str; 7] = [
    "diesel-async",
    "libsqlite3-sys",
    "mysql_async",
    "mysqlclient-sys",
    "pq-sys",
    "rusqlite",
    "tokio-postgres",
];

#[test]
fn an_application_that_embeds_its_migrations_gets_no_argument_parser() {
    let tree = tree("migrate-runtime", "sqlite");
    assert!(
        tree.contains("libsqlite3-sys"),
        "the feature was not on: {tree:?}"
    );
    assert_free_of(&tree, &ARGUMENT_PARSER);
}

#[test]
fn the_command_line_alone_links_no_database() {
    let tree = tree("migrate-runtime", "cli");
    assert!(tree.contains("clap"), "the feature was not on: {tree:?}");
    assert_free_of(&tree, &DATABASES);
}

#[test]
fn the_plugin_links_no_database() {
    assert_free_of(&tree("cargo-migrate", ""), &DATABASES);
}

#[test]
fn the_pure_rust_drivers_link_no_c_library() {
    let tree = tree("migrate-runtime", "async-postgres,async-mysql");
    assert!(
        tree.contains("tokio-postgres") && tree.contains("mysql_async"),
        "the features were not on: {tree:?}"
    );
    assert_free_of(&tree, &C_LIBRARIES);
    assert_free_of(
        &tree,
        &["libsqlite3-sys", "openssl-sys", "native-tls", "aws-lc-sys"],
    );
}

#[test]
fn the_graph_knows_no_database_and_no_macros() {
    let tree = tree("migrate-graph", "");
    assert_free_of(&tree, &DATABASES);
    assert_free_of(&tree, &["diesel", "syn", "quote", "clap"]);
}

fn assert_free_of(tree: &BTreeSet<String>, unwanted: &[&str]) {
    let found: Vec<_> = unwanted
        .iter()
        .filter(|name| tree.contains(**name))
        .collect();
    assert!(found.is_empty(), "{found:?} among {tree:?}");
}

/// The names of what a package is linked with when only these features are on.
fn tree(package: &str, features: &str) -> BTreeSet<String> {
    let output = Command::new(checkout::cargo())
        .current_dir(checkout::root())
        .args([
            "tree",
            "--offline",
            "--locked",
            "--edges",
            "normal,build",
            "--prefix",
            "none",
            "--format",
            "{p}",
        ])
        .args([
            "--package",
            package,
            "--no-default-features",
            "--features",
            features,
        ])
        .output()
        .expect("running cargo");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let text = String::from_utf8(output.stdout).expect("cargo writes text");
    text.lines()
        .filter_map(|line| line.split_whitespace().next())
        .map(str::to_owned)
        .collect()
}
