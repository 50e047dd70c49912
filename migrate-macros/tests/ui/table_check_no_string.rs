//! What `table!` says of: check no string.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(check = 3)]
        id -> Integer,
        name -> Text,
    }
}
