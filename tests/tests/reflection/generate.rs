//! Random schemas as the operations that make them.

use migrate_runtime::operation::{
    AddColumn, AddConstraint, CreateEnum, CreateIndex, CreateNamespace, CreateSequence,
    CreateTable, CreateTrigger, CreateView, IndexBuild, Online, Operation,
};
use migrate_runtime::schema::{
    Check, Column, ColumnType, Constraint, DefaultValue, EnumReference, EnumType, Exclude,
    ExcludeElement, ForeignKey, Generated, Index, IndexKey, KeyPart, Literal, MatchKind, Name,
    NullsOrder, PrimaryKey, QualifiedName, ReferentialAction, Rule, Schema, Sequence, SortOrder,
    Table, Trigger, Unique, UniqueNulls, Validation, View,
};

use crate::names::Names;
use crate::palette::{Family, Feature, Kind, Palette};
use crate::random::Random;

/// The operations that make the schema of this seed.
pub(crate) fn operations(seed: u64, palette: &dyn Palette) -> Vec<Operation> {
    let mut generator = Generator::over(&Schema::default(), seed, palette);
    generator.run();
    generator.operations
}

pub(crate) struct Generator<'a> {
    pub(crate) palette: &'a dyn Palette,
    pub(crate) random: Random,
    pub(crate) names: Names,
    /// What columns may be; enum types join as they are made.
    pub(crate) kinds: Vec<Kind>,
    pub(crate) schema: Schema,
    operations: Vec<Operation>,
}

/// A column while its table is made.
pub(crate) struct Made {
    pub(crate) column: Column,
    pub(crate) kind: Kind,
}

impl<'a> Generator<'a> {
    /// Goes on where a schema is.
    pub(crate) fn over(schema: &Schema, seed: u64, palette: &'a dyn Palette) -> Self {
        let mut generator = Self {
            palette,
            random: Random::seeded(seed),
            names: Names::of(schema),
            kinds: palette.kinds(),
            schema: schema.clone(),
            operations: Vec::new(),
        };
        for known in schema.enums.values() {
            generator.kinds.push(label(known));
        }
        generator
    }
}

impl Generator<'_> {
    fn run(&mut self) {
        self.namespaces();
        self.enum_types();
        self.sequences();
        let mut tables = Vec::new();
        for _ in 0..self.random.between(1, 4) {
            tables.push(self.table());
        }
        for (table, columns) in &tables {
            self.later(table, columns);
        }
        for (table, columns) in &tables {
            self.dependents(table, columns);
        }
    }

    pub(crate) fn has(&self, feature: Feature) -> bool {
        self.palette.has(feature)
    }

    pub(crate) fn name(&mut self) -> Name {
        self.names.next(&mut self.random, self.palette)
    }

    /// A name in one of the namespaces that were made, or in the connection's own.
    pub(crate) fn qualified(&mut self) -> QualifiedName {
        let namespaces: Vec<_> = self.schema.namespaces.iter().cloned().collect();
        let schema = if namespaces.is_empty() {
            None
        } else {
            self.random
                .maybe(30, |random| random.pick(&namespaces).clone())
        };
        QualifiedName {
            schema,
            name: self.name(),
        }
    }

    pub(crate) fn comment(&mut self, feature: Feature) -> Option<String> {
        if !self.has(feature) {
            return None;
        }
        let texts = self.palette.comments();
        self.random
            .maybe(25, |random| (*random.pick(texts)).to_owned())
    }

    pub(crate) fn push(&mut self, operation: Operation) {
        operation
            .apply(&mut self.schema)
            .unwrap_or_else(|error| panic!("the generator made nonsense: {error}: {operation:?}"));
        self.operations.push(operation);
    }

    pub(crate) fn namespaces(&mut self) {
        if self.has(Feature::Namespaces) && self.random.chance(30) {
            let name = self.name();
            self.push(Operation::CreateNamespace(CreateNamespace { name }));
        }
    }

    pub(crate) fn enum_types(&mut self) {
        if !self.has(Feature::EnumTypes) || !self.random.chance(40) {
            return;
        }
        let enum_type = EnumType {
            name: self.qualified(),
            labels: vec!["sad".into(), "it's \"ok\"".into(), "😀".into()],
            comment: self.comment(Feature::EnumComments),
        };
        self.kinds.push(label(&enum_type));
        self.push(Operation::CreateEnum(CreateEnum { enum_type }));
    }

    pub(crate) fn sequences(&mut self) {
        if !self.has(Feature::Sequences) || !self.random.chance(30) {
            return;
        }
        let mut number = |number: i64| self.random.maybe(50, |_| number);
        let (start, increment) = (number(7), number(3));
        let (minimum, maximum, cache) = (number(2), number(1000), number(5));
        let sequence = Sequence {
            start,
            increment,
            minimum,
            maximum,
            cache,
            cycle: self.random.chance(50),
            ..Sequence::new(self.qualified())
        };
        self.push(Operation::CreateSequence(CreateSequence { sequence }));
    }

    /// A table, made; what its columns are.
    pub(crate) fn table(&mut self) -> (QualifiedName, Vec<Made>) {
        let mut table = Table::new(self.qualified());
        let numbered = self.random.chance(35);
        let keyed = numbered || self.random.chance(60);
        table.options = self.palette.options(&mut self.random, keyed && !numbered);
        let mut columns = Vec::new();
        let mut scope = Names::default();
        if numbered {
            columns.push(self.numbered(&mut scope));
        }
        for _ in 0..self.random.between(1, 7) {
            let column = self.plain(&mut scope, &table);
            columns.push(column);
        }
        if keyed && !numbered {
            self.make_keyed(&mut columns);
        }
        self.generated(&mut scope, &table, &mut columns);
        table.columns = columns.iter().map(|made| made.column.clone()).collect();
        if keyed {
            self.primary_key(&mut table, &columns, numbered);
        }
        self.constraints(&mut table, &mut columns, &mut scope);
        for _ in 0..self.random.below(3) {
            table.indexes.extend(self.index(&columns));
        }
        table.comment = self.comment(Feature::TableComments);
        let name = table.name.clone();
        self.push(Operation::CreateTable(CreateTable { table }));
        (name, columns)
    }

    fn numbered(&mut self, scope: &mut Names) -> Made {
        let whole = |kind: &&Kind| {
            kind.column_type == ColumnType::BigInt || kind.column_type == ColumnType::Integer
        };
        let kinds: Vec<_> = self.kinds.iter().filter(whole).cloned().collect();
        let kind = self.random.pick(&kinds).clone();
        let mut column = Column::new(
            scope.next(&mut self.random, self.palette),
            kind.column_type.clone(),
        );
        column.numbering = Some(*self.random.pick(self.palette.numberings()));
        column.comment = self.comment(Feature::ColumnComments);
        Made { column, kind }
    }

    pub(crate) fn plain(&mut self, scope: &mut Names, table: &Table) -> Made {
        let kinds: Vec<_> = (self.kinds.iter())
            .filter(|kind| !table.options.strict || is_strict(&kind.column_type))
            .cloned()
            .collect();
        let kind = self.random.pick(&kinds).clone();
        let mut column = Column::new(
            scope.next(&mut self.random, self.palette),
            kind.column_type.clone(),
        );
        column.nullable = self.random.chance(50);
        let mut defaults = self.palette.defaults(&kind);
        if !column.nullable {
            let null = DefaultValue::Literal(Literal::Null);
            defaults.retain(|default| *default != null);
        }
        if !defaults.is_empty() {
            column.default = self
                .random
                .maybe(40, |random| random.pick(&defaults).clone());
        }
        if kind.family == Family::Text {
            let collations = self.palette.collations();
            column.collation = self
                .random
                .maybe(30, |random| Name::from(*random.pick(collations)));
        }
        if kind.family == Family::Moment && self.has(Feature::OnUpdate) {
            let now = |_: &mut Random| "CURRENT_TIMESTAMP".to_owned();
            column.on_update = self.random.maybe(20, now);
        }
        column.comment = self.comment(Feature::ColumnComments);
        Made { column, kind }
    }

    /// Sees that at least one column can be a key; keys hold no `NULL`.
    fn make_keyed(&mut self, columns: &mut [Made]) {
        let whole = self
            .kinds
            .iter()
            .find(|kind| kind.column_type == ColumnType::BigInt)
            .expect("every backend has numbers")
            .clone();
        if let Some(first) = columns.first_mut()
            && !first.kind.key
        {
            first.column.column_type = whole.column_type.clone();
            first.column.default = None;
            first.column.collation = None;
            first.column.on_update = None;
            first.kind = whole;
        }
        for made in columns.iter_mut().take(2) {
            made.column.nullable = false;
            if is_null(&made.column) {
                made.column.default = None;
            }
        }
    }

    fn generated(&mut self, scope: &mut Names, table: &Table, columns: &mut Vec<Made>) {
        if self.palette.storages().is_empty() || !self.random.chance(40) {
            return;
        }
        let bases: Vec<_> = (columns.iter())
            .filter(|made| made.column.numbering.is_none())
            .map(|made| (made.column.name.clone(), made.kind.clone()))
            .collect();
        if bases.is_empty() {
            return;
        }
        let (base, kind) = self.random.pick(&bases).clone();
        let quoted = self.palette.quoted(&base);
        let computations = self.palette.computations(kind.family, &quoted);
        if computations.is_empty() {
            return;
        }
        let mut made = self.plain(scope, table);
        made.column.column_type = kind.column_type.clone();
        made.column.nullable = true;
        made.column.default = None;
        made.column.collation = None;
        made.column.on_update = None;
        made.column.generated = Some(Generated {
            expression: self.random.pick(&computations).clone(),
            storage: *self.random.pick(self.palette.storages()),
        });
        made.kind = kind;
        columns.push(made);
    }

    fn primary_key(&mut self, table: &mut Table, columns: &[Made], numbered: bool) {
        let key: Vec<_> = columns
            .iter()
            .take_while(|made| made.kind.key && made.column.generated.is_none())
            .collect();
        let length = if numbered {
            1
        } else {
            self.random.between(1, 2)
        };
        let columns = key
            .iter()
            .take(length)
            .map(|made| made.column.name.clone())
            .collect();
        self.constrain(table, Rule::PrimaryKey(PrimaryKey { columns }));
    }

    /// Keys have names on every backend, and so has what can be dropped.
    pub(crate) fn constrain(&mut self, table: &mut Table, rule: Rule) {
        let name = self.name();
        table.constraints.push(Constraint::named(name, rule));
    }

    fn constraints(&mut self, table: &mut Table, columns: &mut Vec<Made>, scope: &mut Names) {
        if self.random.chance(40) {
            let unique = self.unique(columns);
            if let Some(unique) = unique {
                self.constrain(table, Rule::Unique(unique));
            }
        }
        if self.random.chance(50) {
            let check = self.check(columns);
            if let Some(check) = check {
                self.constrain(table, Rule::Check(check));
            }
        }
        if self.random.chance(60) {
            self.reference(table, columns, scope);
        }
    }

    pub(crate) fn unique(&mut self, columns: &[Made]) -> Option<Unique> {
        let keys = keys(columns);
        let mut names: Vec<_> = keys.iter().map(|made| made.column.name.clone()).collect();
        if names.is_empty() {
            return None;
        }
        let at = self.random.below(names.len());
        names.rotate_left(at);
        names.truncate(self.random.between(1, 2));
        let nulls = if self.has(Feature::UniqueNulls) && self.random.chance(30) {
            UniqueNulls::NotDistinct
        } else {
            UniqueNulls::Distinct
        };
        let deferrable = if self.has(Feature::DeferrableUnique) {
            let deferrables = self.palette.deferrables();
            self.random.maybe(30, |random| *random.pick(deferrables))
        } else {
            None
        };
        Some(Unique {
            columns: names,
            nulls,
            deferrable,
        })
    }

    pub(crate) fn check(&mut self, columns: &[Made]) -> Option<Check> {
        let expression = self.condition(columns)?;
        Some(Check { expression })
    }

    pub(crate) fn condition(&mut self, columns: &[Made]) -> Option<String> {
        let free: Vec<_> = (columns.iter())
            .filter(|made| made.column.numbering.is_none() && made.column.generated.is_none())
            .collect();
        if free.is_empty() {
            return None;
        }
        let made = *self.random.pick(&free);
        let quoted = self.palette.quoted(&made.column.name);
        let conditions = self.palette.conditions(made.kind.family, &quoted);
        if conditions.is_empty() {
            return None;
        }
        Some(self.random.pick(&conditions).clone())
    }

    /// New columns that reference a key of this table or of one before it.
    fn reference(&mut self, table: &mut Table, columns: &mut Vec<Made>, scope: &mut Names) {
        let mut tables: Vec<_> = (self.schema.tables.values())
            .filter(|other| are_alike(table, other))
            .cloned()
            .collect();
        tables.push(table.clone());
        let referenced = self.random.pick(&tables).clone();
        let Some(target) = self.target(&referenced) else {
            return;
        };
        let fits = |column: &Column| !table.options.strict || is_strict(&column.column_type);
        if !(target.iter()).all(|name| referenced.column(name).is_some_and(fits)) {
            return;
        }
        let key = self.foreign_key(&referenced, target);
        let mut own = Vec::new();
        for (name, new) in key.referenced.iter().zip(0..) {
            let parent = referenced.column(name).expect("a key's column");
            let mut column = Column::new(
                scope.next(&mut self.random, self.palette),
                parent.column_type.clone(),
            );
            column.collation.clone_from(&parent.collation);
            column.nullable = key.match_kind == MatchKind::Simple
                && (new == 0 || self.random.chance(70))
                || clears(&key)
                || self.random.chance(30);
            if let Some(kind) = self.kind_of(parent) {
                columns.push(Made {
                    column: column.clone(),
                    kind,
                });
            }
            own.push(column.name.clone());
            table.columns.push(column);
        }
        let key = ForeignKey {
            columns: own,
            ..key
        };
        self.constrain(table, Rule::ForeignKey(key));
    }

    pub(crate) fn kind_of(&self, column: &Column) -> Option<Kind> {
        let is_it = |kind: &&Kind| kind.column_type == column.column_type;
        self.kinds.iter().find(is_it).cloned()
    }

    /// The columns of one of the table's keys.
    fn target(&mut self, table: &Table) -> Option<Vec<Name>> {
        let keys: Vec<_> = (table.constraints.iter())
            .filter_map(|constraint| match &constraint.rule {
                Rule::PrimaryKey(key) => Some(key.columns.clone()),
                Rule::Unique(unique)
                    if unique.deferrable.is_none() && unique.nulls == UniqueNulls::Distinct =>
                {
                    Some(unique.columns.clone())
                }
                Rule::Unique(_) | Rule::Check(_) | Rule::ForeignKey(_) | Rule::Exclude(_) => None,
            })
            .collect();
        (!keys.is_empty()).then(|| self.random.pick(&keys).clone())
    }

    fn foreign_key(&mut self, referenced: &Table, target: Vec<Name>) -> ForeignKey {
        let actions = self.palette.actions();
        let deferrables = self.palette.deferrables();
        let full =
            self.random.chance(20) && !self.palette.lacks().contains(&"foreign_key.match_full");
        ForeignKey {
            columns: Vec::new(),
            table: referenced.name.clone(),
            referenced: target,
            on_delete: *self.random.pick(actions),
            on_update: *self.random.pick(actions),
            match_kind: if full {
                MatchKind::Full
            } else {
                MatchKind::Simple
            },
            deferrable: if deferrables.is_empty() {
                None
            } else {
                self.random.maybe(30, |random| *random.pick(deferrables))
            },
        }
    }

    pub(crate) fn index(&mut self, columns: &[Made]) -> Option<Index> {
        let keys: Vec<_> = columns.iter().filter(|made| made.kind.key).collect();
        if keys.is_empty() {
            return None;
        }
        let first = *self.random.pick(&keys);
        let mut index = Index::new(self.name(), vec![self.index_key(first)]);
        index.comment = self.comment(Feature::IndexComments);
        let methods = self.palette.methods();
        if !methods.is_empty() && self.random.chance(15) {
            index.method = Some(Name::from(*self.random.pick(methods)));
            index.keys = vec![IndexKey::from(first.column.name.clone())];
            return Some(index);
        }
        let second = *self.random.pick(&keys);
        if second.column.name != first.column.name && self.random.chance(40) {
            let key = self.index_key(second);
            index.keys.push(key);
        }
        index.unique = self.random.chance(25);
        if index.unique && self.has(Feature::UniqueNulls) && self.random.chance(30) {
            index.nulls = UniqueNulls::NotDistinct;
        }
        if self.has(Feature::IndexPredicates) && self.random.chance(25) {
            index.predicate = self.condition(columns);
        }
        if self.has(Feature::IndexInclude) && self.random.chance(20) {
            index.include = vec![self.random.pick(&keys).column.name.clone()];
        }
        Some(index)
    }

    fn index_key(&mut self, made: &Made) -> IndexKey {
        let mut key = IndexKey::from(made.column.name.clone());
        let quoted = self.palette.quoted(&made.column.name);
        let computations = self.palette.computations(made.kind.family, &quoted);
        if self.has(Feature::IndexExpressions) && !computations.is_empty() && self.random.chance(20)
        {
            key.part = KeyPart::Expression(self.random.pick(&computations).clone());
        } else if made.kind.family == Family::Text {
            self.text_key(&mut key);
        }
        if self.random.chance(25) {
            key.order = SortOrder::Descending;
        }
        if self.has(Feature::IndexNullsOrder) {
            key.nulls = self.random.maybe(25, |random| {
                *random.pick(&[NullsOrder::First, NullsOrder::Last])
            });
        }
        key
    }

    fn text_key(&mut self, key: &mut IndexKey) {
        let collations = self.palette.collations();
        let classes = self.palette.operator_classes();
        if self.has(Feature::IndexPrefix) {
            key.prefix = self.random.maybe(30, |_| 4);
        } else if !collations.is_empty() {
            key.collation = self
                .random
                .maybe(25, |random| Name::from(*random.pick(collations)));
        }
        if !classes.is_empty() {
            key.operator_class = self
                .random
                .maybe(20, |random| Name::from(*random.pick(classes)));
        }
    }

    /// What comes to a table after it was made.
    pub(crate) fn later(&mut self, name: &QualifiedName, columns: &[Made]) {
        let table = self.schema.table(name).expect("it was made").clone();
        if self.random.chance(25) {
            let mut scope = Names::columns(&table);
            let mut made = self.plain(&mut scope, &table);
            made.column.nullable = true;
            self.push(Operation::AddColumn(AddColumn {
                table: name.clone(),
                column: made.column,
                constraints: Vec::new(),
                position: None,
                online: Online::default(),
            }));
        }
        if self.random.chance(25)
            && let Some(index) = self.index(columns)
        {
            self.push(Operation::CreateIndex(CreateIndex {
                table: name.clone(),
                index,
                build: IndexBuild::Blocking,
                online: Online::default(),
            }));
        }
        if self.random.chance(15) {
            self.circle(&table, columns);
        }
        if !self.palette.lacks().contains(&"exclude") && self.random.chance(15) {
            self.exclusion(&table, columns);
        }
        if !self.palette.lacks().contains(&"constraint.not_valid") && self.random.chance(15) {
            self.pending(&table, columns);
        }
    }

    fn exclusion(&mut self, table: &Table, columns: &[Made]) {
        let keys = keys(columns);
        if keys.is_empty() {
            return;
        }
        let key = self.random.pick(&keys).column.name.clone();
        // Of two that say the same PostgreSQL makes one with a new table, and both with one that is there.
        let known = self.schema.table(&table.name).unwrap_or(table);
        if (known.constraints.iter())
            .any(|other| matches!(other.rule, Rule::Exclude(_)) && other.concerns(&key))
        {
            return;
        }
        let rule = Rule::Exclude(Exclude {
            method: "btree".into(),
            elements: vec![ExcludeElement {
                key: IndexKey::from(key),
                operator: "=".into(),
            }],
            predicate: self.condition(columns).filter(|_| self.random.chance(50)),
            deferrable: None,
        });
        let constraint = Constraint::named(self.name(), rule);
        let add = AddConstraint::new(table.name.clone(), constraint);
        self.push(Operation::AddConstraint(add));
    }

    /// A check that the rows so far need not obey.
    fn pending(&mut self, table: &Table, columns: &[Made]) {
        let Some(check) = self.check(columns) else {
            return;
        };
        let mut constraint = Constraint::named(self.name(), Rule::Check(check));
        constraint.validation = Validation::Pending;
        let add = AddConstraint::new(table.name.clone(), constraint);
        self.push(Operation::AddConstraint(add));
    }

    /// A reference to any table, later ones too, so that references go in circles.
    fn circle(&mut self, table: &Table, columns: &[Made]) {
        let whole: Vec<_> = (columns.iter())
            .filter(|made| {
                made.kind.key && made.column.generated.is_none() && made.column.numbering.is_none()
            })
            .collect();
        let mut fitting = Vec::new();
        for other in self.schema.tables.values() {
            if !are_alike(table, other) {
                continue;
            }
            let Some(key) = other.primary_key().filter(|key| key.columns.len() == 1) else {
                continue;
            };
            let parent = other.column(&key.columns[0]).expect("a key's column");
            let fits = |made: &&&Made| {
                made.column.column_type == parent.column_type
                    && made.column.collation == parent.collation
            };
            fitting.extend(
                (whole.iter().filter(fits))
                    .map(|made| (made.column.name.clone(), other.clone(), parent.name.clone())),
            );
        }
        if fitting.is_empty() {
            return;
        }
        let (column, other, parent) = self.random.pick(&fitting).clone();
        let key = ForeignKey {
            columns: vec![column],
            on_delete: ReferentialAction::NoAction,
            on_update: ReferentialAction::NoAction,
            ..self.foreign_key(&other, vec![parent])
        };
        let mut holder = table.clone();
        self.constrain(&mut holder, Rule::ForeignKey(key));
        let constraint = holder.constraints.pop().expect("the one just added");
        let add = AddConstraint::new(table.name.clone(), constraint);
        self.push(Operation::AddConstraint(add));
    }

    pub(crate) fn dependents(&mut self, table: &QualifiedName, columns: &[Made]) {
        let column = self.random.pick(columns).column.name.clone();
        let quoted = self.palette.quoted(&column);
        let full = match &table.schema {
            Some(schema) => format!(
                "{}.{}",
                self.palette.quoted(schema),
                self.palette.quoted(&table.name)
            ),
            None => self.palette.quoted(&table.name),
        };
        if self.random.chance(25) {
            let materialized = self.has(Feature::MaterializedViews) && self.random.chance(30);
            let view = View {
                name: self.qualified(),
                query: self.palette.query(&mut self.random, &full, &quoted),
                materialized,
                comment: self.comment(Feature::ViewComments),
            };
            self.push(Operation::CreateView(CreateView { view }));
        }
        if self.random.chance(25)
            && let Some((event, body)) = self.palette.trigger(&mut self.random, &full, &quoted)
        {
            let trigger = Trigger {
                name: self.name(),
                table: table.clone(),
                event,
                body,
            };
            self.push(Operation::CreateTrigger(CreateTrigger { trigger }));
        }
    }
}

/// Columns of an enum type.
fn label(enum_type: &EnumType) -> Kind {
    Kind {
        column_type: ColumnType::Enum(EnumReference {
            name: enum_type.name.clone(),
            labels: enum_type.labels.clone(),
        }),
        family: Family::Label,
        key: true,
    }
}

fn is_null(column: &Column) -> bool {
    column.default == Some(DefaultValue::Literal(Literal::Null))
}

/// Whether a STRICT table of SQLite takes the type.
pub(crate) fn is_strict(column_type: &ColumnType) -> bool {
    !matches!(column_type, ColumnType::Native(_) | ColumnType::Custom(_))
}

/// Whether one table may reference the other: not all texts compare, and what is logged needs what is.
fn are_alike(table: &Table, other: &Table) -> bool {
    let [left, right] = [&table.options, &other.options];
    left.unlogged == right.unlogged
        && left.collation == right.collation
        && left.charset == right.charset
}

/// Whether the reference writes `NULL`.
fn clears(key: &ForeignKey) -> bool {
    [key.on_delete, key.on_update].contains(&ReferentialAction::SetNull)
}

/// The columns that keys and indexes take.
pub(crate) fn keys(columns: &[Made]) -> Vec<&Made> {
    let is_plain = |made: &&Made| {
        made.kind.key && made.column.generated.is_none() && made.column.numbering.is_none()
    };
    columns.iter().filter(is_plain).collect()
}
