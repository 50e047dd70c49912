//! Some bodies only look as if they did something.

use migrate_runtime::prelude::*;

#[migration(revision = "a0", down_revision = None)]
mod ok {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) -> Result<(), StepError> {
        Ok(())
    }
}

#[migration(revision = "a1", down_revision = None)]
mod unit {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        ()
    }
}

#[migration(revision = "a2", down_revision = None)]
mod block {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        { }
    }
}

#[migration(revision = "a3", down_revision = None)]
mod returns {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        return
    }
}

#[migration(revision = "a4", down_revision = None)]
mod returns_ok {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) -> Result<(), StepError> {
        return Ok(());
    }
}

#[migration(revision = "a5", down_revision = None)]
mod discards {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        let _ = op;
    }
}

#[migration(revision = "a6", down_revision = None)]
mod to_do {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        todo!()
    }
}

#[migration(revision = "a7", down_revision = None)]
mod not_implemented {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        unimplemented!("later")
    }
}

#[migration(revision = "a8", down_revision = None)]
mod not_reached {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        std::unreachable!("{}", 1);
    }
}

#[migration(revision = "a9", down_revision = None)]
mod panics {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) {
        ::core::panic!("no way back")
    }
}

#[migration(revision = "a10", down_revision = None)]
mod together {
    use super::*;

    fn upgrade(op: &mut Op) {
        op.execute("CREATE TABLE users (id BIGINT)");
    }

    fn downgrade(op: &mut Op) -> Result<(), StepError> {
        let _ = op;
        {}
        return Ok(());
    }
}

fn main() {}
