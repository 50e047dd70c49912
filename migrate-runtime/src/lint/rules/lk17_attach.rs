//! LK17: a partition is attached, and every row of it is read while nobody may use it.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::raw;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::schema::{ConstraintKind, QualifiedName, Validation};

pub(super) static RULE: Rule = Rule {
    id: "LK17",
    title: "partition is read under a lock",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Scan)
    ],
    why: "the server makes sure that every row of the new partition belongs there; a valid check that says the same spares \
          it the reading",
    safe: r#"op.create_check("events_2026", "made >= '2026-01-01' AND made < '2027-01-01' AND made IS NOT NULL")
    .named("events_2026_bound")
    .not_valid();
// in a later revision:
op.validate_constraint("events_2026", "events_2026_bound");
// in a revision after that:
op.execute("ALTER TABLE events ATTACH PARTITION events_2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let attached = raw::statement(scene).into_iter().filter_map(attached);
    attached
        .filter(|partition| scene.is_in_use(partition) && !has_check(scene, partition))
        .map(|partition| {
            let message = format!("nobody may use table `{partition}` while all its rows are read");
            Found::on(&partition, message)
                .words("first add a check that says the partition's bound, and validate it in a revision of its own")
        })
        .collect()
}

/// The partition of an `ALTER TABLE … ATTACH PARTITION`.
fn attached(words: &raw::Words) -> Option<QualifiedName> {
    if !words.begin(&["alter", "table"]) || !words.contain("attach") {
        return None;
    }
    words.table_behind("partition")
}

/// Whether the partition has a valid check, which its author means to be its bound.
fn has_check(scene: &Scene<'_>, partition: &QualifiedName) -> bool {
    let constraints = scene
        .table(partition)
        .map_or(&[][..], |table| &table.constraints);
    constraints.iter().any(|constraint| {
        constraint.kind() == ConstraintKind::Check && constraint.validation == Validation::Done
    })
}
