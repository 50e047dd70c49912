//! A database's schema at one moment, and what two moments differ in.

use crate::autogenerate::{Difference, diff, render};
use crate::backend::{self, RawObject, Server};
use crate::connection::Database;
use crate::error::Error;
use crate::operation::Operation;
use crate::schema::{NamingConvention, Schema};

/// What a database holds but for rows: the model's part, and what the model has no words for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Snapshot {
    pub(super) schema: Schema,
    pub(super) raw: Vec<RawObject>,
}

impl Snapshot {
    pub(super) fn take(database: &mut dyn Database, server: &Server) -> Result<Self, Error> {
        let reflected = backend::reflect(database, server)?;
        let mut raw = reflected.raw;
        raw.sort_by(|one, other| key(one).cmp(&key(other)));
        Ok(Self {
            schema: reflected.schema,
            raw,
        })
    }

    /// What it would take to make this what `wanted` is; nothing where they are the same.
    pub(super) fn lacks(&self, wanted: &Self) -> Lack {
        let mut lack = Lack::default();
        if self == wanted {
            return lack;
        }
        for difference in &diff(&self.schema, &wanted.schema) {
            lack.differences.push(difference.describe());
            if let Difference::Operation(operation) = difference {
                lack.operations.push((**operation).clone());
            }
        }
        lack.differences.extend(raw_lacks(&self.raw, &wanted.raw));
        lack
    }
}

fn key(object: &RawObject) -> (&str, &str, &str) {
    (&object.kind, &object.name, &object.sql)
}

fn raw_lacks<'a>(is: &'a [RawObject], wanted: &'a [RawObject]) -> impl Iterator<Item = String> {
    let named = |list: &[RawObject], one: &RawObject| {
        let same = |other: &RawObject| (&other.kind, &other.name) == (&one.kind, &one.name);
        list.iter().any(same)
    };
    let gone = (wanted.iter())
        .filter(|object| !is.contains(object))
        .map(move |object| {
            let word = if named(is, object) {
                "change"
            } else {
                "create"
            };
            format!("{word} {} `{}`", object.kind, object.name)
        });
    let left = (is.iter())
        .filter(move |object| !named(wanted, object))
        .map(|object| format!("drop {} `{}`", object.kind, object.name));
    gone.chain(left)
}

/// What it would take to make one schema another.
#[derive(Clone, Debug, Default)]
pub(super) struct Lack {
    /// One line each.
    pub(super) differences: Vec<String>,
    operations: Vec<Operation>,
}

impl Lack {
    pub(super) fn is_nothing(&self) -> bool {
        self.differences.is_empty()
    }

    /// The steps that would do it, as an author writes them.
    pub(super) fn fix(&self) -> Vec<String> {
        render(&self.operations, &NamingConvention::default()).lines
    }
}
