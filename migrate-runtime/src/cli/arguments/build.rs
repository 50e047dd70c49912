//! The flags that the plugin hands to `cargo build`.

use std::ffi::OsString;
use std::path::PathBuf;

/// Cargo's own build flags. The built binary accepts and ignores them, so that one command line fits both.
#[derive(Clone, Debug, Default, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of cargo that stands for itself"
)]
#[command(next_help_heading = "Building the migration crate")]
pub struct CargoFlags {
    /// Build with optimisations
    #[arg(long, global = true, hide_short_help = true)]
    pub release: bool,
    /// Build with the given profile
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        value_name = "NAME",
        conflicts_with = "release"
    )]
    pub profile: Option<String>,
    /// Features of the migration crate to enable
    #[arg(
        long,
        short = 'F',
        global = true,
        hide_short_help = true,
        value_name = "FEATURES"
    )]
    pub features: Vec<String>,
    /// Enable every feature
    #[arg(long, global = true, hide_short_help = true)]
    pub all_features: bool,
    /// Leave the default feature out
    #[arg(long, global = true, hide_short_help = true)]
    pub no_default_features: bool,
    /// Build without the network
    #[arg(long, global = true, hide_short_help = true)]
    pub offline: bool,
    /// Require Cargo.lock to be up to date
    #[arg(long, global = true, hide_short_help = true)]
    pub locked: bool,
    /// The same as `--offline` and `--locked`
    #[arg(long, global = true, hide_short_help = true)]
    pub frozen: bool,
    /// Where to put what is built
    #[arg(long, global = true, hide_short_help = true, value_name = "DIRECTORY")]
    pub target_dir: Option<PathBuf>,
    /// How many jobs to build with
    #[arg(
        long,
        short,
        global = true,
        hide_short_help = true,
        value_name = "N",
        allow_negative_numbers = true
    )]
    pub jobs: Option<String>,
    /// A setting of cargo, as `KEY=VALUE` or a file
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        value_name = "KEY=VALUE|PATH"
    )]
    pub config: Vec<String>,
}

impl CargoFlags {
    /// The flags as arguments of `cargo build`.
    #[must_use]
    pub fn to_arguments(&self) -> Vec<OsString> {
        let switches = [
            ("--release", self.release),
            ("--all-features", self.all_features),
            ("--no-default-features", self.no_default_features),
            ("--offline", self.offline),
            ("--locked", self.locked),
            ("--frozen", self.frozen),
        ];
        let values = [("--profile", &self.profile), ("--jobs", &self.jobs)];
        let lists = [("--features", &self.features), ("--config", &self.config)];

        let mut arguments: Vec<OsString> = switches
            .into_iter()
            .filter(|(_, given)| *given)
            .map(|(flag, _)| flag.into())
            .collect();
        let mut push = |flag: &str, value: OsString| arguments.extend([flag.into(), value]);
        for (flag, value) in values {
            if let Some(value) = value {
                push(flag, value.into());
            }
        }
        for (flag, values) in lists {
            for value in values {
                push(flag, value.into());
            }
        }
        if let Some(directory) = &self.target_dir {
            push("--target-dir", directory.into());
        }
        arguments
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_reach_cargo_as_they_were_given() {
        let flags = CargoFlags {
            release: true,
            features: vec!["a".into(), "b,c".into()],
            target_dir: Some("t".into()),
            ..CargoFlags::default()
        };
        assert_eq!(
            flags.to_arguments(),
            [
                "--release",
                "--features",
                "a",
                "--features",
                "b,c",
                "--target-dir",
                "t"
            ]
        );
    }
}
