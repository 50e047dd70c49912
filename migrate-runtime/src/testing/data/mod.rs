//! Each revision up, down and up again over rows: every cell that no step says it changes must stay.

mod contents;
mod counted;
mod effects;
mod fill;
mod fixture;
mod sample;
mod shrink;
mod values;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use self::contents::{Compared, Contents};
use self::counted::Counted;
use self::effects::Effects;
use self::fill::{Demands, Filler};
use self::sample::Sample;
use super::Proof;
use super::ground::{Ground, blame};
use super::report::{Check, Finding};
use super::snapshot::Snapshot;
use super::stairway::{Stair, not_back};
use crate::connection::BackendKind;
use crate::error::Error;
use crate::operation::Operation;
use crate::plan::{Direction, operations};
use crate::schema::{Name, QualifiedName, Schema};

/// What the data of one revision shows.
pub(super) struct DataStair {
    pub(super) place: usize,
    pub(super) finding: Option<Finding>,
}

/// What the proof with rows shows.
#[derive(Default)]
pub(super) struct Data {
    pub(super) stairs: Vec<DataStair>,
    pub(super) notes: Vec<String>,
    /// How many cells were compared.
    pub(super) cells: u64,
}

/// Goes up a part of the history over rows; `stairs` are what all of it leaves without any, and it ends where they do.
pub(super) fn climb(
    proof: &Proof<'_>,
    stairs: &[Stair],
    part: Range<usize>,
) -> Result<Data, Error> {
    let mut climber = Climber::new(proof, Sample::first(proof.rows))?;
    climber.begin_at(part.start)?;
    let mut before = climber.ground.snapshot()?;
    for stair in &stairs[part] {
        let Some(after) = &stair.after else { break };
        let finding = climber.stair(stair, &before, after)?;
        let finding = match finding {
            None => climber.load_fixtures(stair.place),
            Some(found) => Some(shrink::shrunk(proof, (stair, &before, after), found)?),
        };
        let failed = finding.is_some() || stair.finding.is_some();
        climber.data.stairs.push(DataStair {
            place: stair.place,
            finding,
        });
        if failed {
            climber.start_anew(stair.place + 1)?;
        }
        before = after.clone();
    }
    Ok(climber.data)
}

struct Climber<'a> {
    proof: &'a Proof<'a>,
    ground: Ground<'a>,
    /// What each table was, and what the next revision demanded of its rows, when it was filled.
    filled: BTreeMap<QualifiedName, (crate::schema::Table, Demands)>,
    /// Which of the generated rows there are.
    sample: Sample,
    /// What was read last.
    known: Contents,
    /// Whether nothing was written since.
    is_known: bool,
    /// The rows over which the revision runs.
    given: Contents,
    /// Whether the author's own rows are there, which nobody else may delete.
    has_fixtures: bool,
    data: Data,
}

impl<'a> Climber<'a> {
    fn new(proof: &'a Proof<'a>, sample: Sample) -> Result<Self, Error> {
        Ok(Self {
            proof,
            ground: Ground::new(proof)?,
            filled: BTreeMap::new(),
            sample,
            known: Contents::new(),
            is_known: false,
            given: Contents::new(),
            has_fixtures: false,
            data: Data::default(),
        })
    }

    fn stair(
        &mut self,
        stair: &Stair,
        before: &Snapshot,
        after: &Snapshot,
    ) -> Result<Option<Finding>, Error> {
        let revision = self.proof.order[stair.place].as_str();
        let is_asked = self.proof.is_tested(stair.place) && stair.finding.is_none();
        let up = self.effects(stair.place, Direction::Up, &before.schema);
        if !is_asked {
            self.is_known = false;
            return Ok(blame(Check::Data, self.ground.up(revision))?.err());
        }
        let is_known = std::mem::take(&mut self.is_known);
        let filled = self.fill(before, Some((after, &up)))?;
        let rows = self.behind_fill(&before.schema, is_known, &filled)?;
        self.given.clone_from(&rows);
        let counted = self.counters(&before.schema)?;
        if let Err(finding) = blame(Check::Data, self.ground.up(revision))? {
            return Ok(Some(with_rows(finding, "its upgrade", "a table has rows")));
        }
        if let Some(finding) = another_schema(&self.ground.snapshot()?, after) {
            return Ok(Some(finding));
        }
        let first = self.contents(&after.schema)?;
        let compared = contents::undeclared(&rows, &first, &up);
        let mut changed = self.count(compared);
        changed.extend(counted.gone_back(&self.counters(&after.schema)?, &up));
        if !changed.is_empty() {
            return Ok(Some(undeclared("upgrade", changed)));
        }
        if self.proof.is_irreversible(stair.place) {
            return Ok(None);
        }
        self.back_and_again(stair, before, after, &first)
    }

    fn back_and_again(
        &mut self,
        stair: &Stair,
        before: &Snapshot,
        after: &Snapshot,
        first: &Contents,
    ) -> Result<Option<Finding>, Error> {
        let revision = self.proof.order[stair.place].as_str();
        let filled = self.fill_new(before, after)?;
        let full = self.behind_fill(&after.schema, true, &filled)?;
        for (name, rows) in &full {
            self.given
                .entry(name.clone())
                .or_insert_with(|| rows.clone());
        }
        let counted = self.counters(&after.schema)?;
        let down = self.effects(stair.place, Direction::Down, &after.schema);
        if let Err(finding) = blame(Check::Data, self.ground.down("-1"))? {
            return Ok(Some(with_rows(
                finding,
                "its downgrade",
                "a table has rows",
            )));
        }
        if let Some(mut finding) = not_back(&self.ground.snapshot()?, before) {
            finding.check = Check::Data;
            return Ok(Some(finding));
        }
        let back = self.contents(&before.schema)?;
        let compared = contents::undeclared(&full, &back, &down);
        let mut changed = self.count(compared);
        changed.extend(counted.gone_back(&self.counters(&before.schema)?, &down));
        if !changed.is_empty() {
            return Ok(Some(undeclared("downgrade", changed)));
        }
        if let Err(finding) = blame(Check::Data, self.ground.up(revision))? {
            return Ok(Some(with_rows(
                finding,
                "its upgrade after its downgrade",
                "there are rows",
            )));
        }
        if let Some(finding) = another_schema(&self.ground.snapshot()?, after) {
            return Ok(Some(finding));
        }
        let again = self.contents(&after.schema)?;
        self.is_known = true;
        let differs = self.count(contents::unrepeatable(first, &again));
        Ok((!differs.is_empty()).then(|| unrepeatable(differs)))
    }

    fn count(&mut self, compared: Compared) -> Vec<String> {
        self.data.cells += compared.cells;
        compared.differences
    }

    fn contents(&mut self, schema: &Schema) -> Result<Contents, Error> {
        let server = self.ground.server;
        let database = self.ground.database();
        let read = contents::read(database, &server, schema, &self.known, |_| false)?;
        self.known.clone_from(&read);
        Ok(read)
    }

    /// What there is once these tables were filled; a trigger may have written elsewhere.
    fn behind_fill(
        &mut self,
        schema: &Schema,
        is_known: bool,
        filled: &BTreeSet<QualifiedName>,
    ) -> Result<Contents, Error> {
        if !is_known || !schema.triggers.is_empty() {
            return self.contents(schema);
        }
        let server = self.ground.server;
        let database = self.ground.database();
        let untouched = |name: &QualifiedName| !filled.contains(name);
        let read = contents::read(database, &server, schema, &self.known, untouched)?;
        self.known.clone_from(&read);
        Ok(read)
    }

    fn counters(&mut self, schema: &Schema) -> Result<Counted, Error> {
        Counted::read(self.ground.database(), schema)
    }

    /// What the steps of a revision say that they do to the rows of `schema`.
    fn effects(&self, place: usize, direction: Direction, schema: &Schema) -> Effects {
        let operations = self
            .proof
            .operations(place, direction, self.ground.server.kind);
        Effects::of(schema, &operations)
    }

    /// Fills what is not as it was when it was filled, or of whose rows the next revision demands something else.
    fn fill(
        &mut self,
        before: &Snapshot,
        next: Option<(&Snapshot, &Effects)>,
    ) -> Result<BTreeSet<QualifiedName>, Error> {
        let demanded = next.map_or_else(BTreeMap::new, |(after, effects)| {
            demands(before, after, effects)
        });
        let stale = (before.schema.tables.values()).filter(|table| {
            let demands = demanded.get(&table.name).cloned().unwrap_or_default();
            self.filled.get(&table.name) != Some(&((*table).clone(), demands))
        });
        let stale: BTreeSet<_> = stale.map(|table| table.name.clone()).collect();
        for name in &stale {
            let demands = demanded.get(name).cloned().unwrap_or_default();
            let filled = (before.schema.tables[name].clone(), demands);
            self.filled.insert(name.clone(), filled);
        }
        self.run_filler(&before.schema, &demanded, &stale)
    }

    /// Fills the tables that a revision has made.
    fn fill_new(
        &mut self,
        before: &Snapshot,
        after: &Snapshot,
    ) -> Result<BTreeSet<QualifiedName>, Error> {
        let tables = after.schema.tables.keys();
        let new = tables.filter(|name| !before.schema.tables.contains_key(name));
        let new: BTreeSet<_> = new.cloned().collect();
        let is_new = |name: &QualifiedName| new.contains(name);
        let renamed = before
            .schema
            .tables
            .keys()
            .any(|name| !after.schema.tables.contains_key(name));
        if renamed || !new.iter().any(is_new) {
            return Ok(BTreeSet::new());
        }
        self.run_filler(&after.schema, &BTreeMap::new(), &new)
    }

    fn run_filler(
        &mut self,
        schema: &Schema,
        next: &BTreeMap<QualifiedName, Demands>,
        tables: &BTreeSet<QualifiedName>,
    ) -> Result<BTreeSet<QualifiedName>, Error> {
        let server = self.ground.server;
        let mut filler = Filler {
            database: self.ground.database(),
            server: &server,
            schema,
            next,
            seed: self.proof.seed,
            sample: &self.sample,
            keeps: self.has_fixtures,
        };
        let written = filler.fill(tables)?;
        let database = self.ground.database();
        Counted::read(database, schema)?.advance(database)?;
        for note in written.notes {
            if !self.data.notes.contains(&note) {
                self.data.notes.push(note);
            }
        }
        Ok(written.tables)
    }

    fn start_anew(&mut self, place: usize) -> Result<(), Error> {
        self.ground = Ground::new(self.proof)?;
        self.filled.clear();
        self.is_known = false;
        self.begin_at(place)
    }

    /// Applies everything before a place, with the author's own rows.
    fn begin_at(&mut self, place: usize) -> Result<(), Error> {
        self.has_fixtures = false;
        if !(0..place).any(|place| self.proof.has_fixtures(place)) {
            let applied = self.ground.up_each(self.proof.tips(place));
            return blame(Check::Data, applied).map(drop);
        }
        for place in 0..place {
            let applied = self.ground.up(self.proof.order[place].as_str());
            blame(Check::Data, applied)?.ok();
            // What cannot be loaded was told where it stands.
            let _ = self.load_fixtures(place);
        }
        Ok(())
    }
}

impl Proof<'_> {
    /// The operations of one function of a revision that this kind of database runs.
    fn operations(&self, place: usize, direction: Direction, kind: BackendKind) -> Vec<Operation> {
        let Some(entry) = self.registry.get(&self.order[place]) else {
            return Vec::new();
        };
        let server = crate::backend::Server::assumed(kind);
        let destination = crate::plan::Destination::on_paper(server);
        let canonical = crate::plan::canonical(&destination, &self.order[place], entry);
        let plan = canonical.map(|canonical| match direction {
            Direction::Up => canonical.up,
            Direction::Down => canonical.down,
        });
        plan.ok()
            .and_then(|plan| operations(&plan))
            .unwrap_or_default()
    }
}

/// What the tables will demand of their rows, by the names that they and their columns have before.
fn demands(
    before: &Snapshot,
    after: &Snapshot,
    effects: &Effects,
) -> BTreeMap<QualifiedName, Demands> {
    let mut demands = BTreeMap::new();
    for table in before.schema.tables.values() {
        let fate = effects.table(&table.name);
        let now = fate.and_then(|fate| Some((fate, fate.now.as_ref()?)));
        let Some((fate, next)) = now.and_then(|(fate, now)| Some((fate, after.schema.table(now)?)))
        else {
            continue;
        };
        let was = |now: &Name| {
            let mut columns = table.columns.iter();
            let column = columns.find(|column| fate.kept(&column.name) == Some(now))?;
            Some(column.name.clone())
        };
        demands.insert(table.name.clone(), Demands::of(next).renamed(was));
    }
    demands
}

fn another_schema(is: &Snapshot, without_rows: &Snapshot) -> Option<Finding> {
    let lack = is.lacks(without_rows);
    (!lack.is_nothing()).then(|| {
        let message = "over rows its upgrade makes another schema than without any; to be the same would take";
        let help = "let no step depend on which rows there are";
        let mut finding = Finding::new(Check::Data, message, help);
        finding.differences = lack.differences;
        finding
    })
}

fn undeclared(function: &str, differences: Vec<String>) -> Finding {
    let message = format!("its {function} changes what no step says that it changes");
    let help =
        "say it at the step that means it, `.changes(\"table.column\")`, or correct the step";
    let mut finding = Finding::new(Check::Data, message, help);
    finding.differences = differences;
    finding
}

fn unrepeatable(differences: Vec<String>) -> Finding {
    let message =
        "its upgrade after its downgrade does not make the rows that it made the first time";
    let help = "let the downgrade take back what the upgrade did to rows, or let the upgrade do nothing where it has been done";
    let mut finding = Finding::new(Check::Data, message, help);
    finding.differences = differences;
    finding
}

fn with_rows(mut finding: Finding, function: &str, when: &str) -> Finding {
    finding.message = format!("{function} fails as soon as {when}: {}", finding.message);
    finding
}
