//! `#[migration]` and `versions!`: tokens in, registrations and diagnostics out.
