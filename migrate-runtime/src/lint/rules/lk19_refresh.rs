//! LK19: a materialised view is filled again while nobody may read it.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{IndexBuild, Operation, RefreshView};

pub(super) static RULE: Rule = Rule {
    id: "LK19",
    title: "refresh blocks readers of the view",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Rewrite)
    ],
    why: "nobody may read the view until its query has run to the end",
    safe: r#"// needs a unique index of the view over columns alone
op.refresh_materialized_view("names").concurrently();"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::RefreshView(refresh) = scene.operation() else {
        return Vec::new();
    };
    if refresh.build == IndexBuild::Concurrently || !scene.is_in_use(&refresh.name) {
        return Vec::new();
    }
    let message = format!(
        "nobody may read view `{}` while its query runs",
        refresh.name
    );
    let safe = Operation::RefreshView(RefreshView {
        build: IndexBuild::Concurrently,
        ..refresh.clone()
    });
    vec![
        Found::on(&refresh.name, message)
            .words("needs a unique index of the view over columns alone")
            .steps([safe]),
    ]
}
