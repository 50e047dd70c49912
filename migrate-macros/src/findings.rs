//! What `versions!` found out about the whole history, kept for the `#[migration]`s that it concerns.
//!
//! A macro can put an error only into the file in which it stands. So `versions!`, which the compiler expands before the
//! modules it declares, leaves its findings here, and each `#[migration]` reports its own at its own literals. Where
//! `versions!` has not run in this process, nothing is found: the registry checks the history again at run time.

use std::collections::BTreeMap;
use std::env;
use std::sync::{Mutex, PoisonError};

/// The literal of the attribute that a finding is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// The revision itself.
    Revision,
    /// This one of its parents.
    Parent(String),
    /// All of its parents.
    Parents,
    /// This one of its dependencies.
    Dependency(String),
    /// This one of its labels.
    Label(String),
}

/// One thing that the whole history says about one revision.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    pub(crate) place: Place,
    pub(crate) message: String,
    pub(crate) certainty: Certainty,
}

/// Whether a finding is an error already.
#[derive(Debug, Clone)]
pub(crate) enum Certainty {
    /// It is an error, and this is what to do about it.
    Error { help: String },
    /// It is one unless a volume of the history has this revision, which the compiler will find out.
    UnlessInVolume(String),
}

/// The findings of one package, by revision.
pub(crate) type Findings = BTreeMap<String, Vec<Finding>>;

/// By package: a language server expands the macros of several in one process.
static PUBLISHED: Mutex<BTreeMap<String, Findings>> = Mutex::new(BTreeMap::new());

/// Leaves the findings of the current package, in place of earlier ones.
pub(crate) fn publish(findings: Findings) {
    let mut published = PUBLISHED.lock().unwrap_or_else(PoisonError::into_inner);
    published.insert(package(), findings);
}

/// The findings about a revision of the current package.
pub(crate) fn about(revision: &str) -> Vec<Finding> {
    // A language server expands `versions!` again only when its own tokens change, so its findings tell of files as they
    // were; the errors of the present come from the `cargo check` that the server runs.
    if is_for_a_language_server() {
        return Vec::new();
    }
    let published = PUBLISHED.lock().unwrap_or_else(PoisonError::into_inner);
    (published.get(&package()))
        .and_then(|findings| findings.get(revision))
        .cloned()
        .unwrap_or_default()
}

fn package() -> String {
    env::var("CARGO_MANIFEST_DIR").unwrap_or_default()
}

/// Whether a language server expands the macros, not the compiler.
pub(crate) fn is_for_a_language_server() -> bool {
    env::current_exe().is_ok_and(|program| {
        let name = program.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with("rust-analyzer")
    })
}
