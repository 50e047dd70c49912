//! What `table!` says of: no table.

fn main() {}

migrate_runtime::table! {
    things (id)
}
