//! The built binary: does what the command line asks for.

use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use migrate_graph::Target;

use super::address::Address;
use super::arguments::{
    CheckArguments, DownArguments, HistoryArguments, LogArguments, PlanArguments, RedoArguments,
    ResetArguments, ScriptFlags, StampArguments, TestArguments, UpArguments, WalkFlags,
};
use super::interrupt::Interrupt;
use super::session::{Allowed, RunRequest, Session, allowed, allowing};
use super::since::deployed;
use super::{
    Arguments, Command, Program, generate, lint, parse, prompt, protect, resolve, schema, source,
};
use crate::backup::Request;
use crate::command;
use crate::connection;
use crate::connection::{ConnectError, DatabaseUrl};
use crate::error::{Error, ErrorKind};
use crate::handover;
use crate::ledger::Protection;
use crate::migrator::{Migrator, Options, Protect};
use crate::output::{Output, Reader, Verbosity, database, junit, proof, revisions};
use crate::plan::Direction;
use crate::testing::Proof;

/// Runs the command line of a migration crate's binary and answers its exit code.
///
/// ```no_run
/// use std::process::ExitCode;
/// use migrate_runtime::{History, Migrator};
///
/// # static HISTORY: History = History { crate_name: "", sources: &[], volumes: &[], settings: None };
/// // `versions!` writes this function.
/// fn migrator() -> Migrator {
///     Migrator::new(&HISTORY)
/// }
///
/// fn main() -> ExitCode {
///     migrate_runtime::cli::main(migrator())
/// }
/// ```
#[must_use]
pub fn main(migrator: Migrator) -> ExitCode {
    let arguments = match parse(Program::Binary, env::args_os()) {
        Ok(arguments) => arguments,
        Err(code) => return code,
    };
    let mut output = arguments.global.output();
    let result = catch_unwind(AssertUnwindSafe(|| {
        handover::check(migrator.history())?;
        run(migrator, &arguments, &mut output)
    }));
    let code = result
        .unwrap_or_else(|_| Err(bug()))
        .unwrap_or_else(|error| {
            output.error(&error);
            error.kind().exit_code()
        });
    ExitCode::from(code)
}

/// The panic has printed where it happened.
fn bug() -> Error {
    Error::new(
        ErrorKind::ToolBug,
        "cargo migrate failed in a way it should not",
    )
    .with_help(format!(
        "please report the message above, with the command, at {}/issues (migrate-runtime {})",
        env!("CARGO_PKG_REPOSITORY"),
        env!("CARGO_PKG_VERSION")
    ))
}

/// Answers the exit code.
fn run(migrator: Migrator, arguments: &Arguments, output: &mut Output) -> Result<u8, Error> {
    let mut session = Session {
        migrator,
        flags: &arguments.global,
        output,
    };
    match &arguments.command {
        Command::Check(arguments) => return check(&mut session, arguments),
        Command::Lint(arguments) => return lint::run(&mut session, arguments),
        Command::Test(arguments) => return test(&mut session, arguments),
        Command::Diff(arguments) => return schema::diff(&mut session, arguments),
        command if source::needs_only_source(command) => {
            source::answer(command, session.registry()?.graph(), session.output)
        }
        Command::History(arguments) => history(&mut session, arguments),
        Command::Up(arguments) => up(&mut session, arguments),
        Command::Down(arguments) => down(&mut session, arguments),
        Command::Redo(arguments) => redo(&mut session, arguments),
        Command::Stamp(arguments) => stamp(&mut session, arguments),
        Command::Resolve(arguments) => resolve::run(&mut session, arguments),
        Command::Reset(arguments) => reset(&mut session, arguments),
        Command::Protect(arguments) => protect::run(&mut session, arguments),
        Command::Plan(arguments) => plan(&mut session, arguments),
        Command::Status => status(&mut session),
        Command::Current => current(&mut session),
        Command::Log(arguments) => log(&mut session, arguments),
        Command::PrintSchema(arguments) => schema::print_schema(&mut session, arguments),
        Command::New(arguments) if !arguments.tables.is_empty() => {
            schema::freeze(&mut session, arguments)
        }
        Command::Generate(arguments) => generate::generate(&mut session, arguments),
        Command::New(arguments) if arguments.auto => generate::generate(&mut session, arguments),
        Command::Init(_)
        | Command::New(_)
        | Command::Merge(_)
        | Command::Edit(_)
        | Command::Fmt(_)
        | Command::Heads
        | Command::Branches
        | Command::Show(_)
        | Command::Completions(_) => Err(needs_plugin()),
    }?;
    Ok(0)
}

pub(super) fn needs_plugin() -> Error {
    Error::new(
        ErrorKind::Usage,
        "this command works on source files, which this program does not have",
    )
    .with_help("run it in the workspace through `cargo migrate`")
}

fn up(session: &mut Session<'_>, arguments: &UpArguments) -> Result<(), Error> {
    let target = arguments.target.as_deref();
    walk(
        session,
        Direction::Up,
        target,
        &arguments.walk,
        Some(arguments),
    )
}

fn down(session: &mut Session<'_>, arguments: &DownArguments) -> Result<(), Error> {
    let target = arguments.target.as_deref();
    walk(session, Direction::Down, target, &arguments.walk, None)
}

/// `up` and `down`: run, shown, or printed as a script.
fn walk(
    session: &mut Session<'_>,
    direction: Direction,
    target: Option<&str>,
    flags: &WalkFlags,
    up: Option<&UpArguments>,
) -> Result<(), Error> {
    if flags.script.sql {
        return script(session, direction, target, &flags.script);
    }
    let target = match (target, direction) {
        (Some(target), _) => Target::parse(target)?,
        (None, Direction::Up) => Target::head(),
        (None, Direction::Down) => Target::one_down(),
    };
    if flags.dry_run {
        return preview(
            session,
            direction,
            &target,
            allowed(&flags.run.allowance)?.as_ref(),
        );
    }
    let request = RunRequest::new(session, &flags.run, format!("{direction} {target}"))?;
    let levels = session.levels()?;
    let address = session.address()?;
    let mut connection = session.database_or_create(up.is_some_and(|up| up.create))?;
    request.may_be_stopped(session, &mut *connection)?;
    let migrator = session.migrator;
    let report = {
        let mut progress = session.progress();
        let mut options = request
            .options(&mut progress)
            .target(target.to_string())
            .levels(levels);
        if let Some(up) = up {
            options = prepared_by(options, address, up.backup.clone());
        }
        command::run(&migrator, &mut *connection, direction, options)?
    };
    total(session, &report)
}

/// Adds what `up` does first with a database: what its settings say, and what the command line says of a backup.
fn prepared_by(mut options: Options<'_>, address: Address, backup: Option<String>) -> Options<'_> {
    let Address {
        url,
        protect,
        backup: usual,
        ..
    } = address;
    if let Some(protect) = protect {
        options = options.protect(protect);
    }
    match backup.or(usual) {
        Some(path) => options.backup(Request { url, path }),
        None => options,
    }
}

/// The script is the result: `--quiet` keeps it, `--json` puts it into a report.
fn script(
    session: &mut Session<'_>,
    direction: Direction,
    target: Option<&str>,
    flags: &ScriptFlags,
) -> Result<(), Error> {
    let backend = session.script_backend(flags.backend)?;
    let report = command::script(
        &session.migrator,
        backend,
        direction,
        target,
        flags.skip_rust_steps,
    )?;
    match session.output.reader() {
        Reader::Program => session.output.json(&report),
        Reader::Person => session.output.verbatim(&report.sql),
    }
}

fn redo(session: &mut Session<'_>, arguments: &RedoArguments) -> Result<(), Error> {
    let target = Target::parse(&arguments.target)?;
    let request = RunRequest::new(session, &arguments.run, format!("redo {target}"))?;
    let mut connection = session.database()?;
    request.may_be_stopped(session, &mut *connection)?;
    let migrator = session.migrator;
    let report = {
        let mut progress = session.progress();
        let options = request.options(&mut progress).target(&arguments.target);
        command::redo(&migrator, &mut *connection, options)?
    };
    total(session, &report)
}

fn total(session: &mut Session<'_>, report: &command::Run) -> Result<(), Error> {
    if session.output.reader() == Reader::Program || session.is_talkative() {
        session.output.data(report, database::total)?;
    }
    Ok(())
}

fn stamp(session: &mut Session<'_>, arguments: &StampArguments) -> Result<(), Error> {
    let targets = source::targets(&arguments.targets)?;
    let purge = if arguments.purge { " --purge" } else { "" };
    let words = format!("stamp {}{purge}", arguments.targets.join(" "));
    let request = RunRequest::allowing(arguments.patience, &arguments.allowance, words)?;
    let mut connection = session.database()?;
    let migrator = session.migrator;
    let report = {
        let mut progress = session.progress();
        let options = request.options(&mut progress);
        command::stamp(
            &migrator,
            &mut *connection,
            &targets,
            arguments.purge,
            options,
        )?
    };
    session.output.data(&report, database::stamp)
}

fn reset(session: &mut Session<'_>, arguments: &ResetArguments) -> Result<(), Error> {
    let url = session.address()?.url;
    if !arguments.yes {
        let question = format!("Drop the database `{url}` with everything in it?");
        prompt::confirm(session.output, &question, "--yes")?;
    }
    let request =
        RunRequest::allowing(arguments.patience, &arguments.allowance, "reset".to_owned())?;
    let (dropped, protection) = drop_database(session, &url, &request)?;
    let mut connection = session.database_or_create(true)?;
    request.may_be_stopped(session, &mut *connection)?;
    let migrator = session.migrator;
    let report = {
        let mut progress = session.progress();
        let mut options = request.options(&mut progress).target("heads");
        if let Some(Protection { name, reason, .. }) = protection {
            // What is built anew is the same database to everybody else.
            options = options.protect(Protect::new(name, reason));
        }
        command::run(&migrator, &mut *connection, Direction::Up, options)
    };
    match report {
        // Nothing was left untouched any more.
        Err(error) if dropped && error.kind() == ErrorKind::Refused => {
            Err(error.with_kind(ErrorKind::MigrationFailed))
        }
        report => total(session, &report?),
    }
}

/// Drops the database if it can be built anew; answers whether there was one, and how it was protected.
fn drop_database(
    session: &mut Session<'_>,
    url: &DatabaseUrl,
    request: &RunRequest,
) -> Result<(bool, Option<Protection>), Error> {
    let mut database = match connection::open(url) {
        Ok(database) => database,
        Err(ConnectError::Missing { .. }) => return Ok((false, None)),
        Err(error) => return Err(error.into()),
    };
    let migrator = session.migrator;
    let protection = {
        let mut progress = session.progress();
        migrator.prepare_reset(&mut *database, request.options(&mut progress))?
    };
    drop(database);
    connection::drop_database(url)?;
    session
        .output
        .note(&format!("dropped the database `{url}`"));
    Ok((true, protection))
}

fn plan(session: &mut Session<'_>, arguments: &PlanArguments) -> Result<(), Error> {
    let (direction, target) = source::destination(arguments)?;
    preview(session, direction, &target, None)
}

fn preview(
    session: &mut Session<'_>,
    direction: Direction,
    target: &Target,
    allowed: Option<&Allowed>,
) -> Result<(), Error> {
    let options = allowing(Options::new().levels(session.levels()?), allowed);
    let mut connection = session.database()?;
    let report = command::plan(
        &session.migrator,
        &mut *connection,
        direction,
        target,
        options,
    )?;
    match session.output.verbosity() {
        Verbosity::Verbose => session.output.data(&report, revisions::plan_with_sql),
        _ => session.output.data(&report, revisions::plan),
    }
}

fn history(session: &mut Session<'_>, arguments: &HistoryArguments) -> Result<(), Error> {
    let registry = session.registry()?;
    let range = source::range(arguments)?;
    let mut connection = session.database()?;
    let applied = command::applied(&mut *connection)?;
    let report = command::history(registry.graph(), range.as_ref(), Some(&applied))?;
    source::print_history(arguments, &report, session.output)
}

fn status(session: &mut Session<'_>) -> Result<(), Error> {
    let registry = session.registry()?;
    let mut connection = session.database()?;
    let report = command::status(&session.migrator, registry.graph(), &mut *connection)?;
    session.output.data(&report, database::status)
}

fn current(session: &mut Session<'_>) -> Result<(), Error> {
    let registry = session.registry()?;
    let mut connection = session.database()?;
    let report = command::current(&session.migrator, registry.graph(), &mut *connection)?;
    session.output.data(&report, database::current)
}

fn log(session: &mut Session<'_>, arguments: &LogArguments) -> Result<(), Error> {
    let mut connection = session.database()?;
    let report = command::log(&session.migrator, &mut *connection, arguments.limit)?;
    session.output.data(&report, database::log)
}

/// What was found is the result, not an error: programs get one JSON text.
fn check(session: &mut Session<'_>, arguments: &CheckArguments) -> Result<u8, Error> {
    if arguments.since.is_some() {
        return Err(needs_plugin());
    }
    let registry = session.registry()?;
    let report = if arguments.offline {
        command::check_offline(&registry, &session.offline_kinds(), &session.ownership()?)?
    } else {
        let ownership = session.ownership()?;
        let mut connection = session.database()?;
        command::check(&session.migrator, &registry, &mut *connection, &ownership)?
    };
    session.output.data(&report, database::check)?;
    Ok(match report.findings.as_slice() {
        [] => 0,
        _ => ErrorKind::Finding.exit_code(),
    })
}

/// What was found is the result, as with `check`.
fn test(session: &mut Session<'_>, arguments: &TestArguments) -> Result<u8, Error> {
    let interrupt = Interrupt::listen()?;
    let beside = session.scratch_server()?;
    let registry = session.registry()?;
    let ownership = session.ownership()?;
    let report = {
        let proving = proof::Proving::new(session.output);
        let watcher = |progress: crate::testing::Progress<'_>| proving.tell(progress);
        let mut proof = Proof::new(session.migrator, &beside)?
            .interrupt(interrupt.flag())
            .fixtures(crate_folder().join("tests/fixtures"))
            .ownership(ownership)
            .rows(arguments.rows)
            .seed(arguments.seed)
            .watcher(&watcher);
        if let Some(known) = deployed(registry.graph(), arguments.since.as_deref())? {
            proof = proof.since(known.iter().cloned());
        }
        // Cargo knows other words for it, too: those are for the build alone.
        let jobs = arguments.jobs.as_deref().and_then(|jobs| jobs.parse().ok());
        if let Some(jobs) = jobs {
            proof = proof.jobs(jobs);
        }
        command::test(proof)?
    };
    if let Some(path) = &arguments.junit {
        write_file(path, &junit::junit(&report))?;
    }
    session.output.data(&report, proof::proof)?;
    Ok(if report.is_proven() {
        0
    } else {
        ErrorKind::Finding.exit_code()
    })
}

/// The migration crate's folder, where it is known.
fn crate_folder() -> PathBuf {
    env::var_os(handover::DIRECTORY).map_or_else(PathBuf::new, PathBuf::from)
}

fn write_file(path: &Path, text: &str) -> Result<(), Error> {
    std::fs::write(path, text).map_err(|error| {
        let message = format!("cannot write `{}`", path.display());
        Error::new(ErrorKind::Unexpected, message).with_source(error)
    })
}
