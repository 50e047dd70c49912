//! Random schemas, each with the way from the one before it and the way back.

use migrate_runtime::autogenerate::diff;
use migrate_runtime::operation::Operation;
use migrate_runtime::schema::Schema;

use crate::generate;
use crate::mutate::mutated;
use crate::palette::Palette;
use crate::random::Random;

/// How many pairs of schemas a chain has; the first begins with nothing.
pub(crate) const LENGTH: usize = 10;

/// A history that autogenerate wrote.
pub(crate) struct Chain {
    pub(crate) seed: u64,
    pub(crate) pairs: Vec<Pair>,
}

/// From one schema to another and back.
pub(crate) struct Pair {
    pub(crate) from: Schema,
    pub(crate) to: Schema,
    pub(crate) upgrade: Vec<Operation>,
    pub(crate) downgrade: Vec<Operation>,
}

impl Chain {
    pub(crate) fn random(seed: u64, palette: &dyn Palette) -> Self {
        let mut random = Random::seeded(seed + 7_000_000);
        let mut pairs: Vec<Pair> = Vec::new();
        let mut attempt = seed * 1000;
        while pairs.len() < LENGTH {
            attempt += 1;
            let from = pairs.last().map(|pair| pair.to.clone()).unwrap_or_default();
            let to = if from.tables.is_empty() || random.chance(20) {
                made(attempt, palette)
            } else {
                mutated(&from, attempt, palette)
            };
            pairs.extend(Pair::between(from, to));
        }
        Self { seed, pairs }
    }
}

fn made(seed: u64, palette: &dyn Palette) -> Schema {
    let mut schema = Schema::default();
    for operation in generate::operations(seed, palette) {
        operation.apply(&mut schema).expect("the generator's own");
    }
    schema
}

impl Pair {
    /// Nothing where nothing differs, or where only people know the way.
    fn between(from: Schema, to: Schema) -> Option<Self> {
        let differences = diff(&from, &to);
        if differences.is_empty() || differences.words().next().is_some() {
            return None;
        }
        let upgrade: Vec<_> = differences.operations().cloned().collect();
        let mut downgrade = Vec::new();
        let mut schema = from.clone();
        for operation in &upgrade {
            downgrade.push(operation.reverse(&schema)?);
            operation
                .apply(&mut schema)
                .expect("a diff's operations fit");
        }
        downgrade.reverse();
        Some(Self {
            from,
            to,
            upgrade,
            downgrade: downgrade.concat(),
        })
    }
}
