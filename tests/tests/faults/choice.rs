//! Which points are played: all, or a sample that a seed decides.

use migrate_tests::{Backend, runs};

use crate::crew;
use crate::point::{Fault, Point, Way};
use crate::stage::Stage;

/// How many points of all backends a sample has.
const SAMPLE: usize = 1_000;

/// The points to play, those of one fault after another.
pub(crate) struct Choice {
    pub(crate) seed: u64,
    pub(crate) points: Vec<Point>,
    /// How many there are to choose from.
    pub(crate) all: usize,
}

impl Choice {
    /// What `MIGRATE_TEST_FAULTS` asks for, and `MIGRATE_TEST_SEED`.
    pub(crate) fn made(stage: &Stage) -> Self {
        let seed = std::env::var("MIGRATE_TEST_SEED").ok();
        let seed = seed
            .and_then(|seed| seed.parse().ok())
            .unwrap_or(runs::SEED);
        let wanted = std::env::var("MIGRATE_TEST_FAULTS").ok();
        let share = |number| share(stage.backend, number);
        let (points, all) = match wanted.as_deref() {
            None => sampled(stage, share(SAMPLE), seed),
            Some("all") => sampled(stage, usize::MAX, seed),
            Some(number) if number.parse::<usize>().is_ok() => {
                sampled(stage, share(number.parse().expect("a number")), seed)
            }
            Some(point) => {
                let here = point.strip_prefix(stage.backend.name());
                let points = here.map(|point| point.trim().parse().expect("a crash point"));
                (points.into_iter().collect(), 1)
            }
        };
        Self { seed, points, all }
    }
}

/// How many of so many points a backend has: fewer where each takes longer.
fn share(backend: Backend, number: usize) -> usize {
    let percent = match backend {
        Backend::Sqlite => 50,
        Backend::Postgres => 20,
        Backend::Mysql => 30,
    };
    number * percent / 100
}

/// So many points, as many of each fault as there are, and how many there are at all.
fn sampled(stage: &Stage, number: usize, seed: u64) -> (Vec<Point>, usize) {
    let mut dice = Dice(seed);
    let faults = stage.faults();
    let places = places(stage);
    let mut points = Vec::new();
    let mut all = 0;
    for (done, &fault) in faults.iter().enumerate() {
        let mut here: Vec<_> = places
            .iter()
            .flat_map(|place| place.points(fault))
            .collect();
        all += here.len();
        let share = number.saturating_sub(points.len()) / (faults.len() - done);
        while here.len() > share {
            here.swap_remove(dice.below(here.len()));
        }
        here.sort();
        points.extend(here);
    }
    (points, all)
}

/// A migration on its way, with as many places as it sends statements.
struct Place {
    migration: &'static str,
    way: Way,
    statements: usize,
}

impl Place {
    fn points(&self, fault: Fault) -> impl Iterator<Item = Point> {
        // A process can also be killed when everything is answered.
        let end = usize::from(matches!(fault, Fault::Killed | Fault::ServerKilled));
        let &Self { migration, way, .. } = self;
        (0..self.statements + end).map(move |at| Point {
            fault,
            migration,
            way,
            at,
        })
    }
}

fn places(stage: &Stage) -> Vec<Place> {
    let migrations = stage.migrations();
    let places = crew::each(&migrations, |&migration| {
        Way::BOTH.map(|way| Place {
            migration,
            way,
            statements: stage.course(migration, way).statements,
        })
    });
    places.into_iter().flatten().collect()
}

/// Numbers that look random and come again with their seed (`SplitMix64`).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = self.0;
        number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bound = u64::try_from(bound).expect("a small number");
        usize::try_from((number ^ (number >> 31)) % bound).expect("a small number")
    }
}
