//! The operations of a diff lead from one schema to the other: in memory, and on a live database.

use migrate_runtime::autogenerate::diff;
use migrate_runtime::backend::normalize;
use migrate_runtime::schema::Schema;
use migrate_tests::session::Session;

use crate::generate;
use crate::mutate::mutated;
use crate::palette::Palette;
use crate::round_trip::{each_seed, lines, same_lines};

/// From a random schema to a changed one, and from that to another one altogether.
pub(crate) fn run(palette: &dyn Palette, schemas: usize, session: impl Fn(&str) -> Session) {
    each_seed(schemas, |seed| {
        let mut session = session(&format!("seed {seed}"));
        session.apply(generate::operations(seed, palette));
        let changed = mutated(&session.schema, seed, palette);
        lead(&mut session, &changed);
        let mut other = Schema::default();
        for operation in generate::operations(seed + 1_000_000, palette) {
            operation.apply(&mut other).expect("the generator's own");
        }
        lead(&mut session, &other);
        lead(&mut session, &Schema::default());
    });
}

fn lead(session: &mut Session, to: &Schema) {
    let server = session.server;
    let normal = |schema: &Schema| normalize(&server, schema);
    let differences = diff(&session.schema, to);
    assert_eq!(differences.words().next(), None);
    session.apply(differences.operations().cloned().collect());
    same_text("in memory", &normal(&session.schema), &normal(to));
    let live = session.reflect();
    assert_eq!(live.raw, []);
    same_text("on the database", &normal(&live.schema), &normal(to));
}

/// Insists that two schemas are one, but for the order of columns; shows only where they differ.
fn same_text(place: &str, found: &Schema, wanted: &Schema) {
    let (found, wanted) = (found.in_one_order(), wanted.in_one_order());
    if found != wanted {
        same_lines(place, &lines(&found), &lines(&wanted));
    }
}
