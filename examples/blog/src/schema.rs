//! The tables as the blog uses them today: migrations are written from here.

/// Types that Diesel does not know by itself.
pub mod sql_types {
    /// How far a post has come.
    #[derive(diesel::query_builder::QueryId, diesel::sql_types::SqlType)]
    #[diesel(
        sqlite_type(name = "Text"),
        postgres_type(name = "post_status"),
        mysql_type(name = "Enum")
    )]
    pub struct PostStatus;
}

migrate_runtime::table! {
    // Who writes.
    users (id) {
        #[migrate(auto_increment)]
        id -> BigInt,
        #[max_length = 80]
        name -> Varchar,
        #[max_length = 200]
        #[migrate(unique)]
        email -> Varchar,
        #[max_length = 80]
        #[migrate(unique)]
        handle -> Varchar,
    }
}

migrate_runtime::table! {
    use diesel::sql_types::{BigInt, Text, Varchar};
    use super::sql_types::PostStatus;

    posts (id) {
        #[migrate(auto_increment)]
        id -> BigInt,
        #[migrate(references(users.id, on_delete = cascade), index)]
        author_id -> BigInt,
        #[max_length = 200]
        title -> Varchar,
        content -> Text,
        #[migrate(labels("draft", "published", "archived"), default = "draft")]
        status -> PostStatus,
    }
}

diesel::joinable!(posts -> users (author_id));
diesel::allow_tables_to_appear_in_same_query!(posts, users);

migrate_runtime::table! {
    comments (id) {
        #[migrate(auto_increment)]
        id -> BigInt,
        #[migrate(references(posts.id, on_delete = cascade), index)]
        post_id -> BigInt,
        #[max_length = 80]
        author -> Varchar,
        #[migrate(check = "body <> ''")]
        body -> Text,
    }
}

migrate_runtime::table! {
    tags (id) {
        #[migrate(auto_increment)]
        id -> BigInt,
        #[max_length = 40]
        #[migrate(unique)]
        name -> Varchar,
    }
}

migrate_runtime::table! {
    // Which post has which tags.
    post_tags (post_id, tag_id) {
        #[migrate(references(posts.id, on_delete = cascade))]
        post_id -> BigInt,
        #[migrate(references(tags.id, on_delete = cascade), index)]
        tag_id -> BigInt,
    }
}
