//! Counts the statements that a run sends, and lets something happen at one of them.

use std::any::Any;
use std::cell::RefCell;

use diesel::QueryResult;
use diesel::result::{DatabaseErrorKind, Error};
use migrate_runtime::connection::{BackendKind, Database, TextRow};

/// What no database answers but with an error.
const REFUSED: &str = "SELECT nothing FROM no_table_is_called_so";

/// What happens once, where it is time.
pub(crate) enum Deed {
    /// The world changes between two statements.
    Between(Box<dyn FnOnce()>),
    /// SQLite has no room for another page from here on.
    Full,
    /// The connection is gone from here on: the server ends the session, or nothing is there that could.
    Cut(Option<Box<dyn FnOnce()>>),
    /// The statement is done, and then the connection is gone.
    Lose(Option<Box<dyn FnOnce()>>),
    /// The database refuses the statement.
    Refuse,
}

/// How a run is disturbed.
struct Tap {
    /// How many statements are sent before it happens.
    at: usize,
    deed: Option<Deed>,
    sent: usize,
    /// Whether nothing reaches the database any more.
    gone: bool,
}

thread_local! {
    /// One run for each thread: functions of migrations have the connection itself, and are counted all the same.
    static TAP: RefCell<Option<Tap>> = const { RefCell::new(None) };
}

/// What a run came to.
pub(crate) struct Flow<T> {
    pub(crate) answer: T,
    /// How many statements it sent.
    pub(crate) sent: usize,
    /// Whether what should happen did.
    pub(crate) happened: bool,
}

/// Runs `body` and lets `deed` happen behind `at` statements; a deed between two statements may stand behind the last one.
pub(crate) fn disturb<T>(at: usize, deed: Option<Deed>, body: impl FnOnce() -> T) -> Flow<T> {
    let asked = deed.is_some();
    let tap = Tap {
        at,
        deed,
        sent: 0,
        gone: false,
    };
    TAP.set(Some(tap));
    let answer = body();
    let mut tap = TAP.take().expect("it was set");
    let ended_there = tap.sent == at;
    let last = |deed: &mut Deed| ended_there && matches!(deed, Deed::Between(_));
    if let Some(Deed::Between(change)) = tap.deed.take_if(last) {
        change();
    }
    Flow {
        answer,
        sent: tap.sent,
        happened: asked && tap.deed.is_none(),
    }
}

/// What is to be done about the next statement.
enum Next {
    Pass,
    Gone,
    Now(Deed),
}

fn next() -> Next {
    TAP.with_borrow_mut(|tap| {
        let Some(tap) = tap else { return Next::Pass };
        if tap.gone {
            return Next::Gone;
        }
        tap.sent += 1;
        let due = tap.sent == tap.at + 1;
        match tap.deed.take_if(|_| due) {
            Some(deed) => Next::Now(deed),
            None => Next::Pass,
        }
    })
}

/// Sends a statement, unless something else happens; `text` runs SQL over the same connection.
pub(crate) fn around<C: ?Sized, T>(
    connection: &mut C,
    text: impl Fn(&mut C, &str) -> QueryResult<()>,
    body: impl FnOnce(&mut C) -> QueryResult<T>,
) -> QueryResult<T> {
    match next() {
        Next::Pass => body(connection),
        Next::Gone => Err(closed()),
        Next::Now(Deed::Between(change)) => {
            change();
            body(connection)
        }
        Next::Now(Deed::Full) => {
            // It is never less than there is already.
            text(connection, "PRAGMA max_page_count = 1")?;
            body(connection)
        }
        Next::Now(Deed::Cut(end)) => {
            if sever(end, || text(connection, "ROLLBACK")) {
                body(connection)
            } else {
                Err(closed())
            }
        }
        Next::Now(Deed::Lose(end)) => {
            body(connection)?;
            sever(end, || text(connection, "ROLLBACK"));
            Err(closed())
        }
        Next::Now(Deed::Refuse) => {
            text(connection, REFUSED)?;
            unreachable!("there is no such table")
        }
    }
}

/// Ends the connection; whether there is somebody who says so. Who loses an SQLite file loses an open transaction.
fn sever(end: Option<Box<dyn FnOnce()>>, roll_back: impl FnOnce() -> QueryResult<()>) -> bool {
    if let Some(end) = end {
        end();
        return true;
    }
    // Mostly there is none.
    let _ = roll_back();
    TAP.with_borrow_mut(|tap| tap.iter_mut().for_each(|tap| tap.gone = true));
    false
}

fn closed() -> Error {
    let message = "the connection is gone".to_owned();
    Error::DatabaseError(DatabaseErrorKind::ClosedConnection, Box::new(message))
}

/// A connection whose statements are counted.
pub(crate) struct Tapped(pub(crate) Box<dyn Database>);

impl Tapped {
    fn around<T>(
        &mut self,
        body: impl FnOnce(&mut Box<dyn Database>) -> QueryResult<T>,
    ) -> QueryResult<T> {
        around(
            &mut self.0,
            |database, text| database.batch_execute(text),
            body,
        )
    }
}

impl Database for Tapped {
    fn backend(&self) -> BackendKind {
        self.0.backend()
    }

    fn connection_type(&self) -> &'static str {
        self.0.connection_type()
    }

    fn batch_execute(&mut self, sql: &str) -> QueryResult<()> {
        self.around(|database| database.batch_execute(sql))
    }

    fn execute(&mut self, sql: &str, binds: &[Option<&str>]) -> QueryResult<usize> {
        self.around(|database| database.execute(sql, binds))
    }

    fn query(&mut self, sql: &str, binds: &[Option<&str>]) -> QueryResult<Vec<TextRow>> {
        self.around(|database| database.query(sql, binds))
    }

    fn begin(&mut self) -> QueryResult<()> {
        self.around(|database| database.begin())
    }

    fn commit(&mut self) -> QueryResult<()> {
        // A commit that is refused has rolled back.
        let text = |database: &mut Box<dyn Database>, text: &str| {
            if text == REFUSED {
                database.rollback()?;
            }
            database.batch_execute(text)
        };
        around(&mut self.0, text, |database| database.commit())
    }

    fn rollback(&mut self) -> QueryResult<()> {
        self.around(|database| database.rollback())
    }

    fn transaction_depth(&mut self) -> u32 {
        self.0.transaction_depth()
    }

    fn as_any(&mut self) -> &mut dyn Any {
        self.0.as_any()
    }
}
