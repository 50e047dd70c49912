//! SQLite.

mod affinity;
mod column;
mod followed;
mod group;
mod index;
mod literal;
mod meaning;
mod name;
mod rebuild;
mod rebuild_demand;
mod reflect;
mod rename;
mod stored;
mod table;
mod types;

use super::dialect::Dialect;
use super::standard::{batches, constraint, data, demand, trigger, view};
use super::{Precheck, Server, Statement, Unsupported, script};
use crate::operation::{
    AddEnumLabel, DropEnumLabel, ObjectKind, Operation, RenameEnumLabel, RenameObject,
};
use crate::schema::{
    Column, ColumnType, Index, Literal, Name, QualifiedName, Rule, Schema, UniqueNulls,
};
pub(super) use affinity::converts;
pub(super) use followed::after as followed;
pub(super) use group::{table_changes, together};
pub(super) use reflect::{normalize, reflect};
pub use stored::{StoredObject, StoredTable};

#[expect(
    clippy::too_many_lines,
    reason = "a table of operations and what each becomes, one entry each"
)]
pub(super) fn statements(
    server: &Server,
    before: &Schema,
    operation: &Operation,
) -> Result<Vec<Statement>, Unsupported> {
    let sqlite = Sqlite::new(server);
    let sql = match operation {
        Operation::CreateTable(create) => table::create(&sqlite, &create.table)?,
        Operation::DropTable(drop) => vec![table::drop(&sqlite, drop)?],
        Operation::RenameTable(rename) => vec![rename::table(&sqlite, rename)?],
        Operation::CommentOnTable(_) => return Err(column::no_comments(&sqlite)),
        Operation::AlterTableOptions(alter) => {
            if table::keeps_options(alter) {
                return Ok(Vec::new());
            }
            let reason = "SQLite keeps options in the table's definition";
            return rebuild::table(server, before, &[operation], &alter.table, reason);
        }
        Operation::AddColumn(add) => match column::why_rebuild(add) {
            Some(reason) => {
                return rebuild::table(server, before, &[operation], &add.table, reason);
            }
            None => vec![column::add(&sqlite.of(before, &add.table), add)?],
        },
        Operation::DropColumn(drop) => {
            if let Some(reason) = column::why_rebuild_without(before, drop) {
                return rebuild::table(server, before, &[operation], &drop.table, reason);
            }
            column::drop(&sqlite, before, drop)?
        }
        Operation::RenameColumn(rename) => vec![rename::column(&sqlite, rename)?],
        Operation::AlterColumn(alter) => {
            return rebuild::table(server, before, &[operation], &alter.table, COLUMNS);
        }
        Operation::CreateIndex(create) => {
            vec![index::create(&sqlite, &create.table, &create.index)?]
        }
        Operation::DropIndex(drop) => vec![index::drop(&sqlite, &drop.table, &drop.index)?],
        Operation::RenameIndex(rename) => rename::index(&sqlite, before, rename)?,
        Operation::AddConstraint(add) => {
            return rebuild::table(server, before, &[operation], &add.table, CONSTRAINTS);
        }
        Operation::DropConstraint(drop) => {
            return rebuild::table(server, before, &[operation], &drop.table, CONSTRAINTS);
        }
        Operation::ValidateConstraint(_) => return Err(constraint::no_validation(&sqlite)),
        Operation::RenameConstraint(rename) => {
            return rebuild::table(server, before, &[operation], &rename.table, CONSTRAINTS);
        }
        Operation::AddEnumLabel(AddEnumLabel { name, .. })
        | Operation::DropEnumLabel(DropEnumLabel { name, .. })
        | Operation::RenameEnumLabel(RenameEnumLabel { name, .. }) => {
            let rebuilds = before.tables_with_enum(name).map(|table| {
                let reason = "its columns check the labels of the enum type";
                rebuild::table(server, before, &[operation], &table.name, reason)
            });
            let rebuilds: Vec<_> = rebuilds.collect::<Result<_, _>>()?;
            return Ok(rebuilds.into_iter().flatten().collect());
        }
        Operation::CreateSequence(_)
        | Operation::AlterSequence(_)
        | Operation::DropSequence(_)
        | Operation::RenameObject(RenameObject {
            kind: ObjectKind::Sequence,
            ..
        }) => {
            return Err(sqlite.lacks("sequences", "use an auto-increment column"));
        }
        Operation::CreateView(create) => vec![table::create_view(&sqlite, &create.view)?],
        Operation::DropView(drop) => {
            view::accept_plain(&sqlite, drop.materialized)?;
            vec![view::drop(&sqlite, drop)?]
        }
        Operation::ReplaceView(replace) => {
            let view = view::replaced(&sqlite, before, replace)?;
            let create = vec![table::create_view(&sqlite, &view)?];
            view::again(&sqlite, before, &view.name, &view.name, create)?
        }
        Operation::RenameObject(rename) => rename::object(&sqlite, before, rename)?,
        Operation::RefreshView(_) => {
            view::accept_plain(&sqlite, true)?;
            Vec::new()
        }
        Operation::CreateFunction(_) | Operation::DropFunction(_) => {
            return Err(no_functions(&sqlite));
        }
        Operation::CreateExtension(_) | Operation::DropExtension(_) => {
            return Err(no_extensions(&sqlite));
        }
        Operation::CreateTrigger(create) => {
            name::accept_object(&create.trigger.name)?;
            vec![trigger::create(&sqlite, &create.trigger)?]
        }
        Operation::DropTrigger(drop) => vec![table::drop_trigger(&sqlite, drop)?],
        Operation::CreateNamespace(_) | Operation::DropNamespace(_) | Operation::MoveTable(_) => {
            return Err(sqlite.lacks("schemas", "attach another database file outside migrations"));
        }
        Operation::Insert(insert) => data::insert(&sqlite, insert)?,
        Operation::Update(update) => vec![data::update(&sqlite, update)?],
        Operation::Backfill(backfill) => {
            return Ok(vec![batches::statement(&sqlite, before, backfill)?]);
        }
        Operation::Delete(delete) => vec![data::delete(&sqlite, delete)?],
        Operation::Execute(execute) => return script::statements(server.kind, &execute.sql),
        // An enum type has no name here: each column checks its labels. A Rust step has no SQL.
        Operation::CreateEnum(_) | Operation::DropEnum(_) | Operation::Run(_) => Vec::new(),
    };
    Ok(sql.into_iter().map(Statement::transactional).collect())
}

fn no_functions(sqlite: &Sqlite<'_>) -> Unsupported {
    sqlite.lacks(
        "stored functions",
        "register the function on the application's connections",
    )
}

fn no_extensions(sqlite: &Sqlite<'_>) -> Unsupported {
    sqlite.lacks(
        "extensions that a database remembers",
        "write the step in `op.on(Postgres, …)`",
    )
}

/// Whether the SQL of the operation depends on the schema before it: a rebuild makes the table anew from its definition.
pub(super) fn reads_schema(operation: &Operation) -> bool {
    match operation {
        Operation::AlterTableOptions(alter) => !table::keeps_options(alter),
        Operation::AddColumn(add) => {
            column::why_rebuild(add).is_some() || !types::same_when_strict(&add.column.column_type)
        }
        Operation::DropColumn(_)
        | Operation::AlterColumn(_)
        | Operation::RenameIndex(_)
        | Operation::AddConstraint(_)
        | Operation::DropConstraint(_)
        | Operation::RenameConstraint(_)
        | Operation::AddEnumLabel(_)
        | Operation::DropEnumLabel(_)
        | Operation::RenameEnumLabel(_)
        | Operation::ReplaceView(_)
        | Operation::RenameObject(_)
        | Operation::Backfill(_) => true,
        Operation::CreateTable(_)
        | Operation::DropTable(_)
        | Operation::RenameTable(_)
        | Operation::CommentOnTable(_)
        | Operation::RenameColumn(_)
        | Operation::CreateIndex(_)
        | Operation::ValidateConstraint(_)
        | Operation::DropIndex(_)
        | Operation::CreateEnum(_)
        | Operation::DropEnum(_)
        | Operation::CreateSequence(_)
        | Operation::DropSequence(_)
        | Operation::CreateView(_)
        | Operation::DropView(_)
        | Operation::CreateTrigger(_)
        | Operation::DropTrigger(_)
        | Operation::CreateNamespace(_)
        | Operation::DropNamespace(_)
        | Operation::AlterSequence(_)
        | Operation::CreateExtension(_)
        | Operation::CreateFunction(_)
        | Operation::DropExtension(_)
        | Operation::DropFunction(_)
        | Operation::MoveTable(_)
        | Operation::RefreshView(_)
        | Operation::Insert(_)
        | Operation::Update(_)
        | Operation::Delete(_)
        | Operation::Execute(_)
        | Operation::Run(_) => false,
    }
}

/// A value as the server reads it.
/// The value that SQL text stands for, where it is nothing but one.
pub(super) fn read_literal(sql: &str) -> Option<Literal> {
    literal::decoded(sql)
}

pub(super) fn literal(literal: &Literal) -> Option<String> {
    literal::encoded(literal).ok()
}

/// What to look for before an operation that is done in place.
pub(super) fn prechecks(
    server: &Server,
    before: &Schema,
    operation: &Operation,
) -> Result<Vec<Precheck>, Unsupported> {
    demand::prechecks(&Sqlite::new(server), before, operation)
}

const COLUMNS: &str = "SQLite cannot alter a column in place";
const CONSTRAINTS: &str = "SQLite keeps constraints in the table's definition";

/// SQLite's spelling.
struct Sqlite<'a> {
    server: &'a Server,
    /// Whether the table at hand checks the type of every value, and so knows few type names.
    strict: bool,
}

impl<'a> Sqlite<'a> {
    const fn new(server: &'a Server) -> Self {
        Self {
            server,
            strict: false,
        }
    }

    /// The spelling inside a table of the schema.
    fn of(&self, schema: &Schema, table: &QualifiedName) -> Self {
        let strict = schema
            .table(table)
            .is_some_and(|table| table.options.strict);
        Self {
            server: self.server,
            strict,
        }
    }
}

impl Dialect for Sqlite<'_> {
    fn server(&self) -> &Server {
        self.server
    }

    fn name(&self, name: &Name) -> Result<String, Unsupported> {
        name::quoted(self.server, name)
    }

    fn literal(&self, literal: &Literal) -> Result<String, Unsupported> {
        literal::encoded(literal)
    }

    fn column_type(&self, column_type: &ColumnType) -> Result<String, Unsupported> {
        types::spelled(self, column_type)
    }

    fn column(&self, column: &Column) -> Result<String, Unsupported> {
        column::definition(self, column)
    }

    fn accept_rule(&self, rule: &Rule) -> Result<(), Unsupported> {
        table::accept_rule(self, rule)
    }

    fn accept_index(&self, index: &Index) -> Result<(), Unsupported> {
        index::accept(self, index)
    }
}

/// Refuses what only PostgreSQL's unique constraints and indexes can do.
fn accept_nulls(sqlite: &Sqlite<'_>, nulls: UniqueNulls) -> Result<(), Unsupported> {
    match nulls {
        UniqueNulls::Distinct => Ok(()),
        UniqueNulls::NotDistinct => Err(sqlite.lacks(
            "`NULLS NOT DISTINCT`",
            "index an expression that is never NULL, such as `coalesce(…)`",
        )),
    }
}

/// A text as SQL.
pub(super) fn text_literal(text: &str) -> Result<String, Unsupported> {
    literal::encoded(&text.into())
}

/// A type as the server calls it.
pub(super) fn type_name(server: &Server, column_type: &ColumnType) -> Result<String, Unsupported> {
    types::spelled(&Sqlite::new(server), column_type)
}
