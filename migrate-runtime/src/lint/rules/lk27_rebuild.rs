//! LK27: SQLite copies a table to change it.

use crate::backend::Statement;
use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::lint::tables::tables;

pub(super) static RULE: Rule = Rule {
    id: "LK27",
    title: "table is copied",
    level: Level::Warning,
    claims: &[Claim::on(Product::Sqlite).locking(&[Lock::table(Mode::WriteLock)], Work::Rewrite)],
    why: "SQLite's `ALTER TABLE` cannot do it: every row is copied into a new table, which takes space for a second one, \
          and all writers of the database wait",
    safe: r#"// several changes of one table are one copy: keep them together
op.alter_table("users", |t| {
    t.alter_column("age").not_null();
    t.create_check("age > 0");
});
// or say it when the column is added, which copies nothing
op.add_column("users", "age", Integer).default(0);"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let step = scene.step();
    let rebuilds = step.statements.iter().any(Statement::is_rebuild);
    let about = tables(&step.operation).into_iter().next();
    let Some(table) = about.filter(|table| rebuilds && scene.is_in_use(table)) else {
        return Vec::new();
    };
    vec![
        Found::on(table, format!("table `{table}` is copied row by row")).words(
            "keep all changes of the table in one revision, side by side: they are one copy",
        ),
    ]
}
