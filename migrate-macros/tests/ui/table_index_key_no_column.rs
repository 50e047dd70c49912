//! What `table!` says of: index key that is no column.

fn main() {}

migrate_runtime::table! {
    #[migrate(index(asc(3)))]
    things (id) {
        id -> Integer,
        name -> Text,
    }
}
