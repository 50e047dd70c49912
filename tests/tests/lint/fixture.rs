//! A change that a rule must find and one that it must not, as histories that the real planner reads.

use std::collections::BTreeSet;

use migrate_graph::{Applied, RevisionId};
use migrate_runtime::connection::BackendKind;
use migrate_runtime::lint::{Levels, Report};
use migrate_runtime::migrator::LintRequest;
use migrate_runtime::prelude::*;
use migrate_runtime::{Migrator, Op};

/// A bad and a good change for one rule.
pub(crate) struct Fixture {
    /// The rule.
    pub(crate) rule: &'static str,
    /// The databases that the fixture is for.
    pub(crate) backends: &'static [BackendKind],
    /// Other rules that the bad change is about as well: a column that is dropped is gone for the data and for programs.
    pub(crate) also: &'static [&'static str],
    /// The history with the bad change.
    pub(crate) bad: fn() -> Migrator,
    /// The history with the good change.
    pub(crate) good: fn() -> Migrator,
}

migrate_runtime::__private::inventory::collect!(Fixture);

/// Every fixture, by rule.
pub(crate) fn all() -> Vec<&'static Fixture> {
    let mut all: Vec<_> = migrate_runtime::__private::inventory::iter::<Fixture>().collect();
    all.sort_by_key(|fixture| (fixture.rule, fixture.backends));
    all
}

/// Declares a fixture: `name: "ID" on [Backend, …] also ["ID", …], bad |op| …, good |op| …;` with up to three revisions
/// each, and `with { field: value }` for what the first one's attribute says.
macro_rules! fixture {
    ($name:ident: $rule:literal on [$($backend:ident),*] $(also [$($also:literal),*])?,
        bad $(with $bad_with:tt)? $(|$bad:pat_param| $bad_body:expr),+;
        good $(with $good_with:tt)? $(|$good:pat_param| $good_body:expr),+;) => {
        mod $name {
            #[allow(unused_imports, reason = "not every fixture needs all of it")]
            use migrate_runtime::prelude::*;

            change!(bad, $(with $bad_with,)? $(|$bad| $bad_body),+);
            change!(good, $(with $good_with,)? $(|$good| $good_body),+);
            migrate_runtime::__private::inventory::submit! {
                $crate::fixture::Fixture {
                    rule: $rule,
                    backends: &[$(migrate_runtime::connection::BackendKind::$backend),*],
                    also: &[$($($also),*)?],
                    bad: bad::migrator,
                    good: good::migrator,
                }
            }
        }
    };
}

/// A history of the ground and up to three revisions on it.
macro_rules! change {
    ($name:ident, $(with { $($field:ident: $value:expr),* },)? |$first:pat_param| $first_body:expr
        $(, |$second:pat_param| $second_body:expr $(, |$third:pat_param| $third_body:expr)?)?) => {
        pub(super) mod $name {
            #[allow(unused_imports, reason = "not every change needs all of it")]
            use migrate_runtime::prelude::*;
            use migrate_runtime::__private::{Registered, function};
            use migrate_runtime::op::Plan;
            use migrate_runtime::{History, Migration, Migrator, Op, Source};

            const CRATE: &str = module_path!();
            const GROUND: &dyn Plan = &function($crate::fixture::ground as fn(&mut Op));
            migrate_runtime::__private::inventory::submit! {
                Registered {
                    crate_name: CRATE,
                    migrations: &[
                        &Migration { revision: "ground", path: "ground.rs", upgrade: GROUND, ..Migration::UNSAID },
                        #[allow(clippy::needless_update, reason = "some changes say nothing more")]
                        &Migration {
                            $($($field: $value,)*)?
                            ..Migration {
                                revision: "first",
                                down_revision: &["ground"],
                                path: "first.rs",
                                upgrade: {
                                    const PLAN: &dyn Plan = &function({
                                        let fill: fn(&mut Op) = |$first| { $first_body; };
                                        fill
                                    });
                                    PLAN
                                },
                                ..Migration::UNSAID
                            }
                        },
                        $(&Migration {
                            revision: "second",
                            down_revision: &["first"],
                            path: "second.rs",
                            upgrade: {
                                const PLAN: &dyn Plan = &function({
                                    let fill: fn(&mut Op) = |$second| { $second_body; };
                                    fill
                                });
                                PLAN
                            },
                            ..Migration::UNSAID
                        },
                        $(&Migration {
                            revision: "third",
                            down_revision: &["second"],
                            path: "third.rs",
                            upgrade: {
                                const PLAN: &dyn Plan = &function({
                                    let fill: fn(&mut Op) = |$third| { $third_body; };
                                    fill
                                });
                                PLAN
                            },
                            ..Migration::UNSAID
                        },)?)?
                    ],
                }
            }
            static HISTORY: History = History {
                crate_name: CRATE,
                sources: &[
                    Source { revision: "ground", message: "Make the ground", source_hash: "ground" },
                    Source { revision: "first", message: "Change it", source_hash: "first" },
                    $(Source { revision: "second", message: stringify!($second), source_hash: "second" },
                    $(Source { revision: "third", message: stringify!($third), source_hash: "third" },)?)?
                ],
                volumes: &[],
                settings: None,
            };

            pub(crate) fn migrator() -> Migrator {
                Migrator::new(&HISTORY)
            }
        }
    };
}

/// What was deployed long ago: tables with rows in them.
pub(crate) fn ground(op: &mut Op) {
    op.create_table("teams", |t| {
        t.column("id", BigInt).primary_key();
        t.column("name", varchar(40));
    });
    op.create_table("users", |t| {
        t.column("id", BigInt).primary_key();
        t.column("team_id", BigInt).nullable();
        t.column("name", varchar(40)).default("x");
        t.column("email", varchar(50)).nullable();
        t.column("age", Integer).nullable();
        t.column("score", Integer).default(0);
        t.column("price", numeric(10, 2)).nullable();
        t.index(["email"]).named("users_email");
        t.index(["name", "id"]).unique().named("users_name_id");
        t.check("score >= 0").named("users_score");
    });
    op.create_table("posts", |t| {
        t.column("id", BigInt).primary_key();
        t.column("user_id", BigInt).references("users", "id");
        t.column("title", varchar(40)).nullable();
    });
    op.create_enum("mood", ["sad", "ok"]);
    for id in 1..=3_i64 {
        op.insert("teams", [("id", id.into()), ("name", "a".into())]);
        op.insert(
            "users",
            [
                ("id", id.into()),
                ("team_id", id.into()),
                ("email", "e".into()),
                ("age", 30.into()),
                ("price", 1.into()),
            ],
        );
        op.insert("posts", [("id", id.into()), ("user_id", id.into())]);
    }
    op.on(Postgres, |op| {
        op.create_materialized_view("names", "SELECT id, name FROM teams");
        op.create_function(
            "nothing",
            "",
            "RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        );
    });
}

/// What a history's changes are linted with where no database is asked.
pub(crate) fn linted(migrator: Migrator, backend: BackendKind) -> Report {
    migrator
        .lint(backend, &above_the_ground())
        .unwrap_or_else(|error| panic!("{backend:?}: {error} {error:?}"))
}

/// Everything but the ground, with the rules' own levels.
pub(crate) fn above_the_ground() -> LintRequest {
    let ground: RevisionId = "ground".parse().expect("a good id");
    LintRequest {
        since: Some([ground].into_iter().collect::<Applied>()),
        levels: Levels::default(),
    }
}

/// The rules that found something.
pub(crate) fn rules(report: &Report) -> BTreeSet<&'static str> {
    report.findings.iter().map(|finding| finding.rule).collect()
}
