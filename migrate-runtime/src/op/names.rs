//! One name or several: `"email"`, `["user_id", "theme"]`, a `Vec`.

use crate::schema::{ExcludeElement, IndexKey, Name, NamingConvention, QualifiedName};

/// One column name or several.
pub trait IntoNames {
    /// The names in order.
    fn into_names(self) -> Vec<Name>;
}

impl IntoNames for &str {
    fn into_names(self) -> Vec<Name> {
        vec![self.into()]
    }
}

impl<const N: usize> IntoNames for [&str; N] {
    fn into_names(self) -> Vec<Name> {
        names(&self)
    }
}

impl IntoNames for &[&str] {
    fn into_names(self) -> Vec<Name> {
        names(self)
    }
}

impl IntoNames for Vec<Name> {
    fn into_names(self) -> Vec<Name> {
        self
    }
}

fn names(names: &[&str]) -> Vec<Name> {
    names.iter().map(|name| Name::from(*name)).collect()
}

/// One index key or several: names, or `asc`, `desc` and `expr`.
pub trait IntoKeys {
    /// The keys in order.
    fn into_keys(self) -> Vec<IndexKey>;
}

impl IntoKeys for &str {
    fn into_keys(self) -> Vec<IndexKey> {
        vec![self.into()]
    }
}

impl IntoKeys for IndexKey {
    fn into_keys(self) -> Vec<IndexKey> {
        vec![self]
    }
}

impl<K: Into<IndexKey>, const N: usize> IntoKeys for [K; N] {
    fn into_keys(self) -> Vec<IndexKey> {
        self.into_iter().map(Into::into).collect()
    }
}

impl IntoKeys for Vec<IndexKey> {
    fn into_keys(self) -> Vec<IndexKey> {
        self
    }
}

/// The elements of an exclusion constraint, each with its operator: `[("room", "="), ("during", "&&")]`.
pub trait IntoElements {
    /// The elements in order.
    fn into_elements(self) -> Vec<ExcludeElement>;
}

impl<K: Into<IndexKey>, const N: usize> IntoElements for [(K, &str); N] {
    fn into_elements(self) -> Vec<ExcludeElement> {
        let elements = self.into_iter().map(|(key, operator)| ExcludeElement {
            key: key.into(),
            operator: operator.to_owned(),
        });
        elements.collect()
    }
}

/// Which index of a table is meant: its name, or the columns it was created over.
pub trait IntoIndexName {
    /// The index's name.
    fn into_index_name(self, table: &QualifiedName, convention: &NamingConvention) -> Name;
}

impl IntoIndexName for &str {
    fn into_index_name(self, _table: &QualifiedName, _convention: &NamingConvention) -> Name {
        self.into()
    }
}

impl<K: Into<IndexKey>, const N: usize> IntoIndexName for [K; N] {
    fn into_index_name(self, table: &QualifiedName, convention: &NamingConvention) -> Name {
        convention.index(table, &self.into_keys())
    }
}
