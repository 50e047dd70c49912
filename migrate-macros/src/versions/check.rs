//! The history as a whole: what is wrong with it, sorted to the revisions that can report it.

use std::collections::BTreeSet;

use migrate_graph::scan::{FileErrorKind, Scan, Scanned};
use migrate_graph::{Graph, GraphError, Revision};
use proc_macro2::TokenStream;

use crate::findings::{Certainty, Finding, Findings, Place};
use crate::folder::Package;

/// Checks the graph of all files.
pub(super) fn findings(scan: &Scan, package: &Package, volumes: &[TokenStream]) -> Findings {
    let mut sorter = Sorter {
        volumes,
        unread: unread(scan),
        findings: Findings::new(),
    };
    for file in &scan.files {
        sorter.file(file);
    }
    if let Err(errors) = Graph::new(revisions(scan, package)) {
        for error in &errors {
            sorter.graph(error);
        }
    }
    sorter.findings
}

fn revisions(scan: &Scan, package: &Package) -> Vec<Revision> {
    let mut revisions = scan.revisions();
    for revision in &mut revisions {
        revision.path = revision
            .path
            .as_deref()
            .map(|path| package.short(path).to_owned());
    }
    revisions
}

/// The ids of files that cannot be read, by their names: whoever names one as a parent is not wrong about that.
fn unread(scan: &Scan) -> BTreeSet<&str> {
    let unread = scan.files.iter().filter(|file| file.revision.is_none());
    unread.map(|file| file.name_prefix.as_str()).collect()
}

struct Sorter<'scan> {
    volumes: &'scan [TokenStream],
    unread: BTreeSet<&'scan str>,
    findings: Findings,
}

impl Sorter<'_> {
    /// Errors about a file as a whole, which its attribute cannot know by itself.
    fn file(&mut self, file: &Scanned) {
        let Some(revision) = &file.revision else {
            return;
        };
        for error in &file.errors {
            let message = match error.kind {
                FileErrorKind::WrongName => error.message.clone(),
                FileErrorKind::SecondMigration => {
                    format!(
                        "a second `#[migration]` stands in line {} of this file",
                        error.line
                    )
                }
                FileErrorKind::Unreadable | FileErrorKind::Rule | FileErrorKind::NoMigration => {
                    continue;
                }
            };
            self.error(
                revision.id.as_str(),
                Place::Revision,
                &message,
                error.help.clone(),
            );
        }
    }

    fn graph(&mut self, error: &GraphError) {
        match error {
            GraphError::UnknownParent {
                revision, parent, ..
            } => {
                self.unknown_parent(error, revision.as_str(), parent.as_str());
            }
            GraphError::UnknownDependency {
                revision,
                dependency,
                ..
            } => {
                // It may be a label in a volume, which only the registry can know.
                if self.volumes.is_empty() && !self.unread.contains(dependency.as_str()) {
                    self.add(
                        error,
                        revision.as_str(),
                        Place::Dependency(dependency.clone()),
                    );
                }
            }
            // The attribute has reported these by itself.
            GraphError::OwnParent { .. }
            | GraphError::ParentTwice { .. }
            | GraphError::BadLabel { .. } => {}
            GraphError::OwnDependency { revision } => {
                self.add(
                    error,
                    revision.as_str(),
                    Place::Dependency(revision.to_string()),
                );
            }
            GraphError::DependencyTwice {
                revision,
                dependency,
            } => {
                self.add(
                    error,
                    revision.as_str(),
                    Place::Dependency(dependency.clone()),
                );
            }
            GraphError::DuplicateLabel { label, .. } | GraphError::LabelIsId { label, .. } => {
                self.all(error, &Place::Label(label.clone()));
            }
            GraphError::DuplicateId { .. } => self.all(error, &Place::Revision),
            GraphError::Cycle { revisions } => {
                for (index, revision) in revisions.iter().enumerate() {
                    let next = &revisions[(index + 1) % revisions.len()];
                    self.add(error, revision.as_str(), Place::Parent(next.to_string()));
                }
            }
            GraphError::DependencyCycle { .. } => self.all(error, &Place::Parents),
        }
    }

    fn unknown_parent(&mut self, error: &GraphError, revision: &str, parent: &str) {
        if self.unread.contains(parent) {
            return;
        }
        let place = Place::Parent(parent.to_owned());
        if self.volumes.is_empty() {
            self.add(error, revision, place);
        } else {
            let message = format!(
                "revision `{revision}` names the parent `{parent}`, which is neither here nor in a volume"
            );
            let certainty = Certainty::UnlessInVolume(parent.to_owned());
            self.push(
                revision,
                Finding {
                    place,
                    message,
                    certainty,
                },
            );
        }
    }

    /// Adds an error to every revision that is part of it.
    fn all(&mut self, error: &GraphError, place: &Place) {
        for revision in error.revisions() {
            self.add(error, revision.as_str(), place.clone());
        }
    }

    fn add(&mut self, error: &GraphError, revision: &str, place: Place) {
        self.error(
            revision,
            place,
            &error.to_string(),
            error.help().unwrap_or_default(),
        );
    }

    fn error(&mut self, revision: &str, place: Place, message: &str, help: String) {
        let certainty = Certainty::Error { help };
        self.push(
            revision,
            Finding {
                place,
                message: message.to_owned(),
                certainty,
            },
        );
    }

    fn push(&mut self, revision: &str, finding: Finding) {
        self.findings
            .entry(revision.to_owned())
            .or_default()
            .push(finding);
    }
}
