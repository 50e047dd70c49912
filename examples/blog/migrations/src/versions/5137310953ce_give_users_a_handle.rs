//! Give users a handle

use migrate_runtime::prelude::*;

#[migration(revision = "5137310953ce", down_revision = "bff1ce1053b2")]
mod give_users_a_handle {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.add_column("users", "handle", varchar(80)).nullable();
        // Addresses are unique, and so are the handles made of them. A name can be chosen later.
        op.backfill("users")
            .set_sql("handle", "substr(replace(email, '@', '.'), 1, 80)")
            .where_sql("handle IS NULL");
        op.alter_column("users", "handle").not_null();
        op.create_unique("users", ["handle"]);
    }

    fn downgrade(op: &mut Op) {
        op.drop_constraint("users", "uq_users_handle");
        op.drop_column("users", "handle");
    }
}
