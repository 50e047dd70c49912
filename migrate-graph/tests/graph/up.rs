//! What `up` runs, for every form of target.

use crate::history::{
    applied, check, diamond, fork, history, id, joined, names, target, two_lines, up,
};

#[test]
fn from_nothing() {
    check(
        &fork(),
        up,
        &[
            ("", "r", "r"),
            ("", "p2", "r x p1 p2"),
            ("", "P", "r x p1"),
            ("", "heads", "r x p1 p2 p3 q1 q2"),
            ("", "P@head", "r x p1 p2 p3"),
            ("", "p2@head", "r x p1 p2 p3"),
            ("", "Q@heads", "r x q1 q2"),
            ("", "x@heads", "r x p1 p2 p3 q1 q2"),
            ("", "P@p2", "r x p1 p2"),
            ("", "base", ""),
            ("", "P@base", ""),
            ("", "+1", "r"),
            ("", "+2", "r x"),
            ("", "+0", ""),
            ("", "P@+3", "r x p1"),
            ("", "r+1", "r x"),
            ("", "x+0", "r x"),
            ("", "p1+2", "r x p1 p2 p3"),
            ("", "p3-2", "r x p1"),
            ("", "p3-4", "r"),
            ("", "p3-5", ""),
            ("", "P@head-1", "r x p1 p2"),
            ("", "P@x+1", "r x p1"),
            ("", "base+2", "r x"),
            ("", "P@base+4", "r x p1 p2"),
            ("", "Q@base+4", "r x q1 q2"),
        ],
    );
}

#[test]
fn from_somewhere() {
    check(
        &fork(),
        up,
        &[
            ("r x p1", "heads", "p2 p3 q1 q2"),
            ("r x p1", "Q@head", "q1 q2"),
            ("r x p1", "+1", "p2"),
            ("r x p1", "+2", "p2 p3"),
            ("r x p1", "P@+1", "p2"),
            ("r x p1", "Q@+1", "q1"),
            ("r x p1", "Q@+2", "q1 q2"),
            ("r", "Q@+1", "x"),
            ("r x p1 q1", "P@+1", "p2"),
            ("r x p1 q1", "q1@+1", "q2"),
            ("r x", "P@+1", "p1"),
        ],
    );
}

#[test]
fn what_is_applied_is_an_empty_walk() {
    check(
        &fork(),
        up,
        &[
            ("r x p1", "p1", ""),
            ("r x p1", "r", ""),
            ("r x p1", "base", ""),
            ("r x p1", "p1-1", ""),
            ("r x p1 p2 p3 q1 q2", "heads", ""),
        ],
    );
}

#[test]
fn a_prefix_will_do_and_an_exact_id_wins() {
    let graph = history(&["ab", "abc < ab", "abcd < abc", "x1 ; label abcde"]);
    check(
        &graph,
        up,
        &[
            ("", "ab", "ab"),
            ("", "abc", "ab abc"),
            ("", "abcd", "ab abc abcd"),
            ("", "x", "x1"),
            ("", "abcde", "x1"),
        ],
    );
}

#[test]
fn a_branch_helps_to_tell_prefixes_apart() {
    let graph = history(&["a1 ; label A", "c1 < a1", "b1 ; label B", "c2 < b1"]);
    check(
        &graph,
        up,
        &[
            ("", "A@c", "a1 c1"),
            ("", "B@c", "b1 c2"),
            ("", "b@c", "b1 c2"),
        ],
    );
}

#[test]
fn an_exact_id_comes_before_a_label_of_the_same_beginning() {
    let graph = history(&["users", "email < users ; label user"]);
    check(
        &graph,
        up,
        &[
            ("", "user", "users email"),
            ("", "users", "users"),
            ("", "us", "users"),
        ],
    );
}

#[test]
fn through_a_merge_both_sides_run() {
    check(
        &diamond(),
        up,
        &[
            ("", "head", "r p1 q1 m n"),
            ("r p1", "m", "q1 m"),
            ("r p1", "+1", "q1 m"),
            ("r p1 q1 m", "head", "n"),
            ("r q1", "P@+1", "p1"),
            ("r", "Q@+2", "p1 q1 m"),
        ],
    );
}

#[test]
fn dependencies_run_first_and_only_as_far_as_needed() {
    check(
        &two_lines(),
        up,
        &[
            ("", "b2", "a1 a2 b1 b2"),
            ("", "B@head", "a1 a2 b1 b2"),
            ("b1", "b2", "a1 a2 b2"),
            ("a1 a2", "b2", "b1 b2"),
            ("", "A@head", "a1 a2 a3"),
            ("", "heads", "a1 a2 a3 b1 b2"),
            ("b1", "B@+1", "a1 a2 b2"),
            ("a1 a2 b1 b2", "A@+1", "a3"),
        ],
    );
}

#[test]
fn a_head_that_something_depends_on_is_a_head_but_heads_need_not_name_it() {
    let graph = history(&["a1", "a2 < a1", "b1 ; needs a2"]);
    check(
        &graph,
        up,
        &[
            ("", "heads", "a1 a2 b1"),
            (
                "",
                "head",
                "there are 2 heads: `a2` and `b1` => go to all of them with `cargo migrate up heads`, to one by its \
                 id, or join them with `cargo migrate merge heads`",
            ),
        ],
    );
}

#[test]
fn ties_go_by_id_among_what_is_left_to_run() {
    let graph = history(&["x1", "c < x1", "d"]);
    check(
        &graph,
        up,
        &[("", "heads", "d x1 c"), ("x1", "heads", "c d")],
    );
}

#[test]
fn a_revision_inserted_below_an_applied_one_still_runs_and_in_order() {
    let graph = history(&["a", "z < a", "m < z", "b < m"]);
    check(&graph, up, &[("a m", "head", "z b"), ("a m", "m", "z")]);
}

#[test]
fn revisions_that_only_the_database_has_are_left_alone() {
    let walk = fork()
        .plan_up(&applied("r tomorrow x"), &target("P@+1"))
        .expect("they are not in the way");
    assert_eq!(joined(walk.revisions), "p1");
    assert_eq!(joined(&walk.applied_after), "r tomorrow x p1");
}

#[test]
fn an_empty_history_has_nothing_to_run() {
    check(
        &history(&[]),
        up,
        &[
            ("", "head", ""),
            ("", "heads", ""),
            ("", "base", ""),
            ("tomorrow", "head", ""),
        ],
    );
}

#[test]
fn afterwards_the_walk_is_applied_last() {
    let graph = diamond();
    let walk = graph
        .plan_up(&applied("r q1"), &target("m"))
        .expect("a plan");
    assert_eq!(joined(&walk.applied_after), "r q1 p1 m");
    assert_eq!(names(walk.applied_after.heads(&graph)), "m");
}

#[test]
fn applied_heads_tell_lines_from_what_is_needed() {
    let graph = two_lines();
    let applied = applied("a1 a2 b1 b2 tomorrow");
    assert_eq!(names(applied.heads(&graph)), "a2 b2");
    assert_eq!(names(applied.real_heads(&graph)), "b2");
    assert_eq!(joined(applied.unknown(&graph)), "tomorrow");
    assert_eq!(names(graph.pending(&applied)), "a3");
    assert!(applied.contains(&id("tomorrow")));
    assert_eq!(applied.len(), 5);
}
