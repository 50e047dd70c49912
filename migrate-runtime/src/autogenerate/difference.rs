//! What two schemas differ in: an operation where there is one, words where there is none.

use std::collections::BTreeSet;

use crate::operation::Operation;
use crate::schema::QualifiedName;

/// Everything in which two schemas differ, in the order in which the operations run.
#[derive(Clone, Debug, Default)]
pub struct Differences(pub(super) Vec<Difference>);

/// One thing in which two schemas differ.
#[derive(Clone, Debug)]
pub enum Difference {
    /// An operation makes it go.
    Operation(Box<Operation>),
    /// No operation does: what it is, for people.
    Words(String),
}

impl Differences {
    /// Whether the schemas are the same.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Each difference in turn.
    pub fn iter(&self) -> std::slice::Iter<'_, Difference> {
        self.0.iter()
    }

    /// The same differences behind renames. Views go before anything that they may read gets another name: on the way
    /// back it has its old one again when they come.
    pub(super) fn led_by(self, renames: Vec<Operation>) -> Self {
        if renames.is_empty() {
            return self;
        }
        let views: BTreeSet<_> = self
            .operations()
            .filter_map(dropped_view)
            .cloned()
            .collect();
        let goes_first = |difference: &Difference| match difference {
            Difference::Operation(operation) => match &**operation {
                Operation::DropTrigger(drop) => views.contains(&drop.table),
                operation => dropped_view(operation).is_some(),
            },
            Difference::Words(_) => false,
        };
        let (mut all, rest): (Vec<_>, Vec<_>) = self.0.into_iter().partition(goes_first);
        let renames = renames.into_iter().map(Box::new);
        all.extend(renames.map(Difference::Operation));
        all.extend(rest);
        Self(all)
    }

    /// The operations that lead from one schema to the other, but for what [`Differences::words`] says.
    pub fn operations(&self) -> impl Iterator<Item = &Operation> {
        self.0.iter().filter_map(|difference| match difference {
            Difference::Operation(operation) => Some(&**operation),
            Difference::Words(_) => None,
        })
    }

    /// What no operation can change.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|difference| match difference {
            Difference::Operation(_) => None,
            Difference::Words(words) => Some(words.as_str()),
        })
    }
}

fn dropped_view(operation: &Operation) -> Option<&QualifiedName> {
    match operation {
        Operation::DropView(drop) => Some(&drop.name),
        _ => None,
    }
}

impl<'a> IntoIterator for &'a Differences {
    type Item = &'a Difference;
    type IntoIter = std::slice::Iter<'a, Difference>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl Difference {
    /// The difference for people.
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Self::Operation(operation) => operation.describe(),
            Self::Words(words) => words.clone(),
        }
    }
}
