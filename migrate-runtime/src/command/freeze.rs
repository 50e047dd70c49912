//! Tables frozen for a data migration: Diesel's `table!` of the schema that it runs on, the named columns only.

use std::collections::BTreeMap;

use super::side::{live, replay, unseen_words};
use crate::autogenerate::{Style, declaration};
use crate::backend::{Reflected, Server};
use crate::connection::{BackendKind, Database};
use crate::error::{Error, ErrorKind};
use crate::plan::Unseen;
use crate::registry::Registry;
use crate::schema::{
    Constraint, Name, NamingConvention, PrimaryKey, QualifiedName, Rule, Schema, Table,
};

/// What `--tables` asks for: a table, and which of its columns; all where none is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrozenTable {
    /// The table.
    pub table: QualifiedName,
    /// The columns.
    pub columns: Vec<Name>,
}

impl FrozenTable {
    /// Reads `users`, `users:id,email` or `shop.users:id`.
    ///
    /// # Errors
    ///
    /// No table is named.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let (table, columns) = text.split_once(':').unwrap_or((text, ""));
        let names = columns.split(',').map(str::trim);
        let columns = names.filter(|name| !name.is_empty()).map(Name::from);
        let table = match table.trim().split_once('.') {
            Some((schema, name)) => QualifiedName::from((schema, name)),
            None => QualifiedName::new(table.trim()),
        };
        if table.name.as_str().is_empty() {
            return Err(Error::new(
                ErrorKind::Usage,
                format!("`--tables {text}` names no table"),
            )
            .with_help("write `--tables users`, or `--tables users:id,email`"));
        }
        Ok(Self {
            table,
            columns: columns.collect(),
        })
    }
}

/// The source of the frozen tables.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Frozen {
    /// `diesel::table!` for each table, and what joins them.
    pub source: String,
}

/// Writes the tables as they are below a new revision: replayed, or as `database` has them where steps of the history may
/// have changed them unseen.
///
/// # Errors
///
/// A table or a column is not there, the history cannot tell and there is no database to ask, or a builder fails.
pub fn freeze(
    registry: &Registry,
    tables: &[FrozenTable],
    parents: &[migrate_graph::Target],
    kind: BackendKind,
    database: Option<&mut dyn Database>,
) -> Result<Frozen, Error> {
    let assumed = Server::assumed(kind);
    let (found, unseen) = replay(registry, &assumed, parents)?;
    let (found, server) = match (unseen.is_empty(), database) {
        (true, _) => (found, assumed),
        (false, Some(database)) => {
            let server = server_of(database)?;
            (live(database, &server)?, server)
        }
        (false, None) => return Err(cannot_tell(&unseen)),
    };
    let schema = frozen(&found.schema, tables)?;
    let found = Reflected {
        schema,
        raw: Vec::new(),
    };
    let printed = declaration(&found, &server, &NamingConvention::default(), Style::Plain);
    Ok(Frozen {
        source: printed.source,
    })
}

fn server_of(database: &mut dyn Database) -> Result<Server, Error> {
    Server::detect(database).map_err(|error| {
        Error::new(ErrorKind::Unexpected, "cannot ask the database what it is").with_source(error)
    })
}

fn cannot_tell(unseen: &[Unseen]) -> Error {
    let steps: Vec<_> = unseen.iter().map(unseen_words).collect();
    Error::new(
        ErrorKind::Refused,
        format!(
            "the history alone does not tell what the tables are like: {}",
            steps.join("; ")
        ),
    )
    .with_help("name a database that has them: `--database URL`")
}

/// The part of a schema that was asked for. Two requests for one table are one.
fn frozen(schema: &Schema, requests: &[FrozenTable]) -> Result<Schema, Error> {
    let mut asked: BTreeMap<&QualifiedName, Vec<&Name>> = BTreeMap::new();
    let mut part = Schema::default();
    for request in requests {
        let columns = asked.entry(&request.table).or_default();
        columns.extend(&request.columns);
        let table = schema
            .table(&request.table)
            .ok_or_else(|| no_table(schema, &request.table))?;
        let cut = cut(table, columns)?;
        part.tables.insert(cut.name.clone(), cut);
    }
    let kept = part.clone();
    for table in part.tables.values_mut() {
        table
            .constraints
            .retain(|constraint| stays(constraint, &kept, &table.columns));
    }
    part.enums.clone_from(&schema.enums);
    Ok(part)
}

/// The table with these columns and its key, which Diesel wants of every table.
fn cut(table: &Table, columns: &[&Name]) -> Result<Table, Error> {
    if let Some(missing) = columns.iter().find(|name| table.column(name).is_none()) {
        return Err(no_column(table, missing));
    }
    let mut cut = table.clone();
    let key = if let Some(key) = table.primary_key() {
        key.columns.clone()
    } else {
        let first = columns.first().copied();
        let first = first.or_else(|| table.columns.first().map(|column| &column.name));
        let columns: Vec<_> = first.into_iter().cloned().collect();
        let key = PrimaryKey {
            columns: columns.clone(),
        };
        cut.constraints
            .push(Constraint::unnamed(Rule::PrimaryKey(key)));
        columns
    };
    if !columns.is_empty() {
        cut.columns
            .retain(|column| columns.contains(&&column.name) || key.contains(&column.name));
    }
    Ok(cut)
}

/// Joins are kept between tables that are both there, with their columns.
fn stays(constraint: &Constraint, kept: &Schema, columns: &[crate::schema::Column]) -> bool {
    let is_there = |name: &Name| columns.iter().any(|column| column.name == *name);
    match &constraint.rule {
        Rule::PrimaryKey(_) => true,
        Rule::ForeignKey(key) => {
            key.columns.iter().all(is_there) && kept.tables.contains_key(&key.table)
        }
        Rule::Unique(_) | Rule::Check(_) | Rule::Exclude(_) => false,
    }
}

fn no_table(schema: &Schema, wanted: &QualifiedName) -> Error {
    let names: Vec<_> = schema.tables.keys().map(ToString::to_string).collect();
    unknown(
        format!("there is no table `{wanted}` below the new revision"),
        &wanted.to_string(),
        &names,
        "tables",
    )
}

fn no_column(table: &Table, wanted: &Name) -> Error {
    let names: Vec<_> = (table.columns.iter())
        .map(|column| column.name.to_string())
        .collect();
    unknown(
        format!("table `{}` has no column `{wanted}`", table.name),
        wanted.as_str(),
        &names,
        "columns",
    )
}

/// An error that offers the nearest name, else all there are.
fn unknown(message: String, wanted: &str, names: &[String], what: &str) -> Error {
    let likeness = |name: &&String| (strsim::jaro_winkler(wanted, name) * 1000.0).round();
    let nearest = names
        .iter()
        .max_by(|left, right| likeness(left).total_cmp(&likeness(right)));
    let help = match nearest {
        Some(near) if likeness(&near) >= 800.0 => format!("did you mean `{near}`?"),
        Some(_) => format!("its {what} are `{}`", names.join("`, `")),
        None => format!("there are no {what} at all"),
    };
    Error::new(ErrorKind::Usage, message).with_help(help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::Op;
    use crate::prelude::*;

    fn schema() -> Schema {
        let mut op = Op::default();
        op.create_table("users", |t| {
            t.column("id", BigInt).primary_key();
            t.column("email", Text);
            t.column("name", Text);
        });
        op.create_table("posts", |t| {
            t.column("id", BigInt).primary_key();
            t.column("user_id", BigInt).references("users", "id");
            t.column("title", Text);
        });
        let mut schema = Schema::default();
        for step in op.into_steps() {
            step.operation.apply(&mut schema).expect("the steps fit");
        }
        schema
    }

    fn printed(requests: &[&str]) -> Result<String, Error> {
        let requests: Vec<_> = requests
            .iter()
            .map(|text| FrozenTable::parse(text))
            .collect::<Result<_, _>>()?;
        let found = Reflected {
            schema: frozen(&schema(), &requests)?,
            raw: Vec::new(),
        };
        let server = Server::assumed(BackendKind::Sqlite);
        let convention = NamingConvention::default();
        Ok(declaration(&found, &server, &convention, Style::Plain).source)
    }

    #[test]
    fn only_what_was_named_is_there_with_the_key() {
        assert_eq!(
            printed(&["users:email"]).expect("they are there"),
            "diesel::table! {\n    users (id) {\n        id -> BigInt,\n        email -> Text,\n    }\n}\n"
        );
        let both = printed(&["users:id", "posts:user_id"]).expect("they are there");
        assert!(
            both.contains("diesel::joinable!(posts -> users (user_id));"),
            "{both}"
        );
        assert!(!both.contains("title"), "{both}");
        let apart = printed(&["users:id", "posts:title"]).expect("they are there");
        assert!(!apart.contains("joinable"), "{apart}");
    }

    #[test]
    fn what_is_not_there_is_named_with_what_is() {
        let said = |requests: &[&str]| {
            let error = printed(requests).expect_err("it is not there");
            format!("{error}; {}", error.help().unwrap_or_default())
        };
        assert_eq!(
            said(&["user"]),
            "there is no table `user` below the new revision; did you mean `users`?"
        );
        assert_eq!(
            said(&["users:id,emial"]),
            "table `users` has no column `emial`; did you mean `email`?"
        );
        assert_eq!(
            said(&["posts:zzz"]),
            "table `posts` has no column `zzz`; its columns are `id`, `user_id`, `title`"
        );
        assert!(said(&[":id"]).contains("names no table"));
    }
}
