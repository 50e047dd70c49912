//! Databases in production: what they refuse, who may insist, and how they come to be protected.

use super::Options;
use super::options::{Allowance, Allowed, Call};
use crate::connection::Database;
use crate::error::{Error, ErrorKind};
use crate::executor::{Patience, State, account, host};
use crate::ledger::{BackupRecord, Ledger, LedgerError, NewProtection, Protection};
use crate::plan::{Direction, Plan};

/// How a database is to be protected.
///
/// ```
/// use migrate_runtime::Options;
/// use migrate_runtime::migrator::Protect;
///
/// let options = Options::new().protect(Protect::new("shop", "customers buy here"));
/// # let _ = options;
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protect {
    /// The name that whoever overrides it must say; the database's own where there is none.
    pub name: Option<String>,
    /// Why.
    pub reason: String,
}

impl Protect {
    /// Under this name, for this reason.
    #[must_use]
    pub fn new(name: impl Into<String>, reason: impl Into<String>) -> Self {
        Self {
            name: Some(name.into()),
            reason: reason.into(),
        }
    }
}

/// Makes a database remember that it is production. Where it does so already under the same name nothing is changed.
pub(super) fn on(
    database: &mut dyn Database,
    protect: &Protect,
    options: Options<'_>,
) -> Result<Protection, Error> {
    let mut nobody = ();
    let mut call = options.call("protect", &mut nobody);
    call.protect(database, protect)
}

impl Call<'_> {
    /// Makes a database remember that it is production, in a run of its own.
    pub(super) fn protect(
        &mut self,
        database: &mut dyn Database,
        protect: &Protect,
    ) -> Result<Protection, Error> {
        let before = State::read_with(database, &Patience::new(self.settings.wait))?;
        let name = match &protect.name {
            Some(name) => name.clone(),
            None => Ledger::database_name(database)?,
        };
        may_be_name(&name)?;
        if let Some(there) = already(&before, &name)? {
            return Ok(there);
        }
        let command = std::mem::replace(&mut self.settings.command, "protect on".to_owned());
        let protected = self.locked(database, &before, |session| {
            if let Some(there) = already(&session.state()?, &name)? {
                return Ok(there);
            }
            let (account, host) = (account(), host());
            let new = NewProtection {
                name: &name,
                reason: &protect.reason,
                account: account.as_deref(),
                host: &host,
            };
            session.edit_ledger(|database, ledger, fence| ledger.protect(database, fence, &new))?;
            let written = session.state()?.protection;
            written.ok_or_else(|| Error::new(ErrorKind::Unexpected, "the protection was not kept"))
        });
        self.settings.command = command;
        protected
    }
}

/// Commas separate what is allowed, and a name must be typed.
fn may_be_name(name: &str) -> Result<(), Error> {
    let typed = |character: char| !character.is_control() && character != ',';
    if !name.trim().is_empty() && name.trim() == name && name.chars().all(typed) {
        return Ok(());
    }
    let message = format!("`{}` cannot be typed as a name", name.escape_debug());
    Err(Error::new(ErrorKind::Usage, message)
        .with_help("give one without commas and without spaces around it: `--name NAME`"))
}

fn already(state: &State, name: &str) -> Result<Option<Protection>, Error> {
    match &state.protection {
        Some(there) if there.name != name => {
            let message = format!("this database is protected as `{}` already", there.name);
            Err(Error::new(ErrorKind::Refused, message).with_help(format!(
                "end that first: `cargo migrate protect off --allow protected={} --reason TEXT`",
                there.name
            )))
        }
        there => Ok(there.clone()),
    }
}

/// Makes a database forget that it is production; answers whether it was protected.
pub(super) fn off(database: &mut dyn Database, options: Options<'_>) -> Result<bool, Error> {
    let mut nobody = ();
    let mut call = options.call("protect off", &mut nobody);
    let allowed = call.allowed.clone();
    let before = State::read_with(database, &Patience::new(call.settings.wait))?;
    if before.protection.is_none() {
        return Ok(false);
    }
    let refuse = |database: &mut dyn Database, state: &State| {
        refuse(database, state, &allowed, "it stays so")
    };
    refuse(database, &before)?;
    call.locked(database, &before, |session| {
        let state = session.state()?;
        refuse(session.database(), &state)?;
        if state.protection.is_none() {
            return Ok(false);
        }
        session.edit_ledger(|database, ledger, fence| ledger.unprotect(database, fence))?;
        Ok(true)
    })
}

/// Refuses on a protected database what cannot be taken back there; `why` follows the name.
pub(super) fn refuse(
    database: &mut dyn Database,
    state: &State,
    allowed: &Allowed,
    why: &str,
) -> Result<(), Error> {
    let Some(protection) = &state.protection else {
        return refuse_another(allowed);
    };
    if is_overridden(protection, allowed)? {
        return Ok(());
    }
    Err(refused(
        protection,
        why,
        state.ledger.last_backup(database)?,
    ))
}

/// The databases that the caller names.
fn named(allowed: &Allowed) -> impl Iterator<Item = &String> {
    allowed.keys().filter_map(|allowance| match allowance {
        Allowance::Protected(name) => Some(name),
        Allowance::Edited | Allowance::Drift => None,
    })
}

/// Whoever names a protected database and has come to one that is not has taken it for another.
fn refuse_another(allowed: &Allowed) -> Result<(), Error> {
    let Some(name) = named(allowed).next() else {
        return Ok(());
    };
    let message = format!("this database is not protected, neither as `{name}` nor otherwise");
    Err(Error::new(ErrorKind::Refused, message)
        .with_help("see that it is the one you mean; if it is, leave `--allow protected=NAME` out"))
}

/// Refuses to undo what is applied. Whoever undoes the finished steps of a revision that never was takes nothing back.
pub(super) fn refuse_undoing(
    database: &mut dyn Database,
    state: &State,
    plan: &Plan,
    allowed: &Allowed,
) -> Result<(), Error> {
    let applied = state.applied();
    let mut revisions = plan.revisions.iter();
    let undoes = plan.direction == Direction::Down
        && revisions.any(|planned| applied.contains(&planned.revision));
    if undoes {
        refuse(
            database,
            state,
            allowed,
            "what is applied there is not undone",
        )?;
    }
    Ok(())
}

/// The same for a database that is going to be dropped, whatever its ledger looks like; answers how it is protected.
pub(super) fn refuse_dropping(
    database: &mut dyn Database,
    patience: &Patience,
    allowed: &Allowed,
) -> Result<Option<Protection>, Error> {
    let read = || Ledger::protection_at_least(database);
    let Some(protection) = patience.while_busy(read, LedgerError::database)? else {
        return Ok(None);
    };
    if is_overridden(&protection, allowed)? {
        return Ok(Some(protection));
    }
    let backup = match Ledger::open(database) {
        Ok(ledger) => ledger.last_backup(database)?,
        Err(_) => None,
    };
    Err(refused(&protection, "it is not dropped", backup))
}

/// Whether the caller names the database; whoever names another one has taken this one for it.
pub(super) fn is_overridden(protection: &Protection, allowed: &Allowed) -> Result<bool, Error> {
    match named(allowed).find(|name| **name != protection.name) {
        Some(other) => Err(Error::new(
            ErrorKind::Refused,
            format!("this database is protected, and not as `{other}`"),
        )
        .with_help("`cargo migrate status` says which database this is")),
        None => Ok(named(allowed).next().is_some()),
    }
}

fn refused(protection: &Protection, why: &str, backup: Option<BackupRecord>) -> Error {
    let name = &protection.name;
    let restore = match backup {
        Some(backup) => format!(
            "or restore the backup `{}` of {}, which loses what was written since: `{}`",
            backup.path, backup.at, backup.restore
        ),
        None => "or restore a backup: `up --backup PATH` makes one and says how".to_owned(),
    };
    let message = format!("this database is protected as `{name}`: {why}");
    Error::new(ErrorKind::Refused, message).with_help(format!(
        "go forward with a revision that puts it right: `cargo migrate new MESSAGE`; {restore}; or insist: \
         `--allow protected={name} --reason TEXT`"
    ))
}
