//! `#[migration]`, `versions!`, `table!` and `schema!`: tokens in, registrations and diagnostics out.
//!
//! Use them through `migrate_runtime`, which re-exports them and holds what they expand to.
//!
//! The attribute reads its arguments and the heads of two functions and passes everything else through unparsed: this
//! work is done again for every migration in every build, so it decides how long users wait.

mod findings;
mod folder;
mod migration;
mod option;
mod report;
mod schema;
mod table;
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
/// | `transaction = false` | no transaction surrounds the revision: each step commits by itself |
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
/// A migration names what else is in its crate by `crate::…`: the modules of the files stand inside others, which are
/// there to make builds quick and may change.
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

/// Diesel's `table!`, and beside it what Diesel's grammar cannot say, in one helper attribute.
///
/// It expands to exactly `diesel::table!`; what stands in `#[migrate(…)]` is for the migration crate, which reads the file
/// through [`schema!`]. Every `schema.rs` of Diesel's own compiles with it unchanged.
///
/// ```ignore
/// migrate_runtime::table! {
///     /// What users like.
///     #[migrate(index(user_id, theme, unique))]
///     user_preferences (id) {
///         #[migrate(auto_increment)]
///         id -> BigInt,
///         #[migrate(references(users.id, on_delete = cascade))]
///         user_id -> BigInt,
///         #[migrate(default = "light")]
///         theme -> Text,
///     }
/// }
/// ```
///
/// | on a column | meaning |
/// |---|---|
/// | `default = "light"`, `default = 0`, `default = true`, `default = sql("now()")` | what stands in a row that does not say |
/// | `unique`, `unique(name = "…")` | no two rows have the same value |
/// | `index`, `index(name = "…", method = "…", where = "…", unique)` | an index over this column |
/// | `references(users.id, on_delete = cascade, on_update = …, name = "…")` | a foreign key; the actions are `cascade`, `restrict`, `set_null`, `set_default`, `no_action` |
/// | `check = "…"` | a condition that holds for every row |
/// | `auto_increment`, `auto_increment(always)` | the database numbers the rows; a row may bring a number, or may not |
/// | `on_update = "CURRENT_TIMESTAMP"` | what MySQL writes whenever the row changes |
/// | `sql_type = "numeric(12, 2)"` | the type in the database's own words |
/// | `generated = "…"`, `generated = "…", virtual` | an expression makes the value, when written or when read |
/// | `collation = "…"` | the order of text |
/// | `labels("draft", "live")` | the values of an enum |
/// | `comment = "…"` | the comment, where a doc comment cannot say it |
/// | `was = "old_name"` | the column is that one, renamed |
///
/// | on a table | meaning |
/// |---|---|
/// | `index(a, b, unique, where = "…", name = "…", method = "…")` | an index; `include(c)`, `nulls_not_distinct` and `comment = "…"` may stand in it too |
/// | `index(desc(a, nulls_last), expr("lower(b)"))` | what it orders by; `asc(…)`, `desc(…)` and `expr("…")` take `desc`, `nulls_first`, `nulls_last`, `collation = "…"`, `operator_class = "…"`, `prefix = 10` |
/// | `unique(a, b, name = "…")` | a unique constraint; also `nulls_not_distinct` |
/// | `check("…", name = "…")` | a check |
/// | `foreign_key(a, b, references(users.a, users.b), on_delete = …)` | a reference over several columns; also `match_full` |
/// | `exclude(method = "gist", asc(room, with = "="), expr("…", with = "&&"))` | an exclusion constraint |
/// | `primary_key(name = "…")`, `no_primary_key` | what the key is called; that it is one to Diesel alone |
/// | `strict`, `without_rowid`, `unlogged`, `engine = "…"`, `charset = "…"`, `collation = "…"`, `storage("fillfactor" = "70")` | what one database or another lets a table say |
/// | `comment = "…"` | the comment, where a doc comment cannot say it |
/// | `was = "old_name"` | the table is that one, renamed |
///
/// Wherever a constraint may have a name, `unnamed` says that it has none; uniques, references and exclusions take
/// `deferrable = initially_deferred` or `initially_immediate`, checks and references `not_valid`.
///
/// Doc comments are the database's comments; `#[sql_name]` and `#[max_length]` are Diesel's and mean the same here.
///
/// # Errors
///
/// Every mistake in an attribute is a compile error at its tokens, with a line on how to put it right.
#[proc_macro]
pub fn table(body: TokenStream) -> TokenStream {
    table::expand(body.into()).into()
}

/// Says where the application declares its schema: one file or several, relative to the package.
///
/// It stands in the migration crate's root. The files are read when the crate is compiled, so that the built program needs
/// no source, and a change to one of them is noticed by the next build:
///
/// ```ignore
/// migrate_runtime::schema!("../src/schema.rs");
/// ```
///
/// A file may hold [`table!`], Diesel's own `table!`, `joinable!` (taken as a foreign key) and `sql_types` modules; everything
/// else in it is passed over. It stands outside of the migration crate's package: a container that builds the migration
/// crate alone must copy it too.
///
/// # Errors
///
/// A file cannot be read, or a declaration in it has a mistake: a compile error that names file, line and column.
#[proc_macro]
pub fn schema(input: TokenStream) -> TokenStream {
    schema::expand(input.into()).into()
}
