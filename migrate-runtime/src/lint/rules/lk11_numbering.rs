//! LK11: a column that the database numbers comes to a table with rows, which are all numbered at once.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;

pub(super) static RULE: Rule = Rule {
    id: "LK11",
    title: "numbered column rewrites the table",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Rewrite),
        Claim::on(Product::MariaDb).locking(&[Lock::table(Mode::Shared)], Work::Rewrite),
    ],
    why: "every row gets its number at once, and is written again with all indexes while others wait",
    safe: r#"// PostgreSQL: new rows are numbered at once, old ones in batches
op.create_sequence("events_number");
op.add_column("events", "number", BigInt).nullable();
op.alter_column("events", "number").default_sql("nextval('events_number')");
op.backfill("events").set_sql("number", "nextval('events_number')").where_sql("number IS NULL");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AddColumn(add) = scene.operation() else {
        return Vec::new();
    };
    if add.column.numbering.is_none() || !scene.is_in_use(&add.table) {
        return Vec::new();
    }
    let message = format!(
        "every row of table `{}` gets a number in `{}` at once",
        add.table, add.column.name
    );
    vec![Found::on(&add.table, message).words(
        "add it as a nullable column, let a sequence be its default, and number the old rows with `op.backfill`; \
         or create a new table",
    )]
}
