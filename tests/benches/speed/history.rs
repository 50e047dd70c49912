//! Generated histories: one line of revisions, as `cargo migrate new` writes them, in bodies of three sizes.

use crate::Result;
use crate::scaffold::Scaffold;

/// What each migration of a generated history does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Body {
    /// One SQL statement.
    OneStatement,
    /// One table of five columns.
    OneTable,
    /// A table, two indexes, a column more, a column less, and an update.
    SixOperations,
}

/// The revision id of the `n`th migration, spread like the random ids that `new` hands out.
pub(crate) fn revision(n: usize) -> String {
    let spread = (n as u64 + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    format!("{:012x}", spread >> 16)
}

/// The name of the table that the `n`th migration creates.
pub(crate) fn table(n: usize) -> String {
    format!("measured_{n}")
}

/// Where the `n`th migration stands in the migration crate.
pub(crate) fn path(n: usize) -> String {
    format!("migrations/src/versions/{}_{}.rs", revision(n), table(n))
}

/// Writes `migrations` revisions into a scaffolded project, each the child of the one before.
pub(crate) fn write(scaffold: &Scaffold, migrations: usize, body: Body) -> Result<()> {
    (0..migrations).try_for_each(|n| scaffold.write(&path(n), &source(n, body, 0)))
}

/// The source of the `n`th migration; another `edition` of it differs inside one statement.
pub(crate) fn source(n: usize, body: Body, edition: usize) -> String {
    let (revision, table) = (revision(n), table(n));
    let parent = match n.checked_sub(1) {
        None => "None".to_owned(),
        Some(parent) => format!("\"{}\"", self::revision(parent)),
    };
    let (up, down) = functions(&table, body, edition);
    format!(
        r#"//! Add {table}

use migrate_runtime::prelude::*;

#[migration(revision = "{revision}", down_revision = {parent})]
mod add_{table} {{
    use super::*;

    fn upgrade(op: &mut Op) {{
{up}    }}

    fn downgrade(op: &mut Op) {{
{down}    }}
}}
"#
    )
}

fn functions(table: &str, body: Body, edition: usize) -> (String, String) {
    match body {
        Body::OneStatement => (
            format!("        op.execute(\"SELECT {edition}\");\n"),
            format!("        op.execute(\"SELECT {edition}\");\n"),
        ),
        Body::OneTable => (
            format!("{}        }});\n", columns(table)),
            format!("        op.drop_table(\"{table}\");\n"),
        ),
        Body::SixOperations => (
            format!(
                r#"{}            t.column("obsolete", BigInt).nullable();
        }});
        op.create_index("{table}", ["title"]);
        op.create_index("{table}", ["owner", "created"]);
        op.add_column("{table}", "rating", BigInt).nullable();
        op.drop_column("{table}", "obsolete");
        op.execute("UPDATE {table} SET rating = {edition} WHERE rating IS NULL");
"#,
                columns(table)
            ),
            format!(
                r#"        op.drop_index("{table}", ["owner", "created"]);
        op.drop_index("{table}", ["title"]);
        op.drop_table("{table}");
"#
            ),
        ),
    }
}

/// The opening of `create_table` with its five columns.
fn columns(table: &str) -> String {
    format!(
        r#"        op.create_table("{table}", |t| {{
            t.column("id", BigInt).primary_key();
            t.column("title", Text);
            t.column("note", Text).nullable();
            t.column("owner", BigInt);
            t.column("created", Timestamp);
"#
    )
}
