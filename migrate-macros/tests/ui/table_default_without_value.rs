//! What `table!` says of: default without value.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(default)]
        id -> Integer,
        name -> Text,
    }
}
