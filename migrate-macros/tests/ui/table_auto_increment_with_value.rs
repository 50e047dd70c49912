//! What `table!` says of: auto increment with value.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(auto_increment = true)]
        id -> Integer,
        name -> Text,
    }
}
