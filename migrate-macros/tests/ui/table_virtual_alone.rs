//! What `table!` says of: virtual alone.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(virtual)]
        id -> Integer,
        name -> Text,
    }
}
