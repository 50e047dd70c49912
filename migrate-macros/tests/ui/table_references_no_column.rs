//! What `table!` says of: references no column.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(references(users))]
        id -> Integer,
        name -> Text,
    }
}
