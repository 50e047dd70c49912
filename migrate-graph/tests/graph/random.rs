//! Random histories and ledgers, and a second, naive idea of what needs what.

use std::collections::{BTreeMap, BTreeSet};

use migrate_graph::{Applied, Graph, Revision, RevisionId};
use proptest::collection::vec;
use proptest::prelude::{Strategy, any, prop, prop_oneof};
use proptest::sample::Index;

/// A sound history with merges, dependencies and labels, whose ids say nothing about their order.
#[derive(Debug, Clone)]
pub(crate) struct History {
    pub(crate) revisions: Vec<Revision>,
    /// What each revision needs directly, parents and dependencies.
    needs: BTreeMap<RevisionId, BTreeSet<RevisionId>>,
}

/// One revision to be: its name, and which earlier ones it follows and depends on.
type Draft = (u16, Vec<Index>, Vec<Index>, bool);

pub(crate) fn histories() -> impl Strategy<Value = History> {
    let parents = prop_oneof![
        1 => vec(any::<Index>(), 0),
        6 => vec(any::<Index>(), 1),
        3 => vec(any::<Index>(), 2..4),
    ];
    let dependencies =
        prop::option::weighted(0.2, any::<Index>()).prop_map(|one| one.into_iter().collect());
    let draft = (
        any::<u16>(),
        parents,
        dependencies,
        prop::bool::weighted(0.2),
    );
    vec(draft, 1..30).prop_map(|drafts| History::new(&drafts))
}

impl History {
    fn new(drafts: &[Draft]) -> Self {
        let mut history = Self {
            revisions: Vec::new(),
            needs: BTreeMap::new(),
        };
        for (place, draft) in drafts.iter().enumerate() {
            history.add(place, draft);
        }
        history
    }

    fn add(&mut self, place: usize, (name, parents, dependencies, labelled): &Draft) {
        let id: RevisionId = format!("{name:04x}_{place}").parse().expect("an id");
        let earlier = |picks: &[Index]| -> BTreeSet<RevisionId> {
            if place == 0 {
                return BTreeSet::new();
            }
            // Mostly recent ones, so that lines grow long and sometimes meet.
            let recent = place.min(3);
            picks
                .iter()
                .map(|pick| self.revisions[place - 1 - pick.index(recent)].id.clone())
                .collect()
        };
        let (parents, dependencies) = (earlier(parents), earlier(dependencies));
        let mut revision = Revision::new(id.clone(), parents.iter().cloned());
        revision.depends_on = dependencies.iter().map(|id| self.called(id)).collect();
        if *labelled {
            revision.branch_labels.push(format!("L{place}"));
        }
        self.needs
            .insert(id, parents.union(&dependencies).cloned().collect());
        self.revisions.push(revision);
    }

    /// Dependencies are written as labels where there is one.
    fn called(&self, id: &RevisionId) -> String {
        let revision = self
            .revisions
            .iter()
            .find(|revision| revision.id == *id)
            .expect("an earlier one");
        revision
            .branch_labels
            .first()
            .map_or_else(|| id.to_string(), Clone::clone)
    }

    pub(crate) fn graph(&self) -> Graph {
        Graph::new(self.revisions.clone()).unwrap_or_else(|errors| panic!("{errors:?}"))
    }

    /// What a revision needs directly; nothing if it is not of this history.
    pub(crate) fn needs(&self, id: &RevisionId) -> &BTreeSet<RevisionId> {
        static NOTHING: BTreeSet<RevisionId> = BTreeSet::new();
        self.needs.get(id).unwrap_or(&NOTHING)
    }

    /// `ids` and everything they need, however far.
    pub(crate) fn closure<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a RevisionId>,
    ) -> BTreeSet<RevisionId> {
        let mut closure: BTreeSet<RevisionId> = ids.into_iter().cloned().collect();
        // Revisions are listed after what they need, so one pass from the last to the first finds everything.
        for revision in self.revisions.iter().rev() {
            if closure.contains(&revision.id) {
                closure.extend(self.needs(&revision.id).iter().cloned());
            }
        }
        closure
    }

    /// Whether everything applied has all it needs applied.
    pub(crate) fn is_closed(&self, applied: &Applied) -> bool {
        let ids: BTreeSet<_> = applied.iter().cloned().collect();
        ids.iter()
            .filter_map(|id| self.needs.get(id))
            .all(|needs| needs.is_subset(&ids))
    }

    /// The ledger of somebody who went up to some revisions, one after the other.
    pub(crate) fn ledger(&self, picks: &[Index]) -> Applied {
        let mut ledger = Vec::new();
        for pick in picks {
            let closure = self.closure([&self.revisions[pick.index(self.revisions.len())].id]);
            let new = self
                .revisions
                .iter()
                .map(|revision| &revision.id)
                .filter(|id| closure.contains(*id));
            ledger.extend(new.cloned());
        }
        ledger.into_iter().collect()
    }
}

/// Texts that are targets of this history, most of them meaningful.
pub(crate) fn target_text(history: &History, picks: &[Index; 4]) -> String {
    let [form, branch, place, steps] = *picks;
    let (branch, place, steps) = (
        name(history, branch),
        place_text(history, place),
        steps.index(4),
    );
    match form.index(10) {
        0 => format!("{branch}@{place}"),
        1 => format!("+{steps}"),
        2 => format!("-{steps}"),
        3 => format!("{branch}@+{steps}"),
        4 => format!("{branch}@-{steps}"),
        5 => format!("{place}-{steps}"),
        6 => format!("{place}+{steps}"),
        7 => "current".to_owned(),
        8 => format!("{branch}@{place}-{steps}"),
        _ => place,
    }
}

fn place_text(history: &History, pick: Index) -> String {
    match pick.index(6) {
        0 => "head".to_owned(),
        1 => "heads".to_owned(),
        2 => "base".to_owned(),
        _ => name(history, pick),
    }
}

/// The id of a revision, the beginning of one, or a label.
fn name(history: &History, pick: Index) -> String {
    let revision = &history.revisions[pick.index(history.revisions.len())];
    let id = revision.id.as_str();
    match pick.index(5) {
        0 => id[..2].to_owned(),
        1 => revision
            .branch_labels
            .first()
            .map_or(id, String::as_str)
            .to_owned(),
        _ => id.to_owned(),
    }
}
