//! What `table!` says of: no column.

fn main() {}

migrate_runtime::table! {
    things (id) {
        id Integer,
    }
}
