//! Histories, applied sets and plans written as short text.

use migrate_graph::{Applied, Graph, GraphError, Revision, RevisionId, Target, TargetError, Walk};

/// Two branches on one trunk: `r - x`, then `p1 - p2 - p3` (label P) and `q1 - q2` (label Q).
pub(crate) fn fork() -> Graph {
    history(&[
        "r",
        "x < r",
        "p1 < x ; label P",
        "p2 < p1",
        "p3 < p2",
        "q1 < x ; label Q",
        "q2 < q1",
    ])
}

/// The trunk `r`, both sides `p1` (label P) and `q1` (label Q), their merge `m`, and `n` above it.
pub(crate) fn diamond() -> Graph {
    history(&[
        "r",
        "p1 < r ; label P",
        "q1 < r ; label Q",
        "m < p1 q1",
        "n < m",
    ])
}

/// Two lines with no revision in common, `a1 - a2 - a3` (label A) and `b1 - b2` (label B), where `b2` depends on `a2`.
pub(crate) fn two_lines() -> Graph {
    history(&[
        "a1 ; label A",
        "a2 < a1",
        "a3 < a2",
        "b1 ; label B",
        "b2 < b1 ; needs a2",
    ])
}

/// A history from lines like `m < p1 q1 ; needs b2 ; label P ; says Join both lines`.
pub(crate) fn history(lines: &[&str]) -> Graph {
    Graph::new(revisions(lines)).unwrap_or_else(|errors| panic!("{lines:?}: {errors:?}"))
}

/// The errors of a history that has some.
pub(crate) fn broken(lines: &[&str]) -> Vec<GraphError> {
    Graph::new(revisions(lines)).expect_err("the history is broken")
}

pub(crate) fn revisions(lines: &[&str]) -> Vec<Revision> {
    lines.iter().map(|line| revision(line)).collect()
}

fn revision(line: &str) -> Revision {
    let mut parts = line.split(';').map(str::trim);
    let (name, parents) = parts
        .next()
        .map(|part| part.split_once('<').unwrap_or((part, "")))
        .expect("an id");
    let mut revision = Revision::new(id(name.trim()), ids(parents));
    for part in parts {
        let (word, rest) = part.split_once(' ').expect("a word and what it is about");
        let words = || rest.split_whitespace().map(str::to_owned);
        match word {
            "needs" => revision.depends_on.extend(words()),
            "label" => revision.branch_labels.extend(words()),
            "says" => rest.clone_into(&mut revision.message),
            "in" => revision.path = Some(rest.to_owned()),
            _ => panic!("{word}"),
        }
    }
    revision
}

pub(crate) fn id(text: &str) -> RevisionId {
    text.parse().expect("an id")
}

/// Ids separated by blanks.
pub(crate) fn ids(text: &str) -> Vec<RevisionId> {
    text.split_whitespace().map(id).collect()
}

/// What a ledger says: ids in the order in which they were applied.
pub(crate) fn applied(text: &str) -> Applied {
    ids(text).into_iter().collect()
}

pub(crate) fn target(text: &str) -> Target {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

pub(crate) fn targets(text: &str) -> Vec<Target> {
    text.split_whitespace().map(target).collect()
}

pub(crate) fn joined<T: ToString>(items: impl IntoIterator<Item = T>) -> String {
    items
        .into_iter()
        .map(|item| item.to_string())
        .collect::<Vec<_>>()
        .join(" ")
}

pub(crate) fn names(revisions: Vec<&Revision>) -> String {
    joined(revisions.into_iter().map(|revision| &revision.id))
}

/// What runs, as text; or the error, and the help behind an arrow.
pub(crate) fn run(walk: Result<Walk, TargetError>) -> String {
    walk.map_or_else(|error| explained(&error), |walk| joined(walk.revisions))
}

pub(crate) fn explained(error: &TargetError) -> String {
    format!(
        "{error} => {}",
        error.help().expect("every error has a way out")
    )
}

pub(crate) fn up(graph: &Graph, ledger: &str, to: &str) -> String {
    run(graph.plan_up(&applied(ledger), &target(to)))
}

pub(crate) fn down(graph: &Graph, ledger: &str, to: &str) -> String {
    run(graph.plan_down(&applied(ledger), &target(to)))
}

/// Checks rows of ledger, target and what runs.
pub(crate) fn check(
    graph: &Graph,
    plan: impl Fn(&Graph, &str, &str) -> String,
    rows: &[(&str, &str, &str)],
) {
    for &(ledger, target, expected) in rows {
        assert_eq!(
            plan(graph, ledger, target),
            expected,
            "from `{ledger}` to `{target}`"
        );
    }
}
