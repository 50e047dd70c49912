//! `migrate.toml`: any text is settings, or an error that says what is wrong with the file.

use migrate_runtime::ErrorKind;
use migrate_runtime::cli::check_settings;
use proptest::{prop_assert, prop_assert_eq};

use migrate_tests::runs;

use crate::mangled;

const CORPUS: [&str; 4] = [
    "[database]\nurl = \"sqlite://app.db\"\ncreate = true\nprotected = false\nbackup = \"backups/{time}.db\"\n",
    "[databases.production]\nenv = \"PRODUCTION_URL\"\nprotected = true\n[databases.\"te st\"]\nurl = 'postgres://u:hunter2@h/d'\n",
    "[lint]\nLK01 = \"error\"\nDS08 = \"off\"\n[autogenerate]\ninclude = [\"app_*\"]\nexclude = [\"spatial_ref_sys\", \"[a-\"]\n",
    "[limits]\nlock_timeout = 2\nstatement_timeout = 1e3\nretry = 600.5\n",
];

#[test]
fn any_text_is_settings_or_is_refused() {
    let wanted = ["settings", "refused"];
    runs::of(
        "migrate.toml",
        6_000,
        &wanted,
        &mangled::of(&CORPUS),
        |text, outcomes| {
            match check_settings(&text) {
                Ok(()) => outcomes.count("settings"),
                Err(error) => {
                    outcomes.count("refused");
                    prop_assert_eq!(error.kind(), ErrorKind::Usage);
                    prop_assert!(error.to_string().starts_with("migrate.toml"), "{}", error);
                    let said = format!("{error} {}", error.help().unwrap_or_default());
                    prop_assert!(!said.contains("hunter2"), "a password: {}", said);
                }
            }
            Ok(())
        },
    );
}
