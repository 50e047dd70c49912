//! What holds for every history, ledger and target. Each test says what it met, and must have met enough of it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use migrate_graph::{Applied, Graph, Revision, RevisionId, Target, TargetRange, Walk};
use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any};
use proptest::sample::Index;
use proptest::test_runner::{Config, TestCaseError, TestRunner};

use crate::random::{History, histories, target_text};

/// What the cases of one test were like.
#[derive(Default)]
struct Met(RefCell<BTreeMap<&'static str, usize>>);

impl Met {
    fn note(&self, what: &'static str, is: bool) {
        *self.0.borrow_mut().entry(what).or_default() += usize::from(is);
    }
}

/// Tries a property on a thousand random cases, of which each kind noted must be met `least` times.
#[expect(clippy::print_stdout, reason = "a property test says what it covered")]
fn holds<S: Strategy>(strategy: S, least: usize, property: impl Fn(S::Value, &Met))
where
    S::Value: Debug,
{
    let met = Met::default();
    let mut runner = TestRunner::new(Config {
        cases: 1000,
        failure_persistence: None,
        ..Config::default()
    });
    let outcome = runner.run(&strategy, |case| {
        property(case, &met);
        Ok::<(), TestCaseError>(())
    });
    outcome.unwrap_or_else(|failure| panic!("{failure}"));
    for (what, count) in met.0.into_inner() {
        println!("{what}: {count}");
        assert!(count >= least, "only {count} cases with {what}");
    }
}

fn with_ledger() -> impl Strategy<Value = (History, Applied, [Index; 4])> {
    (histories(), vec(any::<Index>(), 0..4), any::<[Index; 4]>()).prop_map(
        |(history, picks, target)| {
            let ledger = history.ledger(&picks);
            (history, ledger, target)
        },
    )
}

fn set(ids: &Applied) -> BTreeSet<RevisionId> {
    ids.iter().cloned().collect()
}

/// Runs a walk up step by step: nothing twice, nothing before what it needs.
fn climb(history: &History, before: &Applied, walk: &Walk) {
    let mut applied = set(before);
    for id in &walk.revisions {
        assert!(
            history.needs(id).is_subset(&applied),
            "{id} runs before what it needs"
        );
        assert!(applied.insert(id.clone()), "{id} runs twice");
    }
    assert_eq!(applied, set(&walk.applied_after));
}

/// Runs a walk down step by step: only what is applied, nothing while something applied needs it.
fn descend(history: &History, before: &Applied, walk: &Walk) {
    let mut applied = set(before);
    for id in &walk.revisions {
        assert!(applied.remove(id), "{id} is undone without being applied");
        assert!(
            !applied
                .iter()
                .any(|other| history.needs(other).contains(id)),
            "{id} is undone while it is needed"
        );
    }
    assert_eq!(applied, set(&walk.applied_after));
}

#[test]
fn up_runs_exactly_what_the_target_needs_and_is_not_applied() {
    holds(with_ledger(), 100, |(history, ledger, picks), met| {
        let target = &history.revisions[picks[0].index(history.revisions.len())].id;
        let walk = history
            .graph()
            .plan_up(&ledger, &target.as_str().parse().expect("a target"))
            .expect("a plan");
        climb(&history, &ledger, &walk);
        let expected: BTreeSet<_> = history
            .closure([target])
            .difference(&set(&ledger))
            .cloned()
            .collect();
        assert_eq!(
            walk.revisions.iter().cloned().collect::<BTreeSet<_>>(),
            expected
        );

        let merges = walk.revisions.iter().any(|id| history.needs(id).len() > 1);
        met.note("something to run", !walk.revisions.is_empty());
        met.note("nothing to run", walk.revisions.is_empty());
        met.note("a plan through a merge or dependency", merges);
        met.note(
            "something applied before",
            !ledger.is_empty() && !walk.revisions.is_empty(),
        );
    });
}

#[test]
fn down_undoes_exactly_what_stands_on_the_revisions_above_the_target() {
    holds(with_ledger(), 100, |(history, ledger, picks), met| {
        if ledger.is_empty() {
            return;
        }
        let target = ledger
            .iter()
            .nth(picks[0].index(ledger.len()))
            .expect("an applied revision");
        let walk = history
            .graph()
            .plan_down(&ledger, &target.as_str().parse().expect("a target"))
            .expect("a plan");
        descend(&history, &ledger, &walk);
        let follows = |id: &RevisionId| {
            history
                .revisions
                .iter()
                .any(|r| r.id == *id && r.down_revision.contains(target))
        };
        let above = |id: &&RevisionId| history.closure([*id]).iter().any(follows);
        let expected: BTreeSet<_> = ledger.iter().filter(above).cloned().collect();
        assert_eq!(
            walk.revisions.iter().cloned().collect::<BTreeSet<_>>(),
            expected
        );

        met.note("something to undo", !walk.revisions.is_empty());
        met.note(
            "something else stays",
            walk.applied_after.len() > history.closure([target]).len(),
        );
    });
}

#[test]
fn down_to_the_base_of_a_branch_leaves_other_branches_standing() {
    holds(with_ledger(), 100, |(history, ledger, picks), met| {
        let branch = &history.revisions[picks[0].index(history.revisions.len())].id;
        let target = Target::parse(&format!("{branch}@base")).expect("a target");
        let walk = history.graph().plan_down(&ledger, &target).expect("a plan");
        descend(&history, &ledger, &walk);
        let others = ledger
            .iter()
            .filter(|id| !on_one_line(&history, id, branch));
        let shared: BTreeSet<_> = others.flat_map(|id| ancestors(&history, id)).collect();
        let own = |id: &RevisionId| {
            on_one_line(&history, id, branch) && !shared.contains(id) && ledger.contains(id)
        };
        let stands_on_own = |id: &&RevisionId| history.closure([*id]).iter().any(own);
        let expected: BTreeSet<_> = ledger.iter().filter(stands_on_own).cloned().collect();
        assert_eq!(
            walk.revisions.iter().cloned().collect::<BTreeSet<_>>(),
            expected
        );
        met.note("something to undo", !walk.revisions.is_empty());
        met.note(
            "another branch stays",
            !walk.revisions.is_empty() && !walk.applied_after.is_empty(),
        );
    });
}

fn on_one_line(history: &History, one: &RevisionId, other: &RevisionId) -> bool {
    ancestors(history, one).contains(other) || ancestors(history, other).contains(one)
}

/// A revision and those before it, along parents only.
fn ancestors(history: &History, id: &RevisionId) -> BTreeSet<RevisionId> {
    let mut found = BTreeSet::from([id.clone()]);
    for revision in history.revisions.iter().rev() {
        if found.contains(&revision.id) {
            found.extend(revision.down_revision.iter().cloned());
        }
    }
    found
}

#[test]
fn up_then_down_is_the_identity() {
    holds(with_ledger(), 100, |(history, ledger, picks), met| {
        let graph = history.graph();
        let target = &history.revisions[picks[0].index(history.revisions.len())].id;
        let up = graph
            .plan_up(&ledger, &target.as_str().parse().expect("a target"))
            .expect("a plan");
        let back = format!("-{}", up.revisions.len())
            .parse()
            .expect("a target");
        let down = graph.plan_down(&up.applied_after, &back).expect("a plan");
        let mut reversed = up.revisions.clone();
        reversed.reverse();
        assert_eq!(down.revisions, reversed);
        assert_eq!(down.applied_after, ledger);
        met.note("several to run", up.revisions.len() > 1);
    });
}

#[test]
fn down_to_the_base_then_up_restores_everything() {
    holds(with_ledger(), 100, |(history, ledger, _), met| {
        let graph = history.graph();
        let down = graph
            .plan_down(&ledger, &"base".parse().expect("a target"))
            .expect("a plan");
        assert!(down.applied_after.is_empty());
        let heads: Vec<Target> = ledger
            .real_heads(&graph)
            .iter()
            .map(|head| head.id.as_str().parse().expect("an id"))
            .collect();
        let restored = heads.iter().fold(down.applied_after, |applied, head| {
            graph.plan_up(&applied, head).expect("a plan").applied_after
        });
        assert_eq!(set(&restored), set(&ledger));
        met.note("several applied", ledger.len() > 1);
    });
}

#[test]
fn any_target_from_any_ledger_leaves_a_sound_state_or_is_refused_with_help() {
    holds(with_ledger(), 50, |(history, ledger, picks), met| {
        let graph = history.graph();
        let target: Target = target_text(&history, &picks).parse().expect("a target");
        let up = graph.plan_up(&ledger, &target);
        let down = graph.plan_down(&ledger, &target);
        let stamp = graph.stamp(&ledger, std::slice::from_ref(&target), false);
        met.note("up", up.is_ok());
        met.note("up refused", up.is_err());
        met.note("down", down.is_ok());
        met.note("down refused", down.is_err());
        met.note("stamp", stamp.is_ok());
        for error in [up.as_ref().err(), down.as_ref().err(), stamp.as_ref().err()]
            .into_iter()
            .flatten()
        {
            assert!(error.help().is_some(), "{error}");
        }
        if let Ok(walk) = up {
            climb(&history, &ledger, &walk);
        }
        if let Ok(walk) = down {
            descend(&history, &ledger, &walk);
        }
        if let Ok(stamp) = stamp {
            assert!(history.is_closed(&stamp.applied_after));
            let removed: BTreeSet<_> = stamp.removed.into_iter().collect();
            let kept = set(&ledger)
                .difference(&removed)
                .cloned()
                .collect::<BTreeSet<_>>();
            assert_eq!(
                set(&stamp.applied_after),
                kept.into_iter().chain(stamp.added).collect()
            );
        }
    });
}

#[test]
fn stamping_one_revision_is_going_there() {
    holds(with_ledger(), 100, |(history, ledger, picks), met| {
        let graph = history.graph();
        let target: Target = history.revisions[picks[0].index(history.revisions.len())]
            .id
            .as_str()
            .parse()
            .expect("an id");
        let up = graph.plan_up(&ledger, &target).expect("a plan");
        let there = graph
            .plan_down(&up.applied_after, &target)
            .expect("a plan")
            .applied_after;
        let stamp = graph.stamp(&ledger, &[target], false).expect("a stamp");
        assert_eq!(set(&stamp.applied_after), set(&there));
        met.note("something recorded", !stamp.added.is_empty());
        met.note("something forgotten", !stamp.removed.is_empty());
    });
}

#[test]
fn ledgers_in_any_order_with_unknown_revisions_are_planned_or_refused() {
    let ledgers = (
        histories(),
        vec((any::<Index>(), any::<bool>()), 0..20),
        any::<[Index; 4]>(),
    );
    holds(ledgers, 50, |(history, entries, picks), met| {
        let entry = |(pick, known): &(Index, bool)| {
            let known = *known || pick.index(3) > 0;
            let revision = &history.revisions[pick.index(history.revisions.len())];
            if known {
                revision.id.clone()
            } else {
                "unknown".parse().expect("an id")
            }
        };
        let ledger: Applied = entries.iter().map(entry).collect();
        let graph = history.graph();
        let target: Target = target_text(&history, &picks).parse().expect("a target");
        if let Ok(walk) = graph.plan_up(&ledger, &target) {
            let before = set(&ledger);
            let run: BTreeSet<_> = walk.revisions.iter().cloned().collect();
            assert!(
                run.is_disjoint(&before)
                    && history
                        .closure(&run)
                        .iter()
                        .all(|id| run.contains(id) || before.contains(id))
            );
            met.note("up", true);
        }
        if let Ok(walk) = graph.plan_down(&ledger, &target) {
            descend(&history, &ledger, &walk);
            met.note("down", true);
        }
        let _ = graph.stamp(&ledger, std::slice::from_ref(&target), true);
        let _ = graph.resolve(&target, Some(&ledger));
        let _ = graph.range(
            &TargetRange {
                from: Some(target.clone()),
                to: None,
            },
            Some(&ledger),
        );
        let _ = graph.range(
            &TargetRange {
                from: None,
                to: Some(target),
            },
            None,
        );
        met.note("an unknown revision", !ledger.unknown(&graph).is_empty());
    });
}

#[test]
fn the_order_of_the_input_changes_nothing() {
    let shuffled = with_ledger().prop_flat_map(|(history, ledger, picks)| {
        let other = Just(history.revisions.clone()).prop_shuffle();
        (Just(history), other, Just(ledger), Just(picks))
    });
    holds(shuffled, 100, |(history, other, ledger, picks), met| {
        met.note("another order", other != history.revisions);
        let (graph, other) = (
            history.graph(),
            Graph::new(other).expect("the same history"),
        );
        let target: Target = target_text(&history, &picks).parse().expect("a target");
        assert_eq!(
            graph.plan_up(&ledger, &target),
            other.plan_up(&ledger, &target)
        );
        assert_eq!(
            graph.plan_down(&ledger, &target),
            other.plan_down(&ledger, &target)
        );
        assert_eq!(graph.newest_first(), other.newest_first());
    });
}

#[test]
fn newest_first_is_the_reverse_of_going_up_from_nothing() {
    holds(histories(), 100, |history, met| {
        let graph = history.graph();
        let walk = graph
            .plan_up(&Applied::default(), &"heads".parse().expect("a target"))
            .expect("a plan");
        climb(&history, &Applied::default(), &walk);
        let newest_first: Vec<_> = graph
            .newest_first()
            .into_iter()
            .map(|revision| revision.id.clone())
            .collect();
        assert!(newest_first.iter().rev().eq(&walk.revisions));
        met.note("several heads", graph.heads().len() > 1);
        met.note("a merge", !graph.merges().is_empty());
    });
}

#[test]
fn labels_spread_down_and_up_to_the_first_fork() {
    holds(histories(), 100, |history, met| {
        let graph = history.graph();
        for revision in &history.revisions {
            let expected: BTreeSet<String> = history
                .revisions
                .iter()
                .filter(|start| {
                    ancestors(&history, &revision.id).contains(&start.id)
                        || climbs(&graph, start, &revision.id)
                })
                .flat_map(|start| start.branch_labels.clone())
                .collect();
            assert_eq!(
                graph.labels_of(&revision.id),
                expected.into_iter().collect::<Vec<_>>(),
                "{}",
                revision.id
            );
        }
        met.note(
            "a label",
            history
                .revisions
                .iter()
                .any(|revision| !revision.branch_labels.is_empty()),
        );
    });
}

/// Whether labels of `start` climb to `end`: every revision on the way, both ends included, is on one line only.
fn climbs(graph: &Graph, start: &Revision, end: &RevisionId) -> bool {
    let needed_by = |id: &RevisionId| {
        graph
            .iter()
            .filter(|other| {
                graph
                    .parents(&other.id)
                    .iter()
                    .chain(&graph.dependencies(&other.id))
                    .any(|need| need.id == *id)
            })
            .count()
    };
    let on_one_line = |revision: &&Revision| !revision.is_merge() && needed_by(&revision.id) < 2;
    let mut way = std::iter::successors(Some(start), |revision| {
        graph.parents(&revision.id).first().copied()
    })
    .take_while(on_one_line);
    way.any(|revision| revision.id == *end)
}

#[test]
fn anything_at_all_is_read_or_refused() {
    let texts = "(\\PC{0,12})|([a-c@:+\\-0-9]{0,12})|((head|heads|base|current|a|b@)[+-]?[0-9]{0,25})|([a-c]?:[a-c]?)";
    holds(texts, 50, |text, met| {
        match Target::parse(&text) {
            Ok(target) => {
                assert_eq!(Target::parse(&target.to_string()), Ok(target));
                met.note("a target", true);
            }
            Err(error) => {
                assert!(error.help().is_some() && !error.to_string().contains('\n'));
                met.note("no target", true);
            }
        }
        if let Ok(range) = TargetRange::parse(&text) {
            assert_eq!(TargetRange::parse(&range.to_string()), Ok(range));
            met.note("a range", true);
        }
        let _ = RevisionId::parse(&text);
    });
}

#[test]
fn broken_histories_are_explained_in_one_order() {
    let name = || (0_u8..8).prop_map(|name| RevisionId::parse(&format!("r{name}")).expect("an id"));
    let revision = (
        name(),
        vec(name(), 0..3),
        vec(name(), 0..2),
        vec(name(), 0..2),
    );
    let revisions = vec(revision, 0..8).prop_map(|drafts| {
        drafts
            .into_iter()
            .map(|(id, parents, dependencies, labels)| {
                let mut revision = Revision::new(id, parents);
                revision.depends_on = dependencies.iter().map(ToString::to_string).collect();
                revision.branch_labels = labels.iter().map(ToString::to_string).collect();
                revision
            })
            .collect::<Vec<_>>()
    });
    let both = revisions
        .prop_flat_map(|revisions| (Just(revisions.clone()), Just(revisions).prop_shuffle()));
    holds(both, 50, |(revisions, shuffled), met| {
        let unique: BTreeSet<_> = revisions.iter().map(|revision| &revision.id).collect();
        // Which of two revisions of one id is looked at further depends on their paths, which these do not have.
        let comparable = unique.len() == revisions.len();
        let sound = is_sound(&revisions);
        let outcome = Graph::new(revisions);
        assert_eq!(outcome.is_ok(), sound);
        met.note("sound", sound);
        let Err(errors) = outcome else { return };
        assert!(
            !errors.is_empty()
                && errors
                    .iter()
                    .all(|error| error.help().is_some() && !error.revisions().is_empty())
        );
        met.note("broken", true);
        met.note(
            "a cycle",
            errors
                .iter()
                .any(|error| error.to_string().contains("in a circle")),
        );
        if comparable {
            assert_eq!(Graph::new(shuffled).expect_err("the same history"), errors);
        }
    });
}

#[test]
fn one_fault_in_a_sound_history_is_the_one_error() {
    holds(
        (histories(), any::<Index>(), 0_u8..8),
        10,
        |(history, pick, fault), met| {
            let mut revisions = history.revisions.clone();
            let place = pick.index(revisions.len());
            let id = revisions[place].id.clone();
            let first_need = history.needs(&id).first().cloned();
            let unknown: RevisionId = "unknown".parse().expect("an id");
            let revision = &mut revisions[place];
            let what = match (fault, first_need) {
                (0, _) => {
                    revisions.push(Revision::new(id.clone(), []));
                    "an id twice"
                }
                (1, _) => {
                    revision.down_revision.push(unknown);
                    "an unknown parent"
                }
                (2, _) => {
                    revision.depends_on.push(unknown.to_string());
                    "an unknown dependency"
                }
                (3, _) => {
                    revision.down_revision.push(id.clone());
                    "an own parent"
                }
                (4, _) => {
                    revision.depends_on.push(id.to_string());
                    "an own dependency"
                }
                (5, _) if !revision.down_revision.is_empty() => {
                    revision
                        .down_revision
                        .push(revision.down_revision[0].clone());
                    "a parent twice"
                }
                (6, Some(need)) => {
                    let needed = revisions
                        .iter_mut()
                        .find(|revision| revision.id == need)
                        .expect("it exists");
                    needed.down_revision.push(id.clone());
                    "a cycle"
                }
                (7, _) if !revision.branch_labels.is_empty() => {
                    revision
                        .branch_labels
                        .push(revision.branch_labels[0].clone());
                    "a label twice"
                }
                _ => return,
            };
            let errors = Graph::new(revisions).expect_err(what);
            assert!(
                matches!(&errors[..], [error] if error.revisions().contains(&&id)),
                "{what}: {errors:?}"
            );
            met.note(what, true);
        },
    );
}

/// Whether a history has nothing wrong with it, asked one rule after the other.
fn is_sound(revisions: &[Revision]) -> bool {
    let ids: BTreeSet<&str> = revisions
        .iter()
        .map(|revision| revision.id.as_str())
        .collect();
    let labels: Vec<(&str, &str)> = revisions
        .iter()
        .flat_map(|revision| {
            revision
                .branch_labels
                .iter()
                .map(|label| (label.as_str(), revision.id.as_str()))
        })
        .collect();
    let unique: BTreeSet<&str> = labels
        .iter()
        .map(|(label, _)| *label)
        .chain(ids.iter().copied())
        .collect();
    if ids.len() < revisions.len() || unique.len() < ids.len() + labels.len() {
        return false;
    }
    let labelled = |name: &str| {
        labels
            .iter()
            .find(|(label, _)| *label == name)
            .map(|(_, id)| *id)
    };
    let distinct = |names: Vec<Option<&'_ str>>| {
        let count = names.len();
        let known: BTreeSet<String> = names.into_iter().flatten().map(str::to_owned).collect();
        (known.len() == count).then_some(known)
    };
    let mut needs = BTreeMap::new();
    for revision in revisions {
        let parents = revision
            .down_revision
            .iter()
            .map(|id| ids.get(id.as_str()).copied());
        let dependencies = revision
            .depends_on
            .iter()
            .map(|name| ids.get(name.as_str()).copied().or_else(|| labelled(name)));
        let (Some(parents), Some(dependencies)) = (
            distinct(parents.collect()),
            distinct(dependencies.collect()),
        ) else {
            return false;
        };
        needs.insert(revision.id.to_string(), &parents | &dependencies);
    }
    // What can be applied is taken away until nothing can: then nothing must be left.
    while let Some(ready) = needs
        .iter()
        .find(|(_, needs)| needs.is_empty())
        .map(|(id, _)| id.clone())
    {
        needs.remove(&ready);
        for needs in needs.values_mut() {
            needs.remove(&ready);
        }
    }
    needs.is_empty()
}
