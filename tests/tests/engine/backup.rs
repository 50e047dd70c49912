//! Backups before `up`: what the printed command restores is what was there.

use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use migrate_runtime::backup::Request;
use migrate_runtime::connection::DatabaseUrl;
use migrate_runtime::ledger::BackupRecord;
use migrate_runtime::migrator::Protect;
use migrate_runtime::prelude::{Integer, Text};
use migrate_runtime::{Error, ErrorKind, Options};
use migrate_tests::shell::dump;
use migrate_tests::{Backend, Database, for_each_backend};

use crate::history::{connect, said, tables};

history!(shop {
    "b1" [] up |op| {
        op.create_table("users", |t| {
            t.column("id", Integer).primary_key();
            t.column("fax", Text).nullable();
        });
        op.create_table("old", |t| { t.column("id", Integer).primary_key(); });
        op.bulk_insert("users", ["id", "fax"], [
            vec![1.into(), "it's \\ \"1\"; 😀\n:name".into()],
            vec![2.into(), None::<&str>.into()],
        ]);
    }, down |op| { op.drop_table("old"); op.drop_table("users"); };
    "b2" ["b1"] up |op| {
        op.drop_column("users", "fax");
        op.drop_table("old");
        op.create_table("new", |t| { t.column("id", Integer).primary_key(); });
    }, down |op| op.execute("SELECT 1");
});

fn up(database: &Database, target: &str, path: &Path) -> Result<Option<BackupRecord>, Error> {
    let mut connection = connect(database);
    let request = Request {
        url: DatabaseUrl::parse(database.url()).expect("a URL"),
        path: path.display().to_string(),
    };
    let options = Options::new().target(target).backup(request);
    let report = shop::migrator().up_with(&mut *connection, options)?;
    Ok(report.backup)
}

/// The schema in the database's own words, and what stands in its tables.
fn content(database: &Database) -> (String, Vec<Option<String>>) {
    let row = match database.backend() {
        Backend::Mysql => "CONCAT(id, ':', COALESCE(fax, 'nothing'))",
        Backend::Sqlite | Backend::Postgres => {
            "CAST(id AS TEXT) || ':' || COALESCE(fax, 'nothing')"
        }
    };
    let mut rows = database.values(&format!("SELECT {row} AS value FROM users ORDER BY id"));
    rows.extend(database.values("SELECT revision AS value FROM __migrate_revision ORDER BY 1"));
    (dump(database), rows)
}

#[test]
fn the_printed_command_restores_what_was_there() {
    for_each_backend(|database| {
        let folder = tempfile::tempdir().unwrap();
        up(database, "b1", &folder.path().join("unused"))
            .map_err(|error| said(&error))
            .unwrap();
        let before = content(database);
        let template = folder.path().join("it's {database} {revision}.backup");
        let backup = up(database, "b2", &template)
            .map_err(|error| said(&error))
            .unwrap()
            .expect("a backup");
        assert_eq!(tables(database), ["new", "users"]);
        assert!(backup.path.ends_with(" b1.backup"), "{}", backup.path);
        let file = std::fs::metadata(&backup.path).unwrap();
        assert_eq!(file.permissions().mode() & 0o777, 0o600);
        assert_eq!(file.len(), backup.bytes);
        let log = shop::migrator().log(&mut *connect(database)).unwrap();
        assert_eq!(
            log[0].backup.as_ref().map(|made| &made.restore),
            Some(&backup.restore)
        );

        let restored = Command::new("sh")
            .args(["-c", &backup.restore])
            .output()
            .unwrap();
        assert!(
            restored.status.success(),
            "{}: {restored:?}",
            backup.restore
        );
        assert_eq!(content(database), before);
        let status = shop::migrator().status(&mut *connect(database)).unwrap();
        assert_eq!((status.pending.len(), status.lock), (1, None));
    });
}

#[test]
fn a_file_that_exists_is_left_alone_and_nothing_runs() {
    for_each_backend(|database| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept");
        std::fs::write(&path, "kept").unwrap();
        let error = up(database, "b1", &path).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(said(&error).contains("` exists"), "{}", said(&error));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "kept");
        assert_eq!(tables(database), [""; 0]);
        let log = shop::migrator().log(&mut *connect(database)).unwrap();
        assert_eq!(log[0].outcome.as_deref(), Some("failed"));
    });
}

#[test]
fn a_backup_that_fails_leaves_nothing_and_nothing_runs() {
    for_each_backend(|database| {
        let folder = tempfile::tempdir().unwrap();
        let wrong = match database.backend() {
            // SQLite copies what the connection has; the folder is what can be wrong.
            Backend::Sqlite => (database.url().to_owned(), "no/such/folder/kept"),
            Backend::Postgres => ("postgres://nobody:secret@127.0.0.1:1/none".into(), "kept"),
            Backend::Mysql => ("mysql://nobody:secret@127.0.0.1:1/none".into(), "kept"),
        };
        let request = Request {
            url: DatabaseUrl::parse(&wrong.0).unwrap(),
            path: folder.path().join(wrong.1).display().to_string(),
        };
        let mut connection = connect(database);
        let error = shop::migrator()
            .up_with(&mut *connection, Options::new().backup(request))
            .unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Refused);
        assert!(!said(&error).contains("secret"), "{}", said(&error));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
        assert_eq!(tables(database), [""; 0]);
    });
}

#[test]
fn with_nothing_pending_there_is_no_backup() {
    for_each_backend(|database| {
        let folder = tempfile::tempdir().unwrap();
        up(database, "b1", &folder.path().join("first")).unwrap();
        let second = folder.path().join("second");
        assert_eq!(up(database, "b1", &second).unwrap(), None);
        assert!(!second.exists());
    });
}

#[test]
fn a_refused_down_says_how_to_restore() {
    for_each_backend(|database| {
        let folder = tempfile::tempdir().unwrap();
        let backup = up(database, "b1", &folder.path().join("first"))
            .unwrap()
            .expect("a backup");
        let mut connection = connect(database);
        let protect = Protect::new("live", "customers buy here");
        let migrator = shop::migrator();
        migrator
            .protect(&mut *connection, &protect, Options::new())
            .unwrap();
        let error = migrator.down(&mut *connection).unwrap_err();
        assert!(said(&error).contains(&backup.restore), "{}", said(&error));
    });
}
