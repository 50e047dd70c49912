//! What the application declares in its `schema.rs`, as a schema of one kind of database.

mod column_type;
mod error;
mod names;
mod table;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use migrate_graph::declared::File;

pub(super) use column_type::of_word;
pub use error::DeclaredError;

use crate::connection::BackendKind;
use crate::registry::Declaration;
use crate::schema::{Name, NamingConvention, QualifiedName, Schema};
use names::Names;

/// What the application declares.
#[derive(Clone, Debug, Default)]
pub struct Declared {
    /// Everything that the files say.
    pub schema: Schema,
    /// The tables about which they say everything; of the others, what they do not say is as it is in the database.
    pub complete: BTreeSet<QualifiedName>,
    /// The columns of foreign keys of which only `joinable!` tells, with their tables: it does not say what happens to rows
    /// when others go.
    pub joins: BTreeSet<(QualifiedName, Vec<Name>)>,
    /// What tables were called before, by their names now.
    pub table_was: BTreeMap<QualifiedName, Name>,
    /// What columns were called before, by table and name now.
    pub column_was: BTreeMap<(QualifiedName, Name), Name>,
}

/// Reads the declared files for one kind of database.
///
/// # Errors
///
/// A file that cannot be read, a type that this kind of database has no word for, or a reference to a table or column
/// that no file declares: each with its file and line.
pub fn declared(
    files: &[Declaration],
    kind: BackendKind,
    convention: &NamingConvention,
) -> Result<Declared, DeclaredError> {
    let mut read = Vec::new();
    for file in files {
        let parsed = File::parse(file.text)
            .map_err(|problems| DeclaredError::unreadable(file.path, &problems))?;
        read.push((file.path, parsed));
    }
    let names = Names::of(&read);
    let mut declared = Declared::default();
    for (path, file) in &read {
        for table in &file.tables {
            let reader = table::Reader {
                kind,
                convention,
                names: &names,
                path,
            };
            reader.read(table, file, &mut declared)?;
        }
    }
    Ok(declared)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::op::Op;
    use crate::prelude::*;

    fn read(text: &'static str) -> Result<Declared, DeclaredError> {
        let file = Declaration {
            crate_name: "app",
            path: "src/schema.rs",
            text,
        };
        declared(&[file], BackendKind::Postgres, &NamingConvention::default())
    }

    /// The schema that a migration's function makes.
    fn made(fill: impl FnOnce(&mut Op)) -> Schema {
        let mut op = Op::default();
        fill(&mut op);
        let mut schema = Schema::default();
        for step in op.into_steps() {
            step.operation.apply(&mut schema).expect("the steps fit");
        }
        schema.in_one_order()
    }

    #[test]
    fn a_declaration_says_what_a_migration_would() {
        let declared = read(
            r#"
            migrate_runtime::table! {
                /// People.
                users (id) {
                    #[migrate(auto_increment)]
                    id -> BigInt,
                    /// As they spell it.
                    #[max_length = 80]
                    name -> Varchar,
                    #[migrate(unique, default = sql("lower('X')"), check = "email <> ''", was = "mail")]
                    email -> Nullable<Text>,
                    tags -> Array<Text>,
                }
            }
            migrate_runtime::table! {
                #[migrate(index(user_id, title, unique, where = "title > ''"), unique(title, user_id))]
                posts {
                    id -> Integer,
                    #[migrate(references(users.id, on_delete = cascade), index)]
                    user_id -> BigInt,
                    #[migrate(default = "none")]
                    title -> Text,
                }
            }
            "#,
        )
        .expect("the declaration is sound");
        let wanted = made(|op| {
            op.create_table("users", |t| {
                t.column("id", BigInt).primary_key().auto_increment();
                t.column("name", varchar(80)).comment("As they spell it.");
                t.column("email", Text)
                    .nullable()
                    .unique()
                    .default_sql("lower('X')")
                    .check("email <> ''");
                t.column("tags", array(Text));
                t.comment("People.");
            });
            op.create_table("posts", |t| {
                t.column("id", Integer).primary_key();
                t.column("user_id", BigInt)
                    .references("users", "id")
                    .on_delete(Cascade);
                t.column("title", Text).default("none");
                t.unique(["title", "user_id"]);
                t.index("user_id");
                t.index(["user_id", "title"])
                    .unique()
                    .where_sql("title > ''");
            });
        });
        assert_eq!(declared.schema.in_one_order(), wanted);
        assert_eq!(declared.complete.len(), 2);
        let was = declared.column_was.values().next();
        assert_eq!(was.map(Name::as_str), Some("mail"));
    }

    #[test]
    fn a_join_is_a_foreign_key_to_the_parent_s_key() {
        let declared = read(
            "diesel::table! { users (uid) { uid -> Integer } }
             diesel::table! { posts { id -> Integer, user_id -> Integer } }
             diesel::joinable!(posts -> users (user_id));",
        )
        .expect("the declaration is sound");
        let keys: Vec<_> = declared.schema.tables[&"posts".into()]
            .foreign_keys()
            .collect();
        assert_eq!(keys.len(), 1);
        assert_eq!(keys[0].referenced, ["uid".into()]);
        assert!(
            declared.complete.is_empty(),
            "Diesel's table! does not say everything"
        );
    }

    #[test]
    fn what_cannot_be_understood_is_named() {
        for (text, wanted) in [
            (
                "diesel::table! { t { id -> Wonder } }",
                "src/schema.rs:1: column `id` of table `t` has type `Wonder`",
            ),
            (
                "diesel::table! { t { id -> Unsigned<Integer> } }",
                "PostgreSQL has no type `Unsigned<Integer>`",
            ),
            (
                "diesel::table! { t { id -> Integer, #[migrate(references(nobody.id))] u -> Integer } }",
                "src/schema.rs:1: table `t` refers to `nobody`, which no file declares",
            ),
            (
                "diesel::table! { t { id -> Integer, #[migrate(references(t.di))] u -> Integer } }",
                "refers to column `di` of `t`, which is not declared",
            ),
            (
                "diesel::table! { t { id Integer } }",
                "src/schema.rs:1:22: this is no column",
            ),
            (
                "diesel::table! { t (idd) { id -> Integer } }",
                "has no column `idd`",
            ),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.to_string().contains(wanted), "{text}: {error}");
        }
    }
}
