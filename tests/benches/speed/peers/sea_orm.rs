//! `sea-orm-migration`: migrations in Rust, a crate as its own template writes it.

use std::fmt::Write as _;
use std::time::Duration;

use migrate_tests::Project;

use crate::{Result, child, history};

/// A built migration crate.
pub(crate) struct SeaOrm {
    project: Project,
    migrations: usize,
}

impl SeaOrm {
    /// Writes and builds a crate with this many migrations, dependencies first.
    ///
    /// An error if cargo cannot get the dependencies.
    pub(crate) fn build(name: &'static str, migrations: usize) -> Result<Self> {
        let mut builder = Project::named(name)
            .file("Cargo.toml", MANIFEST)
            .file("Cargo.lock", "version = 4\n")
            .file("src/main.rs", MAIN)
            .file("src/lib.rs", migrator(migrations));
        for n in 0..=migrations {
            builder = builder.file(&path(n), migration(n, 0));
        }
        let peer = Self {
            project: builder.create(),
            migrations,
        };
        let mut fetch = child::command(&peer.project.cargo(["fetch"]));
        fetch.env_remove("CARGO_NET_OFFLINE");
        child::time_command(fetch)?;
        peer.again()?;
        Ok(peer)
    }

    /// Builds again after another change inside one migration.
    pub(crate) fn after_edit(&self, edition: usize) -> Result<Duration> {
        let n = self.migrations / 2;
        self.project.write(&path(n), &migration(n, edition));
        self.again()
    }

    /// Builds again after adding a migration; it is removed again afterwards.
    pub(crate) fn after_addition(&self) -> Result<Duration> {
        self.project
            .write("src/lib.rs", &migrator(self.migrations + 1));
        let took = self.again()?;
        self.project.write("src/lib.rs", &migrator(self.migrations));
        self.again()?;
        Ok(took)
    }

    fn again(&self) -> Result<Duration> {
        child::time(&self.project.cargo(["build", "--quiet"]))
    }
}

const MANIFEST: &str = r#"[package]
edition = "2024"
name = "migration"
publish = false
version = "0.1.0"

[workspace]

[dependencies]
tokio = { version = "1", features = ["macros", "rt", "rt-multi-thread"] }

[dependencies.sea-orm-migration]
features = ["runtime-tokio-rustls", "sqlx-sqlite"]
version = "2"
"#;

const MAIN: &str = r"use sea_orm_migration::prelude::*;

#[tokio::main]
async fn main() {
    cli::run_cli(migration::Migrator).await;
}
";

fn module(n: usize) -> String {
    format!("m20220101_{n:06}_{}", history::table(n))
}

fn path(n: usize) -> String {
    format!("src/{}.rs", module(n))
}

/// `lib.rs`: this peer lists its migrations by hand.
fn migrator(migrations: usize) -> String {
    let (modules, list) = (0..migrations).map(module).fold(
        (String::new(), String::new()),
        |(mut modules, mut list), module| {
            writeln!(modules, "mod {module};").expect("writing to a string");
            writeln!(list, "            Box::new({module}::Migration),")
                .expect("writing to a string");
            (modules, list)
        },
    );
    format!(
        r"pub use sea_orm_migration::prelude::*;

{modules}
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {{
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {{
        vec![
{list}        ]
    }}
}}
"
    )
}

/// The same six operations as [`history::Body::SixOperations`].
fn migration(n: usize, edition: usize) -> String {
    let table = history::table(n);
    format!(
        r#"use sea_orm_migration::{{prelude::*, schema::*}};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {{
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {{
        manager
            .create_table(
                Table::create()
                    .table("{table}")
                    .col(big_integer("id").primary_key())
                    .col(text("title"))
                    .col(text_null("note"))
                    .col(big_integer("owner"))
                    .col(timestamp("created"))
                    .col(big_integer_null("obsolete"))
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("{table}_by_title")
                    .table("{table}")
                    .col("title")
                    .to_owned(),
            )
            .await?;
        manager
            .create_index(
                Index::create()
                    .name("{table}_by_owner")
                    .table("{table}")
                    .col("owner")
                    .col("created")
                    .to_owned(),
            )
            .await?;
        manager
            .alter_table(
                Table::alter()
                    .table("{table}")
                    .add_column(big_integer_null("rating"))
                    .to_owned(),
            )
            .await?;
        manager
            .alter_table(
                Table::alter()
                    .table("{table}")
                    .drop_column("obsolete")
                    .to_owned(),
            )
            .await?;
        manager
            .get_connection()
            .execute_unprepared("UPDATE {table} SET rating = {edition} WHERE rating IS NULL")
            .await?;
        Ok(())
    }}

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {{
        manager
            .drop_index(Index::drop().name("{table}_by_owner").to_owned())
            .await?;
        manager
            .drop_index(Index::drop().name("{table}_by_title").to_owned())
            .await?;
        manager
            .drop_table(Table::drop().table("{table}").to_owned())
            .await
    }}
}}
"#
    )
}
