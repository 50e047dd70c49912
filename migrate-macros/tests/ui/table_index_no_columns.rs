//! What `table!` says of: index no columns.

fn main() {}

migrate_runtime::table! {
    #[migrate(index(unique))]
    things (id) {
        id -> Integer,
        name -> Text,
    }
}
