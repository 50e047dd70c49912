//! What `table!` says of: primary key without a name.

fn main() {}

migrate_runtime::table! {
    #[migrate(primary_key)]
    things (id) {
        id -> Integer,
        name -> Text,
    }
}
