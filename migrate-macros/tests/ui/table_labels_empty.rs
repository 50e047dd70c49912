//! What `table!` says of: labels empty.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(labels())]
        id -> Integer,
        name -> Text,
    }
}
