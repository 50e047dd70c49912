//! What `table!` says of: storage without parameters.

fn main() {}

migrate_runtime::table! {
    #[migrate(storage(fillfactor = 70))]
    things (id) {
        id -> Integer,
        name -> Text,
    }
}
