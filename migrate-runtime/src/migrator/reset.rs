//! What must hold before a database is dropped to be built anew.

use migrate_graph::{Applied, Target};

use super::{Options, protection};
use crate::connection::Database;
use crate::error::Error;
use crate::executor::{Patience, wait_until_free};
use crate::ledger::{Ledger, LedgerError, Protection};
use crate::plan::{Destination, Direction, Offline, Plan, Start};
use crate::registry::Registry;

pub(super) fn prepare(
    registry: &Registry,
    database: &mut dyn Database,
    options: Options<'_>,
) -> Result<Option<Protection>, Error> {
    let mut nobody = ();
    let call = options.call("reset", &mut nobody);
    let patience = Patience::new(call.settings.wait);
    let protection = protection::refuse_dropping(database, &patience, &call.allowed)?;
    plan_from_base(registry, database)?;
    let ledger = match patience.while_busy(|| Ledger::open(database), LedgerError::database) {
        Ok(ledger) => ledger,
        // Nothing that this program understands is kept there, and it is going to be dropped.
        Err(
            LedgerError::NewerFormat { .. }
            | LedgerError::Incomplete { .. }
            | LedgerError::Corrupt { .. },
        ) => {
            return Ok(protection);
        }
        Err(error) => return Err(error.into()),
    };
    wait_until_free(
        database,
        &ledger,
        &patience,
        call.settings.observer,
        call.settings.interrupt,
    )?;
    // Whoever was waited for may have protected it.
    protection::refuse_dropping(database, &patience, &call.allowed)
}

/// Everything that can be refused is refused now, while the database is still there.
fn plan_from_base(registry: &Registry, database: &mut dyn Database) -> Result<(), Error> {
    let applied = Applied::default();
    let walk = registry
        .graph()
        .plan_up(&applied, &Target::parse("heads")?)?;
    let destination = Destination::of(database)?;
    let start = Start::at(&applied);
    Plan::build(
        registry,
        &destination,
        Direction::Up,
        start,
        &walk,
        &mut Offline,
    )?;
    Ok(())
}
