//! Targets of commands: every text is a target that prints as itself, or an error that names it.

use migrate_graph::{Applied, Graph, Revision, RevisionId, Target, TargetRange};
use proptest::{prop_assert, prop_assert_eq};

use migrate_tests::runs;

use crate::mangled;

const CORPUS: [&str; 20] = [
    "head",
    "heads",
    "base",
    "current",
    "+1",
    "-1",
    "+18446744073709551615",
    "a1b2",
    "a1b2c3d4e5f6",
    "billing",
    "billing@head",
    "billing@heads",
    "billing@base",
    "a1b2+2",
    "b2-1",
    "billing@+1",
    "billing@-2",
    "a1b2:b2",
    ":head",
    "-3:",
];

fn graph() -> Graph {
    let id = |text: &str| text.parse::<RevisionId>().expect("an id");
    let revision = |name: &str, parents: &[&str], label: Option<&str>| Revision {
        branch_labels: label.into_iter().map(str::to_owned).collect(),
        ..Revision::new(id(name), parents.iter().map(|parent| id(parent)))
    };
    Graph::new(vec![
        revision("a1b2c3d4e5f6", &[], None),
        revision("b2", &["a1b2c3d4e5f6"], Some("billing")),
        revision("b3", &["b2"], None),
        revision("c2", &["a1b2c3d4e5f6"], Some("shop")),
    ])
    .expect("a sound history")
}

#[test]
fn any_text_is_a_target_or_an_error_that_names_it() {
    let graph = graph();
    let applied = graph
        .applied_at(&["b2".parse().expect("a target")])
        .expect("a place");
    let wanted = ["a target", "no target", "a plan", "no plan", "a range"];
    runs::of(
        "targets",
        20_000,
        &wanted,
        &mangled::of(&CORPUS),
        |text, outcomes| {
            match Target::parse(&text) {
                Ok(target) => {
                    outcomes.count("a target");
                    let printed = target.to_string();
                    prop_assert_eq!(
                        Target::parse(&printed),
                        Ok(target.clone()),
                        "printed as `{}`",
                        printed
                    );
                    for known in [&applied, &Applied::default()] {
                        for walk in [
                            graph.plan_up(known, &target),
                            graph.plan_down(known, &target),
                        ] {
                            match walk {
                                Ok(_) => outcomes.count("a plan"),
                                Err(error) => {
                                    outcomes.count("no plan");
                                    prop_assert!(!error.to_string().is_empty());
                                }
                            }
                        }
                    }
                }
                Err(error) => {
                    outcomes.count("no target");
                    let named = [
                        text.clone(),
                        text.escape_debug().to_string(),
                        text.escape_default().to_string(),
                    ];
                    prop_assert!(
                        named.iter().any(|text| error.to_string().contains(text)),
                        "{}",
                        error
                    );
                }
            }
            if let Ok(range) = TargetRange::parse(&text) {
                outcomes.count("a range");
                prop_assert_eq!(TargetRange::parse(&range.to_string()), Ok(range.clone()));
                let _either = graph.range(&range, Some(&applied));
            }
            Ok(())
        },
    );
}
