//! BC03: a table gets another name under the running program.

use crate::lint::claim::{Claim, Product};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{CreateView, Operation};
use crate::schema::View;

pub(super) static RULE: Rule = Rule {
    id: "BC03",
    title: "running program knows the table by its old name",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres),
        Claim::on(Product::MariaDb),
        Claim::on(Product::Sqlite),
    ],
    why: "no deployment exchanges program and schema at the same moment: the program that runs until then fails from the \
          rename on, the new one before it",
    safe: r#"op.rename_table("users", "people");
op.create_view("users", "SELECT * FROM people"); // in the same revision: the old name goes on to work
// once no program uses it:
op.drop_view("users");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::RenameTable(rename) = scene.operation() else {
        return Vec::new();
    };
    let old_name_works = scene.later().iter().any(|step| {
        matches!(&step.operation, Operation::CreateView(create) if create.view.name == rename.table)
    });
    let is_unused = old_name_works || Scene::is_put_aside(&rename.to);
    if scene.new_tables.contains(&rename.table) || is_unused {
        return Vec::new();
    }
    let view = View {
        name: rename.table.clone(),
        query: format!("SELECT * FROM {}", rename.to.as_str()),
        materialized: false,
        comment: None,
    };
    let message = format!(
        "programs that know table `{}` fail from now on",
        rename.table
    );
    vec![
        Found::on(&rename.table, message)
            .steps([
                scene.operation().clone(),
                Operation::CreateView(CreateView { view }),
            ])
            .words("once no program uses the old name, drop the view"),
    ]
}
