//! Which database a new migration crate is written for: what the flag says, else the database's address, else what the
//! workspace uses Diesel for.

use migrate_runtime::Error;
use migrate_runtime::cli::arguments::Backend;

use super::environment::DatabaseUrl;
use crate::message;
use crate::project::{Manifest, Project};

/// A backend and where the choice comes from.
pub(crate) struct Choice {
    pub(crate) backend: Backend,
    pub(crate) reason: Reason,
}

impl Choice {
    /// The backend as `--backend` names it.
    pub(crate) const fn name(&self) -> &'static str {
        runtime_feature(self.backend)
    }
}

/// Where the choice of a backend comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// `--backend`.
    Flag,
    /// `DATABASE_URL`, and where that stands.
    Url(String),
    /// The features of Diesel that the workspace enables.
    Diesel,
}

/// The three families of databases.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Family {
    Sqlite,
    Postgres,
    Mysql,
}

impl Family {
    /// As `--backend` of `lint` names it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
            Self::Mysql => "mysql",
        }
    }

    /// As people call it.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
            Self::Mysql => "MySQL",
        }
    }
}

/// Every backend.
pub(super) const ALL: [Backend; 5] = [
    Backend::Sqlite,
    Backend::Postgres,
    Backend::Mysql,
    Backend::AsyncPostgres,
    Backend::AsyncMysql,
];

pub(super) fn choose(flag: Option<Backend>, project: &Project) -> Result<Choice, Error> {
    if let Some(backend) = flag {
        return Ok(Choice {
            backend,
            reason: Reason::Flag,
        });
    }
    let members = project.members()?;
    if let Some(url) = DatabaseUrl::find(project.folder())? {
        let family = family_of(&url.value).ok_or_else(|| message::unknown_scheme(&url))?;
        let backend = backend_of(family, uses_async(&project.root, &members));
        return Ok(Choice {
            backend,
            reason: Reason::Url(url.origin),
        });
    }
    let backend = from_diesel(&project.root, &members).ok_or_else(message::no_backend)?;
    Ok(Choice {
        backend,
        reason: Reason::Diesel,
    })
}

/// The family that a URL's scheme names. Diesel takes a plain path for SQLite.
fn family_of(url: &str) -> Option<Family> {
    let scheme = url.split_once("://").map_or("sqlite", |(scheme, _)| scheme);
    match scheme {
        "sqlite" | "file" => Some(Family::Sqlite),
        "postgres" | "postgresql" => Some(Family::Postgres),
        "mysql" | "mariadb" => Some(Family::Mysql),
        _ => None,
    }
}

/// The family that a backend is a driver for.
pub(super) const fn family(backend: Backend) -> Family {
    match backend {
        Backend::Sqlite => Family::Sqlite,
        Backend::Postgres | Backend::AsyncPostgres => Family::Postgres,
        Backend::Mysql | Backend::AsyncMysql => Family::Mysql,
    }
}

/// A workspace with diesel-async gets its pure-Rust drivers: the C libraries may not be there.
const fn backend_of(family: Family, asynchronous: bool) -> Backend {
    match (family, asynchronous) {
        (Family::Sqlite, _) => Backend::Sqlite,
        (Family::Postgres, false) => Backend::Postgres,
        (Family::Postgres, true) => Backend::AsyncPostgres,
        (Family::Mysql, false) => Backend::Mysql,
        (Family::Mysql, true) => Backend::AsyncMysql,
    }
}

fn uses_async(root: &Manifest, members: &[Manifest]) -> bool {
    manifests(root, members).any(|manifest| manifest.depends_on("diesel-async"))
}

/// The one family that the workspace's own uses of Diesel enable; none where they enable several or none.
fn from_diesel(root: &Manifest, members: &[Manifest]) -> Option<Backend> {
    let enabled = |crate_name: &str, feature: &str| {
        manifests(root, members)
            .any(|manifest| manifest.features_of(crate_name).any(|one| one == feature))
    };
    let candidates = [
        (Backend::Sqlite, "diesel", "sqlite"),
        (Backend::Postgres, "diesel", "postgres"),
        (Backend::Mysql, "diesel", "mysql"),
        (Backend::AsyncPostgres, "diesel-async", "postgres"),
        (Backend::AsyncMysql, "diesel-async", "mysql"),
    ];
    let mut enabled = candidates
        .into_iter()
        .filter(|(_, crate_name, feature)| enabled(crate_name, feature));
    match (enabled.next(), enabled.next()) {
        (Some((backend, ..)), None) => Some(backend),
        _ => None,
    }
}

fn manifests<'m>(
    root: &'m Manifest,
    members: &'m [Manifest],
) -> impl Iterator<Item = &'m Manifest> {
    std::iter::once(root).chain(members)
}

/// The feature of migrate-runtime that serves the backend.
pub(super) const fn runtime_feature(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgres",
        Backend::Mysql => "mysql",
        Backend::AsyncPostgres => "async-postgres",
        Backend::AsyncMysql => "async-mysql",
    }
}

/// The feature of Diesel itself that the backend needs.
pub(super) const fn diesel_feature(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "sqlite",
        Backend::Postgres => "postgres",
        Backend::Mysql => "mysql",
        Backend::AsyncPostgres => "postgres_backend",
        Backend::AsyncMysql => "mysql_backend",
    }
}

/// An address of such a database, for the settings file.
pub(super) const fn example_url(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "sqlite://../app.sqlite",
        Backend::Postgres | Backend::AsyncPostgres => "postgres://localhost/app",
        Backend::Mysql | Backend::AsyncMysql => "mysql://localhost/app",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scheme_decides_and_a_path_is_sqlite() {
        assert!(family_of("postgresql://u@h/d") == Some(Family::Postgres));
        assert!(family_of("mariadb://u@h/d") == Some(Family::Mysql));
        assert!(family_of("app.db") == Some(Family::Sqlite));
        assert!(family_of("oracle://x").is_none());
    }
}
