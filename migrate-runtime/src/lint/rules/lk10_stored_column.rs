//! LK10: a generated column that is stored is computed for every row at once.

use crate::lint::claim::{Claim, Lock, Mode, Product, Work};
use crate::lint::found::Found;
use crate::lint::rule::{Level, Rule};
use crate::lint::scene::Scene;
use crate::operation::Operation;
use crate::schema::GeneratedStorage;

pub(super) static RULE: Rule = Rule {
    id: "LK10",
    title: "stored generated column rewrites the table",
    level: Level::Error,
    claims: &[
        Claim::on(Product::Postgres).locking(&[Lock::table(Mode::AccessExclusive)], Work::Rewrite),
        Claim::on(Product::MariaDb).locking(&[Lock::table(Mode::Shared)], Work::Rewrite),
    ],
    why: "the value is computed and written for every row, with all indexes, while others wait",
    safe: r#"// MariaDB: computed when it is read, nothing is written
op.add_column("users", "doubled", Integer).generated_virtual("score * 2");
// PostgreSQL before 18: an ordinary column that a trigger fills from now on
op.add_column("users", "doubled", Integer).nullable();
op.create_trigger("users_doubled", "users", "BEFORE INSERT OR UPDATE", "FOR EACH ROW EXECUTE FUNCTION users_doubled()");
// in a later revision:
op.backfill("users").set_sql("doubled", "score * 2").where_sql("doubled IS NULL");"#,
    look,
};

fn look(scene: &Scene<'_>) -> Vec<Found> {
    let Operation::AddColumn(add) = scene.operation() else {
        return Vec::new();
    };
    let Some(generated) = &add.column.generated else {
        return Vec::new();
    };
    if generated.storage == GeneratedStorage::Virtual || !scene.is_in_use(&add.table) {
        return Vec::new();
    }
    let message = format!(
        "`{}` is computed for every row of table `{}`",
        add.column.name, add.table
    );
    let found = Found::on(&add.table, message);
    let has_virtual = !scene.is_on(Product::Postgres) || scene.server.at_least((18, 0, 0));
    vec![if has_virtual {
        let mut add = add.clone();
        if let Some(generated) = &mut add.column.generated {
            generated.storage = GeneratedStorage::Virtual;
        }
        found
            .words("computed when it is read:")
            .steps([Operation::AddColumn(add)])
    } else {
        found.words(
            "add an ordinary column that takes NULL, let a trigger fill it from now on, and fill the old rows with `op.backfill`",
        )
    }]
}
