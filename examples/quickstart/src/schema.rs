//! The tables as the program uses them today.

diesel::table! {
    tasks (id) {
        id -> BigInt,
        title -> Text,
        due_on -> Nullable<Text>,
        priority -> Integer,
    }
}
