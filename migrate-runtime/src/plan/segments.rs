//! Cuts a revision into the parts that commit on their own.

use super::{Part, PlannedStep, Segment, Unit};
use crate::backend::Statement;
use crate::operation::Operation;

/// The longest runs of units that fit into one transaction, and between them the units that commit by themselves.
/// Without a transaction every unit commits by itself; where the database can, that is a transaction of its own, which
/// records the unit too, so that nobody has to find out what became of it.
pub(super) fn segments(steps: &[PlannedStep], transaction: bool) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (position, step) in steps.iter().enumerate() {
        for (unit, transactional) in units(position, step, transaction) {
            let joins = |open: &Segment| {
                let goes_on = transaction
                    || is_rebuild(steps, open.units.last()) && is_rebuild(steps, Some(&unit));
                open.transactional && transactional && goes_on
            };
            match segments.last_mut() {
                Some(open) if joins(open) => open.units.push(unit),
                _ => segments.push(Segment {
                    transactional,
                    units: vec![unit],
                }),
            }
        }
    }
    segments
}

/// Whether the unit is part of a rebuild: one that stopped half-way would leave two tables, so that it is one transaction
/// whatever the author says.
fn is_rebuild(steps: &[PlannedStep], unit: Option<&Unit>) -> bool {
    let Some(Unit {
        step,
        part: Part::Statement(at),
    }) = unit
    else {
        return false;
    };
    let statement = steps[*step].statements.get(*at);
    statement.is_some_and(Statement::is_rebuild)
}

/// The units of a step, and whether each can run inside a transaction.
fn units(step: usize, planned: &PlannedStep, transaction: bool) -> Vec<(Unit, bool)> {
    // An answer is recorded in a transaction of its own where nothing else is in one.
    let decisions = (0..planned.decisions.len()).map(|at| (Part::Decision(at), true));
    let statements = planned.statements.iter().enumerate();
    let statements = statements.map(|(at, statement)| {
        // Of SQL text without a transaction only its author knows whether one may surround it.
        let known = transaction || !matches!(planned.operation, Operation::Execute(_));
        (Part::Statement(at), statement.transactional && known)
    });
    let function = (planned.is_rust() && planned.runs).then_some((Part::Function, transaction));
    let parts = decisions.chain(statements).chain(function);
    parts
        .map(|(part, transactional)| (Unit { step, part }, transactional))
        .collect()
}
