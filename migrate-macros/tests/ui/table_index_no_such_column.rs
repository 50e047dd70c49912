//! What `table!` says of: index no such column.

fn main() {}

migrate_runtime::table! {
    #[migrate(index(nme))]
    things (id) {
        id -> Integer,
        name -> Text,
    }
}
