//! `--since` of `lint` and `test`: a revision of the history, or a git revision that the plugin has read.

use std::env;

use migrate_graph::{Applied, Graph, RevisionId, Target};

use crate::error::Error;
use crate::handover;

/// What is taken for deployed: what the plugin read from git, or a revision with everything below it. `None` where
/// nothing is named: all of it is new.
///
/// # Errors
///
/// The history has no such revision, or several.
pub(super) fn deployed(graph: &Graph, named: Option<&str>) -> Result<Option<Applied>, Error> {
    let Some(named) = named else {
        return Ok(None);
    };
    if let Ok(ids) = env::var(handover::SINCE) {
        let ids = ids.split(',').filter_map(|id| RevisionId::parse(id).ok());
        return Ok(Some(ids.collect()));
    }
    Ok(Some(graph.applied_at(&[Target::parse(named)?])?))
}
