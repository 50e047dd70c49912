//! TLS as the URL asks for it.

use migrate_runtime::connection::{self, DatabaseUrl};
use migrate_tests::{Backend, Database, on};

fn open(database: &Database, parameters: &str) -> Result<bool, String> {
    let url = format!(
        "{}?{parameters}",
        database.url().split('?').next().unwrap_or_default()
    );
    let mut connection =
        connection::open(&DatabaseUrl::parse(&url).unwrap()).map_err(|error| error.to_string())?;
    let query = match database.backend() {
        Backend::Mysql => {
            "SELECT VARIABLE_VALUE AS v FROM information_schema.SESSION_STATUS WHERE VARIABLE_NAME = 'Ssl_cipher'"
        }
        _ => {
            "SELECT CASE WHEN ssl THEN 'tls' ELSE '' END AS v FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
        }
    };
    let rows = connection
        .query(query, &[])
        .map_err(|error| error.to_string())?;
    Ok(rows
        .first()
        .and_then(|row| row.at(0))
        .is_some_and(|cipher| !cipher.is_empty()))
}

/// Whether the server has a certificate at all.
fn offers_tls(database: &Database) -> bool {
    open(database, "sslmode=require").is_ok()
}

#[test]
fn postgres_gets_the_tls_that_sslmode_asks_for() {
    on(Backend::Postgres, |database| {
        assert_eq!(open(database, "sslmode=disable"), Ok(false));
        let offered = offers_tls(database);
        assert_eq!(open(database, "sslmode=prefer"), Ok(offered));
        assert_eq!(
            open(database, "application_name=x"),
            Ok(offered),
            "prefer is the default"
        );
        assert_eq!(open(database, "sslmode=require").is_ok(), offered);
        let refused = open(database, "sslmode=verify-full").unwrap_err();
        assert!(
            refused.starts_with("cannot connect to `postgres://"),
            "{refused}"
        );
        let unread = open(database, "sslmode=verify-ca&sslrootcert=/nowhere/root.pem").unwrap_err();
        assert!(
            unread.contains("cannot read `sslrootcert` /nowhere/root.pem"),
            "{unread}"
        );
        let wrong = open(database, "sslmode=maybe").unwrap_err();
        assert!(
            wrong.contains("`sslmode=maybe` is not one of disable, prefer"),
            "{wrong}"
        );
    });
}

/// The certificate that Debian's PostgreSQL starts with names `localhost`; elsewhere there is nothing to test.
#[test]
fn postgres_certificates_are_verified_against_the_root_and_the_name() {
    const ROOT: &str = "/etc/ssl/certs/ssl-cert-snakeoil.pem";
    on(Backend::Postgres, |database| {
        let certificate = database.values("SELECT current_setting('ssl_cert_file') AS value");
        if !offers_tls(database) || certificate != [Some(ROOT.to_owned())] {
            return;
        }
        assert_eq!(
            open(database, &format!("sslmode=verify-ca&sslrootcert={ROOT}")),
            Ok(true)
        );
        assert_eq!(
            open(database, &format!("sslmode=require&sslrootcert={ROOT}")),
            Ok(true)
        );
        let refused =
            open(database, &format!("sslmode=verify-full&sslrootcert={ROOT}")).unwrap_err();
        assert!(refused.contains("not valid for name"), "{refused}");
    });
}

#[test]
fn mysql_gets_the_tls_that_ssl_mode_asks_for() {
    on(Backend::Mysql, |database| {
        assert_eq!(open(database, "ssl_mode=DISABLED"), Ok(false));
        let offered = open(database, "ssl-mode=REQUIRED");
        assert_eq!(open(database, "ssl_mode=preferred"), Ok(offered.is_ok()));
        assert_eq!(
            open(
                database,
                "require_ssl=true&verify_ca=false&verify_identity=false"
            )
            .is_ok(),
            offered.is_ok()
        );
        assert!(open(database, "ssl_mode=VERIFY_IDENTITY").is_err());
        let wrong = open(database, "ssl_mode=maybe").unwrap_err();
        assert!(
            wrong.contains("`ssl_mode=maybe` is not one of disabled, preferred"),
            "{wrong}"
        );
    });
}
