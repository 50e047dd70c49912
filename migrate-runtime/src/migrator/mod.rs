//! The migrations of one history on a database that the caller opened: the library's front door.

mod backup;
mod drift;
mod edited;
mod gone;
mod lint;
mod options;
mod prepare;
mod protection;
mod reset;
mod resolve;
mod run;
mod script;
mod stamp;
mod status;

use migrate_graph::{RevisionId, Target};

use crate::autogenerate::Ownership;
use crate::backend::{Reflected, Server};
use crate::connection::Database;
use crate::error::{Error, ErrorKind};
use crate::executor::{Report, State};
use crate::ledger::{Protection, Run};
use crate::plan::{Answers, Direction, Plan};
use crate::registry::{History, Registry};

use gone::Gone;

pub use lint::LintRequest;
pub use options::{Allowance, Options};
pub use protection::Protect;
pub use resolve::{Decision, Resolution, Uncertain};
pub use script::{Script, ScriptRequest};
pub use stamp::StampReport;
pub use status::{Edited, Status};

/// The migrations of one history, ready to plan and to run on a connection that the caller owns.
///
/// An application applies what is pending when it starts:
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use diesel::prelude::*;
///
/// # mod migrations {
/// #     use migrate_runtime::{History, Migrator};
/// #     static NONE: History = History { crate_name: "example", sources: &[], volumes: &[], settings: None };
/// #     pub fn migrator() -> Migrator { Migrator::new(&NONE) }
/// # }
/// let mut connection = SqliteConnection::establish(":memory:")?;
/// let report = migrations::migrator().up(&mut connection)?;
/// println!("{} revisions applied", report.revisions.len());
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// One that leaves this to the deployment refuses to start on an old schema:
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// # use diesel::prelude::*;
/// # mod migrations {
/// #     use migrate_runtime::{History, Migrator};
/// #     static NONE: History = History { crate_name: "example", sources: &[], volumes: &[], settings: None };
/// #     pub fn migrator() -> Migrator { Migrator::new(&NONE) }
/// # }
/// # let mut connection = SqliteConnection::establish(":memory:")?;
/// let pending = migrations::migrator().pending(&mut connection)?;
/// if !pending.is_empty() {
///     return Err(format!("run `cargo migrate up` first: {} revisions are pending", pending.len()).into());
/// }
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Migrator {
    history: &'static History,
}

impl Migrator {
    /// The migrations that `versions!` found.
    #[must_use]
    pub const fn new(history: &'static History) -> Self {
        Self { history }
    }

    /// What `versions!` found.
    #[must_use]
    pub const fn history(&self) -> &'static History {
        self.history
    }

    /// The checked history: its graph and each revision's functions.
    ///
    /// # Errors
    ///
    /// The registered migrations are no sound history.
    pub fn registry(&self) -> Result<Registry, Error> {
        Ok(Registry::of(self.history)?)
    }

    /// Applies everything that is pending.
    ///
    /// # Errors
    ///
    /// As [`Migrator::up_with`].
    pub fn up(&self, database: &mut dyn Database) -> Result<Report, Error> {
        self.up_with(database, Options::new())
    }

    /// Applies what the target asks for, `head` unless the options say otherwise.
    ///
    /// # Errors
    ///
    /// The target cannot be reached, something is refused before anything ran, the lock is not free in time, or a
    /// migration failed.
    pub fn up_with(
        &self,
        database: &mut dyn Database,
        options: Options<'_>,
    ) -> Result<Report, Error> {
        run::run(&self.registry()?, database, Direction::Up, options)
    }

    /// Undoes the revision that was applied last.
    ///
    /// # Errors
    ///
    /// As [`Migrator::down_with`].
    pub fn down(&self, database: &mut dyn Database) -> Result<Report, Error> {
        self.down_with(database, Options::new())
    }

    /// Undoes what stands between the database and the target, `-1` unless the options say otherwise.
    ///
    /// # Errors
    ///
    /// As [`Migrator::up_with`]; also where a revision is irreversible.
    pub fn down_with(
        &self,
        database: &mut dyn Database,
        options: Options<'_>,
    ) -> Result<Report, Error> {
        run::run(&self.registry()?, database, Direction::Down, options)
    }

    /// Undoes what stands between the database and the target, `-1` unless the options say otherwise, and applies the
    /// same revisions again, under one lock. Answers what was undone and what was applied.
    ///
    /// # Errors
    ///
    /// As [`Migrator::down_with`] and [`Migrator::up_with`].
    pub fn redo_with(
        &self,
        database: &mut dyn Database,
        options: Options<'_>,
    ) -> Result<(Report, Report), Error> {
        run::redo(&self.registry()?, database, options)
    }

    /// Records revisions as applied, or as not applied, without running them; `purge` forgets all records first.
    ///
    /// # Errors
    ///
    /// A target is unknown or contradicts another, or the lock is not free in time.
    pub fn stamp_with(
        &self,
        database: &mut dyn Database,
        targets: &[Target],
        purge: bool,
        options: Options<'_>,
    ) -> Result<StampReport, Error> {
        stamp::stamp(&self.registry()?, database, targets, purge, options)
    }

    /// Makes the database remember that it is production: what cannot be taken back is refused there from now on.
    /// Where it is protected under that name already nothing is changed.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// use diesel::prelude::*;
    /// use migrate_runtime::{ErrorKind, Options};
    /// use migrate_runtime::migrator::{Allowance, Protect};
    ///
    /// # mod migrations {
    /// #     use migrate_runtime::{History, Migrator};
    /// #     static NONE: History = History { crate_name: "example", sources: &[], volumes: &[], settings: None };
    /// #     pub fn migrator() -> Migrator { Migrator::new(&NONE) }
    /// # }
    /// let mut connection = SqliteConnection::establish(":memory:")?;
    /// let migrator = migrations::migrator();
    /// migrator.protect(&mut connection, &Protect::new("shop", "customers buy here"), Options::new())?;
    ///
    /// let refused = migrator.unprotect(&mut connection, Options::new()).unwrap_err();
    /// assert_eq!(refused.kind(), ErrorKind::Refused);
    /// let insisting = Options::new().allow(Allowance::Protected("shop".into()), "it moved away");
    /// assert!(migrator.unprotect(&mut connection, insisting)?);
    /// # }
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// It is protected under another name, the name cannot be typed, or the lock is not free in time.
    pub fn protect(
        &self,
        database: &mut dyn Database,
        protect: &Protect,
        options: Options<'_>,
    ) -> Result<Protection, Error> {
        protection::on(database, protect, options)
    }

    /// Makes the database forget that it is production; answers whether it was protected.
    ///
    /// # Errors
    ///
    /// The options do not allow it by the database's name, or the lock is not free in time.
    pub fn unprotect(
        &self,
        database: &mut dyn Database,
        options: Options<'_>,
    ) -> Result<bool, Error> {
        protection::off(database, options)
    }

    /// How the database is protected, if it is. Writes nothing.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub fn protection(&self, database: &mut dyn Database) -> Result<Option<Protection>, Error> {
        Ok(State::read(database)?.protection)
    }

    /// Makes sure that everything can be applied to an empty database of this server and that nobody runs migrations:
    /// what must hold before the database is dropped to be built anew. Writes nothing; answers how the database is
    /// protected, which it will not remember any more.
    ///
    /// # Errors
    ///
    /// The database is protected and the options do not allow it, a step cannot run on such a database, or another runner
    /// does not finish in time.
    pub fn prepare_reset(
        &self,
        database: &mut dyn Database,
        options: Options<'_>,
    ) -> Result<Option<Protection>, Error> {
        reset::prepare(&self.registry()?, database, options)
    }

    /// What `up` or `down` would run. Writes nothing.
    ///
    /// # Errors
    ///
    /// The target cannot be reached, or a step cannot run on this database.
    pub fn plan(
        &self,
        database: &mut dyn Database,
        direction: Direction,
        target: &Target,
    ) -> Result<Plan, Error> {
        let registry = self.registry()?;
        let state = State::read(database)?;
        let gone = Gone::find(&registry, database, &state, direction)?;
        prepare::plan(
            gone.or(&registry),
            database,
            &state,
            direction,
            target,
            &Answers::default(),
        )
    }

    /// Why a run of `plan` would be refused on a protected database; `None` where it would not be. Of the options what is
    /// allowed and the levels of lint rules matter. Writes nothing.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub fn refusal(
        &self,
        database: &mut dyn Database,
        plan: &Plan,
        options: Options<'_>,
    ) -> Result<Option<Error>, Error> {
        let state = State::read(database)?;
        let Options {
            levels, allowed, ..
        } = options;
        let refused = match plan.direction {
            Direction::Up => {
                let registry = self.registry()?;
                lint::refuse_dangers(&registry, database, &state, plan, &levels, &allowed)
            }
            Direction::Down => protection::refuse_undoing(database, &state, plan, &allowed),
        };
        match refused {
            Ok(()) => Ok(None),
            Err(error) if error.kind() == ErrorKind::Refused => Ok(Some(error)),
            Err(error) => Err(error),
        }
    }

    /// An SQL script that does what `up` or `down` would do, printed without any database.
    ///
    /// # Errors
    ///
    /// A target cannot be reached, a step cannot run on such a database, or one is Rust code, which no script can hold.
    pub fn script(&self, request: &ScriptRequest) -> Result<Script, Error> {
        script::print(&self.registry()?, request)
    }

    /// How the database stands to the history. Writes nothing.
    ///
    /// # Errors
    ///
    /// The database cannot be read, or the registered migrations are no history.
    pub fn status(&self, database: &mut dyn Database) -> Result<Status, Error> {
        status::status(&self.registry()?, database)
    }

    /// What `up heads` would run, for a check at application start-up. Writes nothing. A database that is ahead of
    /// this program is no error: nothing is pending then.
    ///
    /// # Errors
    ///
    /// The database cannot be read, or the registered migrations are no history.
    pub fn pending(&self, database: &mut dyn Database) -> Result<Vec<RevisionId>, Error> {
        let registry = self.registry()?;
        let applied = State::read(database)?.applied();
        let pending = registry.graph().pending(&applied);
        Ok(pending
            .into_iter()
            .map(|revision| revision.id.clone())
            .collect())
    }

    /// What others did to the schema since the last run, step by step in words: `live` is the schema as it is now. Empty
    /// where that cannot be told: a revision is half-applied, or the last run died. Writes nothing.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub fn drift(
        &self,
        database: &mut dyn Database,
        live: &Reflected,
        server: &Server,
        ownership: &Ownership,
    ) -> Result<Vec<String>, Error> {
        let state = State::read(database)?;
        drift::drift_of(database, &state, (live, server), ownership)
    }

    /// The runs that the database remembers, newest first. Writes nothing.
    ///
    /// # Errors
    ///
    /// The database cannot be read.
    pub fn log(&self, database: &mut dyn Database) -> Result<Vec<Run>, Error> {
        Ok(State::read(database)?.ledger.runs(database)?)
    }
}
