//! `protect` on the command line: on, off, or how it is.

use super::arguments::{Allowance, ProtectArguments, Switch};
use super::session::{RunRequest, Session};
use crate::command;
use crate::error::{Error, ErrorKind};
use crate::migrator::Protect;
use crate::output::database;

pub(super) fn run(session: &mut Session<'_>, arguments: &ProtectArguments) -> Result<(), Error> {
    let report = match arguments.switch {
        None => show(session, arguments)?,
        Some(Switch::On) => on(session, arguments)?,
        Some(Switch::Off) => off(session, arguments)?,
    };
    session.output.data(&report, database::protection)
}

fn show(session: &Session<'_>, arguments: &ProtectArguments) -> Result<command::Protect, Error> {
    if arguments.name.is_some() || arguments.reason.is_some() {
        let error = Error::new(ErrorKind::Usage, "neither `on` nor `off` is said");
        return Err(
            error.with_help("`cargo migrate protect on --reason TEXT` protects the database")
        );
    }
    let mut connection = session.database()?;
    command::protection(&session.migrator, &mut *connection)
}

fn on(session: &mut Session<'_>, arguments: &ProtectArguments) -> Result<command::Protect, Error> {
    let reason = arguments.reason.clone().unwrap_or_default();
    if reason.trim().is_empty() {
        let error = Error::new(ErrorKind::Usage, "`--reason` is empty");
        return Err(error.with_help("the database keeps it: say why"));
    }
    let protect = Protect {
        name: arguments.name.clone(),
        reason,
    };
    let request = RunRequest::plain(arguments.patience, "protect on".to_owned())?;
    let mut connection = session.database()?;
    let migrator = session.migrator;
    let mut progress = session.progress();
    let options = request.options(&mut progress);
    command::protect(&migrator, &mut *connection, &protect, options)
}

fn off(session: &mut Session<'_>, arguments: &ProtectArguments) -> Result<command::Protect, Error> {
    if arguments.name.is_some() {
        let error = Error::new(ErrorKind::Usage, "`--name` goes with `on`");
        return Err(error.with_help("say which database: `--allow protected=NAME --reason TEXT`"));
    }
    let allowance = Allowance {
        allow: arguments.allow.clone(),
        reason: arguments.reason.clone(),
    };
    let request = RunRequest::allowing(arguments.patience, &allowance, "protect off".to_owned())?;
    let mut connection = session.database()?;
    let migrator = session.migrator;
    let mut progress = session.progress();
    let options = request.options(&mut progress);
    command::unprotect(&migrator, &mut *connection, options)
}
