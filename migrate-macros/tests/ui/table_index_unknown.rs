//! What `table!` says of: index unknown.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(index(wher = "x"))]
        id -> Integer,
        name -> Text,
    }
}
