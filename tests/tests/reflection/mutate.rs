//! Random changes to a schema, each of which some operation can make.

use migrate_runtime::schema::{
    Check, Column, ColumnType, DefaultValue, Literal, Name, QualifiedName, Rule, Schema, Table,
    expr,
};

use crate::random::Random;

/// The schema with some things changed.
pub(crate) fn mutated(schema: &Schema, random: &mut Random) -> Schema {
    let mut changed = schema.clone();
    let names: Vec<_> = schema.tables.keys().cloned().collect();
    for name in &names {
        for _ in 0..random.below(5) {
            change(&mut changed, name, random);
        }
    }
    if random.chance(30) {
        drop_table(&mut changed, random);
    }
    objects(&mut changed, random);
    changed
}

fn change(schema: &mut Schema, name: &QualifiedName, random: &mut Random) {
    let whole = schema.clone();
    let Some(table) = schema.tables.get_mut(name) else {
        return;
    };
    match random.below(9) {
        0 => drop_index(table, random),
        1 => drop_constraint(table, random),
        2 => change_check(table),
        3 => plain(table, random, |column| column.nullable = !column.nullable),
        4 => plain(table, random, |column| {
            column.default = Some(DefaultValue::Literal(Literal::Text("changed".into())));
        }),
        5 => plain(table, random, |column| {
            column.column_type = ColumnType::Text;
            column.collation = Some("NOCASE".into());
            column.default = None;
        }),
        6 => change_generated(table),
        7 => drop_column(&whole, table, random),
        _ => add(table),
    }
}

fn drop_index(table: &mut Table, random: &mut Random) {
    if table.indexes.is_empty() {
        return;
    }
    let at = random.below(table.indexes.len());
    match random.below(3) {
        0 => drop(table.indexes.remove(at)),
        1 => table.indexes[at].keys.push(expr("1 + 1")),
        _ => {
            let name = format!("renamed {}", table.indexes[at].name.as_str());
            table.indexes[at].name = Name::from(name);
        }
    }
}

/// Keys stay: something may reference them.
fn drop_constraint(table: &mut Table, random: &mut Random) {
    let free = |rule: &Rule| matches!(rule, Rule::Check(_) | Rule::ForeignKey(_));
    let at = (table.constraints.iter()).position(|constraint| free(&constraint.rule));
    if let Some(at) = at {
        if random.chance(50) {
            table.constraints.remove(at);
        } else if let Some(name) = &table.constraints[at].name {
            table.constraints[at].name = Some(Name::from(format!("renamed {}", name.as_str())));
        }
    }
}

fn change_check(table: &mut Table) {
    for constraint in &mut table.constraints {
        if let Rule::Check(Check { expression }) = &mut constraint.rule {
            *expression = format!("({expression}) OR 1 = 2");
        }
    }
}

/// Changes a column that is neither computed nor numbered nor in the primary key.
fn plain(table: &mut Table, random: &mut Random, change: impl FnOnce(&mut Column)) {
    let key = table.primary_key().map(|key| key.columns.clone());
    let mut free: Vec<_> = (table.columns.iter_mut())
        .filter(|column| column.generated.is_none() && column.numbering.is_none())
        .filter(|column| !key.iter().flatten().any(|name| *name == column.name))
        .collect();
    if !free.is_empty() {
        let at = random.below(free.len());
        change(free[at]);
    }
}

fn change_generated(table: &mut Table) {
    let computed = table.columns.iter_mut();
    for generated in computed.filter_map(|column| column.generated.as_mut()) {
        generated.expression = format!("({}) || 'changed'", generated.expression);
    }
}

/// A column goes with the constraints and indexes that are about it, unless something else needs it.
fn drop_column(schema: &Schema, table: &mut Table, random: &mut Random) {
    let column = random.pick(&table.columns).name.clone();
    let names = table.columns.len();
    let is_referenced = (schema.tables.values())
        .flat_map(Table::foreign_keys)
        .any(|key| key.table == table.name && key.referenced.contains(&column));
    let quoted = format!("\"{}\"", column.as_str().replace('"', "\"\""));
    let is_read = (table.columns.iter())
        .filter_map(|other| other.generated.as_ref())
        .any(|generated| generated.expression.contains(&quoted))
        || (schema.views.values()).any(|view| view.query.contains(&quoted))
        || (schema.triggers.values())
            .any(|trigger| trigger.event.contains(&quoted) || trigger.body.contains(&quoted));
    let is_key = (table.primary_key()).is_some_and(|key| key.columns.contains(&column));
    if names < 3 || is_referenced || is_read || is_key {
        return;
    }
    table.columns.retain(|other| other.name != column);
    table
        .constraints
        .retain(|constraint| !constraint.concerns(&column));
    table.indexes.retain(|index| !index.concerns(&column));
}

fn add(table: &mut Table) {
    let name = Name::from(format!("added {}", table.columns.len()));
    if table.column(&name).is_none() {
        let mut column = Column::new(name, ColumnType::Integer);
        column.default = Some(DefaultValue::Literal(Literal::Integer(7)));
        table.columns.push(column);
    }
}

/// A table goes with the views and triggers that read it, and with the references to it.
fn drop_table(schema: &mut Schema, random: &mut Random) {
    let names: Vec<_> = schema.tables.keys().cloned().collect();
    let name = random.pick(&names).clone();
    let quoted = format!("\"{}\"", name.name.as_str().replace('"', "\"\""));
    schema.tables.remove(&name);
    schema.views.retain(|_, view| !view.query.contains(&quoted));
    schema
        .triggers
        .retain(|_, trigger| trigger.table != name && !trigger.body.contains(&quoted));
    for table in schema.tables.values_mut() {
        table.constraints.retain(
            |constraint| !matches!(&constraint.rule, Rule::ForeignKey(key) if key.table == name),
        );
    }
}

fn objects(schema: &mut Schema, random: &mut Random) {
    for view in schema.views.values_mut() {
        if random.chance(20) {
            view.query = "SELECT 'changed' AS x".into();
        }
    }
    for trigger in schema.triggers.values_mut() {
        if random.chance(20) {
            trigger.body = "BEGIN SELECT 'changed'; END".into();
        }
    }
    schema.views.retain(|_, _| !random.chance(20));
    schema.triggers.retain(|_, _| !random.chance(20));
}
