//! `up --sql` and `down --sql`: a script instead of a run.

use migrate_graph::{Target, TargetRange};

use crate::connection::BackendKind;
use crate::error::Error;
use crate::executor::RustSteps;
use crate::migrator::{Migrator, ScriptRequest};
use crate::plan::Direction;

/// What `up --sql` and `down --sql` report.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Script {
    /// The script, for the database's own client.
    pub sql: String,
    /// What must be applied before, oldest first.
    pub applied_before: Vec<String>,
    /// The revisions that it runs, in order.
    pub revisions: Vec<String>,
    /// How far each line is applied after it.
    pub applied_after: Vec<String>,
}

/// The script that goes `direction` to `target`, which may be a range that begins where the database stands.
///
/// # Errors
///
/// As [`Migrator::script`].
pub fn script(
    migrator: &Migrator,
    backend: BackendKind,
    direction: Direction,
    target: Option<&str>,
    skip_rust_steps: bool,
) -> Result<Script, Error> {
    let TargetRange { from, to } = range(target)?;
    let rust_steps = if skip_rust_steps {
        RustSteps::LeftOut
    } else {
        RustSteps::Refused
    };
    let script = migrator.script(&ScriptRequest {
        backend,
        direction,
        from,
        to,
        rust_steps,
    })?;
    Ok(Script {
        sql: script.sql,
        applied_before: script.applied_before,
        revisions: script.revisions,
        applied_after: script.applied_after,
    })
}

fn range(target: Option<&str>) -> Result<TargetRange, Error> {
    Ok(match target {
        Some(text) if text.contains(':') => TargetRange::parse(text)?,
        Some(text) => TargetRange {
            from: None,
            to: Some(Target::parse(text)?),
        },
        None => TargetRange {
            from: None,
            to: None,
        },
    })
}
