//! Other tools, given the same migrations in the style that each of them writes.

pub(crate) mod alembic;
pub(crate) mod diesel_cli;
pub(crate) mod sea_orm;
pub(crate) mod sqlalchemy;
