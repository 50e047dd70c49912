//! What `table!` says of: was no string.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(was = old)]
        id -> Integer,
        name -> Text,
    }
}
