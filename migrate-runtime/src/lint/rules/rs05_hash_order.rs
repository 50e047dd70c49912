//! RS05: a migration uses a collection whose order differs from run to run.

use super::rs01_live_path::remarked;
use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::registry::RemarkKind;

pub(super) static RULE: Rule = Rule {
    id: "RS05",
    title: "order may differ from run to run",
    level: Level::Warning,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "steps that come out of a hash map come in another order in each run: what was tested is not what runs, and an \
          applied revision looks edited",
    safe: r#"for (name, score) in std::collections::BTreeMap::from([("a", 1), ("b", 2)]) {
    op.update("teams").set("score", score).where_sql(format!("name = '{name}'"));
}"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    remarked(scene, RemarkKind::HashOrder, |text| {
        Found::anywhere(format!("`{text}` answers in another order in each run"))
            .words("a `BTreeMap`, a `BTreeSet` or a plain list keeps its order")
    })
}
