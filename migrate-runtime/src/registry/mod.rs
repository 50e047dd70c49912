//! What the macros registered: the migrations of one history, wherever their crates were linked from.

mod assemble;
mod declaration;
mod error;
mod volume;

use crate::op::{Op, Plan, function};

pub use assemble::{Entry, Registry};
pub use declaration::Declaration;
pub use error::RegistryError;
pub use migrate_graph::scan::RemarkKind;

/// A function that fills a plan: `upgrade` or `downgrade` as it was registered.
pub type Builder = &'static dyn Plan;

/// One registered migration. The attribute writes it; nobody else does.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// The revision id.
    pub revision: &'static str,
    /// The parents; none for a base.
    pub down_revision: &'static [&'static str],
    /// Revisions or labels that must be applied first without being parents.
    pub depends_on: &'static [&'static str],
    /// The labels this revision carries.
    pub branch_labels: &'static [&'static str],
    /// The source file, relative to the package or the workspace.
    pub path: &'static str,
    /// Whether the author lets the revision run in a transaction.
    pub transaction: bool,
    /// Lint findings the author accepts: rule and reason.
    pub allow: &'static [(&'static str, &'static str)],
    /// Why there is no downgrade.
    pub irreversible: Option<&'static str>,
    /// Builds the plan of the upgrade.
    pub upgrade: Builder,
    /// Builds the plan of the downgrade.
    pub downgrade: Option<Builder>,
}

impl Migration {
    /// What holds where the attribute says nothing else.
    pub const UNSAID: Self = Self {
        revision: "",
        down_revision: &[],
        depends_on: &[],
        branch_labels: &[],
        path: "",
        transaction: true,
        allow: &[],
        irreversible: None,
        upgrade: &function(idle as fn(&mut Op)),
        downgrade: None,
    };
}

fn idle(_op: &mut Op) {}

/// Migrations that one package registers together. `versions!` writes it; nobody else does.
#[derive(Clone, Copy, Debug)]
pub struct Registered {
    /// The package: histories linked into one binary do not mix.
    pub crate_name: &'static str,
    /// The migrations, in no order that means anything.
    pub migrations: &'static [&'static Migration],
}

inventory::collect!(Registered);

/// Every migration that the package `crate_name` registered in this program.
pub(crate) fn registered(crate_name: &str) -> impl Iterator<Item = &'static Migration> {
    inventory::iter::<Registered>
        .into_iter()
        .filter(move |part| part.crate_name == crate_name)
        .flat_map(|part| part.migrations.iter().copied())
}

/// What `versions!` saw in the folder: one crate's part of a history.
#[derive(Debug)]
pub struct History {
    /// The package.
    pub crate_name: &'static str,
    /// The migration files, in the order of their names.
    pub sources: &'static [Source],
    /// The other crates of the same history.
    pub volumes: &'static [&'static History],
    /// The text of `migrate.toml`, where there is one.
    pub settings: Option<&'static str>,
}

/// One migration file as `versions!` read it.
#[derive(Debug)]
pub struct Source {
    /// The revision id.
    pub revision: &'static str,
    /// The message: the first paragraph of the file's documentation.
    pub message: &'static str,
    /// The hash of the file's tokens, in hexadecimal.
    pub source_hash: &'static str,
    /// What in the file may make it do something else one day.
    pub remarks: &'static [Remark],
}

/// Something in a migration file that deserves a remark, where it stands first.
#[derive(Clone, Copy, Debug)]
pub struct Remark {
    /// What it is.
    pub kind: RemarkKind,
    /// The line, from 1.
    pub line: u32,
    /// The tokens that it is about.
    pub text: &'static str,
}
