//! What `table!` says of: foreign key incomplete.

fn main() {}

migrate_runtime::table! {
    #[migrate(foreign_key(id, references(users.a, users.b)))]
    things (id) {
        id -> Integer,
        name -> Text,
    }
}
