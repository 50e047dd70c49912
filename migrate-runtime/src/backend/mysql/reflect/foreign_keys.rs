//! Foreign keys, and the indexes that the server makes for them by itself.

use std::collections::BTreeMap;

use diesel::QueryResult;

use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{name, qualified};
use crate::connection::{Database, TextRow};
use crate::schema::{
    Constraint, ForeignKey, Index, KeyPart, MatchKind, Name, ReferentialAction, Rule, Table,
};

const COLUMNS: &str = "SELECT k.table_name AS `table`, k.constraint_name AS name, k.column_name AS `column`, \
     NULLIF(k.referenced_table_schema, DATABASE()) AS referenced_schema, k.referenced_table_name AS referenced_table, \
     k.referenced_column_name AS referenced FROM information_schema.key_column_usage AS k \
     WHERE k.table_schema = DATABASE() AND k.referenced_table_name IS NOT NULL \
     ORDER BY k.table_name, k.constraint_name, k.ordinal_position";

/// A query of its own: the server would join it row by row.
const ACTIONS: &str = "SELECT r.table_name AS `table`, r.constraint_name AS name, r.update_rule AS on_update, \
     r.delete_rule AS on_delete FROM information_schema.referential_constraints AS r \
     WHERE r.constraint_schema = DATABASE()";

type Actions = BTreeMap<(Name, Name), [ReferentialAction; 2]>;

pub(super) fn read(database: &mut dyn Database, reflected: &mut Reflected) -> QueryResult<()> {
    let actions = database.query(ACTIONS, &[])?;
    let actions: Actions = actions
        .iter()
        .map(|row| {
            (
                (name(row, "table"), name(row, "name")),
                ["on_delete", "on_update"].map(|column| action(row, column)),
            )
        })
        .collect();
    let rows = database.query(COLUMNS, &[])?;
    let same = |left: &TextRow, right: &TextRow| {
        left.get("table") == right.get("table") && left.get("name") == right.get("name")
    };
    for rows in rows.chunk_by(same) {
        if let Some(first) = rows.first()
            && let Some(table) = reflected.table_mut(&name(first, "table").as_str().into())
        {
            table.constraints.push(constraint(&actions, first, rows));
        }
    }
    for table in reflected.schema.tables.values_mut() {
        hide_own_indexes(table);
    }
    Ok(())
}

fn constraint(actions: &Actions, first: &TextRow, rows: &[TextRow]) -> Constraint {
    let name = name(first, "name");
    let place = (self::name(first, "table"), name.clone());
    let [on_delete, on_update] = actions.get(&place).copied().unwrap_or_default();
    let names = |column: &str| rows.iter().map(|row| self::name(row, column)).collect();
    Constraint::named(
        name,
        Rule::ForeignKey(ForeignKey {
            columns: names("column"),
            table: qualified(first, "referenced_schema", "referenced_table"),
            referenced: names("referenced"),
            on_delete,
            on_update,
            match_kind: MatchKind::Simple,
            deferrable: None,
        }),
    )
}

/// `RESTRICT` is what the server does when nothing is said.
fn action(row: &TextRow, column: &str) -> ReferentialAction {
    match row.get(column) {
        Some("CASCADE") => ReferentialAction::Cascade,
        Some("SET NULL") => ReferentialAction::SetNull,
        Some("SET DEFAULT") => ReferentialAction::SetDefault,
        _ => ReferentialAction::NoAction,
    }
}

/// Leaves out the indexes that have the name and the columns of a foreign key: the server made them for it.
pub(super) fn hide_own_indexes(table: &mut Table) {
    let own: Vec<(_, Vec<_>)> = (table.constraints.iter())
        .filter(|constraint| matches!(constraint.rule, Rule::ForeignKey(_)))
        .map(|constraint| {
            (
                constraint.name.clone(),
                constraint.columns().into_iter().cloned().collect(),
            )
        })
        .collect();
    table.indexes.retain(|index| {
        !own.iter()
            .any(|(name, columns)| is_own(index, name.as_ref(), columns))
    });
}

fn is_own(index: &Index, name: Option<&Name>, columns: &[Name]) -> bool {
    let keys = index.keys.iter().map(|key| match &key.part {
        KeyPart::Column(column) => Some(column),
        KeyPart::Expression(_) => None,
    });
    !index.unique && Some(&index.name) == name && keys.eq(columns.iter().map(Some))
}
