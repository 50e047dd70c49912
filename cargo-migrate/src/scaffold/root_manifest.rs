//! The workspace's manifest with the new crate in it: a member, and the build settings that make migrations quick.

use std::fs;
use std::path::{Path, PathBuf};

use migrate_runtime::Error;
use migrate_runtime::cli::arguments::Backend;
use toml_edit::{Array, DocumentMut, Item, Table, TableLike, value};

use crate::message;
use crate::project::{Manifest, lists};

/// A root manifest before and after.
pub(crate) struct RootManifest {
    path: PathBuf,
    before: String,
    after: String,
}

/// How much the dev profile optimises these packages. Measured: SQLite at 0 takes twice as long for every migration,
/// and at 3 three times as long to build as at 1; the others run inside every build of the crate.
const OPT_LEVELS: [(&str, i64); 6] = [
    ("libsqlite3-sys", 1),
    ("migrate-graph", 3),
    ("migrate-macros", 3),
    ("proc-macro2", 3),
    ("quote", 3),
    ("sha2", 3),
];

const PROFILE_COMMENT: &str = "\n# Migrations build and run faster with these.\n";

impl RootManifest {
    /// Edits the manifest; everything that is already there stays as it is.
    ///
    /// # Errors
    ///
    /// The manifest cannot be read, or a table is of an unexpected kind.
    pub(super) fn edited(root: &Manifest, folder: &Path, backend: Backend) -> Result<Self, Error> {
        let path = root.path.clone();
        let before =
            fs::read_to_string(&path).map_err(|error| message::unreadable(&path, error))?;
        let mut document: DocumentMut = before
            .parse()
            .map_err(|error| message::manifest_uneditable(&path, &error))?;
        if !lists(root, folder) {
            let member = folder.strip_prefix(root.folder()).unwrap_or(folder);
            add_member(&mut document, &member.to_string_lossy().replace('\\', "/"))
                .ok_or_else(|| message::manifest_table(&path, "workspace.members"))?;
        }
        set_opt_levels(&mut document, backend)
            .ok_or_else(|| message::manifest_table(&path, "profile.dev.package"))?;
        Ok(Self {
            path,
            before,
            after: document.to_string(),
        })
    }

    /// The manifest's path.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// What changes, line by line, with a little around it; empty if nothing does.
    pub(crate) fn diff(&self) -> String {
        similar::TextDiff::from_lines(&self.before, &self.after)
            .unified_diff()
            .context_radius(1)
            .to_string()
    }

    pub(super) fn write(&self) -> Result<(), Error> {
        if self.before == self.after {
            return Ok(());
        }
        fs::write(&self.path, &self.after).map_err(|error| message::unwritable(&self.path, error))
    }
}

fn add_member(document: &mut DocumentMut, member: &str) -> Option<()> {
    let workspace = document
        .entry("workspace")
        .or_insert_with(|| Item::Table(Table::new()));
    let members = workspace
        .as_table_like_mut()?
        .entry("members")
        .or_insert_with(|| value(Array::new()));
    push_like_the_others(members.as_array_mut()?, member);
    Some(())
}

/// Adds an element on a line of its own where the others have one.
fn push_like_the_others(array: &mut Array, element: &str) {
    let prefix = array
        .iter()
        .last()
        .and_then(|last| last.decor().prefix()?.as_str().map(ToOwned::to_owned));
    array.push(element);
    if let Some(prefix) = prefix.filter(|prefix| prefix.contains('\n'))
        && let Some(added) = array.iter_mut().last()
    {
        // Comments between the lines belong to the neighbour.
        let indent = prefix.rsplit('\n').next().unwrap_or_default();
        added.decor_mut().set_prefix(format!("\n{indent}"));
    }
}

fn set_opt_levels(document: &mut DocumentMut, backend: Backend) -> Option<()> {
    let root = document.as_table_mut();
    let packages = nested(nested(nested(root, "profile")?, "dev")?, "package")?;
    let mut comment = Some(PROFILE_COMMENT);
    for (package, level) in OPT_LEVELS {
        // Cargo warns of a setting for a package that is not there.
        let used = package != "libsqlite3-sys" || backend == Backend::Sqlite;
        if !used || packages.contains_key(package) {
            continue;
        }
        let mut table = Table::new();
        table.insert("opt-level", value(level));
        if let Some(comment) = comment.take() {
            table.decor_mut().set_prefix(comment);
        } else {
            table.decor_mut().set_prefix("");
        }
        packages.insert(package, Item::Table(table));
    }
    Some(())
}

/// The table under a key, made without a header of its own where it is missing.
fn nested<'t>(table: &'t mut dyn TableLike, key: &str) -> Option<&'t mut dyn TableLike> {
    let item = table.entry(key).or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    item.as_table_like_mut()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(text: &str, member: &str) -> String {
        let mut document: DocumentMut = text.parse().unwrap();
        add_member(&mut document, member).unwrap();
        document.to_string()
    }

    #[test]
    fn member_joins_a_list_on_one_line() {
        assert_eq!(
            edited("[workspace]\nmembers = [\"app\"] # all\n", "migrations"),
            "[workspace]\nmembers = [\"app\", \"migrations\"] # all\n"
        );
    }

    #[test]
    fn member_gets_a_line_where_the_others_have_one() {
        assert_eq!(
            edited(
                "[workspace]\nmembers = [\n    \"app\",\n    # the rest\n    \"lib\",\n]\n",
                "migrations"
            ),
            "[workspace]\nmembers = [\n    \"app\",\n    # the rest\n    \"lib\",\n    \"migrations\",\n]\n"
        );
    }

    #[test]
    fn lone_package_becomes_a_workspace() {
        assert_eq!(
            edited("[package]\nname = \"app\"\n", "migrations"),
            "[package]\nname = \"app\"\n\n[workspace]\nmembers = [\"migrations\"]\n"
        );
    }

    #[test]
    fn own_settings_stay() {
        let mut document: DocumentMut =
            "[profile.dev]\ndebug = 1\n\n[profile.dev.package.quote]\nopt-level = 1\n"
                .parse()
                .unwrap();
        set_opt_levels(&mut document, Backend::Postgres).unwrap();
        let text = document.to_string();
        assert!(
            text.starts_with(
                "[profile.dev]\ndebug = 1\n\n[profile.dev.package.quote]\nopt-level = 1\n"
            ),
            "{text}"
        );
        assert!(!text.contains("libsqlite3-sys"), "{text}");
        assert!(
            text.ends_with("\n# Migrations build and run faster with these.\n[profile.dev.package.migrate-graph]\nopt-level = 3\n[profile.dev.package.migrate-macros]\nopt-level = 3\n[profile.dev.package.proc-macro2]\nopt-level = 3\n[profile.dev.package.sha2]\nopt-level = 3\n"),
            "{text}"
        );
    }
}
