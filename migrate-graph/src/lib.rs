//! What the macro, the plugin and the runtime of `cargo migrate` must agree on.
//!
//! A migration history is a graph of [`Revision`]s. This crate holds that graph, checks it, and answers the one
//! question every command asks: given what is applied and where the user wants to go, which revisions run, in which
//! order, and what is applied afterwards? It reads no database and prints nothing.
//!
//! ```
//! use migrate_graph::{Applied, Graph, Revision, Target};
//!
//! let graph = Graph::new(vec![
//!     Revision::new("create_users".parse()?, []),
//!     Revision::new("add_email".parse()?, ["create_users".parse()?]),
//! ])
//! .expect("the history is sound");
//!
//! let walk = graph.plan_up(&Applied::default(), &Target::parse("head")?)?;
//! let ids: Vec<_> = walk.revisions.iter().map(ToString::to_string).collect();
//! assert_eq!(ids, ["create_users", "add_email"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! One order holds everywhere: parents and dependencies first, ties by id. What goes down, and what a history lists
//! newest first, is the exact reverse.

// From the ground up: a module uses only modules above it in this list.
mod text;
mod near;
pub mod hash;
pub mod revision;
pub mod target;
pub mod graph;
pub mod plan;
pub mod grammar;
pub mod declared;
pub mod scan;

pub use graph::{Graph, GraphError};
pub use hash::SourceHash;
pub use plan::{Applied, Stamp, Walk};
pub use revision::{Revision, RevisionId, RevisionIdError};
pub use target::{Candidate, Target, TargetError, TargetRange};
