//! `resolve` on the command line.

use migrate_graph::Target;

use super::arguments::{DecisionFlags, ResolveArguments};
use super::session::{RunRequest, Session};
use crate::command;
use crate::error::{Error, ErrorKind};
use crate::migrator::Decision;
use crate::output::database;

/// Does what was decided, or shows what there is to decide.
pub(super) fn run(session: &mut Session<'_>, arguments: &ResolveArguments) -> Result<(), Error> {
    let reason = reason(arguments)?;
    let decision = decision(arguments.decision);
    let revision = arguments.revision.as_deref().map(Target::parse);
    let request = RunRequest::plain(arguments.patience, words(arguments, decision))?;
    let mut connection = session.database()?;
    let migrator = session.migrator;
    let report = {
        let mut progress = session.progress();
        let options = request.options(&mut progress);
        let database = &mut *connection;
        match (revision.transpose()?, decision, reason) {
            (Some(revision), Some(decision), Some(reason)) => {
                command::resolve(&migrator, database, &revision, decision, reason, options)?
            }
            (Some(revision), ..) => command::uncertain(&migrator, database, &revision)?,
            (None, _, reason) => command::release_lock(&migrator, database, reason, options)?,
        }
    };
    session.output.data(&report, database::resolve)
}

fn reason(arguments: &ResolveArguments) -> Result<Option<&str>, Error> {
    match arguments.reason.as_deref() {
        Some(reason) if reason.trim().is_empty() => {
            Err(Error::new(ErrorKind::Usage, "`--reason` is empty")
                .with_help("the log keeps it: say why"))
        }
        reason => Ok(reason),
    }
}

const fn decision(flags: DecisionFlags) -> Option<Decision> {
    match flags {
        DecisionFlags { done: true, .. } => Some(Decision::Done),
        DecisionFlags { redo: true, .. } => Some(Decision::Redo),
        DecisionFlags { undone: true, .. } => Some(Decision::Undone),
        DecisionFlags { accept: true, .. } => Some(Decision::Accept),
        _ => None,
    }
}

/// The command as the log will say it.
fn words(arguments: &ResolveArguments, decision: Option<Decision>) -> String {
    match (&arguments.revision, decision) {
        (Some(revision), Some(decision)) => format!("resolve {revision} --{}", decision.as_str()),
        (Some(revision), None) => format!("resolve {revision}"),
        (None, _) => "resolve --release-lock".to_owned(),
    }
}
