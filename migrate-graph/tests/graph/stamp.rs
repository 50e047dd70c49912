//! What `stamp` records.

use migrate_graph::Graph;

use crate::history::{
    applied, check, explained, fork, history, joined, target, targets, two_lines,
};

/// `+added -removed = afterwards`
fn stamp(graph: &Graph, ledger: &str, text: &str) -> String {
    let (text, purge) = text
        .strip_prefix("--purge ")
        .map_or((text, false), |text| (text, true));
    let stamp = graph.stamp(&applied(ledger), &targets(text), purge);
    stamp.map_or_else(
        |error| explained(&error),
        |stamp| {
            let (added, removed) = (joined(stamp.added), joined(stamp.removed));
            format!("+{added} -{removed} = {}", joined(&stamp.applied_after))
        },
    )
}

#[test]
fn a_target_moves_its_line() {
    check(
        &fork(),
        stamp,
        &[
            ("", "p1", "+r x p1 - = r x p1"),
            ("r x p1", "p1", "+ - = r x p1"),
            ("r x", "p2", "+p1 p2 - = r x p1 p2"),
            ("r x p1 p2", "x", "+ -p1 p2 = r x"),
            ("r x p1 p2", "base", "+ -r x p1 p2 = "),
            ("r x p1", "+1", "+p2 - = r x p1 p2"),
            ("r x p1", "-1", "+ -p1 = r x"),
            ("r x p1", "p1-2", "+ -x p1 = r"),
            ("", "heads", "+r x p1 p2 p3 q1 q2 - = r x p1 p2 p3 q1 q2"),
            ("", "P@head-1", "+r x p1 p2 - = r x p1 p2"),
        ],
    );
}

#[test]
fn other_lines_stay() {
    check(
        &fork(),
        stamp,
        &[
            ("r x p1 q1", "p2", "+p2 - = r x p1 q1 p2"),
            ("r x p1 q1", "P@base", "+ -p1 = r x q1"),
            ("r x p1 q1", "P@x", "+ -p1 = r x q1"),
            ("r x p1 q1", "x", "+ -p1 q1 = r x"),
        ],
    );
    let graph = history(&["a1 ; label A", "a2 < a1", "b1", "b2 < b1"]);
    check(
        &graph,
        stamp,
        &[
            ("a1 b1", "b2", "+b2 - = a1 b1 b2"),
            ("a1 a2 b1", "A@base", "+ -a1 a2 = b1"),
            ("a1", "b1", "+b1 - = a1 b1"),
        ],
    );
}

#[test]
fn dependencies_are_recorded_too() {
    check(
        &two_lines(),
        stamp,
        &[
            ("", "b2", "+a1 a2 b1 b2 - = a1 a2 b1 b2"),
            ("a1 a2 b1 b2", "a1", "+ -a2 b2 = a1 b1"),
        ],
    );
}

#[test]
fn several_targets_are_recorded_together() {
    check(
        &fork(),
        stamp,
        &[
            ("", "p1 q1", "+r x p1 q1 - = r x p1 q1"),
            ("r x p1 p2 p3", "p1 q1", "+q1 -p2 p3 = r x p1 q1"),
            ("", "p1 p1", "+r x p1 - = r x p1"),
            ("r x p1 q1", "P@base q2", "+q2 -p1 = r x q1 q2"),
        ],
    );
}

#[test]
fn contradictions_are_refused() {
    check(
        &fork(),
        stamp,
        &[
            (
                "",
                "r p1",
                "`r` and `p1` contradict each other: one says that `p1` is not applied, the other that it is => leave \
                 one of them out",
            ),
            (
                "",
                "p2 p1",
                "`p1` and `p2` contradict each other: one says that `p2` is not applied, the other that it is => leave \
                 one of them out",
            ),
            (
                "",
                "base x",
                "`base` and `x` contradict each other: one says that `r` is not applied, the other that it is => leave \
                 one of them out",
            ),
            (
                "",
                "P@base p1",
                "`P@base` and `p1` contradict each other: one says that `p1` is not applied, the other that it is => \
                 leave one of them out",
            ),
        ],
    );
    check(
        &two_lines(),
        stamp,
        &[
            ("", "a2 b2", "+a1 a2 b1 b2 - = a1 a2 b1 b2"),
            (
                "",
                "a1 b2",
                "`a1` and `b2` contradict each other: one says that `a2` is not applied, the other that it is => leave \
                 one of them out",
            ),
        ],
    );
}

#[test]
fn purge_forgets_everything_first() {
    check(
        &fork(),
        stamp,
        &[
            (
                "r x q1 tomorrow",
                "--purge p1",
                "+r x p1 -r x q1 tomorrow = r x p1",
            ),
            ("r tomorrow", "--purge base", "+ -r tomorrow = "),
        ],
    );
}

#[test]
fn unknown_revisions_stay_unless_they_may_stand_on_what_is_forgotten() {
    let refused = |unknown| {
        format!(
            "the database has `{unknown}` after what would be undone, which this checkout does not have => check out the \
             code that has them, or forget everything the ledger says with `--purge`"
        )
    };
    check(
        &fork(),
        stamp,
        &[
            ("r x tomorrow", "p1", "+p1 - = r x tomorrow p1"),
            ("tomorrow r x", "r", "+ -x = tomorrow r"),
            ("r x tomorrow", "r", &refused("tomorrow")),
            ("tomorrow", "base", &refused("tomorrow")),
        ],
    );
}

#[test]
fn several_heads_are_named() {
    check(
        &fork(),
        stamp,
        &[(
            "",
            "head",
            "there are 2 heads: `p3` and `q2` => record all of them with `cargo migrate stamp heads`, or one by its id",
        )],
    );
}

#[test]
fn a_state_is_given_by_its_targets() {
    let graph = fork();
    let state = |text: &str| joined(&graph.applied_at(&targets(text)).expect("a state"));
    assert_eq!(state("p1 q2"), "r x p1 q1 q2");
    assert_eq!(state("base"), "");
    assert_eq!(state(""), "");
    let error = graph
        .applied_at(&[target("current")])
        .expect_err("no database");
    assert_eq!(
        error.to_string(),
        "`current` is where the database is already"
    );
}
