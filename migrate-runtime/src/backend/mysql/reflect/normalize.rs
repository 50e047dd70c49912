//! What the catalogue will say of a schema that the operations made.

use super::{foreign_keys, indexes, shown, types};
use crate::backend::Server;
use crate::backend::standard::expression::Context;
use crate::backend::standard::normalize;
use crate::backend::standard::sequence::usual;
use crate::connection::BackendKind;
use crate::schema::{
    Column, ColumnType, DefaultValue, Digits, EnumReference, Index, Name, ReferentialAction, Rule,
    Schema, Table, TableOptions, Trigger,
};

const KIND: BackendKind = BackendKind::Mysql;

pub(in crate::backend) fn normalize(_server: &Server, schema: &Schema) -> Schema {
    let mut normal = schema.clone();
    shown::replace(&mut normal);
    // Reflection keeps these with the server's own text: what is not read is not compared.
    normal.functions.clear();
    normal.extensions.clear();
    normalize::references(&mut normal);
    normal.tables.values_mut().for_each(table);
    normalize::views(KIND, &mut normal);
    for sequence in normal.sequences.values_mut() {
        *sequence = usual(KIND, sequence);
    }
    normal.triggers.values_mut().for_each(trigger);
    // The columns carry the labels; types have no names here.
    normal.enums.clear();
    normal
}

fn table(table: &mut Table) {
    table.options = options(&table.options);
    table.comment = said(table.comment.take());
    let name = table.name.name.clone();
    for column in &mut table.columns {
        self::column(&name, table.options.collation.as_ref(), column);
    }
    normalize::key_columns(table);
    normalize::texts(KIND, table);
    for constraint in &mut table.constraints {
        match &mut constraint.rule {
            Rule::PrimaryKey(_) => constraint.name = Some("PRIMARY".into()),
            Rule::ForeignKey(key) => {
                key.on_delete = action(key.on_delete);
                key.on_update = action(key.on_update);
            }
            Rule::Unique(_) | Rule::Check(_) | Rule::Exclude(_) => {}
        }
    }
    unique_indexes(table);
    foreign_keys::hide_own_indexes(table);
    normalize::order(table);
}

/// `RESTRICT` is what the server does when nothing is said.
const fn action(action: ReferentialAction) -> ReferentialAction {
    match action {
        ReferentialAction::Restrict => ReferentialAction::NoAction,
        other => other,
    }
}

/// A plain unique index is a unique constraint to the catalogue.
fn unique_indexes(table: &mut Table) {
    let in_memory =
        (table.options.engine.as_ref()).is_some_and(|engine| engine.as_str() == "memory");
    for mut index in std::mem::take(&mut table.indexes) {
        self::index(&mut index, in_memory);
        match indexes::constraint(&index) {
            Some(constraint) => table.constraints.push(constraint),
            None => table.indexes.push(index),
        }
    }
}

fn index(index: &mut Index, in_memory: bool) {
    let usual: &[&str] = if in_memory {
        &["hash"]
    } else {
        &["btree", "hash"]
    };
    let method = index
        .method
        .take()
        .map(|method| method.as_str().to_ascii_lowercase());
    index.method = method
        .filter(|method| !usual.contains(&method.as_str()))
        .map(Name::from);
    index.comment = said(index.comment.take());
}

/// An empty comment is none.
fn said(comment: Option<String>) -> Option<String> {
    comment.filter(|comment| !comment.is_empty())
}

/// A character set is the collation that comes with it; what every database says anyway is not said.
fn options(options: &TableOptions) -> TableOptions {
    let lower = |name: &Option<Name>| name.as_ref().map(|name| name.as_str().to_ascii_lowercase());
    let own = lower(&options.charset).and_then(|charset| collation(&charset));
    TableOptions {
        engine: lower(&options.engine)
            .filter(|engine| engine != "innodb")
            .map(Name::from),
        collation: lower(&options.collation)
            .or(own.map(str::to_owned))
            .map(Name::from),
        ..TableOptions::default()
    }
}

/// The collation that a character set comes with; none for the one that databases have unless told.
fn collation(charset: &str) -> Option<&'static str> {
    Some(match charset {
        "latin1" => "latin1_swedish_ci",
        "latin2" => "latin2_general_ci",
        "utf8" | "utf8mb3" => "utf8mb3_general_ci",
        "ascii" => "ascii_general_ci",
        "binary" => "binary",
        "ucs2" => "ucs2_general_ci",
        "utf16" => "utf16_general_ci",
        "utf32" => "utf32_general_ci",
        "cp1251" => "cp1251_general_ci",
        "cp1252" => "cp1252_general_ci",
        "koi8r" => "koi8r_general_ci",
        "sjis" => "sjis_japanese_ci",
        "gbk" => "gbk_chinese_ci",
        "big5" => "big5_chinese_ci",
        "euckr" => "euckr_korean_ci",
        _ => return None,
    })
}

fn column(table: &Name, collation: Option<&Name>, column: &mut Column) {
    column.column_type = column_type(table, &column.name, &column.column_type);
    column.nullable &= column.numbering.is_none();
    column.comment = said(column.comment.take());
    if column.on_update.is_some() && !column.nullable && column.default.is_none() {
        // A moment that is written on every change holds no moment before the first.
        column.default = Some(DefaultValue::Literal("0000-00-00 00:00:00".into()));
    }
    let own = column
        .collation
        .take()
        .map(|own| own.as_str().to_ascii_lowercase());
    column.collation = own
        .map(Name::from)
        .filter(|own| holds_text(&column.column_type) && Some(own) != collation);
}

fn column_type(table: &Name, column: &Name, column_type: &ColumnType) -> ColumnType {
    let name = types::enum_name(table, column);
    let read = |sql: &str| types::read(&Context::of(KIND).spelled_type(sql), name.clone());
    match column_type {
        ColumnType::Numeric(None) => ColumnType::Numeric(Some(Digits {
            precision: 10,
            scale: 0,
        })),
        ColumnType::Enum(reference) => ColumnType::Enum(EnumReference {
            name: name.clone(),
            labels: reference.labels.clone(),
        }),
        ColumnType::Custom(sql) => read(sql),
        ColumnType::Native(native) if native.backend == KIND => read(&native.sql),
        other => other.clone(),
    }
}

/// The other types have no collation, whatever is written.
fn holds_text(column_type: &ColumnType) -> bool {
    match column_type {
        ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_) | ColumnType::Enum(_) => {
            true
        }
        ColumnType::Native(native) => native.sql.contains("text") || native.sql.starts_with("set("),
        _ => false,
    }
}

fn trigger(trigger: &mut Trigger) {
    let context = Context::of(KIND);
    trigger.event = context.spelled_alike(&trigger.event);
    trigger.body = context.spelled_alike(&trigger.body);
}
