//! Proves migrations on scratch databases: up, down, up again, before anybody else runs them.
//!
//! One line in a test of the application, or of the migration crate itself:
//!
//! ```no_run
//! # mod migrations {
//! #     use migrate_runtime::{History, Migrator};
//! #     static NONE: History = History { crate_name: "example", sources: &[], volumes: &[], settings: None };
//! #     pub fn migrator() -> Migrator { Migrator::new(&NONE) }
//! # }
//! #[test]
//! fn migrations_are_proven() {
//! # }
//! # fn body() {
//!     migrate_runtime::testing::assert_proven(migrations::migrator());
//! }
//! ```

mod data;
mod declared;
mod fixture;
mod forward;
mod ground;
mod parts;
mod paths;
mod plans;
mod report;
mod scratch;
mod server;
mod snapshot;
mod stairway;

use std::any::Any;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use migrate_graph::{Applied, RevisionId, Target};

use crate::autogenerate::Ownership;
use crate::connection::DatabaseUrl;
use crate::error::Error;
use crate::migrator::Migrator;
use crate::op::StepError;
use crate::registry::Registry;
use fixture::Fixture;
use scratch::Place;

pub use report::{Check, Finding, Outcome, Report, RevisionReport};
#[cfg(feature = "cli")]
pub(crate) use server::named;
pub use server::{VARIABLE, for_scratch};

/// Proves a history on the server that the environment names, for a test: `MIGRATE_SCRATCH_URL`, else `DATABASE_URL`,
/// else SQLite where it is the only database built in. The database that a URL names is not touched: others are created
/// beside it and dropped.
///
/// # Panics
///
/// Something is wrong with the migrations, or no server is named or reached; the message says what.
#[track_caller]
pub fn assert_proven(migrator: Migrator) {
    let report = server::named().and_then(|url| Proof::new(migrator, &url)?.run());
    match report {
        Ok(report) if report.is_proven() => {}
        Ok(report) => panic!("{report}"),
        Err(error) => panic!("{error}\n{}", error.help().unwrap_or_default()),
    }
}

/// A history and how it is proven.
///
/// ```
/// # #[cfg(feature = "sqlite")] {
/// use migrate_runtime::connection::DatabaseUrl;
/// use migrate_runtime::testing::Proof;
/// # mod migrations {
/// #     use migrate_runtime::{History, Migrator};
/// #     static NONE: History = History { crate_name: "example", sources: &[], volumes: &[], settings: None };
/// #     pub fn migrator() -> Migrator { Migrator::new(&NONE) }
/// # }
///
/// let beside = DatabaseUrl::parse("sqlite://app.db")?;
/// let report = Proof::new(migrations::migrator(), &beside)?.seed(42).run()?;
/// assert!(report.is_proven(), "{report}");
/// # }
/// # Ok::<(), migrate_runtime::Error>(())
/// ```
pub struct Proof<'a> {
    migrator: Migrator,
    registry: Registry,
    place: Place,
    /// The revisions in an order in which they can be applied.
    order: Vec<RevisionId>,
    /// Those that only have to be applied, because they were there before what is tested.
    known: BTreeSet<RevisionId>,
    seed: u64,
    rows: usize,
    ownership: Ownership,
    fixtures: PathBuf,
    functions: Vec<Fixture>,
    tries: usize,
    jobs: usize,
    interrupt: Option<&'a AtomicBool>,
    watcher: Option<&'a (dyn Fn(Progress<'_>) + Sync)>,
    done: AtomicUsize,
    begun: Instant,
}

/// How many rows each table gets unless somebody says otherwise.
pub const ROWS: usize = 100;

/// How often a failure over rows is tried again unless somebody says otherwise.
pub const TRIES: usize = 24;

/// How far a proof is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// The revision that is done.
    pub revision: &'a str,
    /// How many are.
    pub done: usize,
    /// Of how many.
    pub total: usize,
    /// How long the others will take, if they take as long.
    pub left: Duration,
}

impl<'a> Proof<'a> {
    /// A proof of everything on the server of `beside`; the database that the URL names is not touched.
    ///
    /// # Errors
    ///
    /// The registered migrations are no sound history.
    pub fn new(migrator: Migrator, beside: &DatabaseUrl) -> Result<Self, Error> {
        let registry = migrator.registry()?;
        let heads = Target::parse("heads")?;
        let graph = registry.graph();
        let order = if graph.is_empty() {
            Vec::new()
        } else {
            graph.plan_up(&Applied::default(), &heads)?.revisions
        };
        Ok(Self {
            migrator,
            registry,
            place: Place::beside(beside),
            order,
            known: BTreeSet::new(),
            seed: 0,
            rows: ROWS,
            ownership: Ownership::default(),
            fixtures: PathBuf::from("tests/fixtures"),
            functions: Vec::new(),
            tries: TRIES,
            jobs: std::thread::available_parallelism().map_or(1, usize::from),
            interrupt: None,
            watcher: None,
            done: AtomicUsize::new(0),
            begun: Instant::now(),
        })
    }

    /// What the generated rows are drawn from: the same seed gives the same rows.
    #[must_use]
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// How many rows each table gets; without any, data is not looked at.
    #[must_use]
    pub const fn rows(mut self, rows: usize) -> Self {
        self.rows = rows;
        self
    }

    /// Which tables the declared schema speaks for.
    #[must_use]
    pub fn ownership(mut self, ownership: Ownership) -> Self {
        self.ownership = ownership;
        self
    }

    /// The folder of the author's own rows, `tests/fixtures` below the current one unless said: `REVISION.sql` is run
    /// once that revision is applied, and its rows are watched from there on.
    #[must_use]
    pub fn fixtures(mut self, folder: impl Into<PathBuf>) -> Self {
        self.fixtures = folder.into();
        self
    }

    /// A function that writes the author's own rows once a revision is applied, for what SQL text cannot say; several
    /// are called in the order in which they were given, behind the revision's file. It takes the connection that
    /// migrations take, `migrate_runtime::prelude::Conn` or Diesel's own.
    ///
    /// ```
    /// # #[cfg(feature = "sqlite")] {
    /// use diesel::prelude::*;
    /// use migrate_runtime::connection::DatabaseUrl;
    /// use migrate_runtime::testing::Proof;
    /// # mod migrations {
    /// #     use migrate_runtime::__private::{Registered, function, inventory};
    /// #     use migrate_runtime::{History, Migration, Migrator, Op, Source, prelude::*};
    /// #     inventory::submit! { Registered { crate_name: "fixtures", migrations: &[&Migration {
    /// #         revision: "1975ea83b712",
    /// #         upgrade: &function((|op| op.create_table("users", |t| {
    /// #             t.column("id", BigInt).primary_key();
    /// #             t.column("name", Text);
    /// #         })) as fn(&mut Op)),
    /// #         downgrade: Some(&function((|op| { op.drop_table("users"); }) as fn(&mut Op))),
    /// #         ..Migration::UNSAID
    /// #     }] } }
    /// #     static HISTORY: History = History {
    /// #         crate_name: "fixtures",
    /// #         sources: &[Source { revision: "1975ea83b712", message: "Create users", source_hash: "1", remarks: &[] }],
    /// #         volumes: &[],
    /// #         settings: None,
    /// #     };
    /// #     pub fn migrator() -> Migrator { Migrator::new(&HISTORY) }
    /// # }
    ///
    /// table! {
    ///     users (id) { id -> BigInt, name -> Text }
    /// }
    ///
    /// let report = Proof::new(migrations::migrator(), &DatabaseUrl::parse("sqlite://app.db")?)?
    ///     .fixture("1975ea83b712", |connection: &mut SqliteConnection| {
    ///         let ada = (users::id.eq(1), users::name.eq("Ada Lovelace"));
    ///         diesel::insert_into(users::table).values(ada).execute(connection).map(drop)
    ///     })
    ///     .run()?;
    /// assert!(report.is_proven(), "{report}");
    /// # }
    /// # Ok::<(), migrate_runtime::Error>(())
    /// ```
    #[must_use]
    pub fn fixture<C: Any, E: Into<StepError>>(
        mut self,
        revision: impl Into<String>,
        load: impl Fn(&mut C) -> Result<(), E> + Send + Sync + 'static,
    ) -> Self {
        self.functions.push(Fixture::new(revision.into(), load));
        self
    }

    /// How often a failure over rows is tried again with fewer of them, each time on a database of its own; 0 shows it as
    /// it was found.
    #[must_use]
    pub const fn tries(mut self, tries: usize) -> Self {
        self.tries = tries;
        self
    }

    /// How many databases are worked on at once.
    #[must_use]
    pub const fn jobs(mut self, jobs: usize) -> Self {
        self.jobs = if jobs == 0 { 1 } else { jobs };
        self
    }

    /// A flag that ends the proof between two steps; a signal handler may set it.
    #[must_use]
    pub const fn interrupt(mut self, interrupt: &'a AtomicBool) -> Self {
        self.interrupt = Some(interrupt);
        self
    }

    /// Who is told how far it is.
    #[must_use]
    pub const fn watcher(mut self, watcher: &'a (dyn Fn(Progress<'_>) + Sync)) -> Self {
        self.watcher = Some(watcher);
        self
    }

    /// Leaves out what these revisions are and stand on: they are only applied.
    #[must_use]
    pub fn since(mut self, known: impl IntoIterator<Item = RevisionId>) -> Self {
        self.known = known.into_iter().collect();
        self
    }

    /// Proves it. What leftovers of runs there are that are over is dropped first.
    ///
    /// # Errors
    ///
    /// The server cannot be reached or lets nobody create databases, the database is protected and no other server is
    /// kept for scratch databases, the history has no revision that a fixture is for, or the proof was interrupted:
    /// nothing that a migration is to blame for.
    pub fn run(mut self) -> Result<Report, Error> {
        self.begun = Instant::now();
        for fixture in &mut self.functions {
            fixture.find(self.registry.graph())?;
        }
        self.place = self.place.unprotected()?;
        let dropped = self.place.drop_leftovers()?;
        let mut report = parts::prove(&self)?;
        if dropped > 0 {
            report.notes.push(format!(
                "dropped {dropped} scratch databases that runs had left behind"
            ));
        }
        report.duration = self.begun.elapsed();
        Ok(report)
    }

    /// What must be applied for everything before a place to be.
    fn tips(&self, place: usize) -> Vec<&RevisionId> {
        let applied: Applied = self.order[..place].iter().cloned().collect();
        let heads = applied.heads(self.registry.graph());
        heads.into_iter().map(|head| &head.id).collect()
    }

    /// The functions that write the author's rows for a revision.
    fn functions_at(&self, place: usize) -> impl Iterator<Item = &Fixture> {
        let revision = &self.order[place];
        self.functions
            .iter()
            .filter(move |fixture| fixture.is_for(revision))
    }

    fn is_tested(&self, place: usize) -> bool {
        !self.known.contains(&self.order[place])
    }

    /// Why a revision cannot be undone, where its author says so.
    fn irreversible(&self, place: usize) -> Option<&'static str> {
        let entry = self.registry.get(&self.order[place])?;
        entry.migration.irreversible
    }

    fn is_irreversible(&self, place: usize) -> bool {
        self.irreversible(place).is_some()
    }

    /// The place of the newest revision that cannot be undone.
    fn floor(&self) -> Option<usize> {
        (0..self.order.len())
            .rev()
            .find(|place| self.is_irreversible(*place))
    }

    fn ends_at(&self, floor: usize) -> String {
        format!(
            "`{}` cannot be undone ({}): the way down ends there",
            self.order[floor],
            self.irreversible(floor).unwrap_or_default()
        )
    }

    fn tell(&self, place: usize) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        let (Some(watcher), Ok(so_many)) = (self.watcher, u32::try_from(done)) else {
            return;
        };
        let total = self.order.len();
        let waiting = u32::try_from(total.saturating_sub(done)).unwrap_or(u32::MAX);
        watcher(Progress {
            revision: self.order[place].as_str(),
            done,
            total,
            left: (self.begun.elapsed() / so_many).saturating_mul(waiting),
        });
    }
}
