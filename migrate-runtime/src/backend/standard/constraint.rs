//! Constraints as clauses of `CREATE TABLE` and `ALTER TABLE … ADD`.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use super::index;
use crate::schema::{
    Constraint, Deferrable, Exclude, ForeignKey, MatchKind, ReferentialAction, Rule, Unique,
    UniqueNulls, Validation,
};

/// `CONSTRAINT "name" UNIQUE ("a", "b")`.
pub(in crate::backend) fn clause(
    dialect: &dyn Dialect,
    constraint: &Constraint,
) -> Result<String, Unsupported> {
    if constraint.validation == Validation::Pending {
        dialect.accept_pending()?;
    }
    let rule = rule(dialect, &constraint.rule)?;
    match &constraint.name {
        Some(name) => Ok(format!("CONSTRAINT {} {rule}", dialect.name(name)?)),
        None => Ok(rule),
    }
}

/// The constraint without its name.
pub(in crate::backend) fn rule(dialect: &dyn Dialect, rule: &Rule) -> Result<String, Unsupported> {
    dialect.accept_rule(rule)?;
    match rule {
        Rule::PrimaryKey(key) => Ok(format!("PRIMARY KEY ({})", dialect.names(&key.columns)?)),
        Rule::Unique(unique) => self::unique(dialect, unique),
        Rule::Check(check) => Ok(format!("CHECK ({})", check.expression)),
        Rule::ForeignKey(key) => Ok(format!(
            "FOREIGN KEY ({}) {}",
            dialect.names(&key.columns)?,
            references(dialect, key)?
        )),
        Rule::Exclude(exclude) => self::exclude(dialect, exclude),
    }
}

fn exclude(dialect: &dyn Dialect, exclude: &Exclude) -> Result<String, Unsupported> {
    let mut elements = Vec::new();
    for element in &exclude.elements {
        let key = index::key(dialect, &element.key)?;
        elements.push(format!("{key} WITH {}", operator(&element.operator)?));
    }
    let predicate = match &exclude.predicate {
        Some(predicate) => format!(" WHERE ({predicate})"),
        None => String::new(),
    };
    Ok(format!(
        "EXCLUDE USING {} ({}){predicate}{}",
        dialect.name(&exclude.method)?,
        elements.join(", "),
        deferrable(exclude.deferrable)
    ))
}

/// An operator stands without quotes; its letters are none that could end it.
fn operator(operator: &str) -> Result<&str, Unsupported> {
    let known = |character: char| "+-*/<>=~!@#%^&|`?".contains(character);
    if operator.is_empty() || !operator.chars().all(known) {
        return Err(
            Unsupported::new(format!("`{}` is not an operator", operator.escape_debug()))
                .help("write one such as `=` or `&&`"),
        );
    }
    Ok(operator)
}

/// Refuses exclusion constraints where only PostgreSQL has them.
pub(in crate::backend) fn no_exclude(dialect: &dyn Dialect) -> Unsupported {
    dialect.lacks(
        "exclusion constraints",
        "use a trigger that looks for the other row: `op.create_trigger(…)`",
    )
}

/// Refuses constraints that hold for new rows alone.
pub(in crate::backend) fn no_validation<D: Dialect + ?Sized>(dialect: &D) -> Unsupported {
    dialect.lacks(
        "constraints that are `NOT VALID`",
        "leave `not_valid` and `validate_constraint` out, or write them in `op.on(Postgres, …)`",
    )
}

fn unique(dialect: &dyn Dialect, unique: &Unique) -> Result<String, Unsupported> {
    let nulls = match unique.nulls {
        UniqueNulls::Distinct => "",
        UniqueNulls::NotDistinct => "NULLS NOT DISTINCT ",
    };
    Ok(format!(
        "UNIQUE {nulls}({}){}",
        dialect.names(&unique.columns)?,
        deferrable(unique.deferrable)
    ))
}

/// `REFERENCES "users" ("id") ON DELETE CASCADE`.
pub(in crate::backend) fn references(
    dialect: &dyn Dialect,
    key: &ForeignKey,
) -> Result<String, Unsupported> {
    let mut sql = format!("REFERENCES {}", dialect.qualified(&key.table)?);
    if !key.referenced.is_empty() {
        sql += &format!(" ({})", dialect.names(&key.referenced)?);
    }
    if key.match_kind == MatchKind::Full {
        sql += " MATCH FULL";
    }
    if let Some(action) = action(key.on_delete) {
        sql += &format!(" ON DELETE {action}");
    }
    if let Some(action) = action(key.on_update) {
        sql += &format!(" ON UPDATE {action}");
    }
    Ok(sql + deferrable(key.deferrable))
}

const fn action(action: ReferentialAction) -> Option<&'static str> {
    match action {
        ReferentialAction::NoAction => None,
        ReferentialAction::Restrict => Some("RESTRICT"),
        ReferentialAction::Cascade => Some("CASCADE"),
        ReferentialAction::SetNull => Some("SET NULL"),
        ReferentialAction::SetDefault => Some("SET DEFAULT"),
    }
}

pub(in crate::backend) const fn deferrable(deferrable: Option<Deferrable>) -> &'static str {
    match deferrable {
        None => "",
        Some(Deferrable::InitiallyImmediate) => " DEFERRABLE INITIALLY IMMEDIATE",
        Some(Deferrable::InitiallyDeferred) => " DEFERRABLE INITIALLY DEFERRED",
    }
}
