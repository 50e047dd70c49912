//! What `table!` says of: sql type no string.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(sql_type = 3)]
        id -> Integer,
        name -> Text,
    }
}
