//! MySQL and MariaDB through the C client library.

use diesel::MysqlConnection;

use super::BackendKind;
use super::diesel_face::{diesel_face, plain_begin};

diesel_face!(
    MysqlConnection,
    BackendKind::Mysql,
    "MysqlConnection",
    plain_begin!()
);
