//! Every way to go wrong: what is said, and the way out.

use migrate_graph::{Graph, GraphError, TargetError};

use crate::history::{
    applied, broken, check, diamond, down, explained, fork, history, id, revisions, target,
    two_lines, up,
};

fn graph_errors(lines: &[&str]) -> Vec<String> {
    let explained = |error: &GraphError| {
        format!(
            "{error} => {}",
            error.help().expect("every error has a way out")
        )
    };
    broken(lines).iter().map(explained).collect()
}

#[test]
fn unknown_names_suggest_near_ones() {
    let graph = history(&[
        "a1b2c3d4e5f6",
        "1975ea83b712 < a1b2c3d4e5f6 ; label billing",
    ]);
    check(
        &graph,
        up,
        &[
            (
                "",
                "a1b2c3d4e5f7",
                "no revision or branch is called `a1b2c3d4e5f7` => did you mean `a1b2c3d4e5f6`?",
            ),
            (
                "",
                "1976",
                "no revision or branch is called `1976` => did you mean `1975ea83b712`?",
            ),
            (
                "",
                "biling",
                "no revision or branch is called `biling` => did you mean `billing`?",
            ),
            (
                "",
                "HEAD",
                "no revision or branch is called `HEAD` => did you mean `head` or `heads`?",
            ),
            (
                "",
                "zzzzzz",
                "no revision or branch is called `zzzzzz` => `cargo migrate history` lists what exists",
            ),
            (
                "",
                "zzzzzz+1",
                "no revision or branch is called `zzzzzz` => `cargo migrate history` lists what exists",
            ),
            (
                "",
                "biling@head",
                "there is no branch `biling` => did you mean `billing`?",
            ),
            (
                "",
                "zzzzzz@head",
                "there is no branch `zzzzzz` => a branch is a label or a revision; `cargo migrate heads` lists them",
            ),
        ],
    );
}

#[test]
fn ambiguous_prefixes_name_the_candidates() {
    let graph = history(&[
        "ab1 ; says Add users",
        "ab2 < ab1 ; says Add email",
        "ab3 < ab2",
    ]);
    let message = "`ab` is the beginning of 3 ids: `ab1` (Add users), `ab2` (Add email) and `ab3` => write more of the id";
    check(
        &graph,
        up,
        &[
            ("", "ab", message),
            ("", "ab@head", message),
            ("", "a+1", &message.replacen("ab", "a", 1)),
        ],
    );
}

#[test]
fn a_revision_must_be_on_the_branch() {
    check(
        &fork(),
        up,
        &[
            (
                "",
                "P@q1",
                "`q1` is not on branch `P` => write `Q@q1`, or `q1` alone",
            ),
            (
                "",
                "P@q2-1",
                "`q2` is not on branch `P` => write `Q@q2`, or `q2` alone",
            ),
            (
                "",
                "P@q",
                "`q` is not on branch `P` => write `q` without a branch",
            ),
        ],
    );
}

#[test]
fn several_heads_name_them_and_the_way_for_each_command() {
    let graph = fork();
    let heads = "there are 2 heads: `p3` and `q2` => ";
    let to_all = "go to all of them with `cargo migrate up heads`, to one by its id, or join them with `cargo migrate merge \
                  heads`";
    check(
        &graph,
        up,
        &[
            ("", "head", &format!("{heads}{to_all}")),
            ("", "head-1", &format!("{heads}{to_all}")),
            (
                "",
                "x@head",
                "branch `x` has 2 heads: `p3` and `q2` => go to all of them with `cargo migrate up x@heads`, to one by \
                 its id, or join them with `cargo migrate merge x@heads`",
            ),
        ],
    );
    let one = format!("{heads}name the one revision to stop at, as in `cargo migrate down p3`");
    check(&graph, down, &[("r", "head", &one), ("r", "heads", &one)]);
    let error = graph
        .resolve(&target("head"), None)
        .expect_err("there are two");
    assert_eq!(
        explained(&error),
        format!("{heads}name one by its id, or join them with `cargo migrate merge heads`")
    );
}

#[test]
fn the_wrong_direction_names_the_other_command() {
    check(
        &fork(),
        up,
        &[
            (
                "r x",
                "-1",
                "`-1` leads down, not up => to undo revisions, write `cargo migrate down -1`",
            ),
            (
                "r x",
                "P@-1",
                "`P@-1` leads down, not up => to undo revisions, write `cargo migrate down P@-1`",
            ),
        ],
    );
    check(
        &fork(),
        down,
        &[
            (
                "r x",
                "+1",
                "`+1` leads up, not down => to apply revisions, write `cargo migrate up +1`",
            ),
            (
                "r x",
                "P@+1",
                "`P@+1` leads up, not down => to apply revisions, write `cargo migrate up P@+1`",
            ),
        ],
    );
}

#[test]
fn steps_past_the_end_say_how_many_there_are() {
    check(
        &diamond(),
        up,
        &[
            (
                "r p1 q1 m",
                "+2",
                "`+2` goes too far: there is 1 step up => the most is `+1`; `head` goes all the way",
            ),
            (
                "r p1 q1 m n",
                "+1",
                "`+1` goes too far: there is no step up => there is nothing above; `cargo migrate status` shows what is \
                 applied",
            ),
            (
                "",
                "m+9",
                "`m+9` goes too far: there is 1 step up => the most is `+1`; `head` goes all the way",
            ),
            (
                "",
                "P@base+9",
                "`P@base+9` goes too far: there are 4 steps up => the most is `+4`; `head` goes all the way",
            ),
            (
                "",
                "p1-3",
                "`p1-3` goes too far: there are 2 steps down => the most is `-2`; `base` goes all the way",
            ),
            (
                "",
                "base-1",
                "`base-1` goes too far: there is no step down => there is nothing below; `cargo migrate status` shows \
                 what is applied",
            ),
            (
                "",
                "m+18446744073709551615",
                "`m+18446744073709551615` goes too far: there is 1 step up => the most is `+1`; `head` goes all the way",
            ),
        ],
    );
    check(
        &diamond(),
        down,
        &[
            (
                "r p1",
                "-3",
                "`-3` goes too far: there are 2 steps down => the most is `-2`; `base` goes all the way",
            ),
            (
                "r p1",
                "-18446744073709551615",
                "`-18446744073709551615` goes too far: there are 2 steps down => the most is `-2`; `base` goes all the way",
            ),
            (
                "",
                "-1",
                "`-1` goes too far: there is no step down => there is nothing below; `cargo migrate status` shows what is \
                 applied",
            ),
            (
                "r q1",
                "Q@-3",
                "`Q@-3` goes too far: there are 2 steps down => the most is `-2`; `base` goes all the way",
            ),
        ],
    );
}

#[test]
fn steps_that_could_go_several_ways_name_them() {
    let help = "name the revision to go to by its id";
    check(
        &fork(),
        up,
        &[
            (
                "r x",
                "+1",
                &format!("`+1` could go several ways at `x`: to `p1` and `q1` => {help}"),
            ),
            (
                "",
                "r+2",
                &format!("`r+2` could go several ways at `x`: to `p1` and `q1` => {help}"),
            ),
        ],
    );
    check(
        &two_lines(),
        up,
        &[
            (
                "",
                "+1",
                &format!("`+1` could go several ways from the base: to `a1` and `b1` => {help}"),
            ),
            (
                "",
                "base+1",
                &format!(
                    "`base+1` could go several ways from the base: to `a1` and `b1` => {help}"
                ),
            ),
        ],
    );
    check(
        &diamond(),
        down,
        &[(
            "r p1 q1 m",
            "m-1",
            &format!("`m-1` could go several ways at `m`: to `p1` and `q1` => {help}"),
        )],
    );
    check(&diamond(), down, &[("r p1 q1 m", "P@m-1", "m")]);
}

#[test]
fn steps_up_from_several_applied_heads_name_the_branches() {
    check(
        &fork(),
        up,
        &[(
            "r x p1 q1",
            "+2",
            "`+2` could start from any of 2: `p1` and `q1` => name the branch: `cargo migrate up p1@+2` or `cargo migrate \
             up q1@+2`",
        )],
    );
}

#[test]
fn a_stop_that_is_not_applied_says_what_is() {
    check(
        &fork(),
        down,
        &[
            (
                "r x p1 q1",
                "p2",
                "`p2` is not applied, so nothing can be undone down to it; applied up to `p1` and `q1` => to apply it, \
                 write `cargo migrate up p2`; `cargo migrate status` shows what is applied",
            ),
            (
                "",
                "r",
                "`r` is not applied, so nothing can be undone down to it; nothing is applied => to apply it, write \
                 `cargo migrate up r`; `cargo migrate status` shows what is applied",
            ),
        ],
    );
}

#[test]
fn current_is_no_destination() {
    let expected = "`current` is where the database is already => name a revision; `cargo migrate current` shows what is \
                    applied";
    check(&fork(), up, &[("r", "current", expected)]);
    check(&fork(), down, &[("r", "current", expected)]);
}

#[test]
fn unknown_applied_revisions_block_the_way_down() {
    let blocked = |unknown: &str| {
        format!(
            "the database has {unknown} after what would be undone, which this checkout does not have => check out the code \
             that has them and undo them there; `cargo migrate status` lists them"
        )
    };
    check(
        &fork(),
        down,
        &[
            ("r x tomorrow", "-1", &blocked("`tomorrow`")),
            ("r x tomorrow p1", "-2", &blocked("`tomorrow`")),
            ("r x tomorrow p1", "-1", "p1"),
            ("r x tomorrow", "r", &blocked("`tomorrow`")),
            ("r x tomorrow", "x", &blocked("`tomorrow`")),
            ("r t1 x t2", "base", &blocked("`t1` and `t2`")),
            ("t1 r x", "base", &blocked("`t1`")),
            ("r x p1 tomorrow", "P@-1", &blocked("`tomorrow`")),
            ("r tomorrow x p1", "P@base", &blocked("`tomorrow`")),
            (
                "r tomorrow",
                "tomorrow",
                "`tomorrow` is applied, but this checkout does not have it => check out the code that has it; `cargo \
                 migrate status` lists such revisions",
            ),
        ],
    );
    check(
        &fork(),
        up,
        &[(
            "r tomorrow",
            "tomorrow",
            "`tomorrow` is applied, but this checkout does not have it => check out the code that has it; `cargo migrate \
             status` lists such revisions",
        )],
    );
    let error = fork()
        .resolve(&target("tomorrow"), Some(&applied("tomorrow")))
        .expect_err("it is unknown");
    assert!(matches!(error, TargetError::OnlyApplied { .. }));
}

#[test]
fn the_last_revision_may_still_be_needed() {
    let graph = history(&["a", "x < a", "b < x"]);
    check(
        &graph,
        down,
        &[(
            "a b x",
            "-1",
            "`-1` would undo `x`, but `b`, which was applied before it, needs it => name where to stop: `cargo migrate \
             down x` undoes what stands on `x` first",
        )],
    );
}

#[test]
fn a_parent_must_exist() {
    assert_eq!(
        graph_errors(&["a1b2c3d4e5f6", "b < a1b2c3d4e5f7", "c < nowhere"]),
        [
            "revision `b` names the parent `a1b2c3d4e5f7`, which does not exist => did you mean `a1b2c3d4e5f6`?",
            "revision `c` names the parent `nowhere`, which does not exist => `cargo migrate history` lists what exists",
        ]
    );
}

#[test]
fn a_parent_is_a_full_id_and_no_label() {
    assert_eq!(
        broken(&["abc ; label billing", "x < ab", "y < billing"]).len(),
        2
    );
}

#[test]
fn a_dependency_must_exist() {
    assert_eq!(
        graph_errors(&["a1 ; label billing", "b ; needs biling", "c ; needs a"]),
        [
            "revision `b` depends on `biling`, which does not exist => did you mean `billing`?",
            "revision `c` depends on `a`, which does not exist => did you mean `a1`?",
        ]
    );
}

#[test]
fn duplicate_ids_name_both_places() {
    assert_eq!(
        graph_errors(&[
            "a ; in src/versions/a_two.rs",
            "a ; in src/versions/a_one.rs",
            "b < a"
        ]),
        [
            "revision `a` is declared twice: in src/versions/a_one.rs and src/versions/a_two.rs => give one of them another id, \
          in its file name too, and change what follows it: whoever applied `a` keeps the file they applied"
        ]
    );
    assert_eq!(
        broken(&["a", "a", "a"])[0].to_string(),
        "revision `a` is declared twice"
    );
}

#[test]
fn a_revision_is_not_its_own_parent_or_dependency() {
    assert_eq!(
        graph_errors(&[
            "a < a",
            "b < b c",
            "c",
            "d ; needs d",
            "e ; needs E ; label E"
        ]),
        [
            "revision `a` names itself as its parent => name the revision before it, or `None` for a base",
            "revision `b` names itself as its parent => name the revision before it, or `None` for a base",
            "revision `d` depends on itself => remove it from the list",
            "revision `e` depends on itself => remove it from the list",
        ]
    );
}

#[test]
fn parents_and_dependencies_are_named_once() {
    assert_eq!(
        graph_errors(&["a ; label A", "b < a a", "c ; needs a A"]),
        [
            "revision `b` names the parent `a` twice => remove it from the list",
            "revision `c` names the dependency `A` twice => remove it from the list",
        ]
    );
}

#[test]
fn a_cycle_shows_the_whole_loop() {
    assert_eq!(
        graph_errors(&["r", "c < a", "a < b", "b < c", "d < c"]),
        [
            "revisions follow each other in a circle: a -> b -> c -> a => let one of them follow a revision outside the loop"
        ]
    );
    assert_eq!(
        graph_errors(&["a < b", "b < a", "y < z", "z < y x", "x"]),
        [
            "revisions follow each other in a circle: a -> b -> a => let one of them follow a revision outside the loop",
            "revisions follow each other in a circle: y -> z -> y => let one of them follow a revision outside the loop",
        ]
    );
}

#[test]
fn a_cycle_through_dependencies_is_told_apart() {
    assert_eq!(
        graph_errors(&[
            "a1",
            "a2 < a1 ; needs b1",
            "b1 ; needs A",
            "a3 < a2 ; label A"
        ]),
        [
            "revisions depend on each other in a circle: a2 -> b1 -> a3 -> a2 => remove one of the dependencies in the loop"
        ]
    );
    assert!(matches!(
        broken(&["a ; needs b", "b ; needs a"])[..],
        [GraphError::DependencyCycle { .. }]
    ));
}

#[test]
fn labels_are_unique_names() {
    assert_eq!(
        graph_errors(&["a ; label L", "b < a ; label L"]),
        [
            "revisions `a` and `b` both carry the branch label `L` => give `L` to the revision where the branch starts"
        ]
    );
    assert_eq!(
        graph_errors(&["a ; label L L"]),
        ["revision `a` names the branch label `L` twice => name it once"]
    );
    assert_eq!(
        graph_errors(&["a ; label b", "b"]),
        [
            "the branch label `b` of revision `a` is also the id of a revision => choose a label that is no id"
        ]
    );
    assert_eq!(
        graph_errors(&["a ; label head x-y"]),
        [
            "`head` cannot be a branch label of revision `a`: `head` is a keyword => `head` has a meaning of its own in \
             targets; choose another name",
            "`x-y` cannot be a branch label of revision `a`: `-` is not allowed => use 1 to 50 of the characters A-Z a-z \
             0-9 _",
        ]
    );
}

#[test]
fn all_errors_of_a_history_are_told_at_once_in_one_order() {
    let lines = ["a", "a", "b < nowhere", "c < d", "d < c", "e ; label head"];
    let errors = broken(&lines);
    let kinds: Vec<_> = errors
        .iter()
        .map(|error| error.revisions()[0].to_string())
        .collect();
    assert_eq!(kinds, ["a", "e", "b", "c"]);
    let mut reversed = revisions(&lines);
    reversed.reverse();
    assert_eq!(Graph::new(reversed).expect_err("it is broken"), errors);
    assert_eq!(errors[3].revisions(), [&id("c"), &id("d")]);
}
