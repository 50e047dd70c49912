//! What `table!` says of: column attribute on table.

fn main() {}

migrate_runtime::table! {
    #[migrate(default = 1)]
    things (id) {
        id -> Integer,
        name -> Text,
    }
}
