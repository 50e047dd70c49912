//! What `table!` says of: collation no string.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(collation = 3)]
        id -> Integer,
        name -> Text,
    }
}
