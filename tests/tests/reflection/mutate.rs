//! Random changes to a schema, each of which some operation can make.

use migrate_runtime::operation::{AddEnumLabel, DropEnumLabel, Operation};
use migrate_runtime::schema::{
    Check, Column, ColumnType, DefaultValue, Literal, Name, QualifiedName, ReferentialAction, Rule,
    Schema, SortOrder, Table, expr,
};

use crate::generate::{Generator, Made, is_strict, keys};
use crate::names::Names;
use crate::palette::{Family, Feature, Kind, Palette};

/// The schema with some things changed.
pub(crate) fn mutated(schema: &Schema, seed: u64, palette: &dyn Palette) -> Schema {
    let mut generator = Generator::over(schema, seed, palette);
    generator.change_objects();
    let names: Vec<_> = schema.tables.keys().cloned().collect();
    for name in &names {
        generator.change_table(name);
    }
    if generator.random.chance(30) {
        generator.drop_table();
    }
    if generator.random.chance(25) {
        let (name, columns) = generator.table();
        generator.later(&name, &columns);
    }
    generator.schema
}

impl Generator<'_> {
    fn change_table(&mut self, name: &QualifiedName) {
        for _ in 0..self.random.below(6) {
            let mut table = self.schema.tables[name].clone();
            self.change(&mut table);
            self.schema.tables.insert(name.clone(), table);
        }
        let columns = self.made(&self.schema.tables[name]);
        if self.random.chance(40) {
            self.later(name, &columns);
        }
    }

    fn change(&mut self, table: &mut Table) {
        match self.random.below(18) {
            0 => self.change_index(table),
            1 => self.change_constraint(table),
            2 => change_checks(table),
            3 => self.plain_column(table, |_, column, _| column.nullable = !column.nullable),
            4 => self.plain_column(table, Self::change_default),
            5 => self.retype(table),
            6 => self.plain_column(table, Self::change_collation),
            7 => self.any_column(table, Self::change_comment),
            8 => self.change_generated(table),
            9 => self.drop_column(table),
            10 => self.add_column(table),
            11 => self.add_key(table),
            12 => self.add_check(table),
            13 => table.comment = self.comment(Feature::TableComments),
            14 => self.change_options(table),
            15 => self.change_reference(table),
            16 => self.plain_column(table, Self::change_on_update),
            _ => self.change_numbering(table),
        }
    }

    /// The columns as the generator knows them.
    fn made(&self, table: &Table) -> Vec<Made> {
        let made = table.columns.iter().filter_map(|column| {
            let kind = self.kind_of(column)?;
            let column = column.clone();
            Some(Made { column, kind })
        });
        made.collect()
    }

    fn change_index(&mut self, table: &mut Table) {
        if table.indexes.is_empty() {
            return;
        }
        let at = self.random.below(table.indexes.len());
        let columns = self.made(table);
        let index = &mut table.indexes[at];
        match self.random.below(6) {
            0 => drop(table.indexes.remove(at)),
            1 if self.has(Feature::IndexExpressions) && index.method.is_none() => {
                index.keys.push(expr("1 + 1"));
            }
            2 if index.method.is_none() => index.unique = !index.unique,
            3 if self.has(Feature::IndexPredicates) => index.predicate = self.condition(&columns),
            4 if index.method.is_none() => {
                index.keys[0].order = match index.keys[0].order {
                    SortOrder::Ascending => SortOrder::Descending,
                    SortOrder::Descending => SortOrder::Ascending,
                }
            }
            _ => index.name = self.name(),
        }
        if let Some(index) = table.indexes.get_mut(at)
            && !index.unique
        {
            index.nulls = migrate_runtime::schema::UniqueNulls::Distinct;
        }
    }

    /// Keys stay: something may reference them.
    fn change_constraint(&mut self, table: &mut Table) {
        let free = |rule: &Rule| matches!(rule, Rule::Check(_) | Rule::ForeignKey(_));
        let at = (table.constraints.iter()).position(|constraint| free(&constraint.rule));
        let Some(at) = at else {
            return;
        };
        if self.random.chance(50) {
            table.constraints.remove(at);
        } else {
            table.constraints[at].name = Some(self.name());
        }
    }

    fn change_reference(&mut self, table: &mut Table) {
        let actions = self.palette.actions();
        let action = *self.random.pick(actions);
        for constraint in &mut table.constraints {
            if let Rule::ForeignKey(key) = &mut constraint.rule
                && action != ReferentialAction::SetNull
                && action != ReferentialAction::SetDefault
            {
                key.on_delete = action;
            }
        }
    }

    /// Changes a column that is neither computed nor numbered nor in a key, nor read by anything that is.
    fn plain_column(
        &mut self,
        table: &mut Table,
        change: impl FnOnce(&mut Self, &mut Column, &Kind),
    ) {
        let free = |column: &Column| {
            column.generated.is_none()
                && column.numbering.is_none()
                && !is_constrained(table, &column.name)
                && !self.is_computed_from(table, &column.name)
        };
        let names: Vec<_> = (table.columns.iter())
            .filter(|column| free(column))
            .map(|column| column.name.clone())
            .collect();
        self.one_of(table, &names, change);
    }

    fn any_column(
        &mut self,
        table: &mut Table,
        change: impl FnOnce(&mut Self, &mut Column, &Kind),
    ) {
        let names: Vec<_> = (table.columns.iter())
            .map(|column| column.name.clone())
            .collect();
        self.one_of(table, &names, change);
    }

    fn one_of(
        &mut self,
        table: &mut Table,
        names: &[Name],
        change: impl FnOnce(&mut Self, &mut Column, &Kind),
    ) {
        if names.is_empty() {
            return;
        }
        let name = self.random.pick(names).clone();
        let column = table.column_mut(&name).expect("one of its columns");
        if let Some(kind) = self.kind_of(column) {
            change(self, column, &kind);
        }
        if !column.nullable && column.default == Some(DefaultValue::Literal(Literal::Null)) {
            column.default = None;
        }
    }

    fn change_default(&mut self, column: &mut Column, kind: &Kind) {
        let defaults = self.palette.defaults(kind);
        column.default = self
            .random
            .maybe(80, |random| random.pick(&defaults).clone());
    }

    fn change_collation(&mut self, column: &mut Column, kind: &Kind) {
        if kind.family == Family::Text {
            let collations = self.palette.collations();
            column.collation = self
                .random
                .maybe(70, |random| Name::from(*random.pick(collations)));
        }
    }

    fn change_comment(&mut self, column: &mut Column, _kind: &Kind) {
        column.comment = self.comment(Feature::ColumnComments);
    }

    fn change_on_update(&mut self, column: &mut Column, kind: &Kind) {
        if kind.family == Family::Moment && self.has(Feature::OnUpdate) {
            column.on_update = match column.on_update {
                Some(_) => None,
                None => Some("CURRENT_TIMESTAMP".into()),
            };
        }
    }

    /// To a type that takes the values of the other one.
    fn retype(&mut self, table: &mut Table) {
        let strict = table.options.strict;
        let indexes = table.indexes.clone();
        self.plain_column(table, |this, column, kind| {
            let is_indexed = indexes.iter().any(|index| index.concerns(&column.name));
            let fits = |to: &&Kind| {
                (to.family == kind.family && to.family != Family::Other
                    || to.column_type == ColumnType::Text)
                    && (!strict || is_strict(&to.column_type))
                    && !is_indexed
            };
            let kinds: Vec<_> = this.kinds.iter().filter(fits).cloned().collect();
            if kinds.is_empty() {
                return;
            }
            let kind = this.random.pick(&kinds).clone();
            column.column_type = kind.column_type.clone();
            column.collation = None;
            column.on_update = None;
            this.change_default(column, &kind);
        });
    }

    fn change_generated(&mut self, table: &mut Table) {
        let columns = self.made(table);
        let names: Vec<_> = (columns.iter())
            .filter(|made| made.column.generated.is_some())
            .map(|made| (made.column.name.clone(), made.kind.family))
            .collect();
        for (name, family) in names {
            let base = columns.iter().find(|made| {
                made.kind.family == family
                    && made.column.generated.is_none()
                    && made.column.numbering.is_none()
            });
            let Some(base) = base else {
                continue;
            };
            let quoted = self.palette.quoted(&base.column.name);
            let computations = self.palette.computations(family, &quoted);
            let column = table.column_mut(&name).expect("one of its columns");
            if let Some(generated) = &mut column.generated
                && base.column.column_type == column.column_type
                && !computations.is_empty()
            {
                generated
                    .expression
                    .clone_from(self.random.pick(&computations));
            }
        }
    }

    fn is_computed_from(&self, table: &Table, column: &Name) -> bool {
        let quoted = self.palette.quoted(column);
        let mut generated = (table.columns.iter()).filter_map(|other| other.generated.as_ref());
        generated.any(|generated| generated.expression.contains(&quoted))
    }

    /// A column goes with the constraints and indexes that are about it, unless something else needs it.
    fn drop_column(&mut self, table: &mut Table) {
        let column = self.random.pick(&table.columns).name.clone();
        let is_referenced = (self.schema.tables.values())
            .flat_map(Table::foreign_keys)
            .any(|key| key.table == table.name && key.referenced.contains(&column));
        let quoted = self.palette.quoted(&column);
        let schema = &self.schema;
        let is_read = self.is_computed_from(table, &column)
            || (schema.views.values()).any(|view| view.query.contains(&quoted))
            || (schema.triggers.values())
                .any(|trigger| trigger.event.contains(&quoted) || trigger.body.contains(&quoted));
        let is_key = (table.primary_key()).is_some_and(|key| key.columns.contains(&column));
        if table.columns.len() < 3 || is_referenced || is_read || is_key {
            return;
        }
        table.columns.retain(|other| other.name != column);
        table
            .constraints
            .retain(|constraint| !constraint.concerns(&column));
        table.indexes.retain(|index| !index.concerns(&column));
    }

    fn add_column(&mut self, table: &mut Table) {
        let mut scope = Names::columns(table);
        let mut made = self.plain(&mut scope, table);
        made.column.nullable |= made.column.default.is_none();
        table.columns.push(made.column);
    }

    fn add_key(&mut self, table: &mut Table) {
        let columns = self.made(table);
        if keys(&columns).is_empty() {
            return;
        }
        // Of two keys that demand the same PostgreSQL makes one with a new table, and both with one that is there.
        let repeats = |columns: &[Name]| {
            let mut known = table.constraints.iter();
            known.any(|other| other.columns().into_iter().eq(columns))
        };
        if let Some(unique) = self.unique(&columns)
            && !repeats(&unique.columns)
        {
            self.constrain(table, Rule::Unique(unique));
        }
    }

    fn add_check(&mut self, table: &mut Table) {
        // MariaDB takes no check of a column that a reference may write.
        let mut columns = self.made(table);
        columns.retain(|made| !is_constrained(table, &made.column.name));
        if let Some(check) = self.check(&columns) {
            self.constrain(table, Rule::Check(check));
        }
    }

    /// What is logged must not refer to what is not, and a table without numbers is another one.
    fn change_options(&mut self, table: &mut Table) {
        let is_alone = (self.schema.tables.values())
            .filter(|other| other.name != table.name)
            .flat_map(Table::foreign_keys)
            .all(|key| key.table != table.name)
            && table.foreign_keys().next().is_none();
        let mut options = self.palette.options(&mut self.random, false);
        // Only the server knows which engine a table gets that names none.
        options.engine.clone_from(&table.options.engine);
        if is_alone
            && table
                .columns
                .iter()
                .all(|column| !options.strict || is_strict(&column.column_type))
        {
            table.options = options;
        }
    }

    fn change_numbering(&mut self, table: &mut Table) {
        let numberings = self.palette.numberings();
        for column in &mut table.columns {
            if column.numbering.is_some() {
                column.numbering = Some(*self.random.pick(numberings));
            }
        }
    }

    /// A table goes with the views and triggers that read it, and with the references to it.
    fn drop_table(&mut self) {
        let names: Vec<_> = self.schema.tables.keys().cloned().collect();
        let name = self.random.pick(&names).clone();
        let quoted = self.palette.quoted(&name.name);
        let schema = &mut self.schema;
        schema.tables.remove(&name);
        schema.views.retain(|_, view| !view.query.contains(&quoted));
        schema
            .triggers
            .retain(|_, trigger| trigger.table != name && !trigger.body.contains(&quoted));
        for table in schema.tables.values_mut() {
            table.constraints.retain(
                |constraint| !matches!(&constraint.rule, Rule::ForeignKey(key) if key.table == name),
            );
        }
    }

    fn change_objects(&mut self) {
        self.change_enum_types();
        self.change_sequences();
        let random = &mut self.random;
        for view in self.schema.views.values_mut() {
            if random.chance(20) {
                view.query = "SELECT 'changed' AS x".into();
            }
        }
        self.schema.views.retain(|_, _| !random.chance(20));
        self.schema.triggers.retain(|_, _| !random.chance(20));
    }

    /// The label that nothing mentions comes and goes.
    fn change_enum_types(&mut self) {
        for known in self.schema.enums.clone().into_values() {
            let name = known.name.clone();
            let (last, label) = ("😀".to_owned(), "it's \"ok\"".to_owned());
            let operation = match self.random.below(4) {
                0 if known.labels.contains(&label) => {
                    Operation::DropEnumLabel(DropEnumLabel { name, label })
                }
                1 => Operation::AddEnumLabel(AddEnumLabel {
                    name,
                    label: format!("new {}", self.random.below(1_000_000)),
                    before: self.random.maybe(50, |_| last),
                }),
                _ => continue,
            };
            self.push(operation);
        }
    }

    fn change_sequences(&mut self) {
        let random = &mut self.random;
        for sequence in self.schema.sequences.values_mut() {
            match random.below(6) {
                0 => sequence.increment = random.maybe(70, |_| 11),
                1 => sequence.maximum = random.maybe(70, |_| 5000),
                2 => sequence.minimum = random.maybe(70, |_| 1),
                3 => sequence.cycle = !sequence.cycle,
                _ => {}
            }
        }
        self.schema.sequences.retain(|_, _| !random.chance(10));
        self.sequences();
    }
}

fn is_constrained(table: &Table, column: &Name) -> bool {
    let mut constraints = table.constraints.iter();
    constraints.any(|constraint| constraint.concerns(column))
}

fn change_checks(table: &mut Table) {
    for constraint in &mut table.constraints {
        if let Rule::Check(Check { expression }) = &mut constraint.rule {
            *expression = format!("({expression}) OR 1 = 2");
        }
    }
}
