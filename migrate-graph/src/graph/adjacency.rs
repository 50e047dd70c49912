//! Nodes, sets of nodes and the edges between them, packed for graphs of a hundred thousand revisions.

/// A revision as its place in the list of all revisions by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Node(u32);

impl Node {
    pub(crate) fn from_index(index: usize) -> Option<Self> {
        u32::try_from(index).ok().map(Self)
    }

    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }

    /// The first `count` nodes.
    pub(crate) fn first(count: usize) -> impl ExactSizeIterator<Item = Self> {
        (0..u32::try_from(count).unwrap_or(u32::MAX)).map(Self)
    }
}

/// One relation between nodes: for each node, the sorted nodes it leads to.
#[derive(Debug, Clone)]
pub(crate) struct Adjacency {
    /// Where the targets of each node begin, and one past the last.
    starts: Vec<u32>,
    targets: Vec<Node>,
}

impl Adjacency {
    /// Packs `edges`, in which no edge comes twice, over `count` nodes.
    pub(crate) fn new(count: usize, edges: impl Iterator<Item = (Node, Node)> + Clone) -> Self {
        let mut starts = vec![0_u32; count + 1];
        for (from, _) in edges.clone() {
            starts[from.index() + 1] += 1;
        }
        for index in 0..count {
            starts[index + 1] += starts[index];
        }
        let mut free = starts.clone();
        let mut targets = vec![Node(0); edges.clone().count()];
        for (from, to) in edges {
            targets[free[from.index()] as usize] = to;
            free[from.index()] += 1;
        }
        for bounds in starts.windows(2) {
            targets[bounds[0] as usize..bounds[1] as usize].sort_unstable();
        }
        Self { starts, targets }
    }

    /// How many nodes there are.
    pub(crate) fn len(&self) -> usize {
        self.starts.len() - 1
    }

    /// Where `node` leads, sorted.
    pub(crate) fn of(&self, node: Node) -> &[Node] {
        let start = self.starts[node.index()] as usize;
        let end = self.starts[node.index() + 1] as usize;
        &self.targets[start..end]
    }

    /// `starts` and everything they lead to, however far.
    pub(crate) fn reach(&self, starts: impl IntoIterator<Item = Node>) -> NodeSet {
        let mut reached = NodeSet::none(self.len());
        let mut open: Vec<Node> = starts
            .into_iter()
            .filter(|&start| reached.insert(start))
            .collect();
        while let Some(node) = open.pop() {
            open.extend(
                self.of(node)
                    .iter()
                    .copied()
                    .filter(|&next| reached.insert(next)),
            );
        }
        reached
    }
}

/// A set of nodes of one graph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NodeSet(Vec<bool>);

impl NodeSet {
    pub(crate) fn none(count: usize) -> Self {
        Self(vec![false; count])
    }

    pub(crate) fn all(count: usize) -> Self {
        Self(vec![true; count])
    }

    pub(crate) fn contains(&self, node: Node) -> bool {
        self.0[node.index()]
    }

    pub(crate) fn is_empty(&self) -> bool {
        !self.0.contains(&true)
    }

    /// Adds `node` and says whether it is new.
    pub(crate) fn insert(&mut self, node: Node) -> bool {
        !std::mem::replace(&mut self.0[node.index()], true)
    }

    /// The nodes of the set, by id.
    pub(crate) fn iter(&self) -> impl Iterator<Item = Node> {
        Node::first(self.0.len()).filter(|&node| self.contains(node))
    }

    /// Keeps the nodes for which `keep` holds.
    pub(crate) fn retain(&mut self, keep: impl Fn(Node) -> bool) {
        for (node, present) in Node::first(self.0.len()).zip(&mut self.0) {
            *present = *present && keep(node);
        }
    }

    /// Adds the nodes of the other set.
    pub(crate) fn extend(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            *mine |= theirs;
        }
    }
}
