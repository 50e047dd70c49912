//! What `table!` says of: no word.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate("x")]
        id -> Integer,
        name -> Text,
    }
}
