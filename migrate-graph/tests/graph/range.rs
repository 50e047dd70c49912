//! Slices of the history, newest first.

use migrate_graph::{Graph, TargetRange};

use crate::history::{applied, check, diamond, explained, fork, history, names, two_lines};

/// `-` stands for no database.
fn range(graph: &Graph, ledger: &str, text: &str) -> String {
    let applied = (ledger != "-").then(|| applied(ledger));
    let range: TargetRange = text.parse().expect("a range");
    graph
        .range(&range, applied.as_ref())
        .map_or_else(|error| explained(&error), names)
}

#[test]
fn both_ends_belong_to_it_and_either_may_be_left_out() {
    check(
        &fork(),
        range,
        &[
            ("-", ":", "q2 q1 p3 p2 p1 x r"),
            ("-", "base:heads", "q2 q1 p3 p2 p1 x r"),
            ("-", ":p2", "p2 p1 x r"),
            ("-", "p2:", "p3 p2"),
            ("-", "x:", "q2 q1 p3 p2 p1 x"),
            ("-", "x:p2", "p2 p1 x"),
            ("-", "p1:p3", "p3 p2 p1"),
            ("-", "p1:p1", "p1"),
            ("-", "P:P@head", "p3 p2 p1"),
            ("-", "p3-1:p3", "p3 p2"),
            ("-", "r+1:P@head", "p3 p2 p1 x"),
            ("-", ":base", ""),
            ("-", "heads:", "q2 p3"),
        ],
    );
}

#[test]
fn steps_down_count_from_the_heads_on_every_line() {
    check(
        &fork(),
        range,
        &[
            ("-", "-0:", "q2 p3"),
            ("-", "-1:", "q2 q1 p3 p2"),
            ("-", "P@-2:", "p3 p2 p1"),
            ("-", ":P@-2", "p1 x r"),
            ("-", "-99:", "q2 q1 p3 p2 p1 x r"),
            ("-", "-18446744073709551615:", "q2 q1 p3 p2 p1 x r"),
        ],
    );
    check(
        &diamond(),
        range,
        &[
            ("-", "-1:", "n m"),
            ("-", "-2:", "n m q1 p1"),
            ("-", "-3:", "n m q1 p1 r"),
        ],
    );
}

#[test]
fn through_a_merge_it_is_what_going_up_runs() {
    check(
        &diamond(),
        range,
        &[("-", "p1:m", "m q1 p1"), ("-", "r:m", "m q1 p1 r")],
    );
    check(
        &two_lines(),
        range,
        &[("-", "b1:b2", "b2 b1 a2 a1"), ("-", "a2:", "b2 b1 a3 a2")],
    );
}

#[test]
fn current_is_an_end_where_there_is_a_database() {
    check(
        &fork(),
        range,
        &[
            ("r x p1", "current:", "p3 p2 p1"),
            ("r x p1", ":current", "p1 x r"),
            ("r x p1 q1", ":current", "q1 p1 x r"),
            ("r x p1", "r:current", "p1 x r"),
            ("", ":current", ""),
            ("", "current:P", "p1 x r"),
            ("r x", "current:+0", "x"),
        ],
    );
}

#[test]
fn ends_must_be_on_one_line_and_the_right_way_round() {
    check(
        &fork(),
        range,
        &[
            (
                "-",
                "p1:q1",
                "no line leads from `p1` to `q1` => name two revisions of one line, or leave one side empty",
            ),
            (
                "-",
                "p3:p1",
                "`p3` is newer than `p1` => write the older end first: `p1:p3`",
            ),
            (
                "-",
                "p3:base",
                "`p3` is newer than `base` => write the older end first: `base:p3`",
            ),
            (
                "-",
                "current:",
                "`current` depends on what a database has applied => this command reads source only; name a revision, \
                 or count from a place: `head-1`, `base+1`",
            ),
            (
                "-",
                ":+1",
                "`+1` depends on what a database has applied => this command reads source only; name a revision, or \
                 count from a place: `head-1`, `base+1`",
            ),
        ],
    );
}

#[test]
fn an_empty_history_has_empty_slices() {
    check(
        &history(&[]),
        range,
        &[("-", ":", ""), ("-", "-3:", ""), ("-", "base:head", "")],
    );
}
