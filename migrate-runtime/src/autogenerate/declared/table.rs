//! One `table!` as a table of the model.

use migrate_graph::declared::{self as said, File, Naming};

use super::column_type::{Unknown, column_type};
use super::names::{Names, qualified};
use super::words::{action, default, deferrable, nulls, numbering, options, validation};
use super::{Declared, DeclaredError};
use crate::backend::Server;
use crate::connection::BackendKind;
use crate::schema::{
    Check, Column, ColumnType, Constraint, EnumType, Exclude, ExcludeElement, ForeignKey,
    Generated, GeneratedStorage, Index, IndexKey, KeyPart, MatchKind, Name, NamingConvention,
    NullsOrder, PrimaryKey, QualifiedName, Rule, SortOrder, Table, Unique,
};

/// What is needed to read a table.
pub(super) struct Reader<'a> {
    pub(super) kind: BackendKind,
    pub(super) convention: &'a NamingConvention,
    pub(super) names: &'a Names<'a>,
    pub(super) path: &'a str,
}

impl Reader<'_> {
    /// Adds the table to what is declared.
    pub(super) fn read(
        &self,
        said: &said::Table,
        file: &File,
        declared: &mut Declared,
    ) -> Result<(), DeclaredError> {
        let mut table = Table::new(qualified(said));
        table.comment.clone_from(&said.comment);
        table.options = options(&said.options);
        for column in &said.columns {
            table.columns.push(self.column(said, column, file)?);
        }
        self.constraints(said, &mut table)?;
        for join in file.joins.iter().filter(|join| join.child == said.name) {
            self.join(said, &mut table, join, declared)?;
        }
        for index in &said.indexes {
            table.indexes.push(self.index(said, &table.name, index)?);
        }
        self.remember(said, &table, declared);
        declared.schema.tables.insert(table.name.clone(), table);
        Ok(())
    }

    fn remember(&self, said: &said::Table, table: &Table, declared: &mut Declared) {
        if said.complete {
            declared.complete.insert(table.name.clone());
        }
        if let Some(was) = &said.was {
            declared
                .table_was
                .insert(table.name.clone(), was.as_str().into());
        }
        for column in &said.columns {
            if let Some(was) = &column.was {
                let key = (table.name.clone(), column.sql_name.as_str().into());
                declared.column_was.insert(key, was.as_str().into());
            }
        }
        // Only PostgreSQL has types beside tables; elsewhere each column has its labels.
        if self.kind == BackendKind::Postgres {
            for column in &table.columns {
                if let ColumnType::Enum(reference) = &column.column_type {
                    let made = EnumType {
                        name: reference.name.clone(),
                        labels: reference.labels.clone(),
                        comment: None,
                    };
                    declared.schema.enums.insert(made.name.clone(), made);
                }
            }
        }
    }

    fn column(
        &self,
        table: &said::Table,
        said: &said::Column,
        file: &File,
    ) -> Result<Column, DeclaredError> {
        let column_type = column_type(self.kind, file, said)
            .map_err(|unknown| self.no_type(table, said, &unknown))?;
        let mut column = Column::new(said.sql_name.as_str(), column_type);
        column.nullable = said.nullable;
        column.default = said.default.as_ref().map(default);
        column.generated = said.generated.as_ref().map(|made| Generated {
            expression: made.expression.clone(),
            storage: if made.is_virtual {
                GeneratedStorage::Virtual
            } else {
                GeneratedStorage::Stored
            },
        });
        column.numbering = said.auto_increment.map(numbering);
        column.on_update.clone_from(&said.on_update);
        column.collation = said.collation.as_deref().map(Name::from);
        column.comment.clone_from(&said.comment);
        Ok(column)
    }

    fn no_type(&self, table: &said::Table, said: &said::Column, why: &Unknown) -> DeclaredError {
        let (sql_type, product) = (&said.sql_type, Server::assumed(self.kind).product());
        let column = format!("column `{}` of table `{}`", said.name, table.name);
        let message = match why {
            Unknown::Name => format!("{column} has type `{sql_type}`, which is not known here"),
            Unknown::Here => format!("{product} has no type `{sql_type}`, the type of {column}"),
        };
        self.error(
            table,
            message,
            "say it in the database's words: `#[migrate(sql_type = \"…\")]`",
        )
    }

    fn error(&self, table: &said::Table, message: String, help: &str) -> DeclaredError {
        DeclaredError::at(self.path, table.line, message, help)
    }

    fn constraints(&self, said: &said::Table, table: &mut Table) -> Result<(), DeclaredError> {
        if let Some(naming) = &said.key {
            let key = PrimaryKey {
                columns: self.columns(said, &said.primary_key)?,
            };
            self.add(table, naming, Rule::PrimaryKey(key));
        }
        for unique in &said.uniques {
            let rule = Rule::Unique(Unique {
                columns: self.columns(said, &unique.columns)?,
                nulls: nulls(unique.nulls_not_distinct),
                deferrable: unique.deferrable.map(deferrable),
            });
            self.add(table, &unique.name, rule);
        }
        for check in &said.checks {
            self.check(said, table, check)?;
        }
        for key in &said.foreign_keys {
            let rule = Rule::ForeignKey(self.foreign_key(said, key)?);
            let constraint = self.add(table, &key.name, rule);
            constraint.validation = validation(key.not_valid);
        }
        for exclude in &said.excludes {
            let rule = Rule::Exclude(self.exclude(said, exclude)?);
            self.add(table, &exclude.name, rule);
        }
        Ok(())
    }

    fn add<'t>(&self, table: &'t mut Table, naming: &Naming, rule: Rule) -> &'t mut Constraint {
        let constraint = match naming {
            Naming::Given(name) => Constraint::named(name.as_str(), rule),
            Naming::Convention => Constraint::named_by(self.convention, &table.name, rule),
            Naming::Nothing => Constraint::unnamed(rule),
        };
        let at = table.constraints.len();
        table.constraints.push(constraint);
        &mut table.constraints[at]
    }

    fn check(
        &self,
        said: &said::Table,
        table: &mut Table,
        check: &said::Check,
    ) -> Result<(), DeclaredError> {
        let rule = Rule::Check(Check {
            expression: check.expression.clone(),
        });
        let naming = match &check.column {
            Some(column) => Naming::Given(self.beside(said, &table.name, column, check)?),
            None => check.name.clone(),
        };
        let constraint = self.add(table, &naming, rule);
        constraint.validation = validation(check.not_valid);
        Ok(())
    }

    /// The name of a check that stands beside a column.
    fn beside(
        &self,
        said: &said::Table,
        table: &QualifiedName,
        column: &String,
        check: &said::Check,
    ) -> Result<String, DeclaredError> {
        let column = &self.columns(said, std::slice::from_ref(column))?[0];
        let name = (self.convention).column_check(table, column, &check.expression);
        Ok(name.as_str().to_owned())
    }

    fn exclude(
        &self,
        said: &said::Table,
        exclude: &said::Exclude,
    ) -> Result<Exclude, DeclaredError> {
        let elements = exclude.elements.iter().map(|element| {
            Ok(ExcludeElement {
                key: self.key(said, element)?,
                operator: element.operator.clone().unwrap_or_default(),
            })
        });
        Ok(Exclude {
            method: exclude.method.as_deref().unwrap_or("gist").into(),
            elements: elements.collect::<Result<_, _>>()?,
            predicate: exclude.predicate.clone(),
            deferrable: exclude.deferrable.map(deferrable),
        })
    }

    /// `joinable!` says less than a reference: where there is one, it says nothing more.
    fn join(
        &self,
        said: &said::Table,
        table: &mut Table,
        join: &said::Join,
        declared: &mut Declared,
    ) -> Result<(), DeclaredError> {
        let columns = self.columns(said, std::slice::from_ref(&join.column))?;
        if table.foreign_keys().any(|key| key.columns == columns) {
            return Ok(());
        }
        let parent = self.other(said, &join.parent)?;
        declared.joins.insert((table.name.clone(), columns));
        let key = said::ForeignKey {
            columns: vec![join.column.clone()],
            table: join.parent.clone(),
            referenced: parent.primary_key.clone(),
            ..said::ForeignKey::default()
        };
        let rule = Rule::ForeignKey(self.foreign_key(said, &key)?);
        self.add(table, &Naming::Convention, rule);
        Ok(())
    }

    fn foreign_key(
        &self,
        said: &said::Table,
        key: &said::ForeignKey,
    ) -> Result<ForeignKey, DeclaredError> {
        let other = self.other(said, &key.table)?;
        let mut referenced = Vec::new();
        for name in &key.referenced {
            let column = other.column(name).ok_or_else(|| {
                let message = format!(
                    "table `{}` refers to column `{name}` of `{}`, which is not declared",
                    said.name, other.name
                );
                self.error(said, message, "declare it, or correct the name")
            })?;
            referenced.push(column.sql_name.as_str().into());
        }
        Ok(ForeignKey {
            columns: self.columns(said, &key.columns)?,
            table: qualified(other),
            referenced,
            on_delete: action(key.on_delete),
            on_update: action(key.on_update),
            match_kind: if key.match_full {
                MatchKind::Full
            } else {
                MatchKind::Simple
            },
            deferrable: key.deferrable.map(deferrable),
        })
    }

    fn other(&self, said: &said::Table, name: &str) -> Result<&said::Table, DeclaredError> {
        self.names.table(name).ok_or_else(|| {
            let message = format!(
                "table `{}` refers to `{name}`, which no file declares",
                said.name
            );
            self.error(
                said,
                message,
                "name its file in `schema!` too, or correct the name",
            )
        })
    }

    fn index(
        &self,
        said: &said::Table,
        table: &QualifiedName,
        index: &said::Index,
    ) -> Result<Index, DeclaredError> {
        let keys = index.keys.iter().map(|key| self.key(said, key));
        let keys: Vec<IndexKey> = keys.collect::<Result<_, _>>()?;
        let name = match &index.name {
            Some(name) => name.as_str().into(),
            None => self.convention.index(table, &keys),
        };
        let mut made = Index::new(name, keys);
        made.unique = index.unique;
        made.nulls = nulls(index.nulls_not_distinct);
        made.predicate.clone_from(&index.predicate);
        made.method = index.method.as_deref().map(Name::from);
        made.include = self.columns(said, &index.include)?;
        made.comment.clone_from(&index.comment);
        Ok(made)
    }

    fn key(&self, said: &said::Table, key: &said::Key) -> Result<IndexKey, DeclaredError> {
        let part = match &key.part {
            said::KeyPart::Column(name) => {
                KeyPart::Column(self.columns(said, std::slice::from_ref(name))?.remove(0))
            }
            said::KeyPart::Expression(sql) => KeyPart::Expression(sql.clone()),
        };
        let mut made = IndexKey::new(part);
        if key.descending {
            made.order = SortOrder::Descending;
        }
        made.nulls = key.nulls.map(|nulls| match nulls {
            said::Nulls::First => NullsOrder::First,
            said::Nulls::Last => NullsOrder::Last,
        });
        made.collation = key.collation.as_deref().map(Name::from);
        made.operator_class = key.operator_class.as_deref().map(Name::from);
        made.prefix = key.prefix;
        Ok(made)
    }

    /// The database's names of columns of the table.
    fn columns(&self, said: &said::Table, names: &[String]) -> Result<Vec<Name>, DeclaredError> {
        let found = names.iter().map(|name| {
            let column = said.column(name).ok_or_else(|| {
                let message = format!("table `{}` has no column `{name}`", said.name);
                self.error(said, message, "declare it, or correct the name")
            })?;
            Ok(column.sql_name.as_str().into())
        });
        found.collect()
    }
}
