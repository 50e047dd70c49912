fn main() {}

migrate_runtime::table! {
    things (id) {
        id Integer,
    }
}
