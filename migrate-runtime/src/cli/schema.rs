//! `diff` and `print-schema`: schemas, wherever they are.

use std::env;
use std::path::PathBuf;

use migrate_graph::Target;

use super::address::Address;
use super::arguments::{DiffArguments, NewArguments, PrintSchemaArguments};
use super::run;
use super::session::Session;
use crate::autogenerate::Style;
use crate::command::{self, FrozenTable, NamedSide, Side};
use crate::connection::{self, Database};
use crate::error::{Error, ErrorKind};
use crate::handover;
use crate::output::{Reader, schema};

/// Answers the exit code: a difference is a finding.
pub(super) fn diff(session: &mut Session<'_>, arguments: &DiffArguments) -> Result<u8, Error> {
    let registry = session.registry()?;
    let mut from = Place::parse(session, &arguments.from)?;
    let mut to = Place::parse(session, &arguments.to)?;
    // Where a database is asked it says itself of which kind it is.
    let kind = match [&from, &to].into_iter().find_map(Place::database) {
        Some(database) => database.backend(),
        None => session.script_backend(arguments.backend)?,
    };
    let ownership = session.ownership()?;
    let named = |name: &str, side| NamedSide {
        name: name.to_owned(),
        side,
    };
    let report = command::diff(
        &registry,
        named(&arguments.from, from.side()),
        named(&arguments.to, to.side()),
        kind,
        &ownership,
    )?;
    match (session.output.reader(), arguments.sql) {
        (Reader::Person, true) => session.output.verbatim(&schema::script(&report))?,
        _ => session.output.data(&report, schema::diff)?,
    }
    Ok(match report.differences.as_slice() {
        [] => 0,
        _ => ErrorKind::Finding.exit_code(),
    })
}

pub(super) fn print_schema(
    session: &mut Session<'_>,
    arguments: &PrintSchemaArguments,
) -> Result<(), Error> {
    if arguments.write {
        return write_schema(session);
    }
    let style = if arguments.plain {
        Style::Plain
    } else {
        Style::Full
    };
    let mut database = session.database()?;
    let report = command::print_schema(&mut *database, style)?;
    match session.output.reader() {
        Reader::Program => session.output.json(&report),
        Reader::Person => session.output.verbatim(&report.source),
    }
}

fn write_schema(session: &mut Session<'_>) -> Result<(), Error> {
    let folder = env::var_os(handover::DIRECTORY).map_or_else(PathBuf::new, PathBuf::from);
    let ownership = session.ownership()?;
    let mut database = session.database()?;
    let report = command::write_schema(&session.migrator, &mut *database, &ownership, &folder)?;
    session.output.data(&report, schema::written)
}

/// The binary's half of `new --tables`: what the plugin writes into a file, as JSON on stdout.
pub(super) fn freeze(session: &mut Session<'_>, arguments: &NewArguments) -> Result<(), Error> {
    if env::var_os(handover::VERSION).is_none() {
        return Err(run::needs_plugin());
    }
    let registry = session.registry()?;
    let tables = arguments.tables.iter().map(|text| FrozenTable::parse(text));
    let tables: Vec<_> = tables.collect::<Result<_, _>>()?;
    let parent = match &arguments.head {
        Some(head) => Target::parse(head)?,
        None => Target::parse("heads")?,
    };
    let kind = session.script_backend(None)?;
    // Whether a database is needed, and so must be there, turns out later.
    let mut database = session.database().ok();
    let database: Option<&mut dyn Database> = match &mut database {
        Some(database) => Some(&mut **database),
        None => None,
    };
    let frozen = command::freeze(&registry, &tables, &[parent], kind, database)?;
    session.output.json(&frozen)
}

/// What the user names, opened.
enum Place {
    Declared,
    Database(Box<dyn Database>),
    Replayed(Target),
}

impl Place {
    fn parse(session: &Session<'_>, text: &str) -> Result<Self, Error> {
        if let Some(target) = text.strip_prefix('@') {
            return Ok(Self::Replayed(Target::parse(target)?));
        }
        Ok(match text {
            "declared" => Self::Declared,
            "live" => Self::Database(session.database()?),
            other => {
                let settings = session.migrator.history().settings;
                let address = Address::find(Some(other), settings)?;
                Self::Database(connection::open(&address.url)?)
            }
        })
    }

    fn database(&self) -> Option<&dyn Database> {
        match self {
            Self::Database(database) => Some(&**database),
            Self::Declared | Self::Replayed(_) => None,
        }
    }

    fn side(&mut self) -> Side<'_> {
        match self {
            Self::Declared => Side::Declared,
            Self::Database(database) => Side::Live(&mut **database),
            Self::Replayed(target) => Side::Replayed(vec![target.clone()]),
        }
    }
}
