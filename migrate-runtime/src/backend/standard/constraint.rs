//! Constraints as clauses of `CREATE TABLE` and `ALTER TABLE … ADD`.

use super::super::Unsupported;
use super::super::dialect::Dialect;
use crate::schema::{
    Constraint, Deferrable, ForeignKey, MatchKind, ReferentialAction, Rule, Unique, UniqueNulls,
};

/// `CONSTRAINT "name" UNIQUE ("a", "b")`.
pub(in crate::backend) fn clause(
    dialect: &dyn Dialect,
    constraint: &Constraint,
) -> Result<String, Unsupported> {
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
    }
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

const fn deferrable(deferrable: Option<Deferrable>) -> &'static str {
    match deferrable {
        None => "",
        Some(Deferrable::InitiallyImmediate) => " DEFERRABLE INITIALLY IMMEDIATE",
        Some(Deferrable::InitiallyDeferred) => " DEFERRABLE INITIALLY DEFERRED",
    }
}
