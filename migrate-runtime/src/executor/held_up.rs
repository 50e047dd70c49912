//! Tries again what others keep waiting: a step gives up its place in the queue early, so that nobody waits behind it for
//! long, and comes back after a pause that grows.

use std::hash::{BuildHasher, RandomState};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::Event;
use super::runner::{Runner, Stop};
use super::unit::UnitFailure;
use crate::backend::{self, Blocker};
use crate::connection::BackendKind;
use crate::plan::{Part, PlannedRevision, PlannedStep, Unit};

/// How long a step is tried again unless the caller says otherwise.
pub(crate) const RETRY: Duration = Duration::from_mins(10);

/// The longest pause after the first try.
const FIRST: Duration = Duration::from_millis(500);
/// The longest pause of all.
const LONGEST: Duration = Duration::from_mins(1);
/// How often a pause looks whether somebody wants to stop.
const LOOK: Duration = Duration::from_millis(50);

impl Runner<'_> {
    /// Runs `attempt` until it no longer fails because others hold what it needs. What it did is undone before the next
    /// try, which makes it over from the start.
    pub(super) fn while_held_up<T>(
        &mut self,
        revision: &PlannedRevision,
        mut attempt: impl FnMut(&mut Self) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let started = Instant::now();
        let mut tries = 0_u32;
        loop {
            let (unit, failure) = match attempt(self) {
                Err(Stop::Unit { unit, failure })
                    if self.is_held_up(&failure) && self.may_run_again(unit) =>
                {
                    (unit, failure)
                }
                done => return done,
            };
            tries += 1;
            self.roll_back();
            let step = &revision.steps[unit.step];
            let blockers = self.blockers(step);
            let left = self.retry.saturating_sub(started.elapsed());
            if left.is_zero() {
                let failure = given_up(&failure, tries, started.elapsed(), &blockers);
                return Err(Stop::Unit { unit, failure });
            }
            let pause = pause(tries).min(left);
            self.observer.observe(Event::HeldUp {
                revision,
                step,
                blockers: &blockers,
                pause,
            });
            self.rest(pause)?;
        }
    }

    fn is_held_up(&self, failure: &UnitFailure) -> bool {
        !failure.committed && backend::held_up(self.server.kind, &failure.message)
    }

    /// What a failed function did before must be gone: only a transaction of PostgreSQL undoes all of it.
    fn may_run_again(&mut self, unit: Unit) -> bool {
        unit.part != Part::Function
            || self.server.kind == BackendKind::Postgres && self.database.transaction_depth() > 0
    }

    /// Not everybody may ask who is in the way; then nobody is named.
    fn blockers(&mut self, step: &PlannedStep) -> Vec<Blocker> {
        let table = backend::changed_table(&[&step.operation]);
        backend::blockers(self.database, table).unwrap_or_default()
    }

    /// Leaves the database alone, but not whoever wants to stop.
    pub(super) fn rest(&self, pause: Duration) -> Result<(), Stop> {
        let started = Instant::now();
        while let Some(left) = pause
            .checked_sub(started.elapsed())
            .filter(|left| !left.is_zero())
        {
            self.check_interrupt()?;
            sleep(left.min(LOOK));
        }
        Ok(())
    }
}

/// Anything up to twice the last bound: two that collided once should not collide for ever.
fn pause(tries: u32) -> Duration {
    let bound = FIRST
        .saturating_mul(2_u32.saturating_pow(tries - 1))
        .min(LONGEST);
    let share = RandomState::new().hash_one(tries) % 1000;
    bound.mul_f64(f64::from(u32::try_from(share).unwrap_or_default() + 1) / 1000.0)
}

fn given_up(
    failure: &UnitFailure,
    tries: u32,
    time: Duration,
    blockers: &[Blocker],
) -> UnitFailure {
    let times = if tries == 1 {
        "once"
    } else {
        &format!("{tries} times in {} s", time.as_secs())
    };
    let lines: Vec<_> = (blockers.iter())
        .map(|blocker| format!("\n  in the way: {blocker}"))
        .collect();
    let message = format!(
        "{}; tried {times}: others hold the locks that it needs{}",
        failure.message,
        lines.concat()
    );
    UnitFailure {
        message,
        help: Some(
            "let those transactions end, or end them; `--retry SECONDS` tries for longer, and `--lock-timeout SECONDS` \
             waits longer each time, with everybody behind it waiting too"
                .to_owned(),
        ),
        committed: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_stay_within_their_bounds() {
        for tries in 1..40 {
            let bound = (FIRST * 2_u32.saturating_pow((tries - 1).min(20))).min(LONGEST);
            for _ in 0..20 {
                let pause = pause(tries);
                assert!(!pause.is_zero() && pause <= bound, "{tries}: {pause:?}");
            }
        }
    }
}
