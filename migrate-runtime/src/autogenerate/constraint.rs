//! The constraints of a table that both schemas have.

use std::collections::BTreeSet;

use super::found::{Found, Phase};
use super::text::same_option;
use super::{column, index, table};
use crate::operation::{
    AddConstraint, DropConstraint, Operation, RenameConstraint, ValidateConstraint,
};
use crate::schema::{
    Check, Constraint, ConstraintKind, Exclude, ExcludeElement, ForeignKey, KeyPart, Name,
    NamingConvention, QualifiedName, Rule, Schema, Table, Validation, expression,
};

pub(super) fn compare(from: &Schema, to: &Schema, (old, new): (&Table, &Table), found: &mut Found) {
    let (pairs, going, coming) = paired(old, new);
    for (before, after) in pairs {
        if !stays(before, after) || moves(from, to, (old, new), before) {
            drop(&old.name, before, found);
            add(&new.name, after, found);
            continue;
        }
        if before.name != after.name {
            rename(&new.name, before, after, found);
        }
        if before.validation != after.validation {
            validate(&new.name, after, found);
        }
    }
    for constraint in going {
        if !goes_with_its_column(constraint, old, new) {
            drop(&old.name, constraint, found);
        }
    }
    for constraint in coming {
        if !goes_with_its_column(constraint, new, old) {
            add(&new.name, constraint, found);
        }
    }
}

/// Whether a constraint stays as it is, but for its name and for having been checked since.
fn stays(old: &Constraint, new: &Constraint) -> bool {
    let was_checked = old.validation == new.validation || new.validation == Validation::Done;
    same_rule(&old.rule, &new.rule) && was_checked
}

fn validate(table: &QualifiedName, constraint: &Constraint, found: &mut Found) {
    match &constraint.name {
        Some(name) => {
            let validate = ValidateConstraint {
                table: table.clone(),
                name: name.clone(),
            };
            found.run(
                Phase::ValidateConstraint,
                Operation::ValidateConstraint(validate),
            );
        }
        None => found.say(format!(
            "table `{table}` has a constraint without a name whose old rows nobody has checked: {}",
            words(constraint)
        )),
    }
}

type Constraints<'a> = Vec<&'a Constraint>;

/// Which constraint of one table is which of the other, and the rest of either.
fn paired<'a>(
    old: &'a Table,
    new: &'a Table,
) -> (
    Vec<(&'a Constraint, &'a Constraint)>,
    Constraints<'a>,
    Constraints<'a>,
) {
    let mut going: Constraints<'_> = old.constraints.iter().collect();
    let mut coming: Constraints<'_> = new.constraints.iter().collect();
    let mut pairs = Vec::new();
    // A name says more than a rule, for a rule may stand in a table twice.
    for are_one in [same_name, same_rule_and_name, are_keys, same_rules] {
        going.retain(|before| {
            let Some(at) = coming.iter().position(|after| are_one(before, after)) else {
                return true;
            };
            pairs.push((*before, coming.remove(at)));
            false
        });
    }
    (pairs, going, coming)
}

fn same_name(old: &Constraint, new: &Constraint) -> bool {
    old.name.is_some() && old.name == new.name && old.kind() == new.kind()
}

fn same_rule_and_name(old: &Constraint, new: &Constraint) -> bool {
    old.name == new.name && same_rules(old, new)
}

/// A table has one primary key.
fn are_keys(old: &Constraint, new: &Constraint) -> bool {
    [old, new].map(Constraint::kind) == [ConstraintKind::PrimaryKey; 2]
}

fn same_rules(old: &Constraint, new: &Constraint) -> bool {
    same_rule(&old.rule, &new.rule)
}

/// Whether two rules are one.
pub(super) fn same_rule(old: &Rule, new: &Rule) -> bool {
    match (old, new) {
        (Rule::Check(Check { expression: old }), Rule::Check(Check { expression: new })) => {
            expression::same(old, new)
        }
        (Rule::Exclude(old), Rule::Exclude(new)) => same_exclude(old, new),
        _ => old == new,
    }
}

/// Whether two exclusion constraints are one.
pub(super) fn same_exclude(old: &Exclude, new: &Exclude) -> bool {
    let Exclude {
        method,
        elements,
        predicate,
        deferrable,
    } = old;
    let same_element = |(old, new): (&ExcludeElement, &ExcludeElement)| {
        index::same_key(&old.key, &new.key) && old.operator == new.operator
    };
    *method == new.method
        && elements.len() == new.elements.len()
        && elements.iter().zip(&new.elements).all(same_element)
        && same_option(predicate.as_ref(), new.predicate.as_ref())
        && *deferrable == new.deferrable
}

/// Whether an unchanged constraint must go and come back, for the columns or the key below it do.
fn moves(
    from: &Schema,
    to: &Schema,
    (old, new): (&Table, &Table),
    constraint: &Constraint,
) -> bool {
    let replaced = column::replaced(old, new);
    if replaced.iter().any(|name| constraint.concerns(name)) {
        return true;
    }
    match &constraint.rule {
        Rule::ForeignKey(key) => loses_its_key(from, to, key),
        Rule::PrimaryKey(_) | Rule::Unique(_) | Rule::Check(_) | Rule::Exclude(_) => false,
    }
}

/// Whether the columns that a foreign key references are replaced, or stop being a key for a while.
fn loses_its_key(from: &Schema, to: &Schema, key: &ForeignKey) -> bool {
    let (Some(old), Some(new)) = (from.table(&key.table), to.table(&key.table)) else {
        return false;
    };
    if !table::is_kept(old, new) {
        return true;
    }
    let replaced = column::replaced(old, new);
    let stays = |constraint: &Constraint| {
        let mut others = new.constraints.iter();
        others.any(|other| same_rules(constraint, other))
    };
    replaced.iter().any(|name| key.referenced.contains(name))
        || keys(old, &key.referenced).any(|constraint| !stays(constraint))
}

/// The keys of a table over these columns, in whatever order.
fn keys<'a>(table: &'a Table, columns: &'a [Name]) -> impl Iterator<Item = &'a Constraint> {
    let columns: BTreeSet<_> = columns.iter().collect();
    table.constraints.iter().filter(move |constraint| {
        matches!(constraint.rule, Rule::PrimaryKey(_) | Rule::Unique(_))
            && constraint.columns().into_iter().collect::<BTreeSet<_>>() == columns
    })
}

/// Whether a foreign key may refer to these columns of the table.
pub(super) fn has_key(table: &Table, columns: &[Name]) -> bool {
    keys(table, columns).next().is_some()
}

/// Whether the constraint is the key of a numbered column that `other` does not have.
fn goes_with_its_column(constraint: &Constraint, table: &Table, other: &Table) -> bool {
    let gone = table
        .columns
        .iter()
        .filter(|column| other.column(&column.name).is_none());
    gone.into_iter()
        .any(|column| column::is_key_of(constraint, column))
}

/// Drops the constraint, or says that it has no name to be dropped by.
pub(super) fn drop(table: &QualifiedName, constraint: &Constraint, found: &mut Found) {
    let kind = constraint.kind();
    let name = match (&constraint.name, kind) {
        (Some(name), _) => name.clone(),
        // Every database knows which one is meant.
        (None, ConstraintKind::PrimaryKey) => Name::from("PRIMARY"),
        // Only SQLite leaves these without one; they answer to the name that the history gives to them.
        (None, ConstraintKind::Unique | ConstraintKind::ForeignKey) => {
            NamingConvention::default().constraint(table, &constraint.rule)
        }
        (None, _) => {
            return found.say(format!(
                "table `{table}` has a constraint without a name that must go: {}",
                words(constraint)
            ));
        }
    };
    let phase = match kind {
        ConstraintKind::ForeignKey => Phase::DropForeignKey,
        ConstraintKind::PrimaryKey
        | ConstraintKind::Unique
        | ConstraintKind::Check
        | ConstraintKind::Exclude => Phase::DropConstraint,
    };
    let drop = DropConstraint {
        table: table.clone(),
        name,
        kind: Some(kind),
    };
    found.run(phase, Operation::DropConstraint(drop));
}

pub(super) fn add(table: &QualifiedName, constraint: &Constraint, found: &mut Found) {
    let phase = match constraint.kind() {
        ConstraintKind::ForeignKey => Phase::AddForeignKey,
        ConstraintKind::PrimaryKey
        | ConstraintKind::Unique
        | ConstraintKind::Check
        | ConstraintKind::Exclude => Phase::AddConstraint,
    };
    let add = AddConstraint::new(table.clone(), constraint.clone());
    found.run(phase, Operation::AddConstraint(add));
}

fn rename(table: &QualifiedName, old: &Constraint, new: &Constraint, found: &mut Found) {
    if let (Some(name), Some(to)) = (&old.name, &new.name) {
        let rename = RenameConstraint {
            table: table.clone(),
            name: name.clone(),
            to: to.clone(),
        };
        found.run(Phase::Rename, Operation::RenameConstraint(rename));
        return;
    }
    let name = |constraint: &Constraint| match &constraint.name {
        Some(name) => format!("called `{name}`"),
        None => "without a name".to_owned(),
    };
    found.say(format!(
        "a constraint of table `{table}` is {} and should be {}: {}",
        name(old),
        name(new),
        words(new)
    ));
}

/// The rule for people.
fn words(constraint: &Constraint) -> String {
    let columns = |columns: &[Name]| {
        let columns: Vec<_> = columns.iter().map(Name::to_string).collect();
        columns.join(", ")
    };
    match &constraint.rule {
        Rule::PrimaryKey(key) => format!("primary key ({})", columns(&key.columns)),
        Rule::Unique(unique) => format!("unique ({})", columns(&unique.columns)),
        Rule::Check(check) => format!("check ({})", check.expression.escape_debug()),
        Rule::ForeignKey(key) => {
            format!("foreign key ({}) to `{}`", columns(&key.columns), key.table)
        }
        Rule::Exclude(exclude) => {
            let elements = exclude
                .elements
                .iter()
                .map(|element| match &element.key.part {
                    KeyPart::Column(name) => format!("{name} with {}", element.operator),
                    KeyPart::Expression(sql) => {
                        format!("{} with {}", sql.escape_debug(), element.operator)
                    }
                });
            format!("exclude ({})", elements.collect::<Vec<_>>().join(", "))
        }
    }
}
