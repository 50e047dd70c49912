//! One operation as one statement.

use super::call::{Call, list, names, qualified, text};
use super::literal::{string, value};
use super::{column, column_type, constraint, index, object, table};
use crate::operation::{
    AddColumn, AlterColumn, AlterTableOptions, Backfill, Change, CreateIndex, Execute, IndexBuild,
    Insert, Online, Operation, Position, Update,
};
use crate::schema::{DefaultValue, Name, NamingConvention};

/// The statement; nothing where the builder has no words.
#[expect(
    clippy::too_many_lines,
    reason = "a table of operations and their calls, one entry each"
)]
pub(super) fn source(operation: &Operation, convention: &NamingConvention) -> Option<String> {
    let op = |method: &str, arguments: &[String]| {
        Some(format!("op.{method}({});", arguments.join(", ")))
    };
    match operation {
        Operation::CreateTable(create) => Some(table::create(convention, &create.table)),
        Operation::DropTable(drop) => op("drop_table", &[qualified(&drop.table)]),
        Operation::RenameTable(rename) => op(
            "rename_table",
            &[qualified(&rename.table), text(&rename.to)],
        ),
        Operation::CommentOnTable(said) => match &said.comment {
            Some(comment) => op(
                "comment_on_table",
                &[qualified(&said.table), string(comment)],
            ),
            None => op("drop_table_comment", &[qualified(&said.table)]),
        },
        Operation::AddColumn(add) => add_column(add, convention),
        Operation::DropColumn(drop) => {
            let call = Call::new(
                "op",
                "drop_column",
                &[qualified(&drop.table), text(&drop.column)],
            );
            Some(online(call, drop.online).end())
        }
        Operation::RenameColumn(rename) => op(
            "rename_column",
            &[
                qualified(&rename.table),
                text(&rename.column),
                text(&rename.to),
            ],
        ),
        Operation::AlterColumn(alter) => Some(alter_column(alter)),
        Operation::CreateIndex(create) => Some(create_index(create, convention)),
        Operation::DropIndex(drop) => {
            let call = Call::new(
                "op",
                "drop_index",
                &[qualified(&drop.table), text(&drop.index)],
            );
            let call = call.then_if(drop.build == IndexBuild::Concurrently, "concurrently");
            Some(online(call, drop.online).end())
        }
        Operation::RenameIndex(rename) => op(
            "rename_index",
            &[
                qualified(&rename.table),
                text(&rename.index),
                text(&rename.to),
            ],
        ),
        Operation::AddConstraint(add) => {
            let call = constraint::alone(convention, &add.table, &add.constraint);
            let index = add.using_index.as_ref();
            Some(call.then_text(index.map(Name::as_str), "using_index").end())
        }
        Operation::DropConstraint(drop) => op(
            "drop_constraint",
            &[qualified(&drop.table), text(&drop.name)],
        ),
        Operation::RenameConstraint(rename) => op(
            "rename_constraint",
            &[
                qualified(&rename.table),
                text(&rename.name),
                text(&rename.to),
            ],
        ),
        Operation::CreateEnum(create) => {
            let labels = list(create.enum_type.labels.iter().map(|label| string(label)));
            let call = Call::new(
                "op",
                "create_enum",
                &[qualified(&create.enum_type.name), labels],
            );
            Some(
                call.then_text(create.enum_type.comment.as_deref(), "comment")
                    .end(),
            )
        }
        Operation::DropEnum(drop) => op("drop_enum", &[qualified(&drop.name)]),
        Operation::AddEnumLabel(add) => match &add.before {
            Some(next) => op(
                "add_enum_label_before",
                &[qualified(&add.name), string(&add.label), string(next)],
            ),
            None => op(
                "add_enum_label",
                &[qualified(&add.name), string(&add.label)],
            ),
        },
        Operation::RenameEnumLabel(rename) => op(
            "rename_enum_label",
            &[
                qualified(&rename.name),
                string(&rename.label),
                string(&rename.to),
            ],
        ),
        Operation::CreateSequence(create) => Some(object::sequence(&create.sequence)),
        Operation::DropSequence(drop) => op("drop_sequence", &[qualified(&drop.name)]),
        Operation::CreateView(create) => Some(object::view(create)),
        Operation::DropView(drop) if drop.materialized => {
            op("drop_materialized_view", &[qualified(&drop.name)])
        }
        Operation::DropView(drop) => op("drop_view", &[qualified(&drop.name)]),
        Operation::CreateTrigger(create) => {
            let made = &create.trigger;
            op(
                "create_trigger",
                &[
                    text(&made.name),
                    qualified(&made.table),
                    string(&made.event),
                    string(&made.body),
                ],
            )
        }
        Operation::DropTrigger(drop) => {
            op("drop_trigger", &[text(&drop.name), qualified(&drop.table)])
        }
        Operation::CreateNamespace(create) => op("create_schema", &[text(&create.name)]),
        Operation::DropNamespace(drop) => op("drop_schema", &[text(&drop.name)]),
        Operation::AlterTableOptions(alter) => table_options(alter),
        Operation::DropEnumLabel(drop) => op(
            "drop_enum_label",
            &[qualified(&drop.name), string(&drop.label)],
        ),
        Operation::ValidateConstraint(validate) => op(
            "validate_constraint",
            &[qualified(&validate.table), text(&validate.name)],
        ),
        Operation::AlterSequence(alter) => Some(object::altered_sequence(alter)),
        Operation::RenameObject(rename) => Some(object::rename(rename)),
        Operation::ReplaceView(replace) => op(
            "replace_view",
            &[qualified(&replace.name), string(&replace.query)],
        ),
        Operation::RefreshView(refresh) => Some(object::refresh(refresh)),
        Operation::CreateFunction(create) => Some(object::function(create)),
        Operation::DropFunction(drop) => Some(object::drop_function(drop)),
        Operation::CreateExtension(create) => op("create_extension", &[text(&create.name)]),
        Operation::DropExtension(drop) => op("drop_extension", &[text(&drop.name)]),
        Operation::MoveTable(moved) => {
            op("move_table", &[qualified(&moved.table), text(&moved.to)])
        }
        Operation::Backfill(backfill) => Some(batches(backfill)),
        Operation::Insert(insert) => Some(rows(insert)),
        Operation::Update(update) => Some(changed_rows(update)),
        Operation::Delete(delete) => op(
            "delete",
            &[qualified(&delete.table), string(&delete.condition)],
        ),
        Operation::Execute(execute) => Some(sql(execute)),
        Operation::Run(_) => None,
    }
}

/// Constraints that the column's builder cannot say have no words here.
fn add_column(add: &AddColumn, convention: &NamingConvention) -> Option<String> {
    let beside =
        |constraint| column::stands_beside(convention, &add.table, &add.column.name, constraint);
    if !add.constraints.iter().all(beside) {
        return None;
    }
    let head = [
        qualified(&add.table),
        text(&add.column.name),
        column_type::source(&add.column.column_type),
    ];
    let call = column::chain(Call::new("op", "add_column", &head), &add.column);
    let call = online(position(call, add.position.as_ref()), add.online);
    let constraints: Vec<_> = add.constraints.iter().collect();
    Some(column::constraints(call, &constraints).end())
}

fn alter_column(alter: &AlterColumn) -> String {
    let head = [qualified(&alter.table), text(&alter.column)];
    let mut call = Call::new("op", "alter_column", &head);
    if let Some(new) = &alter.column_type {
        let to = column_type::source(&new.to);
        call = match &new.using {
            Some(using) => call.then("set_type_using", &[to, string(using)]),
            None => call.then("set_type", &[to]),
        };
    }
    call = match alter.nullable {
        Some(true) => call.then("nullable", &[]),
        Some(false) => call.then("not_null", &[]),
        None => call,
    };
    call = changed(call, &alter.default, "drop_default", column::default_value);
    call = changed(call, &alter.on_update, "drop_touched", |call, sql| {
        call.then_text(Some(sql), "touched_sql")
    });
    call = changed(call, &alter.generated, "drop_generated", |call, made| {
        call.then_text(Some(&made.expression), column::generated(made.storage))
    });
    call = changed(
        call,
        &alter.numbering,
        "drop_auto_increment",
        |call, numbering| call.then(column::numbered(*numbering), &[]),
    );
    call = changed(
        call,
        &alter.collation,
        "drop_collation",
        |call, collation| call.then("collate", &[text(collation)]),
    );
    call = changed(call, &alter.comment, "drop_comment", |call, comment| {
        call.then_text(Some(comment), "comment")
    });
    online(position(call, alter.position.as_ref()), alter.online).end()
}

/// The builder has no word for the server's own engine.
fn table_options(alter: &AlterTableOptions) -> Option<String> {
    if alter.engine == Change::Drop {
        return None;
    }
    let mut call = Call::new("op", "alter_table_options", &[qualified(&alter.table)]);
    let switches = [
        (alter.strict, ["strict", "not_strict"]),
        (alter.without_rowid, ["without_rowid", "with_rowid"]),
        (alter.unlogged, ["unlogged", "logged"]),
    ];
    for (switch, [on, off]) in switches {
        call = match switch {
            Some(true) => call.then(on, &[]),
            Some(false) => call.then(off, &[]),
            None => call,
        };
    }
    let named = [
        (&alter.engine, "engine", "engine"),
        (&alter.charset, "charset", "default_charset"),
        (&alter.collation, "collation", "default_collation"),
    ];
    for (change, set, drop) in named {
        call = changed(call, change, drop, |call, name| {
            call.then(set, &[text(name)])
        });
    }
    for (parameter, change) in &alter.storage {
        call = match change {
            Change::Keep => call,
            Change::Set(value) => call.then("storage", &[text(parameter), string(value)]),
            Change::Drop => call.then("reset_storage", &[text(parameter)]),
        };
    }
    Some(call.end())
}

fn changed<T>(
    call: Call,
    change: &Change<T>,
    drop: &str,
    set: impl FnOnce(Call, &T) -> Call,
) -> Call {
    match change {
        Change::Keep => call,
        Change::Set(value) => set(call, value),
        Change::Drop => call.then(drop, &[]),
    }
}

fn position(call: Call, position: Option<&Position>) -> Call {
    match position {
        Some(Position::First) => call.then("first", &[]),
        Some(Position::After(column)) => call.then("after", &[text(column)]),
        None => call,
    }
}

fn online(call: Call, online: Online) -> Call {
    let call = match online.algorithm {
        Some(algorithm) => call.then(
            "algorithm",
            &[format!(
                "migrate_runtime::operation::Algorithm::{algorithm:?}"
            )],
        ),
        None => call,
    };
    match online.lock {
        Some(lock) => call.then(
            "lock",
            &[format!("migrate_runtime::operation::Lock::{lock:?}")],
        ),
        None => call,
    }
}

fn create_index(create: &CreateIndex, convention: &NamingConvention) -> String {
    let head = [qualified(&create.table), index::keys(&create.index)];
    let call = Call::new("op", "create_index", &head);
    let call = index::more(call, convention, &create.table, &create.index);
    let call = call.then_if(create.build == IndexBuild::Concurrently, "concurrently");
    online(call, create.online).end()
}

fn rows(insert: &Insert) -> String {
    let row = |row: &Vec<_>| {
        let values: Vec<_> = row
            .iter()
            .map(|literal| format!("{}.into()", value(literal)))
            .collect();
        format!("vec![{}]", values.join(", "))
    };
    let rows = list(insert.rows.iter().map(row));
    let arguments = [qualified(&insert.table), names(&insert.columns), rows];
    Call::new("op", "bulk_insert", &arguments).end()
}

/// Chains what columns are set to.
fn set(mut call: Call, columns: &[(Name, DefaultValue)]) -> Call {
    for (column, to) in columns {
        call = match to {
            DefaultValue::Literal(literal) => call.then("set", &[text(column), value(literal)]),
            DefaultValue::Expression(sql) => call.then("set_sql", &[text(column), string(sql)]),
        };
    }
    call
}

fn batches(backfill: &Backfill) -> String {
    let call = Call::new("op", "backfill", &[qualified(&backfill.table)]);
    let mut call = set(call, &backfill.set).then_text(backfill.condition.as_deref(), "where_sql");
    if !backfill.key.is_empty() {
        call = call.then("key", &[names(&backfill.key)]);
    }
    call = call.then("batch", &[backfill.batch.to_string()]);
    if !backfill.pause.is_zero() {
        let pause = format!(
            "std::time::Duration::from_millis({})",
            backfill.pause.as_millis()
        );
        call = call.then("pause", &[pause]);
    }
    call.end()
}

fn changed_rows(update: &Update) -> String {
    let call = Call::new("op", "update", &[qualified(&update.table)]);
    let call = set(call, &update.set);
    call.then_text(update.condition.as_deref(), "where_sql")
        .end()
}

fn sql(execute: &Execute) -> String {
    let mut call = Call::new("op", "execute", &[string(&execute.sql)])
        .then_text(execute.reversed_by.as_deref(), "reversed_by")
        .then_text(execute.hints.done_when.as_deref(), "done_when");
    for what in &execute.hints.changes {
        call = call.then_text(Some(what), "changes");
    }
    call.end()
}
