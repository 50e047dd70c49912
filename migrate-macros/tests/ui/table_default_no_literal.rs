fn main() {}

migrate_runtime::table! {
    things (id) {
        #[migrate(default = now())]
        id -> Integer,
        name -> Text,
    }
}
