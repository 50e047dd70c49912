//! Which tables the declared schema speaks for.

use glob::Pattern;

use crate::schema::QualifiedName;

/// Which tables the declared schema speaks for: the others stay as they are.
///
/// A pattern is matched against the table's name, with its namespace and a dot before it where it has one: `audit_*`,
/// `shop.*`.
#[derive(Clone, Debug, Default)]
pub struct Ownership {
    /// The tables to look at; all of them where there is no pattern.
    pub include: Vec<Pattern>,
    /// The tables to leave alone, even where they are included.
    pub exclude: Vec<Pattern>,
    /// Whether tables that nobody declares are dropped.
    pub drop_undeclared: bool,
}

impl Ownership {
    /// Whether the table is looked at.
    #[must_use]
    pub fn covers(&self, table: &QualifiedName) -> bool {
        let name = table.to_string();
        let any = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.matches(&name));
        !is_a_ledger(table)
            && (self.include.is_empty() || any(&self.include))
            && !any(&self.exclude)
    }
}

/// Whether the table remembers migrations, ours or Diesel's own: it is no part of the application's schema.
fn is_a_ledger(table: &QualifiedName) -> bool {
    let name = table.name.as_str();
    name.starts_with("__migrate_") || name == "__diesel_schema_migrations"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patterns(texts: &[&str]) -> Vec<Pattern> {
        let read = texts
            .iter()
            .map(|text| Pattern::new(text).expect("a good pattern"));
        read.collect()
    }

    #[test]
    fn an_excluded_table_is_left_alone_even_where_it_is_included() {
        let ownership = Ownership {
            include: patterns(&["shop_*", "audit.*"]),
            exclude: patterns(&["shop_old?"]),
            drop_undeclared: false,
        };
        for (name, covered) in [
            (QualifiedName::new("shop_orders"), true),
            (QualifiedName::new("shop_old1"), false),
            (QualifiedName::new("users"), false),
            (("audit", "events").into(), true),
        ] {
            assert_eq!(ownership.covers(&name), covered, "{name}");
        }
    }

    #[test]
    fn ledgers_are_no_part_of_the_schema() {
        let all = Ownership::default();
        assert!(all.covers(&"users".into()));
        assert!(!all.covers(&"__migrate_log".into()));
        assert!(!all.covers(&"__diesel_schema_migrations".into()));
    }
}
