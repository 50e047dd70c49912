//! From parsed ids to a full `up heads` plan on 100,000 revisions, one tenth of them merges.

use std::process::Command;

use clap::ValueEnum;
use migrate_graph::{Applied, Graph, Revision, RevisionId, Target};

use crate::measurement::{Measurement, repeated, timed};
use crate::options::Options;
use crate::report::{Section, Target as Goal, say};
use crate::{Result, history};

const REVISIONS: usize = 100_000;

/// What a child process runs, so that its peak memory is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum InChild {
    /// The history alone: what a caller holds anyway.
    History,
    /// The history, its graph and a plan.
    Plan,
}

pub(crate) fn measure(options: &Options, section: &mut Section) -> Result<()> {
    let revisions = history();
    let planning = repeated(options.rounds, || {
        let revisions = revisions.clone();
        let (took, planned) = timed(|| plan(revisions));
        planned?;
        Ok(took)
    })?;
    section.against(Goal::AtMost(0.2), "ids to a full `up heads` plan", planning);
    match (peak_memory(InChild::Plan), peak_memory(InChild::History)) {
        (Ok(plan), Ok(history)) => {
            section.against(
                Goal::AtMost(200e6),
                "peak memory of the process",
                Measurement::of_bytes(plan),
            );
            section.row(
                "of which the revisions themselves",
                Measurement::of_bytes(history),
            );
        }
        (Err(error), _) | (_, Err(error)) => {
            section.note(format!("peak memory not measured: {error}"));
        }
    }
    Ok(())
}

fn plan(revisions: Vec<Revision>) -> Result<usize> {
    let graph = Graph::new(revisions)
        .map_err(|errors| format!("{} errors in the history", errors.len()))?;
    let walk = graph.plan_up(&Applied::default(), &Target::parse("heads")?)?;
    Ok(walk.revisions.len())
}

/// A history as a large team writes it: some fifty lines at a time, each tenth revision joins two of them.
fn history() -> Vec<Revision> {
    let ids: Vec<_> = (0..REVISIONS).map(id).collect();
    let mut tips = Vec::new();
    let mut revisions = Vec::with_capacity(REVISIONS);
    for n in 0..REVISIONS {
        let parents = parents(n, &mut tips);
        tips.push(n);
        let parents = parents.into_iter().map(|parent| ids[parent].clone());
        revisions.push(Revision::new(ids[n].clone(), parents));
    }
    revisions
}

/// What the `n`th revision follows; those are no tips any more.
fn parents(n: usize, tips: &mut Vec<usize>) -> Vec<usize> {
    match n % 10 {
        _ if n == 0 => Vec::new(),
        3 => vec![n / 2],
        7 if tips.len() > 50 => vec![tips.remove(0), tips.remove(0)],
        _ => vec![tips.remove(n % tips.len())],
    }
}

fn id(n: usize) -> RevisionId {
    history::revision(n)
        .parse()
        .expect("twelve hexadecimal digits are an id")
}

impl InChild {
    /// Runs in the child process, which then tells its peak memory.
    pub(crate) fn run(self) {
        let revisions = history();
        let planned = match self {
            Self::History => Ok(revisions.len()),
            Self::Plan => plan(revisions),
        };
        match planned.and_then(|_| peak_of_this_process()) {
            Ok(bytes) => say(&bytes.to_string()),
            Err(error) => say(&error.to_string()),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::Plan => "plan",
        }
    }
}

fn peak_memory(subject: InChild) -> Result<u64> {
    let output = Command::new(std::env::current_exe()?)
        .args(["--in-child", subject.name()])
        .output()?;
    let answer = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    answer.parse().map_err(|_| answer.into())
}

/// Linux tells it under `VmHWM`, in kibibytes.
fn peak_of_this_process() -> Result<u64> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = peak.and_then(|peak| peak.trim().strip_suffix(" kB"));
    let kibibytes: u64 = kibibytes.ok_or("this system does not tell it")?.parse()?;
    Ok(kibibytes * 1024)
}
