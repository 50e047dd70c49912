//! What `show`, `edit`, `merge` and `new --head` are told.

use migrate_graph::Graph;

use crate::history::{applied, check, explained, fork, joined, target, two_lines};

/// `-` stands for no database.
fn resolve(graph: &Graph, ledger: &str, text: &str) -> String {
    let applied = (ledger != "-").then(|| applied(ledger));
    graph
        .resolve(&target(text), applied.as_ref())
        .map_or_else(|error| explained(&error), joined)
}

#[test]
fn places_are_found_without_a_database() {
    check(
        &fork(),
        resolve,
        &[
            ("-", "p2", "p2"),
            ("-", "P", "p1"),
            ("-", "heads", "p3 q2"),
            ("-", "P@head", "p3"),
            ("-", "x@heads", "p3 q2"),
            ("-", "base", ""),
            ("-", "Q@base", ""),
            ("-", "P@head-1", "p2"),
            ("-", "base+1", "r"),
            ("-", "P@base+3", "p1"),
            ("-", "p1-1", "x"),
            ("-", "p1-3", ""),
        ],
    );
}

#[test]
fn what_is_applied_needs_a_database() {
    check(
        &fork(),
        resolve,
        &[
            ("r x p1 q1", "current", "p1 q1"),
            ("", "current", ""),
            ("r x p1", "+1", "p2"),
            ("r x p1 p2 q1", "P@+1", "p3"),
            ("r x p1", "-1", "x"),
            ("r x p1 q1", "-1", "p1"),
            ("r x p1 q1", "P@-1", "q1"),
            (
                "-",
                "current",
                "`current` depends on what a database has applied => this command reads source only; name a revision, \
                 or count from a place: `head-1`, `base+1`",
            ),
            (
                "-",
                "P@-1",
                "`P@-1` depends on what a database has applied => this command reads source only; name a revision, or \
                 count from a place: `head-1`, `base+1`",
            ),
        ],
    );
}

#[test]
fn heads_without_a_branch_are_those_that_nothing_needs() {
    let graph = two_lines();
    check(
        &graph,
        resolve,
        &[
            ("-", "heads", "a3 b2"),
            ("-", "A@heads", "a3"),
            ("a1 a2 b1 b2", "current", "a2 b2"),
        ],
    );
}
