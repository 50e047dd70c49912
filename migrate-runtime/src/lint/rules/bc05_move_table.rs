//! BC05: a table moves into another namespace under the running program.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;

pub(super) static RULE: Rule = Rule {
    id: "BC05",
    title: "running program looks for the table where it was",
    level: Level::Error,
    claims: &[Claim::on(Product::Postgres), Claim::on(Product::MariaDb)],
    why: "the program that runs during the deployment does not find the table any more, unless its search path names the \
          new place",
    safe: r#"op.move_table("events", "archive");
op.create_view("events", "SELECT * FROM archive.events"); // in the same revision
// once no program uses the old place:
op.drop_view("events");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::MoveTable(moved) = scene.operation() else {
        return Vec::new();
    };
    let old_name_works = scene.later().iter().any(|step| {
        matches!(&step.operation, Operation::CreateView(create) if create.view.name == moved.table)
    });
    if scene.new_tables.contains(&moved.table) || old_name_works {
        return Vec::new();
    }
    let message = format!(
        "programs that know table `{}` fail from now on",
        moved.table
    );
    vec![Found::on(&moved.table, message).words(
        "create a view of the old name in the same revision, and drop it once no program uses it",
    )]
}
