//! What `table!` says of: generated no string.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(generated = 3)]
        id -> Integer,
        name -> Text,
    }
}
