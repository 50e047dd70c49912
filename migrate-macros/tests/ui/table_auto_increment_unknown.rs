//! What `table!` says of: auto increment unknown.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(auto_increment(sometimes))]
        id -> Integer,
        name -> Text,
    }
}
