//! What `table!` says of: default no literal.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(default = now())]
        id -> Integer,
        name -> Text,
    }
}
