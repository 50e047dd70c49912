//! What is dangerous in what has not been applied yet.

use migrate_graph::{Applied, RevisionId, Walk};

use super::options::Allowed;
use super::{Migrator, prepare, protection};
use crate::backend::Server;
use crate::connection::{BackendKind, Database};
use crate::error::{Error, ErrorKind};
use crate::executor::State;
use crate::lint::{Facts, Finding, Level, Levels, Report, Subject, dropping, inspect};
use crate::plan::{Destination, Direction, Offline, Plan, Start, replayed};
use crate::registry::Registry;
use crate::schema::Schema;

/// What to look at.
#[derive(Clone, Debug)]
pub struct LintRequest {
    /// The revisions that are taken for deployed: those above them are looked at. Without it, what the database has, or
    /// nothing where no database is asked.
    pub since: Option<Applied>,
    /// The levels of the rules.
    pub levels: Levels,
}

impl Migrator {
    /// What is dangerous in the revisions that are new, on the oldest supported server of a kind. No database is asked.
    ///
    /// # Errors
    ///
    /// A step cannot run on such a database, or a migration allows what no rule is called.
    pub fn lint(&self, backend: BackendKind, request: &LintRequest) -> Result<Report, Error> {
        on_paper(&self.registry()?, Server::assumed(backend), request)
    }

    /// The same for a database: its version, the sizes of its tables and rows that are in the way. Writes nothing.
    ///
    /// # Errors
    ///
    /// As [`Migrator::lint`], and where the database cannot be read.
    pub fn lint_on(
        &self,
        database: &mut dyn Database,
        request: &LintRequest,
    ) -> Result<Report, Error> {
        let registry = self.registry()?;
        let applied = match &request.since {
            Some(since) => since.clone(),
            None => State::read(database)?.applied(),
        };
        let start = Start::at(&applied);
        let walk = above(&registry, &applied);
        let plan = prepare::concrete(&registry, database, Direction::Up, start, &walk)?;
        let destination = Destination::of(database)?;
        let server = destination.server;
        let ways_back = ways_back(&registry, &destination, &applied, &walk, &request.levels)?;
        let before = schema_at(&registry, &applied, server)?;
        let facts = Facts::ask(database, &server, &plan, &ways_back, &before)?;
        let subject = Subject {
            registry: &registry,
            plan: &plan,
            ways_back: &ways_back,
            before,
            server,
            facts: Some(&facts),
        };
        Ok(inspect(subject, &request.levels)?)
    }
}

/// What is dangerous on a server that nobody is connected to.
fn on_paper(registry: &Registry, server: Server, request: &LintRequest) -> Result<Report, Error> {
    let applied = request.since.clone().unwrap_or_default();
    let destination = Destination::on_paper(server);
    let walk = above(registry, &applied);
    let plan = Plan::build(
        registry,
        &destination,
        Direction::Up,
        Start::at(&applied),
        &walk,
        &mut Offline,
    )?;
    let subject = Subject {
        registry,
        plan: &plan,
        ways_back: &ways_back(registry, &destination, &applied, &walk, &request.levels)?,
        before: schema_at(registry, &applied, server)?,
        server,
        facts: None,
    };
    Ok(inspect(subject, &request.levels)?)
}

/// Refuses to run on a protected database what drops something there or has a finding of level error, unless the caller
/// names it. Writes nothing.
pub(super) fn refuse_dangers(
    registry: &Registry,
    database: &mut dyn Database,
    state: &State,
    plan: &Plan,
    levels: &Levels,
    allowed: &Allowed,
) -> Result<(), Error> {
    let Some(protection) = &state.protection else {
        return Ok(());
    };
    if protection::is_overridden(protection, allowed)? || plan.revisions.is_empty() {
        return Ok(());
    }
    let server = Server::detect(database)?;
    let before = schema_at(registry, &state.applied(), server)?;
    let facts = Facts::ask(database, &server, plan, &[], &before)?;
    let subject = || Subject {
        registry,
        plan,
        // Nobody goes back today.
        ways_back: &[],
        before: before.clone(),
        server,
        facts: Some(&facts),
    };
    let mut dangers = dropping(subject())?;
    for finding in inspect(subject(), levels)?.findings {
        let is_new = |danger: &Finding| danger.rule != finding.rule || danger.line != finding.line;
        if finding.level == Level::Error && dangers.iter().all(is_new) {
            dangers.push(finding);
        }
    }
    if dangers.is_empty() {
        return Ok(());
    }
    let lines: Vec<_> = dangers
        .iter()
        .map(|found| {
            let Finding {
                rule,
                file,
                line,
                message,
                ..
            } = found;
            format!("\n  {rule} in {file}:{line}: {message}")
        })
        .collect();
    let name = &protection.name;
    let message = format!(
        "this database is protected as `{name}`, and what is pending is dangerous there:{}",
        lines.concat()
    );
    Err(Error::new(ErrorKind::Refused, message).with_help(format!(
        "`cargo migrate lint` shows what to write instead: correct the revision, which is not applied yet; or insist: \
         `--allow protected={name} --reason TEXT`"
    )))
}

/// Everything that is not applied, parents first.
fn above(registry: &Registry, applied: &Applied) -> Walk {
    let graph = registry.graph();
    let revisions: Vec<_> = (graph.pending(applied).into_iter())
        .map(|revision| revision.id.clone())
        .collect();
    Walk {
        applied_after: applied.iter().chain(&revisions).cloned().collect(),
        revisions,
    }
}

/// What undoes the revisions of a walk again, the last one first: one plan for each stretch without a revision that
/// cannot be undone.
fn ways_back(
    registry: &Registry,
    destination: &Destination,
    applied: &Applied,
    walk: &Walk,
    levels: &Levels,
) -> Result<Vec<Plan>, Error> {
    let mut ways = Vec::new();
    if levels.of_downgrades() == Level::Off {
        return Ok(ways);
    }
    let is_irreversible = |id: &RevisionId| {
        let entry = registry.get(id);
        entry.is_some_and(|entry| entry.migration.irreversible.is_some())
    };
    let mut below: Vec<_> = applied.iter().cloned().collect();
    for stretch in walk.revisions.split_inclusive(is_irreversible) {
        let undone = match stretch.split_last() {
            Some((last, others)) if is_irreversible(last) => others,
            _ => stretch,
        };
        let start = below.iter().chain(undone).cloned().collect();
        let walk = Walk {
            revisions: undone.iter().rev().cloned().collect(),
            applied_after: below.iter().cloned().collect(),
        };
        ways.push(Plan::build(
            registry,
            destination,
            Direction::Down,
            Start::at(&start),
            &walk,
            &mut Offline,
        )?);
        below.extend(stretch.iter().cloned());
    }
    Ok(ways)
}

/// The schema of what is applied. Whoever names that may not know the order: parents come first.
fn schema_at(registry: &Registry, applied: &Applied, server: Server) -> Result<Schema, Error> {
    let oldest_first = registry.graph().newest_first().into_iter().rev();
    let ids = oldest_first.map(|revision| revision.id.clone());
    let in_order = ids.filter(|id| applied.contains(id)).collect();
    Ok(replayed(registry, &server, &in_order)?.schema)
}
