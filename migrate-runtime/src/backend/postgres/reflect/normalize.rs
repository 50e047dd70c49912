//! What the catalogue will say of a schema that the operations made.

use super::types;
use crate::backend::Server;
use crate::backend::standard::expression::{Context, Token, joined, tokens};
use crate::backend::standard::normalize;
use crate::backend::standard::sequence::usual;
use crate::connection::BackendKind;
use crate::schema::{
    Column, ColumnType, EnumReference, Index, Numbering, Rule, Schema, Table, TableOptions,
    Trigger, Unique, UniqueNulls,
};

const KIND: BackendKind = BackendKind::Postgres;

pub(in crate::backend) fn normalize(_server: &Server, schema: &Schema) -> Schema {
    let mut normal = schema.clone();
    // Reflection keeps these with the server's own text: what is not read is not compared.
    normal.functions.clear();
    normal.extensions.clear();
    normalize::references(&mut normal);
    for table in normal.tables.values_mut() {
        self::table(schema, table);
    }
    normalize::views(KIND, &mut normal);
    for sequence in normal.sequences.values_mut() {
        *sequence = usual(KIND, sequence);
    }
    for trigger in normal.triggers.values_mut() {
        self::trigger(trigger);
    }
    normal.namespaces.remove(&"public".into());
    normal
}

fn table(schema: &Schema, table: &mut Table) {
    for column in &mut table.columns {
        self::column(schema, column);
    }
    normalize::key_columns(table);
    normalize::texts(KIND, table);
    forget_repeated_keys(table);
    table.indexes.iter_mut().for_each(index);
    table.options = TableOptions {
        storage: std::mem::take(&mut table.options.storage),
        unlogged: table.options.unlogged,
        ..TableOptions::default()
    };
    table.comment = said(table.comment.take());
    normalize::order(table);
}

/// Of two keys that demand the same, the server makes only the first, and of a primary key and its repetition the primary
/// key.
fn forget_repeated_keys(table: &mut Table) {
    let mut known: Vec<Unique> = Vec::new();
    known.extend(table.primary_key().map(|key| Unique {
        columns: key.columns.clone(),
        nulls: UniqueNulls::Distinct,
        deferrable: None,
    }));
    table
        .constraints
        .retain(|constraint| match &constraint.rule {
            Rule::Unique(unique) => {
                let is_new = !known.contains(unique);
                known.push(unique.clone());
                is_new
            }
            Rule::PrimaryKey(_) | Rule::Check(_) | Rule::ForeignKey(_) | Rule::Exclude(_) => true,
        });
}

/// An empty comment is none.
fn said(comment: Option<String>) -> Option<String> {
    comment.filter(|comment| !comment.is_empty())
}

fn column(schema: &Schema, column: &mut Column) {
    serial(column);
    column.column_type = column_type(schema, &column.column_type);
    column.nullable &= column.numbering.is_none();
    column.comment = said(column.comment.take());
    column.collation = column
        .collation
        .take()
        .filter(|collation| collation.as_str() != "default");
}

/// `serial` is no type: it numbers a whole number.
fn serial(column: &mut Column) {
    let (ColumnType::Custom(sql) | ColumnType::Native(crate::schema::NativeType { sql, .. })) =
        &column.column_type
    else {
        return;
    };
    let number = match sql.trim().to_ascii_lowercase().as_str() {
        "smallserial" | "serial2" => ColumnType::SmallInt,
        "serial" | "serial4" => ColumnType::Integer,
        "bigserial" | "serial8" => ColumnType::BigInt,
        _ => return,
    };
    column.column_type = number;
    column.numbering = Some(Numbering::ByDefault);
}

fn column_type(schema: &Schema, column_type: &ColumnType) -> ColumnType {
    match column_type {
        ColumnType::Custom(sql) => named(schema, sql),
        ColumnType::Native(native) if native.backend == KIND => named(schema, &native.sql),
        ColumnType::Array(element) => {
            ColumnType::Array(Box::new(self::column_type(schema, element)))
        }
        ColumnType::Enum(reference) => enum_type(schema, reference),
        other => other.clone(),
    }
}

/// A type that is written as text may be any, an enum type too.
fn named(schema: &Schema, sql: &str) -> ColumnType {
    match schema.enums.get(&sql.into()) {
        Some(known) => ColumnType::Enum(EnumReference {
            name: known.name.clone(),
            labels: known.labels.clone(),
        }),
        None => types::read(&Context::of(KIND).spelled_type(sql)),
    }
}

/// The labels are the type's, whatever a column remembers of them.
fn enum_type(schema: &Schema, reference: &EnumReference) -> ColumnType {
    let known = schema.enums.get(&reference.name);
    ColumnType::Enum(EnumReference {
        name: reference.name.clone(),
        labels: known.map_or_else(|| reference.labels.clone(), |known| known.labels.clone()),
    })
}

fn index(index: &mut Index) {
    let method = index
        .method
        .take()
        .map(|method| method.as_str().to_ascii_lowercase());
    index.method = method.filter(|method| method != "btree").map(Into::into);
    index.comment = said(index.comment.take());
    for key in &mut index.keys {
        key.prefix = None;
    }
}

/// The server writes the events in its own order, `FUNCTION` for `PROCEDURE`, and says for what the function runs.
fn trigger(trigger: &mut Trigger) {
    let context = Context::of(KIND);
    trigger.event = event(&context.spelled_alike(&trigger.event));
    let body = conditional(&context, &trigger.body);
    let body = body.replace("execute procedure", "execute function");
    trigger.body = if body.starts_with("for ") {
        body.replace("for row", "for each row")
            .replace("for statement", "for each statement")
    } else if body.starts_with("referencing ") {
        body
    } else {
        format!("for each statement {body}")
    };
}

/// A trigger's body with its condition in canonical form.
fn conditional(context: &Context<'_>, body: &str) -> String {
    let tokens = tokens(KIND, body).unwrap_or_default();
    let word = |word: &str| {
        tokens
            .iter()
            .position(|token| *token == Token::Word(word.into()))
    };
    if let (Some(when), Some(execute)) = (word("when"), word("execute"))
        && let Some(condition) = tokens.get(when + 1..execute)
        && let Some(condition) = context.read_tokens(condition)
    {
        return format!(
            "{} {condition} {}",
            joined(&tokens[..=when]),
            joined(&tokens[execute..])
        );
    }
    context.spelled_alike(body)
}

fn event(event: &str) -> String {
    let moment_length = if event.starts_with("instead") {
        "instead of".len()
    } else {
        event.find(' ').unwrap_or(event.len())
    };
    let (moment, events) = event.split_at(moment_length);
    let mut events: Vec<_> = events.trim().split(" or ").collect();
    events.sort_unstable();
    format!("{moment} {}", events.join(" or "))
}
