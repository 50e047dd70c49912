//! The binary's half of `new --auto`: what the plugin writes into a file, as JSON on stdout.

use std::collections::BTreeMap;
use std::env;

use super::arguments::{GenerateFlags, NewArguments};
use super::session::Session;
use super::{prompt, run};
use crate::autogenerate::{Demand, Ownership, PossibleRename, Rename};
use crate::command::{self, Author, GenerateRequest, Generated, Ground};
use crate::connection::{self, ConnectError};
use crate::error::{Error, ErrorKind};
use crate::handover;
use crate::output::Output;
use crate::schema::{Name, QualifiedName};

/// Answers the plugin; nobody else has a file for the answer.
pub(super) fn generate(session: &mut Session<'_>, arguments: &NewArguments) -> Result<(), Error> {
    if env::var_os(handover::VERSION).is_none() {
        return Err(run::needs_plugin());
    }
    let flags = &arguments.generate;
    let request = GenerateRequest {
        ownership: Ownership {
            drop_undeclared: flags.allow.is_some(),
            ..session.ownership()?
        },
        no_renames: flags.assume.is_some(),
        values: values(&flags.default)?,
        reason: reason(flags)?,
        baseline: flags.baseline,
    };
    let generated = generated(session, flags, &request)?;
    session.output.json(&generated)
}

fn generated(
    session: &mut Session<'_>,
    flags: &GenerateFlags,
    request: &GenerateRequest,
) -> Result<Generated, Error> {
    let migrator = session.migrator;
    if flags.offline {
        let ground = Ground::Replayed(session.script_backend(flags.backend)?);
        return command::generate(&migrator, ground, request, &mut Terminal(session.output));
    }
    let url = session.address()?.url;
    match connection::open(&url) {
        Ok(mut database) => {
            let ground = Ground::Live(&mut *database);
            command::generate(&migrator, ground, request, &mut Terminal(session.output))
        }
        // Before the first revision there need not be a database.
        Err(ConnectError::Missing { .. })
            if !flags.baseline && session.registry()?.graph().is_empty() =>
        {
            let ground = Ground::Replayed(url.backend());
            command::generate(&migrator, ground, request, &mut Terminal(session.output))
        }
        Err(error) => Err(error.into()),
    }
}

/// Why something may be lost, where something may.
fn reason(flags: &GenerateFlags) -> Result<Option<String>, Error> {
    match &flags.reason {
        Some(reason) if reason.trim().is_empty() => {
            Err(Error::new(ErrorKind::Usage, "`--reason` is empty")
                .with_help("the migration says it: say why"))
        }
        reason => Ok(reason.clone()),
    }
}

type Values = BTreeMap<(QualifiedName, Name), String>;

/// `users.email='none'`, or `shop.users.email='none'`.
fn values(texts: &[String]) -> Result<Values, Error> {
    let read = |text: &String| {
        value(text).ok_or_else(|| {
            Error::new(
                ErrorKind::Usage,
                format!("`--default {text}` names no column and no value"),
            )
            .with_help("write the table, a dot, the column, `=` and SQL: `users.email=\"''\"`")
        })
    };
    texts.iter().map(read).collect()
}

fn value(text: &str) -> Option<((QualifiedName, Name), String)> {
    let (place, sql) = text.split_once('=')?;
    let (table, column) = place.rsplit_once('.')?;
    let table = match table.split_once('.') {
        Some((schema, name)) => QualifiedName::from((schema, name)),
        None => QualifiedName::new(table),
    };
    let is_written = !column.is_empty() && !table.name.as_str().is_empty() && !sql.is_empty();
    is_written.then(|| ((table, column.into()), sql.to_owned()))
}

/// The author at a terminal. Where there is none, only what may be left open has an answer.
struct Terminal<'a>(&'a mut Output);

impl Author for Terminal<'_> {
    fn renames(&mut self, pairs: &[PossibleRename]) -> Result<Vec<Rename>, Error> {
        if !prompt::is_possible() {
            return Err(nobody_knows(pairs));
        }
        let mut renames = Vec::new();
        for pair in pairs {
            let question = format!(
                "This may be a rename: {}. Is it one? Otherwise what goes is lost.",
                words(pair)
            );
            if prompt::agrees(self.0, &question)? {
                renames.push(pair.rename.clone());
            }
        }
        Ok(renames)
    }

    fn value_of(&mut self, demand: Demand<'_>) -> Result<Option<String>, Error> {
        if !prompt::is_possible() {
            return Ok(None);
        }
        let Demand { table, column, .. } = demand;
        let why = if demand.is_new {
            format!("Rows of `{table}` need a value in the new column `{column}`.")
        } else {
            format!("Rows of `{table}` may have no value in `{column}`, which must have one.")
        };
        let question = format!("{why} As SQL (nothing: you write it later):");
        let answer = prompt::answer(self.0, &question)?;
        Ok(Some(answer).filter(|answer| !answer.is_empty()))
    }
}

fn words(pair: &PossibleRename) -> String {
    let what = pair.rename.operation().describe();
    format!("{what} (they are {}% alike)", pair.likeness)
}

fn nobody_knows(pairs: &[PossibleRename]) -> Error {
    let (said, was): (Vec<_>, Vec<_>) = pairs
        .iter()
        .map(|pair| {
            (
                words(pair),
                format!("`#[migrate(was = {:?})]`", pair.rename.was()),
            )
        })
        .unzip();
    Error::new(
        ErrorKind::Refused,
        format!("this may be a rename: {}", said.join("; ")),
    )
    .with_help(format!(
        "if it is one, say so in the declared schema: {}; if what goes is to be lost, pass `--assume drop`",
        was.join(", ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_names_its_column() {
        let (place, sql) = value("users.email='a=b.c'").expect("a value");
        assert_eq!(place, ("users".into(), "email".into()));
        assert_eq!(sql, "'a=b.c'");
        let (place, _) = value("shop.users.email=now()").expect("a value");
        assert_eq!(place.0, ("shop", "users").into());
        for text in [
            "users.email",
            "email=1",
            ".email=1",
            "users.=1",
            "users.email=",
        ] {
            assert!(value(text).is_none(), "{text}");
        }
    }
}
