//! The steps that a migration can take, by what they are about.

mod column;
mod constraint;
mod data;
mod enum_type;
mod index;
mod object;
mod opaque;
mod table;
