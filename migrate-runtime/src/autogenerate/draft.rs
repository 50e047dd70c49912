//! A comparison as the two functions of a migration.

use super::fill::{Fills, Writing};
use super::outdated::Outdated;
use super::reversal::{Back, reversed};
use super::{Body, Comparison, Difference};
use crate::backend::RawObject;
use crate::connection::BackendKind;
use crate::operation::ApplyError;
use crate::schema::{NamingConvention, QualifiedName};

/// A migration that leads from a schema that was found to the one that should be, as its author would write it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The body of `upgrade`.
    pub upgrade: Body,
    /// The body of `downgrade`, which undoes every step of it.
    pub downgrade: Body,
}

impl Comparison {
    /// Writes the differences as a migration for databases of this kind. A column that `fills` names demands a value in
    /// three steps: it comes, or stays, without demanding anything, the rows get their value, and from then on it
    /// demands one.
    ///
    /// # Errors
    ///
    /// The differences do not fit the schema that was found.
    pub fn draft(
        &self,
        kind: BackendKind,
        fills: &Fills,
        convention: &NamingConvention,
    ) -> Result<Draft, ApplyError> {
        let writing = Writing { kind, convention };
        Ok(Draft {
            upgrade: self.upgrade(writing, fills),
            downgrade: self.downgrade(writing)?,
        })
    }

    fn upgrade(&self, writing: Writing<'_>, fills: &Fills) -> Body {
        let mut body = Body::default();
        let is_first = self.found.tables.is_empty();
        for raw in (self.raw.iter()).filter(|raw| is_first || self.touches(raw)) {
            let what = format!("{} {}", raw.kind, raw.name);
            body.remark("not understood, and left as it is: ", &what);
        }
        let operations = self.differences.operations();
        let outdated = Outdated::new(&self.found, &self.desired, operations);
        for difference in &self.differences {
            match difference {
                Difference::Operation(operation) => {
                    let rewritten = outdated.rewritten(operation, writing.convention);
                    body.append(rewritten.unwrap_or_else(|| writing.step(operation, fills)));
                }
                Difference::Words(words) => body.remark("to be written by hand: ", words),
            }
        }
        body
    }

    fn downgrade(&self, writing: Writing<'_>) -> Result<Body, ApplyError> {
        let mut body = Body::default();
        for back in reversed(&self.found, self.differences.operations(), writing.kind)? {
            match back {
                Back::Step(operation) => body.append(writing.step_back(&operation)),
                Back::Last(operation) => {
                    let line = "// The column comes back as the last one, where this database adds columns:";
                    body.lines.push(line.to_owned());
                    body.append(writing.step_back(&operation));
                }
                Back::Unknown(what) => body.remark("to be undone by hand: ", &what),
            }
        }
        Ok(body)
    }

    /// Whether something that is not understood stands in or beside a table that changes.
    fn touches(&self, raw: &RawObject) -> bool {
        let (found, desired) = (&self.found.tables, &self.desired.tables);
        let mut names = found.keys().chain(desired.keys());
        names.any(|name| found.get(name) != desired.get(name) && is_about(raw, name))
    }
}

fn is_about(raw: &RawObject, table: &QualifiedName) -> bool {
    let rest = raw.name.strip_prefix(&table.to_string());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}
