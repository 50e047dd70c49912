//! The names of constraints and indexes that an author does not name: the same for the same input, on every backend.

use std::fmt::Write;

use sha2::{Digest, Sha256};

use super::{Constraint, IndexKey, KeyPart, Name, QualifiedName, Rule};

/// The shortest limit among the backends: PostgreSQL's 63 bytes.
const LIMIT: usize = 63;

/// How constraints and indexes are named. A template may hold `{table}`, `{columns}` (joined by `_`), `{referenced}`
/// (the table a foreign key names) and `{digest}` (of an expression).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NamingConvention {
    /// Primary keys.
    pub primary_key: String,
    /// Unique constraints.
    pub unique: String,
    /// Checks that are written beside a column.
    pub column_check: String,
    /// Checks of a table.
    pub check: String,
    /// Foreign keys.
    pub foreign_key: String,
    /// Exclusion constraints.
    pub exclude: String,
    /// Indexes.
    pub index: String,
}

impl Default for NamingConvention {
    fn default() -> Self {
        Self {
            primary_key: "pk_{table}".into(),
            unique: "uq_{table}_{columns}".into(),
            column_check: "ck_{table}_{columns}".into(),
            check: "ck_{table}_{digest}".into(),
            foreign_key: "fk_{table}_{columns}_{referenced}".into(),
            exclude: "ex_{table}_{columns}".into(),
            index: "ix_{table}_{columns}".into(),
        }
    }
}

impl NamingConvention {
    /// The name of a constraint of `table`.
    #[must_use]
    pub fn constraint(&self, table: &QualifiedName, rule: &Rule) -> Name {
        let parts = Parts::of(table);
        match rule {
            Rule::PrimaryKey(key) => parts.columns(&key.columns).fill(&self.primary_key),
            Rule::Unique(unique) => parts.columns(&unique.columns).fill(&self.unique),
            Rule::Check(check) => parts.digest(&check.expression).fill(&self.check),
            Rule::ForeignKey(key) => parts
                .columns(&key.columns)
                .referenced(&key.table)
                .fill(&self.foreign_key),
            Rule::Exclude(exclude) => parts
                .words(exclude.elements.iter().map(|element| &element.key))
                .fill(&self.exclude),
        }
    }

    /// The name of a check that is written beside `column`.
    #[must_use]
    pub fn column_check(&self, table: &QualifiedName, column: &Name, expression: &str) -> Name {
        Parts::of(table)
            .columns(std::slice::from_ref(column))
            .digest(expression)
            .fill(&self.column_check)
    }

    /// The name of an index of `table`.
    #[must_use]
    pub fn index(&self, table: &QualifiedName, keys: &[IndexKey]) -> Name {
        Parts::of(table).words(keys).fill(&self.index)
    }
}

/// What a key contributes to its index's name: an expression, its letters and digits.
fn word(key: &IndexKey) -> String {
    match &key.part {
        KeyPart::Column(name) => name.as_str().to_owned(),
        KeyPart::Expression(sql) => sql
            .split(|character: char| !character.is_alphanumeric())
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join("_"),
    }
}

impl Constraint {
    /// A constraint of `table` named by the convention.
    #[must_use]
    pub fn named_by(convention: &NamingConvention, table: &QualifiedName, rule: Rule) -> Self {
        Self::named(convention.constraint(table, &rule), rule)
    }
}

struct Parts<'a> {
    table: &'a str,
    columns: String,
    referenced: &'a str,
    digest: String,
}

impl<'a> Parts<'a> {
    fn of(table: &'a QualifiedName) -> Self {
        Self {
            table: table.name.as_str(),
            columns: String::new(),
            referenced: "",
            digest: String::new(),
        }
    }

    fn columns(mut self, columns: &[Name]) -> Self {
        let words: Vec<_> = columns.iter().map(Name::as_str).collect();
        self.columns = words.join("_");
        self
    }

    fn words<'k>(mut self, keys: impl IntoIterator<Item = &'k IndexKey>) -> Self {
        let words: Vec<_> = keys.into_iter().map(word).collect();
        self.columns = words.join("_");
        self
    }

    fn referenced(mut self, table: &'a QualifiedName) -> Self {
        self.referenced = table.name.as_str();
        self
    }

    fn digest(mut self, text: &str) -> Self {
        self.digest = digest(text);
        self
    }

    /// Fills in one pass, so that a brace inside a name is never taken for a placeholder.
    fn fill(&self, template: &str) -> Name {
        let mut name = String::new();
        let mut rest = template;
        while let Some(start) = rest.find('{') {
            let Some(length) = rest[start..].find('}') else {
                break;
            };
            name.push_str(&rest[..start]);
            let end = start + length + 1;
            name.push_str(match &rest[start + 1..end - 1] {
                "table" => self.table,
                "columns" => &self.columns,
                "referenced" => self.referenced,
                "digest" => &self.digest,
                _ => &rest[start..end],
            });
            rest = &rest[end..];
        }
        name.push_str(rest);
        shortened(name)
    }
}

/// A name within every backend's limit: a long one keeps its beginning and ends with a digest of the whole.
fn shortened(name: String) -> Name {
    if name.len() <= LIMIT {
        return Name::from(name);
    }
    let digest = digest(&name);
    let end = name.floor_char_boundary(LIMIT - digest.len() - 1);
    Name::from(format!("{}_{digest}", &name[..end]))
}

/// Eight hexadecimal digits that stand for a text.
fn digest(text: &str) -> String {
    Sha256::digest(text)[..4]
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("writing to a string does not fail");
            hex
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Check, PrimaryKey, Unique};

    fn unique(columns: &[&str]) -> Rule {
        Rule::Unique(Unique {
            columns: columns.iter().map(|column| Name::from(*column)).collect(),
            nulls: crate::schema::UniqueNulls::Distinct,
            deferrable: None,
        })
    }

    #[test]
    fn names_say_table_and_columns() {
        let convention = NamingConvention::default();
        let table = QualifiedName::new("users");
        let key = Rule::PrimaryKey(PrimaryKey {
            columns: vec!["id".into()],
        });
        assert_eq!(convention.constraint(&table, &key).as_str(), "pk_users");
        assert_eq!(
            convention.constraint(&table, &unique(&["a", "b"])).as_str(),
            "uq_users_a_b"
        );
        let check = Rule::Check(Check {
            expression: "a > 0".into(),
        });
        assert!(
            convention
                .constraint(&table, &check)
                .as_str()
                .starts_with("ck_users_")
        );
        let keys = [crate::schema::expr("lower(email)"), "id".into()];
        assert_eq!(
            convention.index(&table, &keys).as_str(),
            "ix_users_lower_email_id"
        );
    }

    #[test]
    fn a_long_name_is_cut_and_stays_distinct() {
        let convention = NamingConvention::default();
        let table = QualifiedName::new("😀".repeat(20));
        let one = convention.constraint(&table, &unique(&["one"]));
        let two = convention.constraint(&table, &unique(&["two"]));
        assert!(one.as_str().len() <= LIMIT && two.as_str().len() <= LIMIT);
        assert_ne!(one, two);
    }

    #[test]
    fn a_brace_in_a_name_is_no_placeholder() {
        let convention = NamingConvention::default();
        let name = convention.constraint(&"{columns}".into(), &unique(&["a"]));
        assert_eq!(name.as_str(), "uq_{columns}_a");
    }
}
