//! RS02: a migration's function says something else each time.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;

pub(super) static RULE: Rule = Rule {
    id: "RS02",
    title: "plan differs from one build to the next",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "a function that reads the clock, the environment, a file or a random number makes another plan on each machine: \
          what was tested is not what runs, and an applied revision looks edited",
    safe: r#"op.add_column("users", "made", Timestamp).default_sql("CURRENT_TIMESTAMP"); // let the database say it"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    if scene.position > 0 || !scene.is_first_look() || scene.is_pure {
        return Vec::new();
    }
    vec![Found::anywhere("the function says something else when it is called again")
        .words("write down what it shall say; what only the database knows belongs into SQL or into `op.run`")]
}
