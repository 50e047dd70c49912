//! A live database of 1,000 tables read into the model, beside `SQLAlchemy`'s reflection of the same database.

use std::fmt::Write as _;

use migrate_tests::session::Session;
use migrate_tests::{Backend, Database};

use crate::Result;
use crate::measurement::{Measurement, in_turns, repeated, timed};
use crate::options::Options;
use crate::peers::sqlalchemy::SqlAlchemy;
use crate::report::{Section, Target};

const TABLES: usize = 1_000;

/// Seconds that a reflection may take.
const TARGETS: [(Backend, f64); 3] = [
    (Backend::Sqlite, 0.5),
    (Backend::Postgres, 1.0),
    (Backend::Mysql, 2.0),
];

pub(crate) fn measure(options: &Options, section: &mut Section) {
    let peer = SqlAlchemy::find();
    if let Err(why) = &peer {
        section.note(format!("SQLAlchemy skipped: {why}"));
    }
    for (backend, most) in TARGETS {
        match on(backend, peer.as_ref().ok(), options, section) {
            Ok(ours) => section.against(Target::AtMost(most), format!("{backend}: ours"), ours),
            Err(error) => section.note(format!("{backend} skipped: {error}")),
        }
    }
}

fn on(
    backend: Backend,
    peer: Option<&SqlAlchemy>,
    options: &Options,
    section: &mut Section,
) -> Result<Measurement> {
    let database = Database::create(backend)?;
    fill(&database)?;
    let mut session = Session::open(&database, "reflect");
    let mut ours = || {
        let (time, reflected) = timed(|| session.reflect());
        let found = reflected.schema.tables.len();
        if found == TABLES {
            Ok(time)
        } else {
            Err(format!("{found} tables of {TABLES} were found").into())
        }
    };
    let Some(peer) = peer else {
        return repeated(options.rounds, ours);
    };
    let (ours, theirs) = in_turns(options.rounds.min(3), &mut ours, || {
        peer.reflect(&database, TABLES)
    })?;
    section.against(
        Target::AtLeast(10.0),
        format!("{backend}: SQLAlchemy / ours"),
        theirs.over(&ours),
    );
    section.row(format!("{backend}: SQLAlchemy"), theirs);
    Ok(ours)
}

/// Ten columns, two indexes and a foreign key to the table before, in SQL that every backend understands.
pub(super) fn fill(database: &Database) -> Result<()> {
    let mut client = database.client();
    if database.backend() == Backend::Sqlite {
        client.execute("PRAGMA synchronous = OFF; BEGIN")?;
    }
    for n in 0..TABLES {
        for statement in table(n) {
            client.execute(&statement)?;
        }
    }
    if database.backend() == Backend::Sqlite {
        client.execute("COMMIT")?;
    }
    Ok(())
}

fn table(n: usize) -> [String; 3] {
    let parent = n.saturating_sub(1);
    let mut columns = String::new();
    for column in 2..8 {
        write!(columns, ", c{column} VARCHAR(50) DEFAULT 'none'").expect("a string takes all");
    }
    [
        format!(
            "CREATE TABLE t{n:04} (id INTEGER NOT NULL, parent INTEGER{columns}, amount NUMERIC(12, 2) NOT NULL, \
             made TIMESTAMP DEFAULT CURRENT_TIMESTAMP, CONSTRAINT pk_t{n:04} PRIMARY KEY (id), \
             CONSTRAINT fk_t{n:04} FOREIGN KEY (parent) REFERENCES t{parent:04} (id))"
        ),
        format!("CREATE INDEX ix_t{n:04}_a ON t{n:04} (c2, c3)"),
        format!("CREATE UNIQUE INDEX ix_t{n:04}_b ON t{n:04} (c4)"),
    ]
}
