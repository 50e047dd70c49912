//! So many random inputs, from a seed that is printed, and what became of them.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::env;
use std::fmt::Debug;

use proptest::strategy::Strategy;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseResult, TestRng, TestRunner};

/// The seed where `MIGRATE_TEST_SEED` gives none: a change must not fail for what others did. CI draws fresh ones once a week.
pub const SEED: u64 = 1;

/// Counts what the inputs came to: a subject that refuses everything proves nothing.
#[derive(Default)]
pub struct Outcomes(RefCell<BTreeMap<&'static str, u32>>);

impl Outcomes {
    /// One more of these.
    pub fn count(&self, what: &'static str) {
        *self.0.borrow_mut().entry(what).or_default() += 1;
    }
}

/// Gives `check` so many inputs as the environment says, else `usual`; each of `wanted` must be among the outcomes, in at
/// least one of a hundred.
///
/// # Panics
///
/// When `check` fails for an input, which is made small and shown with the seed; when an outcome is too rare.
pub fn of<S: Strategy>(
    subject: &str,
    usual: u32,
    wanted: &[&'static str],
    inputs: &S,
    check: impl Fn(S::Value, &Outcomes) -> TestCaseResult,
) where
    S::Value: Debug,
{
    let runs = number("MIGRATE_TEST_RUNS")
        .map_or(usual, |runs| u32::try_from(runs).expect("a number of runs"));
    let seed = number("MIGRATE_TEST_SEED").unwrap_or(SEED);
    let config = Config {
        cases: runs,
        failure_persistence: None,
        // A value that no strategy takes is not what these tests are about.
        max_global_rejects: u32::MAX,
        ..Config::default()
    };
    let mut key = [0; 32];
    key[..8].copy_from_slice(&seed.to_le_bytes());
    let random = TestRng::from_seed(RngAlgorithm::ChaCha, &key);
    let outcomes = Outcomes::default();
    let result =
        TestRunner::new_with_rng(config, random).run(inputs, |input| check(input, &outcomes));
    let counted = outcomes.0.into_inner();
    tell(&format!(
        "{subject}: {runs} runs with MIGRATE_TEST_SEED={seed}: {counted:?}"
    ));
    if let Err(failure) = result {
        panic!("{subject}, MIGRATE_TEST_SEED={seed}: {failure}");
    }
    for what in wanted {
        let times = counted.get(what).copied().unwrap_or_default();
        assert!(
            times >= (runs / 100).max(1),
            "{subject}: only {times} of {runs} came to `{what}`: {counted:?}"
        );
    }
}

fn number(variable: &str) -> Option<u64> {
    let text = env::var(variable).ok()?;
    Some(
        text.parse()
            .unwrap_or_else(|_| panic!("{variable}: `{text}` is no number")),
    )
}

#[expect(clippy::print_stdout, reason = "a property test says what it covered")]
fn tell(message: &str) {
    println!("{message}");
}
