//! What `table!` says of: deferrable unknown.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(unique(deferrable = later))]
        id -> Integer,
        name -> Text,
    }
}
