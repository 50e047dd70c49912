//! What the plugin's own commands report: data for programs, lines for people.

use std::path::{Path, PathBuf};

use migrate_graph::Revision;
use migrate_runtime::command::Generated;
use migrate_runtime::output::{Output, Page, Role};

use crate::project::shown;
use crate::revision_file::NewRevision;

/// `new` and `merge`: the files of a revision.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Written {
    revision: String,
    down_revision: Vec<String>,
    message: String,
    /// The files, the Rust file first, relative to the workspace.
    paths: Vec<String>,
}

impl Written {
    pub(crate) fn new(revision: &NewRevision, paths: &[PathBuf], root: &Path) -> Self {
        Self {
            revision: revision.id.to_string(),
            down_revision: revision
                .down_revision
                .iter()
                .map(ToString::to_string)
                .collect(),
            message: revision.message.clone(),
            paths: paths.iter().map(|path| shown(path, root)).collect(),
        }
    }

    pub(crate) fn print(page: &mut Page, written: &Self) {
        for path in &written.paths {
            page.plain(path).end();
        }
    }
}

/// `new --auto`: the files of a revision, if there was anything to write.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Generation {
    /// Nothing where the schema is as declared.
    revision: Option<String>,
    down_revision: Vec<String>,
    message: String,
    /// The files, the Rust file first, relative to the workspace.
    paths: Vec<String>,
    /// The steps for people.
    changes: Vec<String>,
    /// What the author must look at.
    warnings: Vec<String>,
    /// Tables that no file declares and that stay.
    undeclared: Vec<String>,
    /// What differs although nothing is written: no operation makes it go.
    unwritten: Vec<String>,
}

impl Generation {
    pub(crate) fn new(written: Option<Written>, message: &str, generated: Generated) -> Self {
        let (revision, down_revision, paths) = match written {
            Some(written) => (Some(written.revision), written.down_revision, written.paths),
            None => (None, Vec::new(), Vec::new()),
        };
        Self {
            revision,
            down_revision,
            message: message.to_owned(),
            paths,
            changes: generated.changes,
            warnings: generated.warnings,
            undeclared: generated.undeclared,
            unwritten: generated.unwritten,
        }
    }

    /// What is said beside the result.
    pub(crate) fn tell(&self, output: &mut Output) {
        for change in &self.changes {
            output.note(change);
        }
        if !self.undeclared.is_empty() {
            output.note(&crate::message::undeclared(&self.undeclared));
        }
        for warning in &self.warnings {
            output.warning(warning);
        }
        for difference in &self.unwritten {
            output.warning(difference);
        }
        if self.revision.is_none() {
            output.note(if self.unwritten.is_empty() {
                crate::message::NOTHING_TO_GENERATE
            } else {
                crate::message::NOTHING_GENERATED
            });
        }
    }

    pub(crate) fn print(page: &mut Page, generation: &Self) {
        for path in &generation.paths {
            page.plain(path).end();
        }
    }
}

/// `init`: a new migration crate.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Created {
    pub(crate) package: String,
    pub(crate) backend: &'static str,
    /// The files written, relative to the workspace.
    pub(crate) paths: Vec<String>,
    /// The workspace's manifest, and what changed in it as a unified diff.
    pub(crate) root_manifest: ChangedManifest,
}

/// `init --ci` for a crate that is there: what a forge runs.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Automated {
    pub(crate) package: String,
    /// The databases that the migrations are proven on.
    pub(crate) backends: Vec<&'static str>,
    /// The files written, relative to the repository; none where they were there.
    pub(crate) paths: Vec<String>,
}

impl Automated {
    pub(crate) fn print(page: &mut Page, automated: &Self) {
        print_created(page, &automated.paths);
    }
}

/// A changed manifest.
#[derive(Debug, serde::Serialize)]
pub(crate) struct ChangedManifest {
    pub(crate) path: String,
    pub(crate) diff: String,
}

impl Created {
    pub(crate) fn print(page: &mut Page, created: &Self) {
        print_created(page, &created.paths);
        let manifest = &created.root_manifest;
        if manifest.diff.is_empty() {
            return;
        }
        page.put(Role::Warning, "changed")
            .plain(" ")
            .plain(&manifest.path)
            .end();
        for line in manifest.diff.lines().filter(|line| !line.starts_with("@@")) {
            let role = match line.as_bytes().first() {
                Some(b'+') => Role::Good,
                Some(b'-') => Role::Bad,
                _ => Role::Muted,
            };
            page.block(role, 4, line);
        }
    }
}

fn print_created(page: &mut Page, paths: &[String]) {
    for path in paths {
        page.put(Role::Good, "created").plain(" ").plain(path).end();
    }
}

/// `check --since`: what an earlier commit had and how it is now.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Since {
    #[serde(rename = "since")]
    pub(crate) git_ref: String,
    /// How many migrations were compared.
    pub(crate) compared: usize,
    pub(crate) differences: Vec<Difference>,
}

/// A migration that is not what it was.
#[derive(Debug, serde::Serialize)]
pub(crate) struct Difference {
    pub(crate) revision: String,
    pub(crate) change: Change,
    pub(crate) path: Option<String>,
}

/// How a migration differs.
#[derive(Clone, Copy, Debug, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Change {
    Changed,
    Missing,
}

impl Since {
    pub(crate) fn new(git_ref: &str) -> Self {
        Self {
            git_ref: git_ref.to_owned(),
            compared: 0,
            differences: Vec::new(),
        }
    }

    pub(crate) fn print(page: &mut Page, since: &Self) {
        page.plain(crate::message::unchanged_since(
            &since.git_ref,
            since.compared,
        ))
        .end();
    }
}

impl Difference {
    pub(crate) fn changed(here: &Revision) -> Self {
        Self {
            revision: here.id.to_string(),
            change: Change::Changed,
            path: here.path.clone(),
        }
    }

    pub(crate) fn missing(earlier: &Revision) -> Self {
        Self {
            revision: earlier.id.to_string(),
            change: Change::Missing,
            path: earlier.path.clone(),
        }
    }
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = match self.change {
            Change::Changed => "changed",
            Change::Missing => "missing",
        };
        write!(f, "{word} `{}`", self.revision)?;
        match &self.path {
            Some(path) => write!(f, " in {path}"),
            None => Ok(()),
        }
    }
}
