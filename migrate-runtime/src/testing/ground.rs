//! A history on a scratch database: goes up and down, and tells a migration's fault from a failure of the ground.

use migrate_graph::RevisionId;

use super::Proof;
use super::report::{Check, Finding};
use super::scratch::Scratch;
use super::snapshot::Snapshot;
use crate::backend::{Server, catalogue_text};
use crate::connection::Database;
use crate::error::{Error, ErrorKind};
use crate::executor::Report;
use crate::migrator::Options;

/// A scratch database and the history on it.
pub(super) struct Ground<'a> {
    proof: &'a Proof<'a>,
    // Declared before the database that it is connected to: dropped before it.
    connection: Box<dyn Database>,
    _scratch: Scratch,
    pub(super) server: Server,
    /// The last snapshots, by the text of the catalogue that they were taken of: the way down and up again leads to the
    /// same ones.
    taken: Vec<(String, Snapshot)>,
}

/// How many snapshots are kept.
const TAKEN: usize = 3;

impl<'a> Ground<'a> {
    /// An empty database.
    pub(super) fn new(proof: &'a Proof<'a>) -> Result<Self, Error> {
        let scratch = proof.place.create()?;
        let mut connection = scratch.connect()?;
        let server = Server::detect(&mut *connection)?;
        Ok(Self {
            proof,
            connection,
            _scratch: scratch,
            server,
            taken: Vec::new(),
        })
    }

    pub(super) fn database(&mut self) -> &mut dyn Database {
        &mut *self.connection
    }

    pub(super) fn snapshot(&mut self) -> Result<Snapshot, Error> {
        let text = catalogue_text(&mut *self.connection)?;
        let mut taken = self.taken.iter();
        if let Some((_, known)) = taken.find(|(of, _)| Some(of) == text.as_ref()) {
            return Ok(known.clone());
        }
        let snapshot = Snapshot::take(&mut *self.connection, &self.server)?;
        if let Some(text) = text {
            self.taken.insert(0, (text, snapshot.clone()));
            self.taken.truncate(TAKEN);
        }
        Ok(snapshot)
    }

    /// Applies what the target asks for.
    pub(super) fn up(&mut self, target: &str) -> Result<Report, Error> {
        let options = self.proof.options(target);
        self.proof.migrator.up_with(&mut *self.connection, options)
    }

    /// Applies revisions one after the other, in this order.
    pub(super) fn up_each<'r>(
        &mut self,
        revisions: impl IntoIterator<Item = &'r RevisionId>,
    ) -> Result<(), Error> {
        for revision in revisions {
            self.up(revision.as_str())?;
        }
        Ok(())
    }

    /// Undoes what stands between the database and the target.
    pub(super) fn down(&mut self, target: &str) -> Result<Report, Error> {
        let options = self.proof.options(target);
        self.proof
            .migrator
            .down_with(&mut *self.connection, options)
    }
}

impl Proof<'_> {
    fn options(&self, target: &str) -> Options<'_> {
        let options = Options::new().target(target).command("test").unwatched();
        match self.interrupt {
            Some(flag) => options.interrupt(flag),
            None => options,
        }
    }
}

/// A failure that a migration is to blame for becomes a finding; any other one ends the proof.
pub(super) fn blame<T>(
    check: Check,
    result: Result<T, Error>,
) -> Result<Result<T, Finding>, Error> {
    match result {
        Ok(value) => Ok(Ok(value)),
        Err(error) if is_a_migrations(error.kind()) => {
            Ok(Err(Finding::new(check, with_causes(&error), help(&error))))
        }
        Err(error) => Err(error),
    }
}

/// What to do about a run that failed is said to somebody whose database it left half-way.
fn help(error: &Error) -> String {
    let said = error
        .help()
        .filter(|_| error.kind() != ErrorKind::MigrationFailed);
    said.unwrap_or("correct it in its file").to_owned()
}

const fn is_a_migrations(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::MigrationFailed | ErrorKind::Refused | ErrorKind::HistoryInconsistent
    )
}

/// The sentence and what caused it, each said once.
fn with_causes(error: &Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let message = error.to_string();
        if !text.contains(&message) {
            text = format!("{text}: {message}");
        }
        cause = error.source();
    }
    text
}
