//! `test`: are the migrations proven?

use crate::error::Error;
use crate::testing::{Proof, Report};

/// Proves a history and reports what is wrong with it.
///
/// # Errors
///
/// As [`Proof::run`].
pub fn test(proof: Proof<'_>) -> Result<Report, Error> {
    proof.run()
}
