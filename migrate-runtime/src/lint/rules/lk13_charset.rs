//! LK13: a table gets another character set, and every text is converted.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::{Change, Operation};

pub(super) static RULE: Rule = Rule {
    id: "LK13",
    title: "change of character set copies the table",
    level: Level::Error,
    claims: &[Claim::on(Product::MariaDb).locking(&[Lock::table(Mode::Shared)], Work::Rewrite)],
    why: "every text of the table is converted into a copy of it, and writers wait until that is done",
    safe: r#"// give new columns the character set that you want, and move one column at a time:
op.add_column("users", "name_new", varchar(40)).nullable().collate("utf8mb4_unicode_ci");
// in a later revision:
op.backfill("users").set_sql("name_new", "name").where_sql("name_new IS NULL");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AlterTableOptions(alter) = scene.operation() else {
        return Vec::new();
    };
    let table = scene.table(&alter.table);
    let has_texts = table.is_none_or(|table| {
        let mut columns = table.columns.iter();
        columns.any(|column| column.collation.is_none() && column.column_type.may_have_collation())
    });
    if alter.charset == Change::Keep || !has_texts || !scene.is_in_use(&alter.table) {
        return Vec::new();
    }
    let message = format!(
        "every text of table `{}` is converted into a copy of it",
        alter.table
    );
    vec![
        Found::on(&alter.table, message)
            .words("no online form: move one column at a time, or do it in a maintenance window"),
    ]
}
