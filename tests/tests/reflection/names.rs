//! Names that have broken tools before.

use std::collections::BTreeSet;

use migrate_runtime::schema::{Name, Schema, Table};

use crate::palette::Palette;
use crate::random::Random;

/// What names are made of.
const PARTS: [&str; 24] = [
    "users",
    "Posts",
    "order",
    "select",
    "group by",
    "two words",
    "quo\"te",
    "back`tick",
    "apo'strophe",
    "[bracket]",
    "semi;colon",
    "dash--dash",
    "/*comment*/",
    "back\\slash",
    "per%cent",
    "a.b",
    "{braces}",
    "ümläut",
    "漢字",
    "😀",
    "check (a)",
    "1st",
    "$dollar",
    "null",
];

/// Names that no two objects share, in whatever case.
#[derive(Default)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// The names of everything in a schema but its columns.
    pub(crate) fn of(schema: &Schema) -> Self {
        let mut names = Self::default();
        let objects = schema.tables.keys().chain(schema.views.keys());
        for name in objects
            .chain(schema.enums.keys())
            .chain(schema.sequences.keys())
        {
            names.take(&name.name);
        }
        schema.namespaces.iter().for_each(|name| names.take(name));
        schema
            .triggers
            .keys()
            .for_each(|(_, name)| names.take(name));
        for table in schema.tables.values() {
            let constraints = table.constraints.iter().filter_map(|one| one.name.as_ref());
            let indexes = table.indexes.iter().map(|index| &index.name);
            constraints.chain(indexes).for_each(|name| names.take(name));
        }
        names
    }

    /// The names of a table's columns.
    pub(crate) fn columns(table: &Table) -> Self {
        let mut names = Self::default();
        table
            .columns
            .iter()
            .for_each(|column| names.take(&column.name));
        names
    }

    /// Takes a name that is there already.
    pub(crate) fn take(&mut self, name: &Name) {
        self.taken.insert(name.as_str().to_lowercase());
    }

    /// A name that the backend holds and that is not taken yet.
    pub(crate) fn next(&mut self, random: &mut Random, palette: &dyn Palette) -> Name {
        loop {
            let name = candidate(random, self.taken.len());
            if palette.holds(&name) && self.taken.insert(name.to_lowercase()) {
                return Name::from(name);
            }
        }
    }
}

fn candidate(random: &mut Random, count: usize) -> String {
    let part = *random.pick(&PARTS);
    match random.below(10) {
        0..3 => part.to_owned(),
        3 => filled(part, count),
        _ => format!("{part} {count}"),
    }
}

/// A name of exactly 63 bytes, the shortest limit among the backends.
fn filled(part: &str, count: usize) -> String {
    let name = format!("{part}{count}_");
    let missing = 63 - name.len();
    name + &"x".repeat(missing)
}
