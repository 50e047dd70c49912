//! `#[migration]` and `versions!`: tokens in, registrations and diagnostics out.
//!
//! Use them through `migrate_runtime`, which re-exports both and holds what they expand to.
//!
//! The attribute reads its arguments and the heads of two functions and passes everything else through unparsed: this
//! work is done again for every migration in every build, so it decides how long users wait.

mod findings;
mod folder;
mod migration;
mod option;
mod report;
mod versions;

use proc_macro::TokenStream;

/// Makes the inline module under it a migration.
///
/// ```ignore
/// #[migration(revision = "a1b2c3d4e5f6", down_revision = "1975ea83b712")]
/// mod add_user_preferences {
///     use super::*;
///
///     fn upgrade(op: &mut Op) {
///         op.execute("CREATE TABLE user_preferences (user_id BIGINT NOT NULL, theme TEXT NOT NULL)");
///     }
///
///     fn downgrade(op: &mut Op) {
///         op.execute("DROP TABLE user_preferences");
///     }
/// }
/// ```
///
/// | argument | meaning |
/// |---|---|
/// | `revision = "…"` | the id, 1 to 50 letters, digits and underscores; the file name begins with it |
/// | `down_revision = "…"` | the revision before this one; `None` for a base, `["…", "…"]` for a merge |
/// | `branch_labels = ["…"]` | names for the branch that starts here |
/// | `depends_on = ["…"]` | revisions or labels that must be applied first without being parents |
/// | `transaction = false` | the revision does not run in a transaction |
/// | `allow(LK01 = "reason")` | findings of `cargo migrate lint` that are acceptable here, and why |
/// | `irreversible = "reason"` | there is no `downgrade`, and why |
/// | `sql` | the steps are in two SQL files beside this one, `<name>.up.sql` and `<name>.down.sql` |
///
/// `revision` and `down_revision` are always written out. `upgrade` and `downgrade` are plain functions that need not be
/// `pub`; each may be `fn(&mut Op)`, `fn(&mut Op) -> Result<(), E>`, or a Diesel function
/// `fn(&mut C) -> Result<(), E>` over a connection `C` of an enabled backend.
///
/// # Errors
///
/// Every broken rule is a compile error at the tokens that break it, with a line on how to put it right; all errors of a
/// file are reported at once. A `downgrade` that is missing, or that visibly does nothing although `upgrade` does
/// something, is one of them. In a folder that `versions!` declares, so is everything that is wrong with the history:
/// unknown parents and dependencies, duplicate ids and labels, cycles.
#[proc_macro_attribute]
pub fn migration(arguments: TokenStream, item: TokenStream) -> TokenStream {
    migration::expand(arguments.into(), &item.into()).into()
}

/// Declares every migration in a folder as a module, checks the whole history, and makes the crate's `migrator()`.
///
/// It stands in the crate root; the folder is relative to the package:
///
/// ```ignore
/// migrate_runtime::versions!("src/versions");
/// ```
///
/// A new revision is a new file, and no list is edited: files named `<revision>_<slug>.rs` are migrations. Names without
/// `_`, or that begin with one, are not read.
///
/// A long history may be cut into crates. The newest names the others, each of which has a `versions!` of its own:
///
/// ```ignore
/// migrate_runtime::versions!("src/versions", volumes = [archive_2024, archive_2025]);
/// ```
///
/// Cargo notices added and removed files because the build script watches the folder. It says so, and `versions!`
/// refuses to compile without:
///
/// ```text
/// // build.rs
/// fn main() {
///     println!("cargo::rerun-if-changed=src/versions");
///     println!("cargo::rustc-env=MIGRATE_WATCHED=src/versions");
/// }
/// ```
///
/// # Errors
///
/// The folder cannot be read or is not watched; a file in it has no `#[migration]`. What is wrong with a migration or with
/// the history is reported by the `#[migration]` it concerns, at its own literals.
#[proc_macro]
pub fn versions(input: TokenStream) -> TokenStream {
    versions::expand(input.into()).into()
}
