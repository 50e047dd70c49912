//! What an author waits for: building the migration crate again after editing a migration, and after adding one.

use std::time::Duration;

use crate::Result;
use crate::history::{self, Body};
use crate::measurement::{Measurement, in_turns, repeated};
use crate::options::Options;
use crate::peers::sea_orm::SeaOrm;
use crate::report::{Section, Target};
use crate::scaffold::{Profile, Scaffold};

/// Names of projects are fixed, so that cargo finds what it built before.
const SIZES: [(usize, &str, &str, [f64; 2]); 2] = [
    (100, "bench_rebuild_100", "bench_sea_orm_100", [0.5, 0.5]),
    (
        1_000,
        "bench_rebuild_1000",
        "bench_sea_orm_1000",
        [2.0, 3.0],
    ),
];

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    for (migrations, ours, theirs, [edit, addition]) in SIZES {
        let crate_ = MigrationCrate::build(ours, migrations)?;
        let [edited, added] = if migrations == options.peer_migrations() {
            beside_sea_orm(&crate_, theirs, options, section)?
        } else {
            alone(&crate_, options)?
        };
        section.against(
            Target::AtMost(edit),
            format!("{migrations} migrations: after editing one"),
            edited,
        );
        section.against(
            Target::AtMost(addition),
            format!("{migrations} migrations: after adding one"),
            added,
        );
    }
    Ok(())
}

fn alone(ours: &MigrationCrate, options: &Options) -> Result<[Measurement; 2]> {
    let mut edition = 0;
    let edited = repeated(options.rounds, || {
        edition += 1;
        ours.after_edit(edition)
    })?;
    Ok([edited, repeated(options.rounds, || ours.after_addition())?])
}

fn beside_sea_orm(
    ours: &MigrationCrate,
    name: &'static str,
    options: &Options,
    section: &mut Section,
) -> Result<[Measurement; 2]> {
    let migrations = ours.migrations;
    let peer = match SeaOrm::build(name, migrations) {
        Ok(peer) => peer,
        Err(why) => {
            section.note(format!("sea-orm-migration skipped: {why}"));
            return alone(ours, options);
        }
    };
    let (mut edition, mut their_edition) = (0, 0);
    let (edited, their_edited) = in_turns(
        options.rounds,
        || {
            edition += 1;
            ours.after_edit(edition)
        },
        || {
            their_edition += 1;
            peer.after_edit(their_edition)
        },
    )?;
    let (added, their_added) = in_turns(
        options.rounds.min(3),
        || ours.after_addition(),
        || peer.after_addition(),
    )?;
    let times_faster = format!("{migrations} migrations: sea-orm-migration / ours");
    section.against(
        Target::AtLeast(5.0),
        format!("{times_faster}, after editing one"),
        their_edited.over(&edited),
    );
    section.against(
        Target::AtLeast(20.0),
        format!("{times_faster}, after adding one"),
        their_added.over(&added),
    );
    section.row(
        format!("{migrations} migrations: sea-orm-migration after editing one"),
        their_edited,
    );
    section.row(
        format!("{migrations} migrations: sea-orm-migration after adding one"),
        their_added,
    );
    Ok([edited, added])
}

/// Our crate, built once.
struct MigrationCrate {
    scaffold: Scaffold,
    migrations: usize,
}

impl MigrationCrate {
    fn build(name: &'static str, migrations: usize) -> Result<Self> {
        let scaffold = Scaffold::create(name)?;
        history::write(&scaffold, migrations, Body::SixOperations)?;
        scaffold.build(Profile::Dev)?;
        Ok(Self {
            scaffold,
            migrations,
        })
    }

    fn after_edit(&self, edition: usize) -> Result<Duration> {
        let n = self.migrations / 2;
        self.scaffold.write(
            &history::path(n),
            &history::source(n, Body::SixOperations, edition),
        )?;
        self.scaffold.build(Profile::Dev)
    }

    /// The added migration is removed again afterwards.
    fn after_addition(&self) -> Result<Duration> {
        let n = self.migrations;
        self.scaffold.write(
            &history::path(n),
            &history::source(n, Body::SixOperations, 0),
        )?;
        let took = self.scaffold.build(Profile::Dev)?;
        self.scaffold.project().remove(&history::path(n));
        self.scaffold.build(Profile::Dev)?;
        Ok(took)
    }
}
