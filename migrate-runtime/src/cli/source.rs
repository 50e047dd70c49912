//! The commands that a graph answers: the plugin builds it from source, the binary has it compiled in.

use migrate_graph::{Graph, Target, TargetRange};

use super::Command;
use super::arguments::{HistoryArguments, HistoryFormat, PlanArguments};
use crate::command;
use crate::error::{Error, ErrorKind};
use crate::output::{Output, diagram, history, revisions};
use crate::plan::Direction;

/// Whether [`answer`] can do what was asked for: no build and no database are needed.
#[must_use]
pub fn needs_only_source(command: &Command) -> bool {
    match command {
        Command::Heads | Command::Branches | Command::Show(_) => true,
        Command::History(arguments) => !asks_database(arguments),
        Command::Plan(arguments) => !arguments.from.is_empty(),
        _ => false,
    }
}

/// `current` and `-i` ask where the database stands.
pub(super) fn asks_database(arguments: &HistoryArguments) -> bool {
    let range = arguments.range.as_deref().unwrap_or_default();
    arguments.indicate_current || range.split(':').any(|end| end == "current")
}

/// Does what was asked for with `graph` alone, and prints the result.
///
/// # Errors
///
/// What the command fails with; a command that needs more than a graph is refused.
pub fn answer(command: &Command, graph: &Graph, output: &mut Output) -> Result<(), Error> {
    match command {
        Command::Heads => output.data(&command::heads(graph), revisions::heads),
        Command::Branches => output.data(&command::branches(graph), revisions::branches),
        Command::Show(arguments) => {
            let target = Target::parse(&arguments.revision)?;
            output.data(&command::show(graph, &target)?, revisions::show)
        }
        Command::History(arguments) if !asks_database(arguments) => {
            let report = command::history(graph, range(arguments)?.as_ref(), None)?;
            print_history(arguments, &report, output)
        }
        Command::Plan(arguments) if !arguments.from.is_empty() => {
            let (direction, target) = destination(arguments)?;
            let from = targets(&arguments.from)?;
            let report = command::plan_from(graph, &from, direction, &target)?;
            output.data(&report, revisions::plan)
        }
        _ => Err(Error::new(
            ErrorKind::ToolBug,
            "a command was asked of the source that the source cannot answer",
        )),
    }
}

pub(super) fn targets(texts: &[String]) -> Result<Vec<Target>, Error> {
    let targets = texts
        .iter()
        .map(|text| Target::parse(text).map_err(Error::from));
    targets.collect()
}

pub(super) fn range(arguments: &HistoryArguments) -> Result<Option<TargetRange>, Error> {
    let range = arguments.range.as_deref().map(TargetRange::parse);
    Ok(range.transpose()?)
}

pub(super) fn print_history(
    arguments: &HistoryArguments,
    report: &command::History,
    output: &mut Output,
) -> Result<(), Error> {
    match arguments.format {
        Some(HistoryFormat::Json) => output.json(report),
        Some(HistoryFormat::Dot) => output.data(report, diagram::dot),
        Some(HistoryFormat::Mermaid) => output.data(report, diagram::mermaid),
        None if arguments.graph => output.data(report, history::drawing),
        None => output.data(report, history::list),
    }
}

/// Where a plan leads: `plan`, `plan TARGET`, `plan up TARGET`, `plan down TARGET`.
pub(super) fn destination(arguments: &PlanArguments) -> Result<(Direction, Target), Error> {
    let (direction, target) = match (arguments.direction.as_deref(), arguments.target.as_deref()) {
        (Some("up"), target) => (Direction::Up, target),
        (Some("down"), target) => (Direction::Down, target),
        (Some(word), Some(_)) => {
            return Err(
                Error::new(ErrorKind::Usage, format!("`{word}` is no direction"))
                    .with_help("write `plan up TARGET` or `plan down TARGET`"),
            );
        }
        (target, None) | (None, target) => (Direction::Up, target),
    };
    let target = match (target, direction) {
        (Some(target), _) => Target::parse(target)?,
        (None, Direction::Up) => Target::head(),
        (None, Direction::Down) => Target::one_down(),
    };
    Ok((direction, target))
}
