//! Cuts a revision into the parts that commit on their own.

use super::{Part, PlannedStep, Segment, Unit};

/// The longest runs of units that fit into one transaction, and between them the units that commit by themselves.
/// Without a transaction every unit commits by itself.
pub(super) fn segments(steps: &[PlannedStep], transaction: bool) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    for (position, step) in steps.iter().enumerate() {
        for (unit, transactional) in units(position, step, transaction) {
            match segments.last_mut() {
                Some(open) if open.transactional && transactional => open.units.push(unit),
                _ => segments.push(Segment {
                    transactional,
                    units: vec![unit],
                }),
            }
        }
    }
    segments
}

/// The units of a step, and whether each can run inside a transaction.
fn units(step: usize, planned: &PlannedStep, transaction: bool) -> Vec<(Unit, bool)> {
    // An answer is recorded in a transaction of its own where nothing else is in one.
    let decisions = (0..planned.decisions.len()).map(|at| (Part::Decision(at), true));
    let statements = planned.statements.iter().enumerate();
    let statements = statements.map(|(at, statement)| {
        // A rebuild that stopped half-way would leave two tables, so it is one transaction whatever the author says.
        let transactional = statement.transactional && (transaction || statement.is_rebuild());
        (Part::Statement(at), transactional)
    });
    let function = (planned.is_rust() && planned.runs).then_some((Part::Function, transaction));
    let parts = decisions.chain(statements).chain(function);
    parts
        .map(|(part, transactional)| (Unit { step, part }, transactional))
        .collect()
}
