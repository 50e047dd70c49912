//! Where points are played: a server of its own, which may be killed, and prepared databases on it, so that no point runs
//! the whole history.

use std::sync::{Mutex, OnceLock};

use migrate_tests::history::{connect, said};
use migrate_tests::servers::{self, Server};
use migrate_tests::throwaway::Mortal;
use migrate_tests::{Backend, Database, Template};

use crate::corpus::{self, GROUND, MIGRATIONS, Migration};
use crate::image::Image;
use crate::point::{Fault, Way};
use crate::tap::{Tapped, disturb};

/// A way that nobody disturbed.
pub(crate) struct Course {
    /// How many statements it sends.
    pub(crate) statements: usize,
    pub(crate) image: Image,
}

/// A migration that nobody disturbed.
struct Undisturbed {
    up: Course,
    down: Course,
    applied: Template,
}

/// One backend, ready for whatever happens. Databases go before their server does.
pub(crate) struct Stage {
    pub(crate) backend: Backend,
    ground: Template,
    migrations: Vec<(&'static Migration, OnceLock<Undisturbed>)>,
    /// Databases that nobody uses at the moment.
    free: Mutex<Vec<Database>>,
    server: Option<&'static Server>,
    /// What can be killed, if it could be started.
    mortal: Option<Mutex<Mortal>>,
}

impl Stage {
    /// Starts a server, or takes the tests' common one, where none can be killed.
    pub(crate) fn open(backend: Backend) -> Self {
        let mortal = Mortal::start(backend).ok();
        let server = mortal.as_ref().map(Mortal::server).or_else(|| {
            let common = backend != Backend::Sqlite;
            common.then(|| servers::server(backend).expect("it was found before"))
        });
        let here = MIGRATIONS
            .iter()
            .filter(|migration| migration.backends.contains(&backend));
        let ground = ground(backend, server);
        Self {
            backend,
            ground: Template::of(&ground),
            server,
            free: Mutex::new(vec![ground]),
            migrations: here.map(|one| (one, OnceLock::new())).collect(),
            mortal: mortal.map(Mutex::new),
        }
    }

    /// What can happen here.
    pub(crate) fn faults(&self) -> Vec<Fault> {
        let sqlite = self.backend == Backend::Sqlite;
        let possible = |fault: &Fault| match fault {
            Fault::ServerKilled => self.mortal.is_some(),
            Fault::DiskFull => sqlite,
            Fault::Killed | Fault::Cut | Fault::AnswerLost | Fault::Refused => true,
        };
        Fault::ALL.into_iter().filter(possible).collect()
    }

    pub(crate) fn migrations(&self) -> Vec<&'static str> {
        self.migrations.iter().map(|(one, _)| one.name).collect()
    }

    /// A database on which the way can begin.
    pub(crate) fn begin(&self, migration: &str, way: Way) -> Database {
        let database = self.database();
        match way {
            Way::Up => self.ground.fill(&database),
            Way::Down => self.undisturbed(migration).applied.fill(&database),
        }
        database
    }

    fn database(&self) -> Database {
        let free = self.free.lock().expect("nobody panicked").pop();
        free.unwrap_or_else(|| create(self.backend, self.server))
    }

    /// Takes a database back; what it holds does not matter.
    pub(crate) fn end(&self, database: Database) {
        self.free.lock().expect("nobody panicked").push(database);
    }

    /// How the way goes when nothing happens.
    pub(crate) fn course(&self, migration: &str, way: Way) -> &Course {
        let undisturbed = self.undisturbed(migration);
        match way {
            Way::Up => &undisturbed.up,
            Way::Down => &undisturbed.down,
        }
    }

    fn undisturbed(&self, migration: &str) -> &Undisturbed {
        let named = self
            .migrations
            .iter()
            .find(|(one, _)| one.name == migration);
        let (migration, undisturbed) = named.expect("the backend has this migration");
        undisturbed.get_or_init(|| {
            let database = self.database();
            self.ground.fill(&database);
            let up = course(migration.name, Way::Up, &database);
            let applied = Template::of(&database);
            let down = course(migration.name, Way::Down, &database);
            self.end(database);
            Undisturbed { up, down, applied }
        })
    }

    /// Kills the server, and waits until it is there again.
    pub(crate) fn kill_server(&self) {
        let mortal = self.mortal.as_ref().expect("only asked of such");
        let mut mortal = mortal.lock().expect("nobody panicked");
        mortal.kill().expect("a server that starts again");
    }
}

fn create(backend: Backend, server: Option<&'static Server>) -> Database {
    match server {
        Some(server) => Database::create_on(server),
        None => Database::create(backend).expect("SQLite is always there"),
    }
}

fn ground(backend: Backend, server: Option<&'static Server>) -> Database {
    let database = create(backend, server);
    let options = migrate_runtime::Options::new().target(GROUND);
    let done = corpus::migrator().up_with(&mut *connect(&database), options);
    done.map_err(|error| said(&error)).expect("the ground");
    database
}

fn course(migration: &'static str, way: Way, database: &Database) -> Course {
    let mut connection = Tapped(connect(database));
    let flow = disturb(0, None, || way.run(migration, &mut connection));
    drop(connection);
    if let Err(error) = flow.answer {
        panic!(
            "{way:?} of {migration} on {}: {}",
            database.backend(),
            said(&error)
        );
    }
    Course {
        statements: flow.sent,
        image: Image::of(database),
    }
}
