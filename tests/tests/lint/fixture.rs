//! A change that a rule must find and one that it must not, as histories that the real planner reads.

use std::collections::BTreeSet;

use migrate_graph::{Applied, RevisionId};
use migrate_runtime::connection::{self, BackendKind, Database as Connection, DatabaseUrl};
use migrate_runtime::lint::{self, Level, Levels, Report};
use migrate_runtime::migrator::LintRequest;
use migrate_runtime::prelude::*;
use migrate_runtime::{Migrator, Op};
use migrate_tests::Database;

/// A bad and a good change for one rule.
pub(crate) struct Fixture {
    /// The rule.
    pub(crate) rule: &'static str,
    /// The databases that the fixture is for.
    pub(crate) backends: &'static [BackendKind],
    /// Other rules that the bad change is about as well: a column that is dropped is gone for the data and for programs.
    pub(crate) also: &'static [&'static str],
    /// What another session has run in a transaction that it leaves open, where that makes the change a bad one.
    pub(crate) meanwhile: Option<&'static str>,
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
    ($name:ident: $rule:literal on [$($backend:ident),*] $(also [$($also:literal),*])? $(while $meanwhile:literal)?,
        bad $(with $bad_with:tt)? $(remarked $bad_remarks:tt)? $(|$bad:pat_param| $bad_body:expr),+;
        good $(with $good_with:tt)? $(remarked $good_remarks:tt)? $(|$good:pat_param| $good_body:expr),+;) => {
        mod $name {
            #[allow(unused_imports, reason = "not every fixture needs all of it")]
            use migrate_runtime::prelude::*;

            change!(bad, $(with $bad_with,)? $(remarked $bad_remarks,)? $(|$bad| $bad_body),+);
            change!(good, $(with $good_with,)? $(remarked $good_remarks,)? $(|$good| $good_body),+);
            migrate_runtime::__private::inventory::submit! {
                $crate::fixture::Fixture {
                    rule: $rule,
                    backends: &[$(migrate_runtime::connection::BackendKind::$backend),*],
                    also: &[$($($also),*)?],
                    meanwhile: [$(Some($meanwhile),)? None][0],
                    bad: bad::migrator,
                    good: good::migrator,
                }
            }
        }
    };
}

/// A function of a migration as its attribute registers it.
macro_rules! plan {
    (|$op:pat_param| $body:expr) => {{
        const PLAN: &dyn Plan = &function({
            let fill: fn(&mut Op) = |$op| {
                $body;
            };
            fill
        });
        PLAN
    }};
}

/// A history of the ground and up to three revisions on it.
macro_rules! change {
    ($name:ident, $(with { $($field:ident: $value:expr),* },)? $(remarked $remarks:tt,)? |$first:pat_param| $first_body:expr
        $(, |$second:pat_param| $second_body:expr $(, |$third:pat_param| $third_body:expr)?)?) => {
        pub(super) mod $name {
            #[allow(unused_imports, reason = "not every change needs all of it")]
            use migrate_runtime::prelude::*;
            use migrate_runtime::__private::{Registered, function};
            use migrate_runtime::op::Plan;
            use migrate_runtime::{History, Migration, Migrator, Op, Source};
            #[allow(unused_imports, reason = "few changes are remarked on")]
            use migrate_runtime::__private::{Remark, RemarkKind};

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
                                upgrade: plan!(|$first| $first_body),
                                ..Migration::UNSAID
                            }
                        },
                        $(&Migration {
                            revision: "second",
                            down_revision: &["first"],
                            path: "second.rs",
                            upgrade: plan!(|$second| $second_body),
                            ..Migration::UNSAID
                        },
                        $(&Migration {
                            revision: "third",
                            down_revision: &["second"],
                            path: "third.rs",
                            upgrade: plan!(|$third| $third_body),
                            ..Migration::UNSAID
                        },)?)?
                    ],
                }
            }
            static HISTORY: History = History {
                crate_name: CRATE,
                sources: &[
                    Source { revision: "ground", message: "Make the ground", source_hash: "ground", remarks: &[] },
                    Source { revision: "first", message: "Change it", source_hash: "first", remarks: [$(&$remarks as &[Remark],)? &[]][0] },
                    $(Source { revision: "second", message: stringify!($second), source_hash: "second", remarks: &[] },
                    $(Source { revision: "third", message: stringify!($third), source_hash: "third", remarks: &[] },)?)?
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

/// What is found in a history's changes where no database is asked, with this rule switched on.
pub(crate) fn linted(migrator: Migrator, backend: BackendKind, rule: &str) -> Report {
    migrator
        .lint(backend, &looking_for(rule))
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

/// The same with a rule that nobody is bothered with unless he asks for it.
pub(crate) fn looking_for(rule: &str) -> LintRequest {
    let rule = lint::rule(rule).expect("a rule");
    let mut request = above_the_ground();
    if rule.level == Level::Off {
        request.levels = Levels::new([(rule.id, Level::Warning)]).expect("a rule");
    }
    request
}

/// A connection to a database that is there.
pub(crate) fn connect(database: &Database) -> Box<dyn Connection> {
    database.execute("SELECT 1");
    connection::open(&DatabaseUrl::parse(database.url()).expect("a URL")).expect("a connection")
}

/// The rules that found something.
pub(crate) fn rules(report: &Report) -> BTreeSet<&'static str> {
    report.findings.iter().map(|finding| finding.rule).collect()
}
