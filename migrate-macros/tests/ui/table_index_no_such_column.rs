fn main() {}

migrate_runtime::table! {
    #[migrate(index(nme))]
    things (id) {
        id -> Integer,
        name -> Text,
    }
}
