//! Which of the generated rows there are: all of them, or the few that a failure needs.

use std::collections::BTreeSet;

use crate::schema::QualifiedName;

/// The rows that each table gets.
#[derive(Clone, Debug)]
pub(super) struct Sample {
    /// The rows by their numbers, the same of each table.
    pub(super) numbers: Vec<usize>,
    /// The tables that stay empty.
    pub(super) empty: BTreeSet<QualifiedName>,
}

impl Sample {
    /// The first rows of every table.
    pub(super) fn first(rows: usize) -> Self {
        Self {
            numbers: (0..rows).collect(),
            empty: BTreeSet::new(),
        }
    }

    /// The numbers of the rows that a table gets.
    pub(super) fn numbers(&self, table: &QualifiedName) -> impl Iterator<Item = usize> {
        let numbers: &[usize] = if self.empty.contains(table) {
            &[]
        } else {
            &self.numbers
        };
        numbers.iter().copied()
    }
}
