//! The lint rules: a bad and a good change for each, and what they claim against what the servers do.

#[macro_use]
#[path = "lint/fixture.rs"]
mod fixture;
#[path = "lint/compatibility.rs"]
mod compatibility;
#[path = "lint/data.rs"]
mod data;
#[path = "lint/destruction.rs"]
mod destruction;
#[path = "lint/found.rs"]
mod found;
#[path = "lint/locks.rs"]
mod locks;
#[path = "lint/measured.rs"]
mod measured;
#[path = "lint/pasted.rs"]
mod pasted;
#[path = "lint/probed.rs"]
mod probed;
#[path = "lint/refused.rs"]
mod refused;
#[path = "lint/transactions.rs"]
mod transactions;
#[path = "lint/documented.rs"]
mod documented;
