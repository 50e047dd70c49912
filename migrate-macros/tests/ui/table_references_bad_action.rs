//! What `table!` says of: references bad action.

fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(references(users.id, on_delete = explode))]
        id -> Integer,
        name -> Text,
    }
}
