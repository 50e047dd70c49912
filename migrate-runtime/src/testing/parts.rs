//! The parts of a proof, each on a database of its own, several at once; and the report that they make together.

use std::ops::Range;
use std::panic::resume_unwind;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use super::Proof;
use super::data::{self, Data};
use super::declared;
use super::forward::{self, Way};
use super::plans;
use super::report::{Check, Finding, Outcome, Report, RevisionReport};
use super::stairway::{self, Stair};
use crate::backend::Server;
use crate::error::Error;

pub(super) fn prove(proof: &Proof<'_>) -> Result<Report, Error> {
    let server = proof.place.server()?;
    let mut revisions = planned(proof, &server);
    if !proof.order.is_empty() && (0..proof.order.len()).all(|place| !proof.is_tested(place)) {
        return Ok(nothing_new(proof, &server, revisions));
    }
    let mut findings: Vec<_> = (plans::one_head(proof.registry.graph()).into_iter()).collect();
    let mut notes = Vec::new();
    let mut cells = 0;
    // What cannot be planned cannot be applied, and neither can what stands on it.
    if revisions
        .iter()
        .all(|revision| revision.findings.is_empty())
    {
        let ran = ran(proof)?;
        fill_in(proof, &mut revisions, &ran.stairs);
        if proof.rows > 0 {
            for part in over_rows(proof, &ran.stairs)? {
                for stair in part.stairs {
                    revisions[stair.place].findings.extend(stair.finding);
                }
                let new = part.notes.into_iter().filter(|note| !notes.contains(note));
                notes.extend(new.collect::<Vec<_>>());
                cells += part.cells;
            }
        }
        let applied = (revisions.iter()).all(|one| one.outcome != Outcome::NotReached);
        if applied {
            findings.extend(of_the_whole(proof, &server, &revisions, &ran));
            notes.extend(ran.way.notes);
        }
    }
    for revision in &mut revisions {
        if !revision.findings.is_empty() {
            revision.outcome = Outcome::Failed;
        }
    }
    Ok(Report {
        server: server.to_string(),
        seed: proof.seed,
        revisions,
        findings,
        notes,
        cells,
        duration: Duration::ZERO,
    })
}

/// Where all of it was there before there is nothing to prove, and nothing is said to be proven.
fn nothing_new(proof: &Proof<'_>, server: &Server, mut revisions: Vec<RevisionReport>) -> Report {
    for revision in &mut revisions {
        revision.outcome = Outcome::Known;
    }
    Report {
        server: server.to_string(),
        seed: proof.seed,
        revisions,
        findings: Vec::new(),
        notes: vec!["no revision is new: nothing was tested".to_owned()],
        cells: 0,
        duration: Duration::ZERO,
    }
}

/// Each revision with what its plan alone shows.
fn planned(proof: &Proof<'_>, server: &Server) -> Vec<RevisionReport> {
    let entries = (proof.order.iter().enumerate())
        .filter_map(|(place, id)| Some((place, id, proof.registry.get(id)?)));
    entries
        .map(|(place, id, entry)| RevisionReport {
            revision: id.to_string(),
            message: entry.source.message.to_owned(),
            path: entry.migration.path.to_owned(),
            outcome: Outcome::NotReached,
            irreversible: entry.migration.irreversible.map(str::to_owned),
            findings: (proof
                .is_tested(place)
                .then(|| plans::plan(server, id, entry)))
            .flatten()
            .into_iter()
            .collect(),
            duration: Duration::ZERO,
        })
        .collect()
}

/// A piece of work on a database of its own.
enum Piece {
    Climb(Range<usize>),
    Walk,
}

/// What the pieces show.
#[derive(Default)]
struct Ran {
    stairs: Vec<Stair>,
    way: Way,
}

/// What one piece shows.
enum Shown {
    Stairs(Vec<Stair>),
    Way(Box<Way>),
}

/// Climbs and walks without rows.
fn ran(proof: &Proof<'_>) -> Result<Ran, Error> {
    let climbs = parts(proof.order.len(), proof.jobs).map(Piece::Climb);
    let shown = at_once(proof.jobs, climbs.chain([Piece::Walk]), |piece| {
        Ok(match piece {
            Piece::Climb(part) => Shown::Stairs(stairway::climb(proof, part)?),
            Piece::Walk => Shown::Way(Box::new(forward::walk(proof)?)),
        })
    })?;
    let mut ran = Ran::default();
    for shown in shown {
        match shown {
            Shown::Stairs(stairs) => ran.stairs.extend(stairs),
            Shown::Way(way) => ran.way = *way,
        }
    }
    ran.stairs.sort_by_key(|stair| stair.place);
    Ok(ran)
}

/// Climbs over rows, as far as there are stairs.
fn over_rows(proof: &Proof<'_>, stairs: &[Stair]) -> Result<Vec<Data>, Error> {
    let climbs = parts(stairs.len(), proof.jobs);
    at_once(proof.jobs, climbs, |part| data::climb(proof, stairs, part))
}

/// Works on all pieces, as many at once as there are jobs; what they show stands in their order.
fn at_once<P: Send, T: Send>(
    jobs: usize,
    pieces: impl Iterator<Item = P> + Send,
    work: impl Fn(P) -> Result<T, Error> + Sync,
) -> Result<Vec<T>, Error> {
    let waiting = Mutex::new(pieces.enumerate());
    let done = Mutex::new(Vec::new());
    let worker = || -> Result<(), Error> {
        while let Some((place, piece)) = next(&waiting) {
            let shown = work(piece)?;
            locked(&done).push((place, shown));
        }
        Ok(())
    };
    thread::scope(|scope| {
        let workers: Vec<_> = (0..jobs).map(|_| scope.spawn(worker)).collect();
        let ended = (workers.into_iter())
            .map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)));
        // Everybody's end is waited for before the first failure is told.
        ended
            .collect::<Vec<_>>()
            .into_iter()
            .collect::<Result<(), _>>()
    })?;
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(place, _)| *place);
    Ok(done.into_iter().map(|(_, shown)| shown).collect())
}

fn next<T>(waiting: &Mutex<impl Iterator<Item = T>>) -> Option<T> {
    locked(waiting).next()
}

/// A worker that panicked ends the proof anyway.
fn locked<T>(shared: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `count` places in so many parts of the same size, as far as that goes.
fn parts(count: usize, jobs: usize) -> impl Iterator<Item = Range<usize>> {
    let size = count.div_ceil(jobs).max(1);
    let starts = (0..count).step_by(size);
    starts.map(move |start| start..count.min(start + size))
}

fn fill_in(proof: &Proof<'_>, revisions: &mut [RevisionReport], stairs: &[Stair]) {
    for stair in stairs {
        let revision = &mut revisions[stair.place];
        revision.duration = stair.duration;
        revision.findings.extend(stair.finding.clone());
        if stair.after.is_some() {
            revision.outcome = match revision.irreversible {
                _ if !proof.is_tested(stair.place) => Outcome::Known,
                Some(_) => Outcome::UpOnly,
                None => Outcome::Proven,
            };
        }
    }
}

/// What is wrong with the whole; what only follows from a fault that is told already is not.
fn of_the_whole(
    proof: &Proof<'_>,
    server: &Server,
    revisions: &[RevisionReport],
    ran: &Ran,
) -> Vec<Finding> {
    let told = revisions
        .iter()
        .any(|revision| !revision.findings.is_empty());
    let way = (ran.way.findings.iter())
        .filter(|finding| !(told && finding.check == Check::AllTheWayDown));
    let mut findings: Vec<_> = way.cloned().collect();
    let head = ran.way.head.as_ref();
    findings.extend(head.and_then(|head| declared::declared_at_head(proof, server, head)));
    findings.extend((!told).then(|| in_one_go(ran)).flatten());
    findings
}

/// One after the other and all at once must lead to the same schema.
fn in_one_go(ran: &Ran) -> Option<Finding> {
    let stepwise = ran.stairs.last()?.after.as_ref()?;
    let at_once = ran.way.head.as_ref()?;
    let lack = at_once.lacks(stepwise);
    if lack.is_nothing() {
        return None;
    }
    let message = "one `up` to head makes another schema than one revision after the other; to be the same would take";
    let help =
        "let no migration depend on when the one before it ran: look at conditions and Rust steps";
    let mut finding = Finding::new(Check::Paths, message, help);
    finding.differences = lack.differences;
    Some(finding)
}
