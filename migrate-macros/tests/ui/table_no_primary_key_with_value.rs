//! What `table!` says of: no primary key with value.

fn main() {}

migrate_runtime::table! {
    #[migrate(no_primary_key = true)]
    things (id) {
        id -> Integer,
        name -> Text,
    }
}
