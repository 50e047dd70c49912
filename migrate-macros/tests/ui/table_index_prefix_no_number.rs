//! What `table!` says of: index prefix that is no number.

fn main() {}

migrate_runtime::table! {
    #[migrate(index(asc(name, prefix = "x")))]
    things (id) {
        id -> Integer,
        name -> Text,
    }
}
