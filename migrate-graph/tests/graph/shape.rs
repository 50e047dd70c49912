//! Bases, heads, branch points, merges, labels and the one order.

use migrate_graph::Graph;

use crate::history::{diamond, fork, history, id, names, revisions, two_lines};

#[test]
fn an_empty_history_is_sound() {
    let graph = history(&[]);
    assert!(graph.is_empty());
    assert_eq!(names(graph.heads()), "");
    assert_eq!(names(graph.newest_first()), "");
}

#[test]
fn lines_have_ends_and_forks() {
    let graph = fork();
    assert_eq!(graph.len(), 7);
    assert_eq!(names(graph.bases()), "r");
    assert_eq!(names(graph.heads()), "p3 q2");
    assert_eq!(names(graph.real_heads()), "p3 q2");
    assert_eq!(names(graph.branch_points()), "x");
    assert_eq!(names(graph.merges()), "");
    assert_eq!(names(graph.children(&id("x"))), "p1 q1");
    assert_eq!(names(graph.parents(&id("q1"))), "x");
    assert_eq!(names(graph.children(&id("nowhere"))), "");
    assert!(graph.get(&id("x")).is_some());
    assert!(graph.get(&id("nowhere")).is_none());
}

#[test]
fn a_merge_ends_both_lines() {
    let graph = diamond();
    assert_eq!(names(graph.merges()), "m");
    assert_eq!(names(graph.parents(&id("m"))), "p1 q1");
    assert_eq!(names(graph.heads()), "n");
}

#[test]
fn a_dependency_is_no_line() {
    let graph = history(&["a1", "a2 < a1", "b1 ; needs a2"]);
    assert_eq!(names(graph.heads()), "a2 b1");
    assert_eq!(names(graph.real_heads()), "b1");
    assert_eq!(names(graph.bases()), "a1 b1");
    assert_eq!(names(graph.branch_points()), "");
    assert_eq!(names(graph.dependencies(&id("b1"))), "a2");
    assert_eq!(names(graph.children(&id("a2"))), "");
}

#[test]
fn a_dependency_can_name_a_label() {
    let graph = history(&["a1 ; label A", "a2 < a1", "b1 ; needs A"]);
    assert_eq!(names(graph.dependencies(&id("b1"))), "a1");
    assert_eq!(
        graph.labelled("A").map(|revision| revision.id.as_str()),
        Some("a1")
    );
    assert!(graph.labelled("B").is_none());
}

#[test]
fn the_order_is_parents_first_ties_by_id_and_history_is_its_reverse() {
    assert_eq!(names(fork().newest_first()), "q2 q1 p3 p2 p1 x r");
    assert_eq!(names(diamond().newest_first()), "n m q1 p1 r");
    assert_eq!(names(two_lines().newest_first()), "b2 b1 a3 a2 a1");
    assert_eq!(names(history(&["z", "a < z", "b"]).newest_first()), "a z b");
}

#[test]
fn labels_reach_descendants_and_ancestors_up_to_the_fork() {
    let graph = fork();
    for (name, labels) in [
        ("r", ""),
        ("x", ""),
        ("p1", "P"),
        ("p2", "P"),
        ("p3", "P"),
        ("q1", "Q"),
        ("q2", "Q"),
        ("nowhere", ""),
    ] {
        assert_eq!(graph.labels_of(&id(name)).join(" "), labels, "{name}");
    }
}

#[test]
fn labels_climb_to_the_base_of_their_own_line() {
    let graph = history(&["a", "b < a", "c < b ; label C", "d < c"]);
    for name in ["a", "b", "c", "d"] {
        assert_eq!(graph.labels_of(&id(name)), ["C"], "{name}");
    }
}

#[test]
fn labels_stop_at_merges_and_where_something_depends() {
    let graph = history(&["a", "b", "m < a b", "n < m ; label N"]);
    assert_eq!(graph.labels_of(&id("m")).join(" "), "");
    assert_eq!(graph.labels_of(&id("a")).join(" "), "");

    let graph = history(&["a", "b < a", "c < b ; label C", "z ; needs b"]);
    assert_eq!(graph.labels_of(&id("b")).join(" "), "");
    assert_eq!(graph.labels_of(&id("c")), ["C"]);
    assert_eq!(graph.labels_of(&id("z")).join(" "), "");
}

#[test]
fn a_merge_has_the_labels_of_both_sides() {
    let graph = diamond();
    assert_eq!(graph.labels_of(&id("m")), ["P", "Q"]);
    assert_eq!(graph.labels_of(&id("n")), ["P", "Q"]);
    assert_eq!(graph.labels_of(&id("p1")), ["P"]);
    assert_eq!(graph.labels_of(&id("r")).join(" "), "");
}

#[test]
fn a_label_on_a_merge_or_a_fork_stays_below() {
    let graph = history(&["a", "b", "m < a b ; label M", "x < m ; label X", "y < m"]);
    assert_eq!(graph.labels_of(&id("m")), ["M"]);
    assert_eq!(graph.labels_of(&id("x")), ["M", "X"]);
    assert_eq!(graph.labels_of(&id("y")), ["M"]);
    assert_eq!(graph.labels_of(&id("a")).join(" "), "");
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    let lines = [
        "r",
        "p1 < r ; label P",
        "q1 < r ; label Q",
        "m < q1 p1",
        "n < m",
    ];
    let mut reversed = revisions(&lines);
    reversed.reverse();
    let graph = Graph::new(reversed).expect("the history is sound");
    assert_eq!(names(graph.newest_first()), names(diamond().newest_first()));
}

#[test]
fn a_hundred_thousand_revisions_in_one_line_do_not_exhaust_the_stack() {
    let count = 100_000;
    let name = |index: u32| id(&format!("r{index:06}"));
    let revision =
        |index| migrate_graph::Revision::new(name(index), (index > 0).then(|| name(index - 1)));
    let graph = Graph::new((0..count).map(revision).collect()).expect("the history is sound");
    let all = graph
        .applied_at(&[migrate_graph::Target::head()])
        .expect("there is one head");
    let down = graph
        .plan_down(&all, &"base".parse().expect("a target"))
        .expect("everything is applied");
    assert_eq!(down.revisions.len(), 100_000);
    assert_eq!(down.revisions[0], name(count - 1));
}
