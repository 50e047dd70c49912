//! Plays points: runs up to them, lets it happen, and sees what one plain command makes of it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread;

use migrate_runtime::connection::Database as Connection;
use migrate_tests::client::Client;
use migrate_tests::history::{connect, connect_to, said};
use migrate_tests::{Backend, Database};

use crate::gate::Gate;
use crate::image::Image;
use crate::point::{Fault, Point};
use crate::stage::Stage;
use crate::tap::{Deed, Tapped, disturb};
use crate::{child, corpus, crew};

/// What came of a run that was to be disturbed.
pub(crate) struct Hit {
    /// Whether its point was reached.
    pub(crate) happened: bool,
    pub(crate) panicked: bool,
}

/// What came of a point.
pub(crate) struct Outcome {
    pub(crate) hit: Hit,
    /// Whether a data step ran twice.
    pub(crate) doubled: bool,
    /// Why it did not converge.
    pub(crate) problem: Option<String>,
}

/// Plays points that are about the same fault.
pub(crate) fn strike(stage: &Stage, points: &[Point]) -> Vec<Outcome> {
    let begun = crew::each(points, |point| stage.begin(point.migration, point.way));
    let places: Vec<_> = points.iter().zip(&begun).collect();
    let hits = match points.first().map(|point| point.fault) {
        Some(Fault::Killed) => child::killed(&places),
        Some(Fault::ServerKilled) => server_killed(stage, &places),
        _ => crew::each(&places, |(point, database)| hit(point, database)),
    };
    let ends: Vec<_> = places.into_iter().zip(&hits).collect();
    let verdicts = crew::each(&ends, |((point, database), _)| {
        converge(stage, point, database)
    });
    for database in begun {
        stage.end(database);
    }
    let outcome = |(hit, (doubled, problem))| Outcome {
        hit,
        doubled,
        problem,
    };
    hits.into_iter().zip(verdicts).map(outcome).collect()
}

/// Runs up to the point, where `deed` happens.
pub(crate) fn run(point: &Point, connection: Box<dyn Connection>, deed: Deed) -> Hit {
    let mut connection = Tapped(connection);
    let flow = disturb(point.at, Some(deed), || {
        let run = || drop(point.way.run(point.migration, &mut connection));
        catch_unwind(AssertUnwindSafe(run))
    });
    Hit {
        happened: flow.happened,
        panicked: flow.answer.is_err(),
    }
}

fn hit(point: &Point, database: &Database) -> Hit {
    let mut connection = connect(database);
    let mut end = || ending(database, &mut *connection);
    let deed = match point.fault {
        Fault::Cut => Deed::Cut(end()),
        Fault::AnswerLost => Deed::Lose(end()),
        Fault::DiskFull => Deed::Full,
        Fault::Refused => Deed::Refuse,
        Fault::Killed | Fault::ServerKilled => unreachable!("these come from outside"),
    };
    run(point, connection, deed)
}

/// What makes the server end the session of this connection, and waits until it has.
fn ending(database: &Database, connection: &mut dyn Connection) -> Option<Box<dyn FnOnce()>> {
    let backend = database.backend();
    let asked = match backend {
        Backend::Sqlite => return None,
        Backend::Postgres => "SELECT CAST(pg_backend_pid() AS TEXT) AS id",
        Backend::Mysql => "SELECT CAST(CONNECTION_ID() AS CHAR) AS id",
    };
    let rows = connection.query(asked, &[]).expect("a session");
    let session = rows[0].at(0).expect("a number").to_owned();
    let url = database.url().to_owned();
    Some(Box::new(move || {
        let mut other = Client::connect(backend, &url).expect("another session");
        if backend == Backend::Postgres {
            let end = format!("SELECT pg_terminate_backend({session}, 10000)");
            return other.execute(&end).expect("ending a session");
        }
        other
            .execute(&format!("KILL {session}"))
            .expect("ending a session");
        let there =
            format!("SELECT 'x' AS value FROM information_schema.processlist WHERE id = {session}");
        while !other.values(&there).expect("sessions").is_empty() {
            thread::yield_now();
        }
    }))
}

/// All of them stand at their points while the server is killed and starts again.
fn server_killed(stage: &Stage, places: &[(&Point, &Database)]) -> Vec<Hit> {
    let gate = Arc::new(Gate::default());
    thread::scope(|scope| {
        let runs: Vec<_> = places
            .iter()
            .enumerate()
            .map(|(run, (point, database))| {
                let gate = Arc::clone(&gate);
                scope.spawn(move || stand(run, point, database.url(), &gate))
            })
            .collect();
        gate.wait_for(places.len());
        stage.kill_server();
        gate.open();
        let joined = runs.into_iter().map(thread::ScopedJoinHandle::join);
        joined.map(|hit| hit.expect("panics are caught")).collect()
    })
}

/// Runs up to the point and stands there until the gate opens.
pub(crate) fn stand(number: usize, point: &Point, url: &str, gate: &Arc<Gate>) -> Hit {
    let inside = Arc::clone(gate);
    let deed = Deed::Between(Box::new(move || inside.stand()));
    let hit = run(point, connect_to(url), deed);
    if !hit.happened {
        gate.end(number, hit.panicked);
    }
    hit
}

/// One plain command, and what it leaves: whether a data step ran twice, and what is wrong.
fn converge(stage: &Stage, point: &Point, database: &Database) -> (bool, Option<String>) {
    let plain = || -> Result<(), String> {
        let mut connection = connect(database);
        let done = point.way.run(point.migration, &mut *connection);
        done.map_err(|error| said(&error))?;
        let status = corpus::migrator().status(&mut *connection);
        let status = status.map_err(|error| said(&error))?;
        match (status.lock, status.half_applied) {
            (None, None) => Ok(()),
            left => Err(format!("left behind: {left:?}")),
        }
    };
    match catch_unwind(AssertUnwindSafe(plain)) {
        Err(_) => return (false, Some("the plain command panicked".to_owned())),
        Ok(Err(said)) => return (false, Some(said)),
        Ok(Ok(())) => {}
    }
    let (found, wanted) = (
        Image::of(database),
        &stage.course(point.migration, point.way).image,
    );
    (found.exceeds(wanted), found.differs_from(wanted))
}
