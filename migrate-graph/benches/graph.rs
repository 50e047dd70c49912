//! How long a very large history takes, from parsed ids to a full plan, and how much memory.
//!
//! Run with `cargo bench -p migrate-graph --bench graph`. It prints and judges nothing: read the ratios.

#![expect(clippy::print_stdout, reason = "a benchmark reports on the terminal")]

use std::collections::VecDeque;
use std::fs;
use std::hint::black_box;
use std::time::{Duration, Instant};

use migrate_graph::{Applied, Graph, Revision, RevisionId, Target};

/// How many revisions the history has.
const REVISIONS: u64 = 100_000;
/// Every so many-th revision is a merge.
const MERGE_EVERY: u64 = 10;
/// How many lines are open at the same time.
const LINES: usize = 16;
/// How often each measurement is taken; the median counts.
const RUNS: usize = 11;

/// The time in which parsed ids should become a full plan.
const TARGET_TIME: Duration = Duration::from_millis(200);
/// The memory that the process should stay below, in KiB.
const TARGET_MEMORY: u32 = 200 * 1024;

fn main() {
    let revisions = history();
    let merges = revisions
        .iter()
        .filter(|revision| revision.is_merge())
        .count();
    println!(
        "{} revisions, {merges} of them merges, median of {RUNS} runs",
        revisions.len()
    );

    let heads: Target = "heads".parse().expect("a target");
    let nothing = Applied::default();
    let plan = |revisions: Vec<Revision>| {
        let graph = Graph::new(revisions).expect("the history is sound");
        graph
            .plan_up(&nothing, &heads)
            .expect("heads can be reached")
            .revisions
            .len()
    };
    report(
        "parsed ids to the plan of `up heads`",
        &measure(|| revisions.clone(), plan),
        Some(TARGET_TIME),
    );

    let graph = Graph::new(revisions.clone()).expect("the history is sound");
    let everything = graph
        .applied_at(std::slice::from_ref(&heads))
        .expect("heads can be reached");
    let noop = |()| {
        graph
            .plan_up(&everything, &heads)
            .expect("a plan")
            .revisions
            .len()
    };
    report(
        "`up heads` with everything applied",
        &measure(|| (), noop),
        None,
    );
    let base: Target = "base".parse().expect("a target");
    let down = |()| {
        graph
            .plan_down(&everything, &base)
            .expect("a plan")
            .revisions
            .len()
    };
    report(
        "`down base` with everything applied",
        &measure(|| (), down),
        None,
    );
    report_memory();
}

/// A history with ids in no order, in which several lines run side by side and keep meeting.
fn history() -> Vec<Revision> {
    let mut lines: VecDeque<RevisionId> = VecDeque::new();
    let mut revisions = Vec::new();
    for number in 0..REVISIONS {
        let merges = number % MERGE_EVERY == MERGE_EVERY - 1 && lines.len() > 1;
        let parents: Vec<RevisionId> = match () {
            () if merges => lines.drain(..2).collect(),
            // After a merge a line branches off the newest one, so that there are always lines to merge.
            () if lines.len() < LINES && number > 0 => lines.back().cloned().into_iter().collect(),
            () => lines.pop_front().into_iter().collect(),
        };
        let mut revision = Revision::new(random_id(number), parents);
        revision.message = format!("Change number {number}");
        revision.path = Some(format!(
            "src/versions/{}_change_number_{number}.rs",
            revision.id
        ));
        lines.push_back(revision.id.clone());
        revisions.push(revision);
    }
    revisions
}

/// Twelve hex digits from a number, scattered by the finalizer of splitmix64.
fn random_id(number: u64) -> RevisionId {
    let mut bits = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    format!("{:012x}", (bits ^ (bits >> 31)) >> 16)
        .parse()
        .expect("an id")
}

/// The times of all runs, sorted. Neither preparing an input nor dropping an output counts.
fn measure<I, O>(prepare: impl Fn() -> I, run: impl Fn(I) -> O) -> Vec<Duration> {
    let once = |_| {
        let input = prepare();
        let start = Instant::now();
        let output = black_box(run(black_box(input)));
        let time = start.elapsed();
        drop(output);
        time
    };
    let mut times: Vec<Duration> = (0..RUNS).map(once).collect();
    times.sort_unstable();
    times
}

fn report(what: &str, times: &[Duration], target: Option<Duration>) {
    let median = times[times.len() / 2];
    print!(
        "{what}: {:.1} ms ({:.1} to {:.1})",
        millis(median),
        millis(times[0]),
        millis(times[times.len() - 1])
    );
    match target {
        Some(target) => println!(
            ", {:.2} of {:.0} ms",
            median.as_secs_f64() / target.as_secs_f64(),
            millis(target)
        ),
        None => println!(),
    }
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The most memory that the process ever had, two copies of the history included: one is the input of the other runs.
fn report_memory() {
    let Ok(status) = fs::read_to_string("/proc/self/status") else {
        println!("peak memory: only known on Linux");
        return;
    };
    let peak = status.lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?
            .trim()
            .strip_suffix(" kB")?
            .parse::<u32>()
            .ok()
    });
    if let Some(peak) = peak {
        let ratio = f64::from(peak) / f64::from(TARGET_MEMORY);
        println!(
            "peak memory: {} MiB, {ratio:.2} of {} MiB",
            peak / 1024,
            TARGET_MEMORY / 1024
        );
    }
}
