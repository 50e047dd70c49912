//! What `table!` says of: exclude without an operator.

fn main() {}

migrate_runtime::table! {
    #[migrate(exclude(method = "gist", asc(id)))]
    things (id) {
        id -> Integer,
        name -> Text,
    }
}
