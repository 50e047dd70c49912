//! How MySQL and MariaDB shall change a table that others use meanwhile.

/// What an author demands of `ALTER TABLE` on MySQL and MariaDB: the server refuses rather than do otherwise. Other
/// databases have no such choice and ignore it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Online {
    /// How the change is made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<Algorithm>,
    /// What others may do meanwhile.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lock: Option<Lock>,
}

impl Online {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde passes a reference"
    )]
    pub(crate) const fn is_silent(&self) -> bool {
        self.algorithm.is_none() && self.lock.is_none()
    }
}

/// How MySQL and MariaDB change a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Algorithm {
    /// In the catalogue alone: no row is read.
    Instant,
    /// Without rebuilding the table (MariaDB).
    NoCopy,
    /// Inside the storage engine; the table may be rebuilt there.
    Inplace,
    /// By copying every row into a new table.
    Copying,
}

/// What others may do with a table that MySQL or MariaDB changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lock {
    /// Read and write.
    NoLock,
    /// Read.
    Shared,
    /// Nothing.
    Exclusive,
}
