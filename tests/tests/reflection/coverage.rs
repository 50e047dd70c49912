//! Which kinds of objects and which attributes of the model came up, and how often.
//!
//! Every struct of the model is taken apart by name: a new field does not compile until it is counted here.

use std::collections::BTreeMap;

use migrate_runtime::schema::{
    Check, Column, ColumnType, Constraint, DefaultValue, Deferrable, EnumType, Exclude,
    ExcludeElement, ForeignKey, Function, Generated, GeneratedStorage, Index, IndexKey, KeyPart,
    Literal, MatchKind, NullsOrder, Numbering, PrimaryKey, ReferentialAction, Rule, Schema,
    Sequence, SortOrder, Table, TableOptions, Trigger, Unique, UniqueNulls, Validation, View,
};

use crate::palette::Palette;

/// Every kind of object and every attribute of the model, by hand.
pub(crate) const ATTRIBUTES: [&str; 110] = [
    "namespace",
    "table",
    "table.comment",
    "table.strict",
    "table.without_rowid",
    "table.engine",
    "table.charset",
    "table.collation",
    "table.storage",
    "table.unlogged",
    "column",
    "column.nullable",
    "column.collation",
    "column.comment",
    "column.on_update",
    "column.default.null",
    "column.default.bool",
    "column.default.integer",
    "column.default.number",
    "column.default.text",
    "column.default.bytes",
    "column.default.expression",
    "column.generated.stored",
    "column.generated.virtual",
    "column.numbering.by_default",
    "column.numbering.always",
    "type.bool",
    "type.tiny_int",
    "type.small_int",
    "type.integer",
    "type.big_int",
    "type.unsigned",
    "type.float",
    "type.double",
    "type.numeric",
    "type.numeric.digits",
    "type.text",
    "type.varchar",
    "type.char",
    "type.binary",
    "type.varbinary",
    "type.date",
    "type.time",
    "type.timestamp",
    "type.timestamptz",
    "type.datetime",
    "type.interval",
    "type.uuid",
    "type.json",
    "type.jsonb",
    "type.array",
    "type.enum",
    "type.native",
    "constraint.name",
    "constraint.not_valid",
    "exclude",
    "primary_key",
    "primary_key.composite",
    "unique",
    "unique.composite",
    "unique.nulls_not_distinct",
    "unique.deferrable",
    "check",
    "foreign_key",
    "foreign_key.composite",
    "foreign_key.self",
    "foreign_key.match_full",
    "foreign_key.initially_immediate",
    "foreign_key.initially_deferred",
    "foreign_key.on_delete.no_action",
    "foreign_key.on_delete.restrict",
    "foreign_key.on_delete.cascade",
    "foreign_key.on_delete.set_null",
    "foreign_key.on_delete.set_default",
    "foreign_key.on_update.no_action",
    "foreign_key.on_update.restrict",
    "foreign_key.on_update.cascade",
    "foreign_key.on_update.set_null",
    "foreign_key.on_update.set_default",
    "index",
    "index.composite",
    "index.unique",
    "index.nulls_not_distinct",
    "index.predicate",
    "index.method",
    "index.include",
    "index.comment",
    "key.column",
    "key.expression",
    "key.descending",
    "key.nulls.first",
    "key.nulls.last",
    "key.collation",
    "key.operator_class",
    "key.prefix",
    "view",
    "view.materialized",
    "view.comment",
    "enum",
    "enum.comment",
    "sequence",
    "sequence.start",
    "sequence.increment",
    "sequence.minimum",
    "sequence.maximum",
    "sequence.cache",
    "sequence.cycle",
    "trigger",
    "name.awkward",
    "name.of 63 bytes",
];

/// Every field of the model's structs, by hand; the structs are taken apart below, so that a new field is not forgotten.
pub(crate) const FIELDS: [&str; 80] = [
    "schema.tables",
    "schema.views",
    "schema.enums",
    "schema.sequences",
    "schema.triggers",
    "schema.namespaces",
    "table.name",
    "table.columns",
    "table.constraints",
    "table.indexes",
    "table.comment",
    "options.strict",
    "options.without_rowid",
    "options.engine",
    "options.charset",
    "options.collation",
    "options.storage",
    "options.unlogged",
    "column.name",
    "column.type",
    "column.nullable",
    "column.default",
    "column.on_update",
    "column.generated",
    "column.numbering",
    "column.collation",
    "column.comment",
    "generated.expression",
    "generated.storage",
    "constraint.name",
    "constraint.rule",
    "constraint.validation",
    "primary_key.columns",
    "unique.columns",
    "unique.nulls",
    "unique.deferrable",
    "check.expression",
    "exclude.method",
    "exclude.elements",
    "exclude.predicate",
    "exclude.deferrable",
    "element.key",
    "element.operator",
    "foreign_key.columns",
    "foreign_key.table",
    "foreign_key.referenced",
    "foreign_key.on_delete",
    "foreign_key.on_update",
    "foreign_key.match_kind",
    "foreign_key.deferrable",
    "index.name",
    "index.keys",
    "index.unique",
    "index.nulls",
    "index.predicate",
    "index.method",
    "index.include",
    "index.comment",
    "key.part",
    "key.order",
    "key.nulls",
    "key.collation",
    "key.operator_class",
    "key.prefix",
    "view.name",
    "view.query",
    "view.materialized",
    "view.comment",
    "enum.labels",
    "enum.comment",
    "sequence.start",
    "sequence.increment",
    "sequence.minimum",
    "sequence.maximum",
    "sequence.cache",
    "sequence.cycle",
    "trigger.name",
    "trigger.table",
    "trigger.event",
    "trigger.body",
];

/// How often each attribute came up.
#[derive(Default)]
pub(crate) struct Coverage(BTreeMap<&'static str, usize>);

impl Coverage {
    /// Insists that everything the backend can hold came up often enough, and that nothing is said to be missing that
    /// came up.
    pub(crate) fn insist(&self, palette: &dyn Palette) {
        let mut wrong = Vec::new();
        for attribute in ATTRIBUTES {
            let count = self.0.get(attribute).copied().unwrap_or_default();
            let enough = if palette.lacks().contains(&attribute) {
                count == 0
            } else {
                count >= palette.minimum()
            };
            if !enough {
                wrong.push(format!("{attribute}: {count}"));
            }
        }
        let unknown = self.0.keys().filter(|name| !ATTRIBUTES.contains(name));
        wrong.extend(unknown.map(|name| format!("{name} is not listed")));
        assert!(wrong.is_empty(), "came up too rarely: {wrong:#?}");
    }

    /// All counts, for people.
    pub(crate) fn lines(&self) -> String {
        let lines: Vec<_> = self
            .0
            .iter()
            .map(|(attribute, count)| format!("{count:>7} {attribute}"))
            .collect();
        lines.join("\n")
    }

    fn add(&mut self, attribute: &'static str) {
        *self.0.entry(attribute).or_default() += 1;
    }

    fn add_if(&mut self, attribute: &'static str, there: bool) {
        if there {
            self.add(attribute);
        }
    }

    /// Counts everything that a schema holds.
    pub(crate) fn count(&mut self, schema: &Schema) {
        let Schema {
            tables,
            views,
            enums,
            sequences,
            triggers,
            functions,
            extensions,
            namespaces,
        } = schema;
        for table in tables.values() {
            self.table(table);
        }
        for view in views.values() {
            self.view(view);
        }
        for enum_type in enums.values() {
            self.enum_type(enum_type);
        }
        for sequence in sequences.values() {
            self.sequence(sequence);
        }
        for Trigger {
            name: _,
            table: _,
            event: _,
            body: _,
        } in triggers.values()
        {
            self.add("trigger");
        }
        for Function {
            name: _,
            kind: _,
            arguments: _,
            definition: _,
        } in functions.values()
        {
            self.add("function");
        }
        for _ in extensions {
            self.add("extension");
        }
        for _ in namespaces {
            self.add("namespace");
        }
    }

    fn table(&mut self, table: &Table) {
        let Table {
            name,
            columns,
            constraints,
            indexes,
            options,
            comment,
            // Only a text that somebody wrote by hand has any.
            remarks: _,
        } = table;
        self.add("table");
        self.name(name.name.as_str());
        for column in columns {
            self.column(column);
        }
        for constraint in constraints {
            self.constraint(table, constraint);
        }
        for index in indexes {
            self.index(index);
        }
        self.options(options);
        self.add_if("table.comment", comment.is_some());
    }

    fn name(&mut self, name: &str) {
        let is_plain = name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        self.add_if("name.awkward", !is_plain);
        self.add_if("name.of 63 bytes", name.len() == 63);
    }

    fn options(&mut self, options: &TableOptions) {
        let TableOptions {
            strict,
            without_rowid,
            engine,
            charset,
            collation,
            storage,
            unlogged,
        } = options;
        self.add_if("table.strict", *strict);
        self.add_if("table.without_rowid", *without_rowid);
        self.add_if("table.engine", engine.is_some());
        self.add_if("table.charset", charset.is_some());
        self.add_if("table.collation", collation.is_some());
        self.add_if("table.storage", !storage.is_empty());
        self.add_if("table.unlogged", *unlogged);
    }

    fn column(&mut self, column: &Column) {
        let Column {
            name,
            column_type,
            nullable,
            default,
            on_update,
            generated,
            numbering,
            collation,
            comment,
        } = column;
        self.add("column");
        self.name(name.as_str());
        self.column_type(column_type);
        self.add_if("column.nullable", *nullable);
        if let Some(default) = default {
            self.default(default);
        }
        if let Some(Generated {
            expression: _,
            storage,
        }) = generated
        {
            self.add(match storage {
                GeneratedStorage::Stored => "column.generated.stored",
                GeneratedStorage::Virtual => "column.generated.virtual",
            });
        }
        match numbering {
            None => {}
            Some(Numbering::ByDefault) => self.add("column.numbering.by_default"),
            Some(Numbering::Always) => self.add("column.numbering.always"),
        }
        self.add_if("column.on_update", on_update.is_some());
        self.add_if("column.collation", collation.is_some());
        self.add_if("column.comment", comment.is_some());
    }

    fn default(&mut self, default: &DefaultValue) {
        self.add(match default {
            DefaultValue::Literal(Literal::Null) => "column.default.null",
            DefaultValue::Literal(Literal::Bool(_)) => "column.default.bool",
            DefaultValue::Literal(Literal::Integer(_)) => "column.default.integer",
            DefaultValue::Literal(Literal::Number(_)) => "column.default.number",
            DefaultValue::Literal(Literal::Text(_)) => "column.default.text",
            DefaultValue::Literal(Literal::Bytes(_)) => "column.default.bytes",
            DefaultValue::Expression(_) => "column.default.expression",
        });
    }

    fn column_type(&mut self, column_type: &ColumnType) {
        self.add(match column_type {
            ColumnType::Bool => "type.bool",
            ColumnType::TinyInt => "type.tiny_int",
            ColumnType::SmallInt => "type.small_int",
            ColumnType::Integer => "type.integer",
            ColumnType::BigInt => "type.big_int",
            ColumnType::Unsigned(_) => "type.unsigned",
            ColumnType::Float => "type.float",
            ColumnType::Double => "type.double",
            ColumnType::Numeric(None) => "type.numeric",
            ColumnType::Numeric(Some(_)) => "type.numeric.digits",
            ColumnType::Text => "type.text",
            ColumnType::Varchar(_) => "type.varchar",
            ColumnType::Char(_) => "type.char",
            ColumnType::Binary => "type.binary",
            ColumnType::Varbinary(_) => "type.varbinary",
            ColumnType::Date => "type.date",
            ColumnType::Time => "type.time",
            ColumnType::Timestamp => "type.timestamp",
            ColumnType::Timestamptz => "type.timestamptz",
            ColumnType::Datetime => "type.datetime",
            ColumnType::Interval => "type.interval",
            ColumnType::Uuid => "type.uuid",
            ColumnType::Json => "type.json",
            ColumnType::Jsonb => "type.jsonb",
            ColumnType::Array(_) => "type.array",
            ColumnType::Enum(_) => "type.enum",
            // A catalogue has no word for a type that is only text in a migration.
            ColumnType::Native(_) | ColumnType::Custom(_) => "type.native",
        });
    }

    fn constraint(&mut self, table: &Table, constraint: &Constraint) {
        let Constraint {
            name,
            rule,
            validation,
        } = constraint;
        self.add_if("constraint.name", name.is_some());
        self.add_if("constraint.not_valid", *validation == Validation::Pending);
        match rule {
            Rule::PrimaryKey(PrimaryKey { columns }) => {
                self.add("primary_key");
                self.add_if("primary_key.composite", columns.len() > 1);
            }
            Rule::Unique(unique) => self.unique(unique),
            Rule::Check(Check { expression: _ }) => self.add("check"),
            Rule::ForeignKey(key) => self.foreign_key(table, key),
            Rule::Exclude(exclude) => self.exclude(exclude),
        }
    }

    fn exclude(&mut self, exclude: &Exclude) {
        let Exclude {
            method: _,
            elements,
            predicate: _,
            deferrable: _,
        } = exclude;
        self.add("exclude");
        for ExcludeElement { key, operator: _ } in elements {
            self.key(key);
        }
    }

    fn unique(&mut self, unique: &Unique) {
        let Unique {
            columns,
            nulls,
            deferrable,
        } = unique;
        self.add("unique");
        self.add_if("unique.composite", columns.len() > 1);
        self.add_if(
            "unique.nulls_not_distinct",
            *nulls == UniqueNulls::NotDistinct,
        );
        self.add_if("unique.deferrable", deferrable.is_some());
    }

    fn foreign_key(&mut self, table: &Table, key: &ForeignKey) {
        let ForeignKey {
            columns,
            table: referenced,
            referenced: _,
            on_delete,
            on_update,
            match_kind,
            deferrable,
        } = key;
        self.add("foreign_key");
        self.add_if("foreign_key.composite", columns.len() > 1);
        self.add_if("foreign_key.self", *referenced == table.name);
        self.add_if("foreign_key.match_full", *match_kind == MatchKind::Full);
        match deferrable {
            None => {}
            Some(Deferrable::InitiallyImmediate) => self.add("foreign_key.initially_immediate"),
            Some(Deferrable::InitiallyDeferred) => self.add("foreign_key.initially_deferred"),
        }
        self.add(match on_delete {
            ReferentialAction::NoAction => "foreign_key.on_delete.no_action",
            ReferentialAction::Restrict => "foreign_key.on_delete.restrict",
            ReferentialAction::Cascade => "foreign_key.on_delete.cascade",
            ReferentialAction::SetNull => "foreign_key.on_delete.set_null",
            ReferentialAction::SetDefault => "foreign_key.on_delete.set_default",
        });
        self.add(match on_update {
            ReferentialAction::NoAction => "foreign_key.on_update.no_action",
            ReferentialAction::Restrict => "foreign_key.on_update.restrict",
            ReferentialAction::Cascade => "foreign_key.on_update.cascade",
            ReferentialAction::SetNull => "foreign_key.on_update.set_null",
            ReferentialAction::SetDefault => "foreign_key.on_update.set_default",
        });
    }

    fn index(&mut self, index: &Index) {
        let Index {
            name,
            keys,
            unique,
            nulls,
            predicate,
            method,
            include,
            comment,
        } = index;
        self.add("index");
        self.name(name.as_str());
        for key in keys {
            self.key(key);
        }
        self.add_if("index.composite", keys.len() > 1);
        self.add_if("index.unique", *unique);
        self.add_if(
            "index.nulls_not_distinct",
            *nulls == UniqueNulls::NotDistinct,
        );
        self.add_if("index.predicate", predicate.is_some());
        self.add_if("index.method", method.is_some());
        self.add_if("index.include", !include.is_empty());
        self.add_if("index.comment", comment.is_some());
    }

    fn key(&mut self, key: &IndexKey) {
        let IndexKey {
            part,
            order,
            nulls,
            collation,
            operator_class,
            prefix,
        } = key;
        self.add(match part {
            KeyPart::Column(_) => "key.column",
            KeyPart::Expression(_) => "key.expression",
        });
        self.add_if("key.descending", *order == SortOrder::Descending);
        match nulls {
            None => {}
            Some(NullsOrder::First) => self.add("key.nulls.first"),
            Some(NullsOrder::Last) => self.add("key.nulls.last"),
        }
        self.add_if("key.collation", collation.is_some());
        self.add_if("key.operator_class", operator_class.is_some());
        self.add_if("key.prefix", prefix.is_some());
    }

    fn view(&mut self, view: &View) {
        let View {
            name,
            query: _,
            materialized,
            comment,
        } = view;
        self.add("view");
        self.name(name.name.as_str());
        self.add_if("view.materialized", *materialized);
        self.add_if("view.comment", comment.is_some());
    }

    fn enum_type(&mut self, enum_type: &EnumType) {
        let EnumType {
            name,
            labels: _,
            comment,
        } = enum_type;
        self.add("enum");
        self.name(name.name.as_str());
        self.add_if("enum.comment", comment.is_some());
    }

    fn sequence(&mut self, sequence: &Sequence) {
        let Sequence {
            name,
            start,
            increment,
            minimum,
            maximum,
            cache,
            cycle,
        } = sequence;
        self.add("sequence");
        self.name(name.name.as_str());
        self.add_if("sequence.start", start.is_some());
        self.add_if("sequence.increment", increment.is_some());
        self.add_if("sequence.minimum", minimum.is_some());
        self.add_if("sequence.maximum", maximum.is_some());
        self.add_if("sequence.cache", cache.is_some());
        self.add_if("sequence.cycle", *cycle);
    }
}
