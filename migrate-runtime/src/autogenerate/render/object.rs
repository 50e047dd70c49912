//! What stands beside tables: sequences, views, functions, and what is renamed or moved.

use super::call::{Call, qualified, text};
use super::literal::string;
use crate::operation::{
    AlterSequence, Change, CreateFunction, CreateView, DropFunction, IndexBuild, ObjectKind,
    RefreshView, RenameObject,
};
use crate::schema::{FunctionKind, Sequence};

/// `op.create_sequence(…)`
pub(super) fn sequence(sequence: &Sequence) -> String {
    let numbers = [
        ("start", sequence.start),
        ("increment", sequence.increment),
        ("minimum", sequence.minimum),
        ("maximum", sequence.maximum),
        ("cache", sequence.cache),
    ];
    let mut call = Call::new("op", "create_sequence", &[qualified(&sequence.name)]);
    for (method, number) in numbers {
        if let Some(number) = number {
            call = call.then(method, &[number.to_string()]);
        }
    }
    call.then_if(sequence.cycle, "cycle").end()
}

/// `op.alter_sequence(…)`; an increment that goes is 1.
pub(super) fn altered_sequence(alter: &AlterSequence) -> String {
    let increment = match &alter.increment {
        Change::Drop => Change::Set(1),
        said => said.clone(),
    };
    let numbers = [
        (&increment, "increment", "increment"),
        (&alter.minimum, "minimum", "no_minimum"),
        (&alter.maximum, "maximum", "no_maximum"),
        (&alter.cache, "cache", "default_cache"),
    ];
    let mut call = Call::new("op", "alter_sequence", &[qualified(&alter.name)]);
    if let Some(number) = alter.start {
        call = call.then("start", &[number.to_string()]);
    }
    for (change, set, drop) in numbers {
        call = match change {
            Change::Keep => call,
            Change::Set(number) => call.then(set, &[number.to_string()]),
            Change::Drop => call.then(drop, &[]),
        };
    }
    call = match alter.cycle {
        Some(true) => call.then("cycle", &[]),
        Some(false) => call.then("no_cycle", &[]),
        None => call,
    };
    match alter.restart {
        Some(number) => call.then("restart", &[number.to_string()]).end(),
        None => call.end(),
    }
}

/// `op.create_view(…)` or `op.create_materialized_view(…)`
pub(super) fn view(create: &CreateView) -> String {
    let view = &create.view;
    let method = if view.materialized {
        "create_materialized_view"
    } else {
        "create_view"
    };
    Call::new("op", method, &[qualified(&view.name), string(&view.query)])
        .then_text(view.comment.as_deref(), "comment")
        .end()
}

/// `op.refresh_materialized_view(…)`
pub(super) fn refresh(refresh: &RefreshView) -> String {
    let call = Call::new(
        "op",
        "refresh_materialized_view",
        &[qualified(&refresh.name)],
    );
    call.then_if(refresh.build == IndexBuild::Concurrently, "concurrently")
        .end()
}

/// `op.create_function(…)` or `op.create_procedure(…)`
pub(super) fn function(create: &CreateFunction) -> String {
    let made = &create.function;
    let method = match made.kind {
        FunctionKind::Function => "create_function",
        FunctionKind::Procedure => "create_procedure",
    };
    let arguments = [
        qualified(&made.name),
        string(&made.arguments),
        string(&made.definition),
    ];
    Call::new("op", method, &arguments).end()
}

/// `op.drop_function(…)` or `op.drop_procedure(…)`
pub(super) fn drop_function(drop: &DropFunction) -> String {
    let method = match drop.kind {
        FunctionKind::Function => "drop_function",
        FunctionKind::Procedure => "drop_procedure",
    };
    Call::new(
        "op",
        method,
        &[qualified(&drop.name), string(&drop.arguments)],
    )
    .end()
}

/// `op.rename_view(…)` and its like.
pub(super) fn rename(rename: &RenameObject) -> String {
    let method = match rename.kind {
        ObjectKind::View => "rename_view",
        ObjectKind::MaterializedView => "rename_materialized_view",
        ObjectKind::Sequence => "rename_sequence",
        ObjectKind::Enum => "rename_enum",
    };
    Call::new("op", method, &[qualified(&rename.name), text(&rename.to)]).end()
}
