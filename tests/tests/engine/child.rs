//! Runs a history in another process: this test binary again, told by its environment what to do.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};

use migrate_runtime::executor::{Event, Observer};
use migrate_runtime::{Migrator, Options};

use migrate_tests::Database;

use crate::history::{connect, connect_to, said};

/// The environment variable with what the child runs: history, moment to stop at, URL.
const ORDER: &str = "MIGRATE_TEST_CHILD";

/// Where a child stops and waits to be killed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    Never,
    BeforeStep(&'static str, usize),
    AfterStep(&'static str, usize),
}

/// Starts a process that runs `up` of the history called `history`.
pub(crate) fn start(history: &str, stop: Stop, database: &Database) -> Child {
    run(&format!("up {history}"), stop, database)
}

/// Starts a process that runs `down` of the history called `history`.
pub(crate) fn down(history: &str, stop: Stop, database: &Database) -> Child {
    run(&format!("down {history}"), stop, database)
}

fn run(command: &str, stop: Stop, database: &Database) -> Child {
    drop(connect(database));
    let stop = match stop {
        Stop::Never => "never".to_owned(),
        Stop::BeforeStep(revision, number) => format!("before {revision} {number}"),
        Stop::AfterStep(revision, number) => format!("after {revision} {number}"),
    };
    Command::new(std::env::current_exe().expect("a test binary"))
        .args([
            "--exact",
            "child::run_what_the_parent_says",
            "--ignored",
            "--nocapture",
        ])
        .env(ORDER, format!("{command}\n{stop}\n{}", database.url()))
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child process")
}

/// Waits until the child has stopped where it should.
pub(crate) fn wait_until_stopped(child: &mut Child) {
    let output = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut lines = output.lines().map_while(Result::ok);
    assert!(
        lines.any(|line| line.ends_with("stopped")),
        "the child ended early"
    );
}

/// Says that it stopped, and never goes on.
struct Halt(String);

impl Observer for Halt {
    fn observe(&mut self, event: Event<'_>) {
        let now = match event {
            Event::StepStarted { revision, step } => {
                format!("before {} {}", revision.revision, step.number)
            }
            Event::StepFinished { revision, step, .. } => {
                format!("after {} {}", revision.revision, step.number)
            }
            _ => return,
        };
        if now == self.0 {
            let mut out = std::io::stdout();
            let _ = out.write_all(b"\nstopped\n").and_then(|()| out.flush());
            loop {
                std::thread::park();
            }
        }
    }
}

fn migrator(name: &str) -> Migrator {
    match name {
        "backfill" => crate::backfill::migrator(),
        "bare" => crate::crash::bare(),
        "changed" => crate::crash::changed(),
        "crash" => crate::crash::migrator(),
        "crowd" => crate::lock::migrator(),
        "indexes" => crate::crash::indexes(),
        "rebuild" => crate::crash::rebuilding(),
        "resolve" => crate::resolve::migrator(),
        "way_back" => crate::way_back::migrator(),
        other => panic!("no history is called {other}"),
    }
}

#[test]
#[ignore = "run by other tests as a process of its own"]
fn run_what_the_parent_says() {
    let order = std::env::var(ORDER).expect("an order");
    let [command, stop, url] = order.split('\n').collect::<Vec<_>>()[..] else {
        panic!("not an order: {order}");
    };
    let mut halt = Halt(stop.to_owned());
    let options = Options::new().observer(&mut halt);
    let mut connection = connect_to(url);
    let run = match command.split_once(' ') {
        Some(("down", history)) => migrator(history).down_with(&mut *connection, options),
        Some((_, history)) => migrator(history).up_with(&mut *connection, options),
        None => panic!("not a command: {command}"),
    };
    run.map_err(|error| said(&error)).unwrap();
}
