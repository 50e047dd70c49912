//! A history whose revisions are filled while the tests run: what is registered are empty places, one line of them for each
//! backend.

use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use migrate_runtime::__private::{Registered, inventory, push};
use migrate_runtime::op::{Op, Plan, StepError};
use migrate_runtime::operation::Operation;
use migrate_runtime::{History, Migration, Migrator, Source};
use migrate_tests::Backend;

/// What one revision does.
#[derive(Clone)]
pub(super) struct Step {
    pub(super) up: Vec<Operation>,
    pub(super) down: Vec<Operation>,
}

/// The operations of both directions of each place; as text, for a proof builds plans on several threads.
type Content = RwLock<Vec<[String; 2]>>;

/// A place's function of one direction.
struct Place {
    content: &'static Content,
    number: usize,
    direction: usize,
}

impl Plan for Place {
    fn plan(&self, op: &mut Op) -> Result<(), StepError> {
        let content = self.content.read().unwrap_or_else(PoisonError::into_inner);
        let text = &content[self.number][self.direction];
        let operations: Vec<Operation> = serde_json::from_str(text)?;
        for operation in operations {
            push(op, operation);
        }
        Ok(())
    }
}

/// How many places a history has.
pub(super) const LENGTH: usize = 10;

/// Registers the places of one backend.
macro_rules! places {
    ($backend:ident: $($number:literal $id:literal [$($parent:literal)?];)*) => {
        mod $backend {
            use super::*;

            pub(super) static CONTENT: Content = RwLock::new(Vec::new());
            pub(super) const CRATE: &str = module_path!();
            pub(super) static SOURCES: &[Source; LENGTH] =
                &[$(Source { revision: $id, message: $id, source_hash: $id, remarks: &[] }),*];
            inventory::submit! {
                Registered {
                    crate_name: CRATE,
                    migrations: &[$(&Migration {
                        revision: $id,
                        down_revision: &[$($parent)?],
                        path: $id,
                        upgrade: &Place { content: &CONTENT, number: $number, direction: 0 },
                        downgrade: Some(&Place { content: &CONTENT, number: $number, direction: 1 }),
                        ..Migration::UNSAID
                    }),*],
                }
            }
        }
    };
    ($($backend:ident)*) => {
        $(places! {
            $backend:
            0 "r0" []; 1 "r1" ["r0"]; 2 "r2" ["r1"]; 3 "r3" ["r2"]; 4 "r4" ["r3"];
            5 "r5" ["r4"]; 6 "r6" ["r5"]; 7 "r7" ["r6"]; 8 "r8" ["r7"]; 9 "r9" ["r8"];
        })*
    };
}

places! { sqlite postgres mysql }

/// The filled places of a backend; nobody else fills them as long as this lives.
pub(super) struct Filled {
    migrator: Migrator,
    _alone: MutexGuard<'static, ()>,
}

impl Filled {
    /// Fills the first places.
    pub(super) fn with(backend: Backend, steps: &[Step]) -> Self {
        static ALONE: [Mutex<()>; 3] = [const { Mutex::new(()) }; 3];
        let (place, content, crate_name, sources) = match backend {
            Backend::Sqlite => (0, &sqlite::CONTENT, sqlite::CRATE, sqlite::SOURCES),
            Backend::Postgres => (1, &postgres::CONTENT, postgres::CRATE, postgres::SOURCES),
            Backend::Mysql => (2, &mysql::CONTENT, mysql::CRATE, mysql::SOURCES),
        };
        let alone = ALONE[place].lock().unwrap_or_else(PoisonError::into_inner);
        let text = |operations: &[Operation]| {
            serde_json::to_string(operations).expect("operations are data")
        };
        let texts = steps.iter().map(|step| [text(&step.up), text(&step.down)]);
        *content.write().unwrap_or_else(PoisonError::into_inner) = texts.collect();
        let history = History {
            crate_name,
            sources: &sources[..steps.len()],
            volumes: &[],
            settings: None,
        };
        Self {
            // A migrator's history lives as long as the program.
            migrator: Migrator::new(Box::leak(Box::new(history))),
            _alone: alone,
        }
    }

    pub(super) const fn migrator(&self) -> Migrator {
        self.migrator
    }
}
