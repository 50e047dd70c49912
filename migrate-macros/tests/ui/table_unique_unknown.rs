//! What `table!` says of: unique unknown.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(unique(nam = "x"))]
        id -> Integer,
        name -> Text,
    }
}
