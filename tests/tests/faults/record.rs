//! What came of the points: a line for each in `target/faults/<backend>.tsv`, and the sum.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::time::Instant;

use migrate_tests::{Backend, checkout};

use crate::choice::Choice;
use crate::point::{Fault, Point};
use crate::stage::Stage;
use crate::strike::Outcome;

/// How many failures are told in full.
const TOLD: usize = 20;

pub(crate) struct Record {
    backend: Backend,
    seed: u64,
    chosen: usize,
    all: usize,
    migrations: usize,
    started: Instant,
    /// Each triple of migration and way, place and fault that was played.
    played: BTreeSet<Point>,
    missed: Vec<Point>,
    doubled: usize,
    panics: usize,
    failures: Vec<(Point, String)>,
}

impl Record {
    pub(crate) fn new(stage: &Stage, choice: &Choice) -> Self {
        let record = Self {
            backend: stage.backend,
            seed: choice.seed,
            chosen: choice.points.len(),
            all: choice.all,
            migrations: stage.migrations().len(),
            started: Instant::now(),
            played: BTreeSet::new(),
            missed: Vec::new(),
            doubled: 0,
            panics: 0,
            failures: Vec::new(),
        };
        tell(&format!(
            "{}: MIGRATE_TEST_SEED={}, {} points of {}",
            record.backend, record.seed, record.chosen, record.all
        ));
        record
    }

    pub(crate) fn add(&mut self, points: &[Point], outcomes: Vec<Outcome>) {
        for (point, outcome) in points.iter().zip(outcomes) {
            if outcome.hit.happened {
                self.played.insert(*point);
            } else {
                self.missed.push(*point);
            }
            self.doubled += usize::from(outcome.doubled);
            self.panics += usize::from(outcome.hit.panicked);
            if let Some(problem) = outcome.problem {
                self.failures.push((*point, problem));
            } else if outcome.hit.panicked {
                self.failures.push((*point, "the run panicked".to_owned()));
            }
        }
    }

    /// Writes the points down and tells the sum.
    ///
    /// # Panics
    ///
    /// When one of them did not converge, or was not reached.
    pub(crate) fn close(self) {
        let folder = checkout::target().join("faults");
        fs::create_dir_all(&folder).expect("creating target/faults");
        let file = folder.join(format!("{}.tsv", self.backend));
        fs::write(&file, self.lines()).expect("writing the points down");
        let mut sum = self.sum();
        let _ = writeln!(sum, "  written to {}", file.display());
        tell(&sum);
        for (point, problem) in self.failures.iter().take(TOLD) {
            let _ = writeln!(sum, "{} {point}: {problem}", self.backend);
        }
        for point in self.missed.iter().take(TOLD) {
            let _ = writeln!(sum, "{} {point}: never reached", self.backend);
        }
        assert!(self.failures.is_empty(), "{sum}");
        assert!(self.missed.is_empty(), "{sum}");
    }

    fn lines(&self) -> String {
        let mut lines = String::from("migration\tboundary\tfault\n");
        for point in &self.played {
            let Point {
                fault,
                migration,
                way,
                at,
            } = point;
            let (way, fault) = (way.name(), fault.name());
            let _ = writeln!(lines, "{migration} {way}\t{at}\t{fault}");
        }
        lines
    }

    fn sum(&self) -> String {
        let mut faults: BTreeMap<Fault, usize> = BTreeMap::new();
        for point in &self.played {
            *faults.entry(point.fault).or_default() += 1;
        }
        let mut sum = format!(
            "{}: {} migrations, {} distinct points of {} played in {} s, seed {}\n",
            self.backend,
            self.migrations,
            self.played.len(),
            self.all,
            self.started.elapsed().as_secs(),
            self.seed
        );
        for (fault, number) in faults {
            let _ = writeln!(sum, "  {number:>6} {}", fault.name());
        }
        let _ = writeln!(
            sum,
            "  converged {}, failed {}, never reached {}, data steps doubled {}, panics {}",
            self.chosen - self.failures.len(),
            self.failures.len(),
            self.missed.len(),
            self.doubled,
            self.panics
        );
        sum
    }
}

/// Whoever runs the tests must see the seed, also where they pass.
fn tell(message: &str) {
    // There may be nobody to read it.
    let _ = writeln!(std::io::stderr(), "{message}");
}
