//! Draws a history beside its revisions, in the manner of `git log --graph`.
//!
//! Every line of development is a column of `|`. A revision is a `*` in its line's column. A line that leaves a merge
//! for its other parents is a `\`, lines that meet in one parent are joined by a `/`, and a line that must pass others
//! to get there runs over them as `_`. A column takes two characters: its own, and one for what leans out of it.

/// A revision to draw: its name, and the revisions below it that are drawn too.
#[derive(Clone, Debug)]
pub(crate) struct Knot<'a> {
    /// The name, unique in the drawing.
    pub(crate) name: &'a str,
    /// The parents, in the order of the source.
    pub(crate) parents: Vec<&'a str>,
}

/// One line of the drawing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    /// The characters, without blanks at the end except before a revision's text.
    pub(crate) rails: String,
    /// The revision that stands in this line, as its place in the list drawn.
    pub(crate) knot: Option<usize>,
}

/// Draws `knots`, which come newest first: each before all of its parents.
pub(crate) fn draw(knots: &[Knot<'_>]) -> Vec<Row> {
    let mut drawing = Drawing::default();
    for (place, knot) in knots.iter().enumerate() {
        drawing.add(place, knot);
    }
    drawing.rows
}

/// The columns at one point of the drawing, each waiting for the revision it leads to, and the rows so far.
#[derive(Default)]
struct Drawing<'a> {
    columns: Vec<&'a str>,
    rows: Vec<Row>,
}

impl<'a> Drawing<'a> {
    fn add(&mut self, place: usize, knot: &Knot<'a>) {
        let column = self.column_for(knot.name);
        let fresh: Vec<&str> = knot
            .parents
            .iter()
            .skip(1)
            .copied()
            .filter(|parent| !self.columns.contains(parent))
            .collect();
        let known: Vec<&str> = knot
            .parents
            .iter()
            .skip(1)
            .copied()
            .filter(|parent| self.columns.contains(parent))
            .collect();

        self.make_room(column, fresh.len());
        self.knot_row(place, column, fresh.len());
        let Some(&first) = knot.parents.first() else {
            self.end_column(column);
            return;
        };
        self.columns[column] = first;
        self.fan_out(column, &fresh);
        for parent in known {
            self.reach_over(column, parent);
        }
        self.join_left();
    }

    /// The column that leads to `name`; a head opens one on the right.
    fn column_for(&mut self, name: &'a str) -> usize {
        self.columns
            .iter()
            .position(|waiting| *waiting == name)
            .unwrap_or_else(|| {
                self.columns.push(name);
                self.columns.len() - 1
            })
    }

    /// Moves the columns right of an octopus merge out of the way, one place per row; the last place is made by the row
    /// that fans out.
    fn make_room(&mut self, column: usize, fresh: usize) {
        if column + 1 == self.columns.len() {
            return;
        }
        for moved in 0..fresh.saturating_sub(1) {
            let mut row = Cells::default();
            for index in 0..self.columns.len() {
                if index > column {
                    row.put(2 * (index + moved) + 1, '\\');
                } else {
                    row.put(2 * index, '|');
                }
            }
            self.push(row);
        }
    }

    fn knot_row(&mut self, place: usize, column: usize, fresh: usize) {
        let moved = fresh.saturating_sub(1);
        let mut row = Cells::default();
        for index in 0..self.columns.len() {
            match index.cmp(&column) {
                std::cmp::Ordering::Less => row.put(2 * index, '|'),
                std::cmp::Ordering::Equal => row.put(2 * index, '*'),
                std::cmp::Ordering::Greater => row.put(2 * (index + moved), '|'),
            }
        }
        for arm in 1..=moved {
            row.put(2 * (column + arm) - 1, '-');
            row.put(2 * (column + arm), if arm == moved { '.' } else { '-' });
        }
        let width = 2 * (self.columns.len() + fresh);
        self.rows.push(Row {
            rails: format!("{:width$}", row.text()),
            knot: Some(place),
        });
    }

    /// Opens one column for each parent that no column leads to yet.
    fn fan_out(&mut self, column: usize, fresh: &[&'a str]) {
        if fresh.is_empty() {
            return;
        }
        let mut row = Cells::default();
        for index in 0..=column {
            row.put(2 * index, '|');
        }
        let right = self.columns.len() - column - 1;
        for arm in 0..fresh.len() + right {
            row.put(2 * (column + arm) + 1, '\\');
        }
        self.push(row);
        let beside = column + 1;
        self.columns.splice(beside..beside, fresh.iter().copied());
    }

    /// Leads from `column` into the column that already waits for `parent`.
    fn reach_over(&mut self, column: usize, parent: &str) {
        let Some(other) = self.columns.iter().position(|waiting| *waiting == parent) else {
            return;
        };
        let (left, right) = (column.min(other), column.max(other));
        if left == right {
            return;
        }
        let lean = if other < column { '/' } else { '\\' };
        let mut start = self.upright();
        if right - left == 1 {
            start.put(2 * left + 1, lean);
            self.push(start);
            return;
        }
        let mut end = self.upright();
        let (from, to) = if other < column {
            (2 * right - 1, 2 * left + 1)
        } else {
            (2 * left + 1, 2 * right - 1)
        };
        start.put(from, lean);
        start.bridge(from, to);
        end.put(to, lean);
        self.push(start);
        self.push(end);
    }

    /// Joins each column into the first one that waits for the same revision.
    fn join_left(&mut self) {
        while let Some((target, column)) = self.twins() {
            let mut start = Cells::default();
            for index in 0..column {
                start.put(2 * index, '|');
            }
            for index in column..self.columns.len() {
                start.put(2 * index - 1, '/');
            }
            self.columns.remove(column);
            if column - target == 1 {
                self.push(start);
                continue;
            }
            start.bridge(2 * column - 1, 2 * target + 1);
            self.push(start);
            let mut end = self.upright();
            end.put(2 * target + 1, '/');
            self.push(end);
        }
    }

    /// Two columns that wait for one revision, left one first.
    fn twins(&self) -> Option<(usize, usize)> {
        (1..self.columns.len()).find_map(|column| {
            let target = self.columns[..column]
                .iter()
                .position(|waiting| *waiting == self.columns[column])?;
            Some((target, column))
        })
    }

    /// Ends the line of a base; the columns right of it move over.
    fn end_column(&mut self, column: usize) {
        let moves = column + 1 < self.columns.len();
        if moves {
            let mut row = Cells::default();
            for index in 0..column {
                row.put(2 * index, '|');
            }
            for index in column..self.columns.len() - 1 {
                row.put(2 * index + 1, '/');
            }
            self.push(row);
        }
        self.columns.remove(column);
    }

    fn upright(&self) -> Cells {
        let mut row = Cells::default();
        for index in 0..self.columns.len() {
            row.put(2 * index, '|');
        }
        row
    }

    fn push(&mut self, row: Cells) {
        self.rows.push(Row {
            rails: row.text(),
            knot: None,
        });
    }
}

/// The characters of one row.
#[derive(Default)]
struct Cells(Vec<char>);

impl Cells {
    fn put(&mut self, position: usize, character: char) {
        if self.0.len() <= position {
            self.0.resize(position + 1, ' ');
        }
        self.0[position] = character;
    }

    /// Fills the gaps between two leaning characters with `_`.
    fn bridge(&mut self, from: usize, to: usize) {
        let (left, right) = (from.min(to), from.max(to));
        for position in (left + 2..right).step_by(2) {
            self.put(position, '_');
        }
    }

    fn text(self) -> String {
        let text: String = self.0.into_iter().collect();
        text.trim_end().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Draws `name: parent parent` lines; the expected drawing names each revision after its rails.
    fn drawn(history: &[&str]) -> String {
        let knots: Vec<Knot<'_>> = history
            .iter()
            .map(|line| {
                let (name, parents) = line.split_once(':').unwrap_or((line, ""));
                Knot {
                    name,
                    parents: parents.split_whitespace().collect(),
                }
            })
            .collect();
        let lines = draw(&knots).into_iter().map(|row| match row.knot {
            Some(place) => format!("{}{}", row.rails, knots[place].name),
            None => row.rails,
        });
        lines.collect::<Vec<_>>().join("\n")
    }

    macro_rules! drawing {
        ($name:ident: $history:expr => $($line:literal)*) => {
            #[test]
            fn $name() {
                let expected: &[&str] = &[$($line),*];
                assert_eq!(drawn(&$history), expected.join("\n"));
            }
        };
    }

    drawing!(nothing: [] => );

    drawing!(a_line: ["c:b", "b:a", "a"] =>
        "* c"
        "* b"
        "* a"
    );

    drawing!(two_roots: ["b:a", "a", "y:x", "x"] =>
        "* b"
        "* a"
        "* y"
        "* x"
    );

    drawing!(two_heads_on_one_base: ["c:a", "b:a", "a"] =>
        "* c"
        "| * b"
        "|/"
        "* a"
    );

    drawing!(three_heads_on_one_base: ["d:a", "c:a", "b:a", "a"] =>
        "* d"
        "| * c"
        "|/"
        "| * b"
        "|/"
        "* a"
    );

    drawing!(a_merge: ["m:b c", "c:a", "b:a", "a"] =>
        "*   m"
        "|\\"
        "| * c"
        "* | b"
        "|/"
        "* a"
    );

    drawing!(an_octopus: ["m:b c d", "d:a", "c:a", "b:a", "a"] =>
        "*-.   m"
        "|\\ \\"
        "| | * d"
        "| * | c"
        "| |/"
        "* | b"
        "|/"
        "* a"
    );

    drawing!(an_octopus_beside_a_line: ["z:y", "m:b c d", "y:b", "d:a", "c:a", "b:a", "a"] =>
        "* z"
        "| *-.   m"
        "| |\\ \\"
        "* | | | y"
        "|/ / /"
        "| | * d"
        "| * | c"
        "| |/"
        "* | b"
        "|/"
        "* a"
    );

    drawing!(an_octopus_left_of_a_line: ["m:b c d", "z:y", "n:e f g", "b:a"] =>
        "*-.   m"
        "|\\ \\"
        "| | | * z"
        "| | | | *-.   n"
        "| | | | |\\ \\"
        "* | | | | | | b"
    );

    drawing!(a_join_across_a_line: ["d:a", "c:x", "b:a", "x:a", "a"] =>
        "* d"
        "| * c"
        "| | * b"
        "| |/"
        "|/|"
        "| * x"
        "|/"
        "* a"
    );

    drawing!(a_join_across_two_lines: ["d:a", "c:x", "e:y", "b:a", "x:a", "y:a", "a"] =>
        "* d"
        "| * c"
        "| | * e"
        "| | | * b"
        "| |_|/"
        "|/| |"
        "| * | x"
        "|/ /"
        "| * y"
        "|/"
        "* a"
    );

    drawing!(a_base_left_of_a_line: ["y:x", "b:a", "x", "a"] =>
        "* y"
        "| * b"
        "* | x"
        " /"
        "* a"
    );

    drawing!(a_merge_of_a_line_on_the_right: ["n:a b", "m:b c", "c:a", "b:a", "a"] =>
        "*   n"
        "|\\"
        "| | *   m"
        "| | |\\"
        "| |/ /"
        "| | * c"
        "| |/"
        "|/|"
        "| * b"
        "|/"
        "* a"
    );
}
