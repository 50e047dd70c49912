//! `up --sql` and `down --sql`: the history as an SQL script, for a database that nobody is connected to.

use migrate_graph::{Target, TargetRange};

use crate::backend::Server;
use crate::connection::BackendKind;
use crate::error::Error;
use crate::executor::{RustSteps, script};
use crate::plan::{Destination, Direction, Offline, Plan, Start};
use crate::registry::Registry;

/// What a script should do.
#[derive(Clone, Debug)]
pub struct ScriptRequest {
    /// The kind of database; its server is taken for the oldest one supported.
    pub backend: BackendKind,
    /// Which way to go.
    pub direction: Direction,
    /// Where the database stands before; for `up` the base and for `down` the heads where nothing is said.
    pub from: Option<Target>,
    /// Where to go; `head` for `up` and `-1` for `down` where nothing is said.
    pub to: Option<Target>,
    /// What becomes of Rust steps.
    pub rust_steps: RustSteps,
}

/// An SQL script and where it leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Script {
    /// The text, for the database's own client.
    pub sql: String,
    /// What must be applied before, oldest first.
    pub applied_before: Vec<String>,
    /// The revisions that the script runs, in order.
    pub revisions: Vec<String>,
    /// The heads of what is applied after it.
    pub applied_after: Vec<String>,
}

pub(super) fn print(registry: &Registry, request: &ScriptRequest) -> Result<Script, Error> {
    let graph = registry.graph();
    let from = match (&request.from, request.direction) {
        (Some(from), _) => from.clone(),
        (None, Direction::Up) => Target::parse("base")?,
        (None, Direction::Down) => Target::parse("heads")?,
    };
    let applied = graph.applied_at(&[from])?;
    let walk = match (request.direction, request.to.clone()) {
        (Direction::Up, to) => graph.plan_up(&applied, &to.unwrap_or_else(Target::head))?,
        (Direction::Down, to) => graph.plan_down(&applied, &to.unwrap_or_else(Target::one_down))?,
    };
    let destination = Destination::on_paper(Server::assumed(request.backend));
    let start = Start::at(&applied);
    let plan = Plan::build(
        registry,
        &destination,
        request.direction,
        start,
        &walk,
        &mut Offline,
    )?;
    let before: Vec<_> = applied
        .iter()
        .map(migrate_graph::RevisionId::as_str)
        .collect();
    let command = command(request);
    let sql = script(
        request.backend,
        &plan,
        &before,
        &command,
        request.rust_steps,
    )?;
    Ok(Script {
        sql,
        applied_before: before.iter().map(ToString::to_string).collect(),
        revisions: (plan.revisions.iter())
            .map(|planned| planned.revision.to_string())
            .collect(),
        applied_after: plan.applied_after.iter().map(ToString::to_string).collect(),
    })
}

/// The command as the run log names it.
fn command(request: &ScriptRequest) -> String {
    let range = TargetRange {
        from: request.from.clone(),
        to: request.to.clone(),
    };
    match range {
        TargetRange {
            from: None,
            to: None,
        } => format!("{} --sql", request.direction),
        TargetRange {
            from: None,
            to: Some(to),
        } => format!("{} --sql {to}", request.direction),
        range => format!("{} --sql {range}", request.direction),
    }
}
