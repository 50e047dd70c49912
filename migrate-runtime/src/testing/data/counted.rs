//! How far the database has counted: a number that was given once must not be given again.

use std::collections::BTreeMap;

use super::effects::Effects;
use crate::backend::{Counter, advance_counters, counters};
use crate::connection::Database;
use crate::error::Error;
use crate::schema::{QualifiedName, Schema};

/// How far sequences are set: behind every number that generated rows have.
const BEHIND_ROWS: i64 = 20_000;

/// The counters of a database at one moment.
pub(super) struct Counted(BTreeMap<QualifiedName, Counter>);

impl Counted {
    pub(super) fn read(database: &mut dyn Database, schema: &Schema) -> Result<Self, Error> {
        Ok(Self(counters(database, schema)?))
    }

    /// Lets sequences have counted the rows that were written with numbers of their own.
    pub(super) fn advance(&self, database: &mut dyn Database) -> Result<(), Error> {
        Ok(advance_counters(database, &self.0, BEHIND_ROWS)?)
    }

    /// The counters that would give numbers again, one line each.
    pub(super) fn gone_back(&self, after: &Self, effects: &Effects) -> Vec<String> {
        let both = self
            .0
            .iter()
            .filter_map(|(name, was)| Some((name, was, after.0.get(name)?)));
        let back = both.filter(|(name, was, is)| {
            let steps = (is.last - was.last) * was.increment.signum();
            steps < 0 && !effects.restarts(name) && keeps_rows(was, effects)
        });
        back.map(|(name, was, is)| {
            format!(
                "{name}: it had counted to {}, and now to {}",
                was.last, is.last
            )
        })
        .collect()
    }
}

/// Where a table's rows may go, its numbers may too.
fn keeps_rows(counter: &Counter, effects: &Effects) -> bool {
    counter.table.as_ref().is_none_or(|table| {
        effects.table(table).is_some_and(|fate| {
            fate.now.is_some() && !fate.loses_rows && !fate.anything && fate.keeps_columns()
        })
    })
}
