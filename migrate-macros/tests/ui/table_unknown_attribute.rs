//! What `table!` says of: unknown attribute.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(defualt = 1)]
        id -> Integer,
        name -> Text,
    }
}
