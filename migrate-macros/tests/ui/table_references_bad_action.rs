fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(references(users.id, on_delete = explode))]
        id -> Integer,
        name -> Text,
    }
}
