//! Indexes, and the keys that the catalogue lists among them.

use diesel::QueryResult;

use crate::backend::Server;
use crate::backend::reflect::Reflected;
use crate::backend::standard::catalogue::{name, number, optional, text};
use crate::connection::{Database, TextRow};
use crate::schema::{
    Constraint, Index, IndexKey, KeyPart, Name, PrimaryKey, Rule, SortOrder, Unique, UniqueNulls,
};

const MARIADB: &str = "SELECT s.table_name AS `table`, s.index_name AS name, CAST(s.non_unique AS CHAR) AS non_unique, \
     s.column_name AS `column`, NULL AS expression, s.collation AS direction, CAST(s.sub_part AS CHAR) AS prefix, \
     s.index_type AS method, s.index_comment AS comment, IF(s.ignored = 'YES', 'IGNORED', '') AS unused \
     FROM information_schema.statistics AS s WHERE s.table_schema = DATABASE() \
     ORDER BY s.table_name, s.index_name, s.seq_in_index";

const MYSQL: &str = "SELECT s.table_name AS `table`, s.index_name AS name, CAST(s.non_unique AS CHAR) AS non_unique, \
     s.column_name AS `column`, s.expression AS expression, s.collation AS direction, CAST(s.sub_part AS CHAR) AS prefix, \
     s.index_type AS method, s.index_comment AS comment, IF(s.is_visible = 'NO', 'INVISIBLE', '') AS unused \
     FROM information_schema.statistics AS s WHERE s.table_schema = DATABASE() \
     ORDER BY s.table_name, s.index_name, s.seq_in_index";

pub(super) fn read(
    database: &mut dyn Database,
    server: &Server,
    reflected: &mut Reflected,
) -> QueryResult<()> {
    let rows = database.query(if server.mariadb { MARIADB } else { MYSQL }, &[])?;
    let same = |left: &TextRow, right: &TextRow| {
        left.get("table") == right.get("table") && left.get("name") == right.get("name")
    };
    for rows in rows.chunk_by(same) {
        let Some(first) = rows.first() else { continue };
        let place = name(first, "table");
        let unused = text(first, "unused");
        let Some(table) = reflected.table_mut(&place.as_str().into()) else {
            continue;
        };
        let in_memory =
            (table.options.engine.as_ref()).is_some_and(|engine| engine.as_str() == "MEMORY");
        let index = index(first, rows, in_memory);
        let name = index.name.clone();
        match constraint(&index) {
            Some(constraint) => table.constraints.push(constraint),
            None => table.indexes.push(index),
        }
        if !unused.is_empty() {
            reflected.keep("unused index", format!("{place}.{name}"), unused);
        }
    }
    Ok(())
}

fn index(first: &TextRow, rows: &[TextRow], in_memory: bool) -> Index {
    let method = text(first, "method").to_ascii_lowercase();
    let spatial = method == "spatial";
    let mut index = Index::new(
        name(first, "name"),
        rows.iter().map(|row| key(row, spatial)).collect(),
    );
    index.unique = first.get("non_unique") == Some("0");
    index.comment = optional(first, "comment");
    let usual = if in_memory { "hash" } else { "btree" };
    // A hash in a table on disk is how the server keeps a long unique key.
    let said = method != usual && (in_memory || method != "hash");
    index.method = said.then(|| Name::from(method));
    index
}

fn key(row: &TextRow, spatial: bool) -> IndexKey {
    let part = match row.get("column") {
        Some(column) => KeyPart::Column(column.into()),
        None => KeyPart::Expression(text(row, "expression").replace("\\'", "'")),
    };
    let mut key = IndexKey::new(part);
    if row.get("direction") == Some("D") {
        key.order = SortOrder::Descending;
    }
    if !spatial {
        key.prefix = number(row, "prefix").and_then(|length| length.try_into().ok());
    }
    key
}

/// The constraint that the index is: the catalogue does not tell a unique index from a unique constraint.
pub(super) fn constraint(index: &Index) -> Option<Constraint> {
    let columns: Option<Vec<_>> = index.keys.iter().map(plain_column).collect();
    let plain = index.unique && index.comment.is_none() && index.method.is_none();
    let columns = columns.filter(|_| plain)?;
    let rule = if index.name.as_str() == "PRIMARY" {
        Rule::PrimaryKey(PrimaryKey { columns })
    } else {
        Rule::Unique(Unique {
            columns,
            nulls: UniqueNulls::Distinct,
            deferrable: None,
        })
    };
    Some(Constraint::named(&index.name, rule))
}

fn plain_column(key: &IndexKey) -> Option<Name> {
    let plain = key.prefix.is_none() && key.order == SortOrder::Ascending;
    match &key.part {
        KeyPart::Column(name) if plain => Some(name.clone()),
        KeyPart::Column(_) | KeyPart::Expression(_) => None,
    }
}
