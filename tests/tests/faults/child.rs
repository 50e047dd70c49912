//! Runs points in another process, this test binary again, and kills it when all stand where they should.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;

use migrate_tests::Database;

use crate::gate::Gate;
use crate::point::Point;
use crate::strike::{Hit, stand};

/// The environment variable with what the child runs: a point and a URL on each line.
const ORDER: &str = "MIGRATE_TEST_CHILD";

/// Runs every point up to where it is, and kills the process from outside.
pub(crate) fn killed(places: &[(&Point, &Database)]) -> Vec<Hit> {
    let order: Vec<_> = places
        .iter()
        .map(|(point, database)| format!("{point}\t{}", database.url()))
        .collect();
    let mut child = Command::new(std::env::current_exe().expect("a test binary"))
        .args([
            "--exact",
            "child::run_what_the_parent_says",
            "--ignored",
            "--nocapture",
        ])
        .env(ORDER, order.join("\n"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("a child process");
    let ended = ended_early(&mut child);
    child.kill().expect("a process of ours");
    child.wait().expect("it was killed");
    let hit = |at: usize| {
        let how = ended.iter().find(|(run, _)| *run == at);
        Hit {
            happened: how.is_none(),
            panicked: how.is_some_and(|(_, panicked)| *panicked),
        }
    };
    (0..places.len()).map(hit).collect()
}

/// Waits until every run stands or has ended: the runs that ended before their point, and whether they panicked.
fn ended_early(child: &mut Child) -> Vec<(usize, bool)> {
    let output = BufReader::new(child.stdout.take().expect("a pipe"));
    let mut ended = Vec::new();
    for line in output.lines().map_while(Result::ok) {
        if line == "all stand" {
            return ended;
        }
        if let Some((word, run)) = line.split_once(' ')
            && let ("ended" | "panicked", Ok(run)) = (word, run.parse())
        {
            ended.push((run, word == "panicked"));
        }
    }
    panic!("the child ended early");
}

#[test]
#[ignore = "run by other tests as a process of its own"]
fn run_what_the_parent_says() {
    let order = std::env::var(ORDER).expect("an order");
    let gate = Arc::new(Gate::default());
    let runs = order.lines().count();
    for (number, line) in order.lines().enumerate() {
        let (point, url) = line.split_once('\t').expect("a point and a URL");
        let (point, url): (Point, _) = (point.parse().expect("a point"), url.to_owned());
        let gate = Arc::clone(&gate);
        thread::spawn(move || stand(number, &point, &url, &gate));
    }
    gate.wait_for(runs);
    let mut out = std::io::stdout();
    for (run, panicked) in gate.ended() {
        let how = if panicked { "panicked" } else { "ended" };
        writeln!(out, "\n{how} {run}").expect("a parent that reads");
    }
    writeln!(out, "\nall stand").expect("a parent that reads");
    out.flush().expect("a parent that reads");
    loop {
        thread::park();
    }
}
