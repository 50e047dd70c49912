//! Operations and schemas are recorded as JSON and read back: nothing is lost on the way.

use std::collections::BTreeSet;

use migrate_runtime::Op;
use migrate_runtime::connection::{DatabaseUrl, open};
use migrate_runtime::operation::Operation;
use migrate_runtime::schema::Schema;

use crate::case::operations;
use crate::cases;

fn kind(json: &str) -> String {
    let value: serde_json::Value = serde_json::from_str(json).expect("it was just written");
    value["operation"].as_str().expect("the kind").to_owned()
}

fn read_back(operation: &Operation) -> String {
    let json = serde_json::to_string(operation).expect("operations are plain data");
    let back: Operation =
        serde_json::from_str(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    assert_eq!(
        serde_json::to_string(&back).expect("operations are plain data"),
        json
    );
    // What JSON leaves out would be missing here.
    assert_eq!(format!("{back:?}"), format!("{operation:?}"));
    json
}

#[test]
fn every_operation_is_read_back() {
    let mut kinds = BTreeSet::new();
    let refresh = operations(|op| {
        op.refresh_materialized_view("names").concurrently();
    });
    kinds.extend(refresh.iter().map(|operation| kind(&read_back(operation))));
    for case in cases::all() {
        let mut schema = Schema::default();
        for operation in case.operations() {
            kinds.insert(kind(&read_back(&operation)));
            if operation.apply(&mut schema).is_err() {
                break;
            }
            let json = serde_json::to_string(&schema).expect("a schema is plain data");
            let back: Schema = serde_json::from_str(&json).expect("a schema is read back");
            assert_eq!(back, schema, "{}", case.name());
        }
    }
    let never_written: Vec<_> = KINDS
        .iter()
        .filter(|kind| !kinds.contains(**kind))
        .collect();
    assert!(never_written.is_empty(), "no case has {never_written:?}");
}

#[test]
fn numbers_of_any_size_are_read_back() {
    for operation in operations(|op| {
        op.insert("t", [("a", i64::MIN.into()), ("b", u64::MAX.into())]);
    }) {
        read_back(&operation);
    }
}

#[test]
fn a_rust_step_comes_back_without_its_function() {
    let steps = operations(|op: &mut Op| {
        op.run(|_: &mut diesel::SqliteConnection| Ok(()))
            .done_when("SELECT 1");
    });
    let json = read_back(&steps[0]);
    let back: Operation = serde_json::from_str(&json).expect("it was read a line above");
    let Operation::Run(run) = back else {
        panic!("{json} is no Rust step")
    };
    assert!(run.is_forgotten());
    let url = DatabaseUrl::parse("sqlite::memory:").expect("a URL of SQLite");
    let mut connection = open(&url).expect("memory opens");
    let refused = run
        .call(&mut *connection)
        .expect_err("there is nothing to call");
    assert!(refused.to_string().contains("only its migration's file"));
}

const KINDS: [&str; 42] = [
    "create_table",
    "drop_table",
    "rename_table",
    "comment_on_table",
    "alter_table_options",
    "add_column",
    "drop_column",
    "rename_column",
    "alter_column",
    "create_index",
    "drop_index",
    "rename_index",
    "add_constraint",
    "drop_constraint",
    "validate_constraint",
    "rename_constraint",
    "create_enum",
    "drop_enum",
    "add_enum_label",
    "drop_enum_label",
    "rename_enum_label",
    "create_sequence",
    "drop_sequence",
    "create_view",
    "drop_view",
    "create_trigger",
    "create_namespace",
    "drop_namespace",
    "alter_sequence",
    "create_extension",
    "create_function",
    "drop_extension",
    "drop_function",
    "move_table",
    "rename_object",
    "replace_view",
    "refresh_view",
    "insert",
    "update",
    "backfill",
    "delete",
    "execute",
];
