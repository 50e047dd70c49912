//! Where a new migration crate goes and what it is called.

use std::fs;
use std::path::{Path, PathBuf};

use migrate_runtime::Error;
use serde::Deserialize;

use crate::message;
use crate::project::{Project, normalized};

/// Where the crate goes where nobody says so.
const DEFAULT: &str = "migrations";
/// Where it goes if Diesel's SQL migrations stand in `migrations`.
const BESIDE_DIESEL: &str = "db-migrations";

/// The place of the crate.
pub(super) struct Place {
    pub(super) folder: PathBuf,
    /// Diesel's SQL migrations that are already there.
    pub(super) diesel_migrations: Option<PathBuf>,
}

pub(super) fn choose(asked: Option<&Path>, project: &Project, here: &Path) -> Result<Place, Error> {
    let diesel_migrations = diesel_migrations(project.folder())?;
    let folder = asked.map_or_else(
        || usual(project.folder(), diesel_migrations.as_deref()),
        |folder| normalized(&here.join(folder)),
    );
    if !folder.starts_with(project.folder()) {
        return Err(message::outside_workspace(&folder, project.folder()));
    }
    if holds_sql_migrations(&folder) {
        return Err(message::holds_diesel_migrations(&folder));
    }
    Ok(Place {
        folder,
        diesel_migrations,
    })
}

/// `migrations`, or another folder where Diesel's SQL migrations stand in that one.
fn usual(root: &Path, diesel_migrations: Option<&Path>) -> PathBuf {
    let usual = root.join(DEFAULT);
    let taken = diesel_migrations == Some(&usual) || holds_sql_migrations(&usual);
    if taken {
        root.join(BESIDE_DIESEL)
    } else {
        usual
    }
}

/// The package's name: the folder's, with its parent's in front where that one is taken.
pub(super) fn package_name(folder: &Path, project: &Project) -> Result<String, Error> {
    let taken: Vec<String> = project
        .members()?
        .iter()
        .filter_map(|manifest| manifest.package().map(|package| package.name.clone()))
        .collect();
    let mut ancestors = folder
        .ancestors()
        .filter_map(|folder| folder.file_name()?.to_str());
    let last = ancestors.next().unwrap_or(DEFAULT);
    let long = ancestors.next().map(|parent| format!("{parent}-{last}"));
    [Some(last.to_owned()), long]
        .into_iter()
        .flatten()
        .find(|name| is_package_name(name) && !taken.contains(name))
        .ok_or_else(|| message::no_package_name(folder))
}

fn is_package_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|one| one.is_ascii_alphanumeric() || one == '-' || one == '_')
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DieselToml {
    migrations_directory: DieselMigrations,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct DieselMigrations {
    dir: Option<PathBuf>,
}

/// The folder of Diesel's SQL migrations: the one that `diesel.toml` names, else `migrations`.
fn diesel_migrations(root: &Path) -> Result<Option<PathBuf>, Error> {
    let settings = root.join("diesel.toml");
    let named = match fs::read_to_string(&settings) {
        Ok(text) => {
            let parsed: DieselToml = toml::from_str(&text)
                .map_err(|error| message::manifest_unparsable(&settings, &text, &error))?;
            parsed.migrations_directory.dir
        }
        Err(_) => None,
    };
    let folder = root.join(named.as_deref().unwrap_or(Path::new(DEFAULT)));
    Ok(holds_sql_migrations(&folder).then_some(folder))
}

/// Whether a folder holds migrations as Diesel's own tool writes them: folders with an `up.sql`.
fn holds_sql_migrations(folder: &Path) -> bool {
    let Ok(entries) = fs::read_dir(folder) else {
        return false;
    };
    entries
        .flatten()
        .any(|entry| entry.path().join("up.sql").is_file())
}
