//! LK05: an exclusion constraint builds its index while nobody may use the table.

use super::added::added;
use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::schema::ConstraintKind;

pub(super) static RULE: Rule = Rule {
    id: "LK05",
    title: "exclusion constraint builds its index under a lock",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Scan)
    ],
    why: "every query on the table waits until every row has been compared, and PostgreSQL has no gentler form: an \
          exclusion constraint can be neither `NOT VALID` nor take over an index",
    safe: r#"// no online form: demand it when the table is created
op.create_table("bookings_2", |t| {
    t.column("room", Integer);
    t.exclude([("room", "=")]);
});
// else in a maintenance window, with `allow(LK05 = "window of …")`"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let added = added(scene.operation(), &[ConstraintKind::Exclude]).into_iter();
    let in_use = added.filter(|added| scene.is_in_use(added.table));
    in_use
        .map(|added| {
            let table = added.table;
            let message = format!("nobody may use table `{table}` while all its rows are compared");
            Found::on(table, message).words(
                "no online form: demand it when the table is created, or in a maintenance window",
            )
        })
        .collect()
}
