//! A change of any field of the model is a difference, on whichever backend the field means something.

use migrate_runtime::autogenerate::{Difference, diff};
use migrate_runtime::connection::BackendKind;
use migrate_runtime::schema::{
    Check, Column, ColumnType, Constraint, Deferrable, EnumType, Exclude, ExcludeElement,
    ForeignKey, Generated, GeneratedStorage, Index, IndexKey, KeyPart, MatchKind, Name, NullsOrder,
    Numbering, PrimaryKey, QualifiedName, ReferentialAction, Rule, Schema, Sequence, SortOrder,
    Table, Trigger, Unique, UniqueNulls, Validation, View, array, unsigned,
};

use crate::coverage::FIELDS;

/// A schema that has one of everything.
fn full() -> Schema {
    let mut schema = Schema::default();
    let mut parent = Table::new("parent");
    parent.columns = vec![
        Column::new("x", ColumnType::Integer),
        Column::new("y", ColumnType::Integer),
    ];
    schema.tables.insert(parent.name.clone(), parent.clone());
    parent.name = "parent 2".into();
    schema.tables.insert(parent.name.clone(), parent);
    let table = table();
    schema.tables.insert(table.name.clone(), table);
    let view = View {
        name: "v".into(),
        query: "SELECT a FROM t".into(),
        materialized: false,
        comment: None,
    };
    schema.views.insert(view.name.clone(), view);
    let enum_type = EnumType {
        name: "e".into(),
        labels: vec!["one".into(), "two".into()],
        comment: None,
    };
    schema.enums.insert(enum_type.name.clone(), enum_type);
    let sequence = Sequence::new("s");
    schema.sequences.insert(sequence.name.clone(), sequence);
    let trigger = Trigger {
        name: "g".into(),
        table: "t".into(),
        event: "AFTER INSERT".into(),
        body: "EXECUTE FUNCTION f()".into(),
    };
    insert(&mut schema, trigger);
    schema
}

fn table() -> Table {
    let mut table = Table::new("t");
    table.columns = ["a", "b", "c", "free"]
        .map(|name| Column::new(name, ColumnType::Integer))
        .to_vec();
    table.columns[2].generated = Some(Generated {
        expression: "a + 1".into(),
        storage: GeneratedStorage::Stored,
    });
    let rules = [
        Rule::PrimaryKey(PrimaryKey {
            columns: vec!["a".into()],
        }),
        Rule::Unique(Unique {
            columns: vec!["a".into(), "b".into()],
            nulls: UniqueNulls::Distinct,
            deferrable: None,
        }),
        Rule::Check(Check {
            expression: "a > 0".into(),
        }),
        Rule::ForeignKey(ForeignKey {
            columns: vec!["a".into()],
            table: "parent".into(),
            referenced: vec!["x".into()],
            on_delete: ReferentialAction::NoAction,
            on_update: ReferentialAction::NoAction,
            match_kind: MatchKind::Simple,
            deferrable: None,
        }),
        Rule::Exclude(Exclude {
            method: "gist".into(),
            elements: vec![ExcludeElement {
                key: IndexKey::from("a"),
                operator: "=".into(),
            }],
            predicate: None,
            deferrable: None,
        }),
    ];
    table.constraints = (rules.into_iter().enumerate())
        .map(|(at, rule)| Constraint::named(format!("c{at}"), rule))
        .collect();
    table.indexes = vec![Index::new("i", vec![IndexKey::from("a")])];
    table
}

fn insert(schema: &mut Schema, trigger: Trigger) {
    let key = (trigger.table.clone(), trigger.name.clone());
    schema.triggers.insert(key, trigger);
}

/// Changes one field.
fn change(schema: &mut Schema, field: &str) {
    let (owner, rest) = field.split_once('.').expect("owner and field");
    match owner {
        "schema" => in_schema(schema, rest),
        "view" | "enum" | "sequence" | "trigger" => in_object(schema, field),
        "table" if rest == "name" => {
            let table = schema.tables.remove(&"parent 2".into());
            let mut table = table.expect("the table that nothing needs");
            table.name = "u".into();
            schema.tables.insert(table.name.clone(), table);
        }
        _ => {
            let mut table = schema.tables.remove(&"t".into()).expect("the table");
            in_table(&mut table, field);
            schema.tables.insert(table.name.clone(), table);
        }
    }
}

fn in_schema(schema: &mut Schema, field: &str) {
    match field {
        "tables" => drop(schema.tables.remove(&QualifiedName::from("parent 2"))),
        "views" => schema.views.clear(),
        "enums" => schema.enums.clear(),
        "sequences" => schema.sequences.clear(),
        "triggers" => schema.triggers.clear(),
        "namespaces" => drop(schema.namespaces.insert("n".into())),
        other => panic!("schema.{other} has no change"),
    }
}

fn in_object(schema: &mut Schema, field: &str) {
    let mut view = schema.views.remove(&"v".into()).expect("the view");
    let mut trigger = schema
        .triggers
        .remove(&("t".into(), "g".into()))
        .expect("the trigger");
    let enum_type = schema.enums.get_mut(&"e".into()).expect("the type");
    let sequence = schema.sequences.get_mut(&"s".into()).expect("the sequence");
    match field {
        "view.name" => view.name = "w".into(),
        "view.query" => view.query = "SELECT b FROM t".into(),
        "view.materialized" => view.materialized = true,
        "view.comment" => view.comment = Some("x".into()),
        "enum.labels" => enum_type.labels.push("three".into()),
        "enum.comment" => enum_type.comment = Some("x".into()),
        "sequence.start" => sequence.start = Some(5),
        "sequence.increment" => sequence.increment = Some(5),
        "sequence.minimum" => sequence.minimum = Some(5),
        "sequence.maximum" => sequence.maximum = Some(5),
        "sequence.cache" => sequence.cache = Some(5),
        "sequence.cycle" => sequence.cycle = true,
        "trigger.name" => trigger.name = "h".into(),
        "trigger.table" => trigger.table = "v".into(),
        "trigger.event" => trigger.event = "BEFORE INSERT".into(),
        "trigger.body" => trigger.body = "EXECUTE FUNCTION other()".into(),
        other => panic!("{other} has no change"),
    }
    schema.views.insert(view.name.clone(), view);
    insert(schema, trigger);
}

fn in_table(table: &mut Table, field: &str) {
    let text = || Some(Name::from("x"));
    match field {
        "table.columns" => table.columns.push(Column::new("d", ColumnType::Text)),
        "table.constraints" => drop(table.constraints.pop()),
        "table.indexes" => table.indexes.clear(),
        "table.comment" => table.comment = Some("x".into()),
        "options.strict" => table.options.strict = true,
        "options.without_rowid" => table.options.without_rowid = true,
        "options.engine" => table.options.engine = text(),
        "options.charset" => table.options.charset = text(),
        "options.collation" => table.options.collation = text(),
        "options.storage" => drop(
            table
                .options
                .storage
                .insert("fillfactor".into(), "9".into()),
        ),
        "options.unlogged" => table.options.unlogged = true,
        "constraint.name" => table.constraints[2].name = text(),
        "constraint.rule" => {
            table.constraints[2].rule = Rule::Unique(Unique {
                columns: vec!["b".into()],
                nulls: UniqueNulls::Distinct,
                deferrable: None,
            });
        }
        "constraint.validation" => table.constraints[2].validation = Validation::Pending,
        other if other.starts_with("index.") || other.starts_with("key.") => {
            in_index(&mut table.indexes[0], other);
        }
        other if other.starts_with("column.") || other.starts_with("generated.") => {
            in_column(&mut table.columns, other);
        }
        other => in_rule(&mut table.constraints, other),
    }
}

fn in_column(columns: &mut [Column], field: &str) {
    let generated = columns[2].generated.clone().expect("it is computed");
    match field {
        "column.name" => columns[3].name = "z".into(),
        "column.type" => columns[3].column_type = ColumnType::native(BackendKind::Sqlite, "X"),
        "column.nullable" => columns[3].nullable = true,
        "column.default" => {
            let value = migrate_runtime::schema::Literal::Integer(1);
            columns[3].default = Some(migrate_runtime::schema::DefaultValue::Literal(value));
        }
        "column.on_update" => columns[3].on_update = Some("now()".into()),
        "column.generated" => columns[2].generated = None,
        "column.numbering" => columns[3].numbering = Some(Numbering::Always),
        "column.collation" => columns[3].collation = Some("x".into()),
        "column.comment" => columns[3].comment = Some("x".into()),
        "generated.expression" => {
            let expression = "a + 2".into();
            columns[2].generated = Some(Generated {
                expression,
                ..generated
            });
        }
        "generated.storage" => {
            let storage = GeneratedStorage::Virtual;
            columns[2].generated = Some(Generated {
                storage,
                ..generated
            });
        }
        other => panic!("{other} has no change"),
    }
}

fn in_index(index: &mut Index, field: &str) {
    let text = || Some(Name::from("x"));
    match field {
        "index.name" => index.name = "j".into(),
        "index.keys" => index.keys.push(IndexKey::from("b")),
        "index.unique" => index.unique = true,
        "index.nulls" => index.nulls = UniqueNulls::NotDistinct,
        "index.predicate" => index.predicate = Some("a > 1".into()),
        "index.method" => index.method = text(),
        "index.include" => index.include = vec!["b".into()],
        "index.comment" => index.comment = Some("x".into()),
        "key.part" => index.keys[0].part = KeyPart::Expression("a + 1".into()),
        "key.order" => index.keys[0].order = SortOrder::Descending,
        "key.nulls" => index.keys[0].nulls = Some(NullsOrder::First),
        "key.collation" => index.keys[0].collation = text(),
        "key.operator_class" => index.keys[0].operator_class = text(),
        "key.prefix" => index.keys[0].prefix = Some(3),
        other => panic!("{other} has no change"),
    }
}

fn in_rule(constraints: &mut [Constraint], field: &str) {
    let deferred = Some(Deferrable::InitiallyDeferred);
    for constraint in constraints {
        match (&mut constraint.rule, field) {
            (Rule::PrimaryKey(key), "primary_key.columns") => key.columns = vec!["b".into()],
            (Rule::Unique(unique), "unique.columns") => unique.columns.reverse(),
            (Rule::Unique(unique), "unique.nulls") => unique.nulls = UniqueNulls::NotDistinct,
            (Rule::Unique(unique), "unique.deferrable") => unique.deferrable = deferred,
            (Rule::Check(check), "check.expression") => check.expression = "a > 1".into(),
            (Rule::ForeignKey(key), "foreign_key.columns") => key.columns = vec!["b".into()],
            (Rule::ForeignKey(key), "foreign_key.table") => key.table = "parent 2".into(),
            (Rule::ForeignKey(key), "foreign_key.referenced") => key.referenced = vec!["y".into()],
            (Rule::ForeignKey(key), "foreign_key.on_delete") => {
                key.on_delete = ReferentialAction::Cascade;
            }
            (Rule::ForeignKey(key), "foreign_key.on_update") => {
                key.on_update = ReferentialAction::SetNull;
            }
            (Rule::ForeignKey(key), "foreign_key.match_kind") => key.match_kind = MatchKind::Full,
            (Rule::ForeignKey(key), "foreign_key.deferrable") => key.deferrable = deferred,
            (Rule::Exclude(exclude), "exclude.method") => exclude.method = "btree".into(),
            (Rule::Exclude(exclude), "exclude.elements") => {
                let element = exclude.elements[0].clone();
                exclude.elements.push(element);
            }
            (Rule::Exclude(exclude), "exclude.predicate") => exclude.predicate = Some("a".into()),
            (Rule::Exclude(exclude), "exclude.deferrable") => exclude.deferrable = deferred,
            (Rule::Exclude(exclude), "element.key") => exclude.elements[0].key = "b".into(),
            (Rule::Exclude(exclude), "element.operator") => {
                exclude.elements[0].operator = "&&".into();
            }
            _ => {}
        }
    }
}

#[test]
fn a_change_of_any_field_is_a_difference() {
    let before = full();
    assert!(diff(&before, &before).is_empty());
    for field in FIELDS {
        let mut after = before.clone();
        change(&mut after, field);
        assert_ne!(before, after, "{field} did not change");
        for (from, to) in [(&before, &after), (&after, &before)] {
            let differences = diff(from, to);
            assert!(!differences.is_empty(), "{field} is not seen");
            let mut led = from.clone();
            for operation in differences.operations() {
                operation.apply(&mut led).unwrap_or_else(|error| {
                    let words: Vec<_> = differences.iter().map(Difference::describe).collect();
                    panic!("{field}: {error}: {words:#?}")
                });
            }
            if differences.words().next().is_none() {
                assert_eq!(led.in_one_order(), to.in_one_order(), "{field}");
            }
        }
    }
}

/// Types are compared whole, also those inside others.
#[test]
fn a_change_inside_a_type_is_a_difference() {
    let with = |column_type: ColumnType| {
        let mut schema = Schema::default();
        let mut table = Table::new("t");
        table.columns = vec![Column::new("a", column_type)];
        schema.tables.insert(table.name.clone(), table);
        schema
    };
    let native = |sql: &str| ColumnType::native(BackendKind::Postgres, sql);
    let types = [
        (native("box"), native("circle")),
        (array(native("box")), array(native("circle"))),
        (unsigned(ColumnType::Integer), unsigned(ColumnType::BigInt)),
        (ColumnType::Varchar(1), ColumnType::Varchar(2)),
    ];
    for (one, other) in types {
        let (one, other) = (with(one), with(other));
        assert_eq!(diff(&one, &other).len(), 1);
    }
    assert!(diff(&with(native("BOX (1,2)")), &with(native("box(1, 2)"))).is_empty());
}
