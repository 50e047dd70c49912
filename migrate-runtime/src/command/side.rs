//! The schemas that commands compare: the declared one, a live one, the one that the history makes.

use migrate_graph::Target;

use crate::autogenerate::{Declared, declared};
use crate::backend::{Reflected, Server, reflect};
use crate::connection::{BackendKind, Database};
use crate::error::{Error, ErrorKind};
use crate::plan::{Unseen, replayed};
use crate::registry::Registry;
use crate::schema::NamingConvention;

/// Where a schema is found.
pub enum Side<'a> {
    /// In the files that `schema!` names.
    Declared,
    /// In a database.
    Live(&'a mut dyn Database),
    /// In what the history makes of an empty database.
    Replayed(Vec<Target>),
}

/// A schema that was found.
pub(super) enum Found {
    /// What the files declare.
    Declared(Box<Declared>),
    /// What a database has, or would have; what a replay cannot see stands beside it.
    Schema(Box<Reflected>, Vec<Unseen>),
}

impl Side<'_> {
    /// The server behind it, if there is one.
    pub(super) fn server(&mut self) -> Result<Option<Server>, Error> {
        match self {
            Self::Live(database) => Server::detect(&mut **database)
                .map(Some)
                .map_err(unreadable),
            Self::Declared | Self::Replayed(_) => Ok(None),
        }
    }

    /// Finds the schema, in the words of this server.
    pub(super) fn find(self, registry: &Registry, server: &Server) -> Result<Found, Error> {
        match self {
            Self::Declared => Ok(Found::Declared(Box::new(declaration(
                registry,
                server.kind,
            )?))),
            Self::Live(database) => {
                let found = live(database, server)?;
                Ok(Found::Schema(Box::new(found), Vec::new()))
            }
            Self::Replayed(targets) => {
                let (found, unseen) = replay(registry, server, &targets)?;
                Ok(Found::Schema(Box::new(found), unseen))
            }
        }
    }
}

/// What a database has.
pub(super) fn live(database: &mut dyn Database, server: &Server) -> Result<Reflected, Error> {
    reflect(database, server).map_err(unreadable)
}

pub(super) fn unreadable(error: diesel::result::Error) -> Error {
    Error::new(ErrorKind::Unexpected, "cannot read the database's schema").with_source(error)
}

/// What the history makes of an empty database up to these targets.
pub(super) fn replay(
    registry: &Registry,
    server: &Server,
    targets: &[Target],
) -> Result<(Reflected, Vec<Unseen>), Error> {
    let applied = registry.graph().applied_at(targets)?;
    let replayed = replayed(registry, server, &applied)?;
    let found = Reflected {
        schema: replayed.schema,
        raw: Vec::new(),
    };
    Ok((found, replayed.unseen))
}

/// What the application declares.
pub(super) fn declaration(registry: &Registry, kind: BackendKind) -> Result<Declared, Error> {
    if registry.declarations().is_empty() {
        return Err(Error::new(
            ErrorKind::Usage,
            "this migration crate does not know which schema is declared",
        )
        .with_help(
            "name the application's file in src/lib.rs, relative to the crate: \
             `migrate_runtime::schema!(\"../src/schema.rs\");`",
        ));
    }
    declared(registry.declarations(), kind, &NamingConvention::default())
        .map_err(|error| Error::new(ErrorKind::Usage, error.to_string()).with_help(error.help))
}

/// What a replay cannot see, for people.
pub(super) fn unseen_words(unseen: &Unseen) -> String {
    format!(
        "revision {}, step {} ({}:{}), may change the schema unseen: {}",
        unseen.revision,
        unseen.step,
        unseen.location.file(),
        unseen.location.line(),
        unseen.what
    )
}
