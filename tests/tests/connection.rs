//! Databases that are there, that are not, and that come and go, on every backend.

use migrate_runtime::connection::{ConnectError, DatabaseUrl, create, drop_database, open};
use migrate_tests::{Backend, for_each_backend};

#[test]
fn a_database_is_dropped_missed_and_created() {
    for_each_backend(|database| {
        let url = DatabaseUrl::parse(database.url()).expect("a URL");
        if database.backend() == Backend::Sqlite {
            create(&url).expect("a file can be created");
        }
        drop(open(&url).expect("it is there"));

        drop_database(&url).expect("nobody is connected");
        let error = open(&url).err().expect("it is gone");
        assert!(matches!(error, ConnectError::Missing { .. }), "{error:?}");
        assert!(
            error
                .help()
                .is_some_and(|help| help.contains("up --create"))
        );

        create(&url).expect("the name is free");
        let mut connection = open(&url).expect("it is there again");
        connection
            .batch_execute("CREATE TABLE cats (name VARCHAR(20))")
            .expect("it can be written to");
    });
}

#[test]
fn a_server_that_does_not_answer_is_named_without_its_password() {
    for text in [
        "postgres://user:s3cret@127.0.0.1:9/app",
        "mysql://user:s3cret@127.0.0.1:9/app",
    ] {
        let url = DatabaseUrl::parse(text).expect("a URL");
        let message = open(&url).err().expect("nobody listens there").to_string();
        assert!(message.contains("127.0.0.1:9/app"), "{message}");
        assert!(!message.contains("s3cret"), "{message}");
    }
}
