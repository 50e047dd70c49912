//! What `down` runs, for every form of target.

use crate::history::{applied, check, diamond, down, fork, history, joined, target, two_lines};

const ALL: &str = "r x p1 q1 p2 q2 p3";

#[test]
fn to_a_revision_everything_above_goes() {
    check(
        &fork(),
        down,
        &[
            (ALL, "p1", "p3 p2"),
            (ALL, "P", "p3 p2"),
            (ALL, "x", "p3 q2 p2 q1 p1"),
            (ALL, "r", "p3 q2 p2 q1 p1 x"),
            (ALL, "base", "p3 q2 p2 q1 p1 x r"),
            (ALL, "p3", ""),
            (ALL, "P@head", ""),
            (ALL, "p3-1", "p3"),
            (ALL, "P@head-2", "p3 p2"),
            (ALL, "p1+1", "p3"),
            (ALL, "base+1", "p3 q2 p2 q1 p1 x"),
            (ALL, "p3-4", "p3 q2 p2 q1 p1 x"),
            (ALL, "p3-5", "p3 q2 p2 q1 p1 x r"),
            ("r x p1", "x", "p1"),
            ("r x p1", "base", "p1 x r"),
            ("", "base", ""),
        ],
    );
}

#[test]
fn on_a_branch_only_its_own_part_goes() {
    check(
        &fork(),
        down,
        &[
            (ALL, "P@base", "p3 p2 p1"),
            (ALL, "Q@base", "q2 q1"),
            (ALL, "p2@base", "p3 p2 p1"),
            (ALL, "x@base", "p3 q2 p2 q1 p1 x r"),
            (ALL, "P@x", "p3 p2 p1"),
            (ALL, "Q@x", "q2 q1"),
            (ALL, "P@r", "p3 p2 p1"),
            (ALL, "P@p1", "p3 p2"),
            (ALL, "P@p3-3", "p3 p2 p1"),
            (ALL, "P@p3-5", "p3 p2 p1"),
            (ALL, "Q@base+3", "q2"),
            (ALL, "P@base+2", "p3 p2 p1"),
            ("r x p1", "P@base", "p1 x r"),
            ("r x p1", "Q@base", ""),
            ("r x p1 p2", "Q@x", ""),
        ],
    );
}

#[test]
fn the_bottom_of_one_line_leaves_other_lines_alone() {
    let graph = history(&["a1 ; label A", "a2 < a1", "b1", "b2 < b1"]);
    check(
        &graph,
        down,
        &[
            ("a1 a2 b1 b2", "A@base", "a2 a1"),
            ("a1 a2 b1 b2", "a2-2", "a2 a1"),
            ("a1 a2 b1 b2", "base", "b2 b1 a2 a1"),
            ("a1 a2 b1 b2", "a1", "a2"),
        ],
    );
}

#[test]
fn relative_to_what_is_applied_the_last_ones_go() {
    check(
        &fork(),
        down,
        &[
            (ALL, "-1", "p3"),
            (ALL, "-2", "p3 q2"),
            (ALL, "-3", "p3 q2 p2"),
            (ALL, "-7", "p3 q2 p2 q1 p1 x r"),
            (ALL, "-0", ""),
            ("r x q1 p1", "-1", "p1"),
            ("r x p1 q1", "-1", "q1"),
            ("", "-0", ""),
        ],
    );
}

#[test]
fn relative_on_a_branch_the_last_of_the_branch_go() {
    check(
        &fork(),
        down,
        &[
            (ALL, "Q@-1", "q2"),
            (ALL, "Q@-2", "q2 q1"),
            (ALL, "P@-1", "p3"),
            (ALL, "Q@-3", "p3 q2 p2 q1 p1 x"),
            ("r x q1 p1", "Q@-1", "q1"),
        ],
    );
}

#[test]
fn one_down_from_a_merge_undoes_exactly_the_merge() {
    check(
        &diamond(),
        down,
        &[
            ("r p1 q1 m", "-1", "m"),
            ("r p1 q1 m", "-2", "m q1"),
            ("r q1 p1 m", "-2", "m p1"),
            ("r p1 q1 m n", "-2", "n m"),
            ("r p1 q1 m n", "P@-2", "n m"),
            ("r p1 q1 m n", "P@-3", "n m p1"),
        ],
    );
}

#[test]
fn through_a_merge_one_side_unwinds() {
    let graph = history(&[
        "r",
        "p1 < r ; label P",
        "p2 < p1",
        "q1 < r ; label Q",
        "q2 < q1",
        "m < p2 q2",
    ]);
    check(
        &graph,
        down,
        &[
            ("r p1 p2 q1 q2 m", "p1", "m p2"),
            ("r p1 p2 q1 q2 m", "p2", "m"),
            ("r p1 p2 q1 q2 m", "Q@base", "m q2 q1"),
            ("r p1 p2 q1 q2 m", "P@r", "m p2 p1"),
            ("r p1 p2 q1 q2 m", "m", ""),
        ],
    );
}

#[test]
fn what_depends_on_what_goes_goes_too_and_what_is_depended_upon_stays() {
    check(
        &two_lines(),
        down,
        &[
            ("a1 a2 b1 b2", "a1", "b2 a2"),
            ("a1 a2 a3 b1 b2", "a2", "a3"),
            ("a1 a2 b1 b2", "A@base", "b2 a2 a1"),
            ("a1 a2 b1 b2", "b1", "b2"),
            ("a1 a2 b1 b2", "B@base", "b2 b1"),
            ("a1 a2 a3 b1 b2", "B@-1", "b2"),
            ("a1 a2 b1 b2", "A@-1", "b2 a2"),
        ],
    );
}

#[test]
fn what_was_applied_last_is_undone_first() {
    let graph = history(&["r", "a < r", "b < r", "c < r"]);
    check(
        &graph,
        down,
        &[
            ("r b c a", "r", "a c b"),
            ("r a b c", "r", "c b a"),
            ("r b c a", "base", "a c b r"),
        ],
    );
}

#[test]
fn without_a_ledger_the_graph_decides_ties_by_id() {
    let graph = fork();
    let everything = graph.applied_at(&[target("heads")]).expect("a state");
    assert_eq!(joined(&everything), "r x p1 p2 p3 q1 q2");
    let walk = graph.plan_down(&everything, &target("-3")).expect("a plan");
    assert_eq!(joined(walk.revisions), "q2 q1 p3");
}

#[test]
fn a_revision_inserted_below_an_applied_one_keeps_the_order_of_the_graph() {
    let graph = history(&["a", "x < a", "b < x"]);
    check(
        &graph,
        down,
        &[
            ("a b x", "-2", "b x"),
            ("a b x", "a", "b x"),
            ("a b", "a", "b"),
        ],
    );
}

#[test]
fn unknown_revisions_below_are_not_in_the_way() {
    let graph = fork();
    let walk = graph
        .plan_down(&applied("yesterday r x p1"), &target("r"))
        .expect("a plan");
    assert_eq!(joined(walk.revisions), "p1 x");
    assert_eq!(joined(&walk.applied_after), "yesterday r");
}
