//! The migrations that are disturbed: all operations, each migration the child of one ground, so that each can be run on a
//! copy of it.

mod columns;
mod constraints;
mod data;
mod enums;
mod ground;
mod indexes;
mod objects;
mod tables;
mod text;

use migrate_runtime::Migrator;
use migrate_tests::Backend::{self, Mysql, Postgres, Sqlite};

const ALL: &[Backend] = &[Sqlite, Postgres, Mysql];

/// A migration of the corpus.
pub(crate) struct Migration {
    pub(crate) name: &'static str,
    pub(crate) backends: &'static [Backend],
}

/// The revision that every other one stands on.
pub(crate) const GROUND: &str = "ground";

/// `"name" on backends: up, down;`, each optionally followed by fields of the revision.
macro_rules! corpus {
    ($($name:literal on $backends:expr, $up:path, $down:path $(, with { $($field:ident: $value:expr),* })?;)*) => {
        /// Every migration there is.
        pub(crate) const MIGRATIONS: &[Migration] = &[$(Migration { name: $name, backends: $backends }),*];

        history!(history {
            "ground" [] up |op| ground::up(op), down |op| ground::back(op);
            $($name ["ground"] up |op| $up(op), down |op| $down(op) $(, with { $($field: $value),* })?;)*
        });
    };
}

corpus! {
    "create_table" on ALL, tables::create, tables::create_back;
    "drop_table" on ALL, tables::drop, tables::drop_back;
    "rename_table" on ALL, tables::rename, tables::rename_back;
    "comment" on &[Postgres, Mysql], tables::comment, tables::comment_back;
    "table_options" on ALL, tables::options, tables::options_back;
    "conditions" on ALL, tables::conditions, tables::conditions_back;
    "add_columns" on ALL, columns::add, columns::add_back;
    "drop_columns" on ALL, columns::drop, columns::drop_back;
    "rename_columns" on ALL, columns::rename, columns::rename_back;
    "change_type" on ALL, columns::change_type, columns::change_type_back;
    "forbid_null" on ALL, columns::forbid_null, columns::forbid_null_back;
    "generate_column" on ALL, columns::generate, columns::generate_back;
    "place_columns" on &[Sqlite, Mysql], columns::place, columns::place_back;
    "number_rows" on ALL, columns::number, columns::number_back;
    "collate" on ALL, columns::collate, columns::collate_back;
    "together" on ALL, columns::together, columns::together_back;
    "add_key" on ALL, constraints::add_key, constraints::add_key_back;
    "add_unique" on ALL, constraints::add_unique, constraints::add_unique_back;
    "add_check" on ALL, constraints::add_check, constraints::add_check_back;
    "add_reference" on ALL, constraints::add_reference, constraints::add_reference_back;
    "drop_constraints" on ALL, constraints::drop, constraints::drop_back;
    "rename_constraints" on ALL, constraints::rename, constraints::rename_back;
    "validate" on &[Postgres], constraints::validate, constraints::validate_back;
    "exclude" on &[Postgres], constraints::exclude, constraints::exclude_back;
    "create_indexes" on ALL, indexes::create, indexes::create_back;
    "partial_indexes" on &[Sqlite, Postgres], indexes::partial, indexes::partial_back;
    "drop_index" on ALL, indexes::drop, indexes::drop_back;
    "rename_index" on ALL, indexes::rename, indexes::rename_back;
    "concurrently" on ALL, indexes::concurrently, indexes::concurrently_back;
    "promote_index" on ALL, indexes::promote, indexes::promote_back;
    "create_enum" on ALL, enums::create, enums::create_back;
    "add_labels" on ALL, enums::add_label, enums::add_label_back;
    "rename_label" on ALL, enums::rename_label, enums::rename_label_back;
    "drop_label" on ALL, enums::drop_label, enums::drop_label_back;
    "rename_enum" on &[Postgres], enums::rename, enums::rename_back;
    "sequence" on &[Postgres, Mysql], objects::sequence, objects::sequence_back;
    "alter_sequence" on &[Postgres, Mysql], objects::alter_sequence, objects::alter_sequence_back;
    "view" on ALL, objects::view, objects::view_back;
    "replace_view" on ALL, objects::replace_view, objects::replace_view_back;
    "materialized_view" on &[Postgres], objects::materialized, objects::materialized_back;
    "trigger" on ALL, objects::trigger, objects::trigger_back;
    "function" on &[Postgres, Mysql], objects::function, objects::function_back;
    "schema" on &[Postgres], objects::schema, objects::schema_back;
    "extension" on &[Postgres], objects::extension, objects::extension_back;
    "change_rows" on ALL, data::change, data::change_back;
    "bulk_insert" on ALL, data::bulk, data::bulk_back;
    "backfill" on ALL, data::backfill, data::backfill_back;
    "in_rust" on ALL, data::in_rust, data::in_rust_back;
    "bare_rust" on ALL, data::bare_rust, data::bare_rust_back, with { transaction: false };
    "statements" on ALL, text::statements, text::statements_back;
    "told" on &[Mysql], text::told, text::told_back;
    "bare" on ALL, text::bare, text::bare_back, with { transaction: false };
    "bare_text" on ALL, text::bare_text, text::bare_text_back, with { transaction: false };
    "between" on &[Sqlite, Postgres], text::between, text::between_back;
}

/// The whole history.
pub(crate) fn migrator() -> Migrator {
    history::migrator()
}
