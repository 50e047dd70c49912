//! `table!` is Diesel's `table!` to the rest of the program, whatever else it says.

use diesel::prelude::*;
use diesel::sqlite::Sqlite;

mod schema {
    mod sql_types {
        #[derive(diesel::query_builder::QueryId, diesel::sql_types::SqlType)]
        #[diesel(sqlite_type(name = "Text"))]
        pub struct Mood;
    }

    migrate_runtime::table! {
        /// People who may log in.
        #[migrate(index(name, email, unique, where = "name > ''"), was = "accounts")]
        users (id) {
            #[migrate(auto_increment)]
            id -> BigInt,
            /// As they spell it.
            #[max_length = 255]
            name -> Varchar,
            #[migrate(unique, was = "mail")]
            email -> Nullable<Text>,
        }
    }

    migrate_runtime::table! {
        use diesel::sql_types::*;
        use super::sql_types::Mood;

        #[sql_name = "post"]
        posts (id) {
            id -> BigInt,
            #[migrate(references(users.id, on_delete = cascade))]
            user_id -> BigInt,
            #[migrate(default = "light", check = "mood <> ''")]
            mood -> Mood,
            #[sql_name = "type"]
            kind -> Nullable<Text>,
        }
    }

    diesel::joinable!(posts -> users (user_id));
    diesel::allow_tables_to_appear_in_same_query!(posts, users);
}

use schema::{posts, users};

#[test]
fn diesel_sees_its_own_table() {
    let query = users::table
        .inner_join(posts::table)
        .filter(users::email.eq("a@example.com"))
        .select((users::name, posts::kind));
    assert_eq!(
        diesel::debug_query::<Sqlite, _>(&query).to_string(),
        "SELECT `users`.`name`, `post`.`type` FROM (`users` INNER JOIN `post` ON (`post`.`user_id` = `users`.`id`)) \
         WHERE (`users`.`email` = ?) -- binds: [\"a@example.com\"]"
    );
}
