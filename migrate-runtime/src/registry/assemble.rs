//! One history out of what was registered and what `versions!` saw, checked again at run time.

use std::collections::{BTreeMap, BTreeSet};

use migrate_graph::{Graph, Revision, RevisionId};

use super::{Declaration, History, Migration, RegistryError, Source};

/// The migrations of one history: its graph, and each revision's functions.
#[derive(Debug)]
pub struct Registry {
    graph: Graph,
    entries: BTreeMap<RevisionId, Entry>,
    declarations: Vec<Declaration>,
}

/// One migration of a history.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// What the attribute registered.
    pub migration: &'static Migration,
    /// What the file says about itself.
    pub source: &'static Source,
}

impl Registry {
    /// Gathers what the crates of `history` registered. Migrations of other histories in the same program stay out.
    ///
    /// # Errors
    ///
    /// A file that `versions!` saw registered nothing, or the revisions make no sound graph.
    pub fn of(history: &'static History) -> Result<Self, RegistryError> {
        let mut crates = Vec::new();
        gather(history, &mut crates);
        let registered = registered(&crates);
        let declarations = declarations(&crates);
        let mut entries = BTreeMap::new();
        let mut revisions = Vec::new();
        for part in crates {
            for source in part.sources {
                let key = (part.crate_name, source.revision);
                let Some(&migration) = registered.get(&key) else {
                    return Err(RegistryError::NotLinked {
                        crate_name: part.crate_name,
                        revision: source.revision,
                    });
                };
                let revision = revision(migration, source)?;
                entries.insert(revision.id.clone(), Entry { migration, source });
                revisions.push(revision);
            }
        }
        let graph = Graph::new(revisions).map_err(RegistryError::Graph)?;
        Ok(Self {
            graph,
            entries,
            declarations,
        })
    }

    /// The same history with more revisions.
    ///
    /// # Errors
    ///
    /// Together they make no sound graph.
    pub(crate) fn and(
        &self,
        more: impl Iterator<Item = (Revision, Entry)>,
    ) -> Result<Self, RegistryError> {
        let mut revisions: Vec<_> = self.graph.iter().cloned().collect();
        let mut entries = self.entries.clone();
        for (revision, entry) in more {
            entries.insert(revision.id.clone(), entry);
            revisions.push(revision);
        }
        let graph = Graph::new(revisions).map_err(RegistryError::Graph)?;
        Ok(Self {
            graph,
            entries,
            declarations: self.declarations.clone(),
        })
    }

    /// The history as a graph.
    #[must_use]
    pub const fn graph(&self) -> &Graph {
        &self.graph
    }

    /// The files in which the application declares its schema, by path; none without `schema!`.
    #[must_use]
    pub fn declarations(&self) -> &[Declaration] {
        &self.declarations
    }

    /// The migration behind a revision.
    #[must_use]
    pub fn get(&self, revision: &RevisionId) -> Option<Entry> {
        self.entries.get(revision).copied()
    }
}

/// A history and its volumes, each crate once.
fn gather(history: &'static History, crates: &mut Vec<&'static History>) {
    if crates.iter().any(|known| std::ptr::eq(*known, history)) {
        return;
    }
    crates.push(history);
    for volume in history.volumes {
        gather(volume, crates);
    }
}

fn registered(
    crates: &[&'static History],
) -> BTreeMap<(&'static str, &'static str), &'static Migration> {
    let names: BTreeSet<_> = crates.iter().map(|part| part.crate_name).collect();
    let of_crate = |name| super::registered(name).map(move |one| ((name, one.revision), one));
    names.into_iter().flat_map(of_crate).collect()
}

/// In the order of their paths: inventory's own is the linker's.
fn declarations(crates: &[&'static History]) -> Vec<Declaration> {
    let mut found: Vec<_> = inventory::iter::<Declaration>()
        .filter(|file| crates.iter().any(|part| part.crate_name == file.crate_name))
        .copied()
        .collect();
    found.sort_by_key(|file| (file.crate_name, file.path));
    found
}

fn revision(migration: &Migration, source: &Source) -> Result<Revision, RegistryError> {
    let id = |text: &str| RevisionId::parse(text).map_err(RegistryError::Id);
    let parents = migration
        .down_revision
        .iter()
        .map(|parent| id(parent))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(Revision {
        depends_on: owned(migration.depends_on),
        branch_labels: owned(migration.branch_labels),
        message: source.message.to_owned(),
        path: Some(migration.path.to_owned()),
        source_hash: source.source_hash.parse().ok(),
        irreversible: migration.irreversible.map(str::to_owned),
        ..Revision::new(id(migration.revision)?, parents)
    })
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}
