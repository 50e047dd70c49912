//! The operations of a diff lead from one schema to the other: in memory, and on a live database.

use migrate_runtime::autogenerate::diff;
use migrate_runtime::backend::normalize;
use migrate_runtime::schema::Schema;
use migrate_tests::session::Session;

use crate::generate;
use crate::mutate::mutated;
use crate::palette::Palette;
use crate::random::Random;
use crate::round_trip::each_seed;

/// From a random schema to a changed one, and from that to another one altogether.
pub(crate) fn run(palette: &dyn Palette, schemas: usize, session: impl Fn(&str) -> Session) {
    each_seed(schemas, |seed| {
        let mut session = session(&format!("seed {seed}"));
        session.apply(generate::operations(seed, palette));
        let changed = mutated(&session.schema, &mut Random::seeded(seed));
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
    let differences = diff(&session.schema, to);
    assert_eq!(differences.words().next(), None);
    session.apply(differences.operations().cloned().collect());
    assert_eq!(
        session.schema.in_one_order(),
        to.in_one_order(),
        "in memory"
    );
    let live = session.reflect();
    assert_eq!(live.raw, []);
    assert_eq!(
        normalize(&session.server, &live.schema).in_one_order(),
        normalize(&session.server, to).in_one_order(),
        "on the database"
    );
}
