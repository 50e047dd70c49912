//! Values for a column: the edges of its type first, then many plain ones; the same seed gives the same.

use crate::schema::{ColumnType, Literal};

/// Text that programs stumble over.
const TEXTS: [&str; 16] = [
    "",
    "a",
    "O'Brien",
    "back\\slash",
    "line\nbreak",
    "na\u{ef}ve",
    "\u{65e5}\u{672c}\u{8a9e}",
    "\u{1f600}",
    "e\u{301}",
    "\u{202e}right to left",
    " spaces ",
    "007",
    "NULL",
    "{}",
    "100 %",
    "\"quoted\"",
];
const DATES: [&str; 4] = ["2000-02-29", "1970-01-01", "9999-12-31", "2024-12-31"];
const TIMES: [&str; 3] = ["00:00:00", "23:59:59", "12:34:56"];
const MOMENTS: [&str; 4] = [
    "2000-02-29 12:34:56",
    "1970-01-02 00:00:01",
    "2037-12-31 23:59:59",
    "2024-06-30 08:00:00",
];
const DOCUMENTS: [&str; 4] = ["{}", "[]", "{\"a\": [1, \"\u{fc}\", null]}", "null"];

/// Draws numbers that depend on the seed alone.
#[derive(Clone, Debug)]
pub(super) struct Dice(u64);

impl Dice {
    /// For one row of a table: what it draws depends on no other row.
    pub(super) fn of_row(seed: u64, table: &str, number: usize) -> Self {
        let mut dice = Self(seed);
        for part in table.bytes().map(u64::from).chain([number as u64]) {
            dice.0 = dice.below(u64::MAX) ^ part;
        }
        dice
    }

    /// The next number below `end` (`SplitMix64`).
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }
}

/// The value of row `number`, from 0.
pub(super) fn any(column_type: &ColumnType, number: usize, dice: &mut Dice) -> Literal {
    let whole = |smallest: i128, largest: i128, dice: &mut Dice| {
        let edges = [0, 1, largest, smallest];
        edges
            .get(number)
            .copied()
            .unwrap_or_else(|| i128::from(dice.below(10_000)) % (largest + 1))
    };
    match column_type {
        ColumnType::Bool => (number % 2 == 1).into(),
        ColumnType::TinyInt => Literal::Integer(whole(-128, 127, dice)),
        ColumnType::SmallInt => Literal::Integer(whole(-32_768, 32_767, dice)),
        ColumnType::Integer => Literal::Integer(whole(i32::MIN.into(), i32::MAX.into(), dice)),
        ColumnType::BigInt => Literal::Integer(whole(i64::MIN.into(), i64::MAX.into(), dice)),
        ColumnType::Unsigned(_) => Literal::Integer(whole(0, 255, dice)),
        ColumnType::Float | ColumnType::Double => {
            Literal::Number(format!("{}.5", dice.below(10_000)))
        }
        ColumnType::Numeric(digits) => numeric(
            digits.map(|digits| (digits.precision, digits.scale)),
            number,
            dice,
        ),
        ColumnType::Text => text(number, dice, None),
        ColumnType::Varchar(length) | ColumnType::Char(length) => text(number, dice, Some(*length)),
        ColumnType::Binary => Literal::Bytes(bytes(number, usize::MAX)),
        ColumnType::Varbinary(length) => Literal::Bytes(bytes(number, *length as usize)),
        ColumnType::Date => chosen(&DATES, number, dice),
        ColumnType::Time => chosen(&TIMES, number, dice),
        ColumnType::Timestamp | ColumnType::Datetime => chosen(&MOMENTS, number, dice),
        ColumnType::Timestamptz => format!("{}+00", MOMENTS[number % MOMENTS.len()]).into(),
        ColumnType::Interval => format!("{} days", dice.below(1_000)).into(),
        ColumnType::Uuid => uuid(dice.below(u64::MAX)),
        ColumnType::Json | ColumnType::Jsonb => chosen(&DOCUMENTS, number, dice),
        ColumnType::Array(_) => "{}".into(),
        ColumnType::Enum(reference) => match reference.labels.as_slice() {
            [] => Literal::Null,
            labels => labels[number % labels.len()].as_str().into(),
        },
        ColumnType::Native(native) => spelled(&native.sql, number, dice),
        ColumnType::Custom(sql) => spelled(sql, number, dice),
    }
}

/// A value that no other row has; the server refuses the row where the type has no more of them.
pub(super) fn unlike_others(column_type: &ColumnType, number: usize, dice: &mut Dice) -> Literal {
    let counted = i128::try_from(number).unwrap_or_default() + first_number(column_type);
    match column_type {
        _ if column_type.is_whole_number() => Literal::Integer(counted),
        ColumnType::Float | ColumnType::Double | ColumnType::Numeric(_) => {
            Literal::Integer(counted)
        }
        ColumnType::Text | ColumnType::Varchar(_) | ColumnType::Char(_) => {
            let length = match column_type {
                ColumnType::Varchar(length) | ColumnType::Char(length) => *length as usize,
                _ => usize::MAX,
            };
            let text = format!("{number}.{}", TEXTS[number % TEXTS.len()].trim());
            text.chars().take(length).collect::<String>().into()
        }
        ColumnType::Binary | ColumnType::Varbinary(_) => {
            Literal::Bytes(number.to_string().into_bytes())
        }
        ColumnType::Date => format!(
            "{:04}-{:02}-{:02}",
            1990 + number / 336,
            1 + number / 28 % 12,
            1 + number % 28
        )
        .into(),
        ColumnType::Timestamp | ColumnType::Datetime => moment(number).into(),
        ColumnType::Timestamptz => format!("{}+00", moment(number)).into(),
        ColumnType::Uuid => uuid(number as u64),
        ColumnType::Native(native) if !is_counted(&native.sql) => {
            text_of(&native.sql, number, dice)
        }
        ColumnType::Native(_) | ColumnType::Custom(_) => Literal::Integer(counted),
        _ => any(column_type, number, dice),
    }
}

/// Numbers begin behind those that people give to the rows of their migrations.
fn first_number(column_type: &ColumnType) -> i128 {
    match column_type {
        ColumnType::TinyInt | ColumnType::Numeric(_) => 28,
        ColumnType::Unsigned(inner) => first_number(inner),
        _ => 1_000,
    }
}

fn moment(number: usize) -> String {
    format!(
        "2001-02-{:02} {:02}:{:02}:00",
        1 + number / 1440 % 28,
        number / 60 % 24,
        number % 60
    )
}

/// Whether a type in the database's own words holds whole numbers.
fn is_counted(sql: &str) -> bool {
    sql.to_ascii_lowercase().contains("int")
}

fn text_of(sql: &str, number: usize, dice: &mut Dice) -> Literal {
    if sql.contains("text") {
        format!("{number}.").into()
    } else {
        spelled(sql, number, dice)
    }
}

fn chosen(menu: &[&str], number: usize, dice: &mut Dice) -> Literal {
    let drawn = usize::try_from(dice.below(menu.len() as u64)).unwrap_or_default();
    menu[if number < menu.len() { number } else { drawn }].into()
}

/// Behind the edges a word and a number, so that texts are not all alike; two rows of some tables are.
fn text(number: usize, dice: &mut Dice, length: Option<u32>) -> Literal {
    let text = match TEXTS.get(number) {
        Some(text) => (*text).to_owned(),
        None => format!("text {}", dice.below(1_000)),
    };
    let room = length.map_or(usize::MAX, |length| length as usize);
    text.chars().take(room).collect::<String>().into()
}

fn numeric(digits: Option<(u32, u32)>, number: usize, dice: &mut Dice) -> Literal {
    let (precision, scale) = digits.unwrap_or((9, 2));
    let nines = |count: u32| "9".repeat(count as usize);
    let whole = precision.saturating_sub(scale);
    let largest = format!(
        "{}.{}",
        if whole == 0 { "0".into() } else { nines(whole) },
        if scale == 0 { "0".into() } else { nines(scale) }
    );
    Literal::Number(match number {
        0 => "0".into(),
        1 => largest,
        2 => format!("-{largest}"),
        _ if whole == 0 => "0".into(),
        _ => dice.below(10).to_string(),
    })
}

fn bytes(number: usize, length: usize) -> Vec<u8> {
    let menu: [&[u8]; 4] = [&[], &[0], &[255, 0, 1], b"bytes"];
    menu[number % menu.len()]
        .iter()
        .copied()
        .take(length)
        .collect()
}

fn uuid(number: u64) -> Literal {
    format!("00000000-0000-4000-8000-{:012x}", number & 0xffff_ffff_ffff).into()
}

/// A type in the database's own words.
fn spelled(sql: &str, number: usize, dice: &mut Dice) -> Literal {
    let word = sql.to_ascii_lowercase();
    let begins = |words: &[&str]| words.iter().any(|one| word.starts_with(one));
    if begins(&["inet", "cidr"]) {
        format!("10.0.0.{}", number % 256).into()
    } else if begins(&["macaddr"]) {
        format!("08:00:2b:01:02:{:02x}", number % 256).into()
    } else if word.contains("text") || begins(&["char", "varchar", "nchar", "nvarchar", "clob"]) {
        text(number, dice, Some(8))
    } else if word.contains("blob") || word.contains("binary") {
        Literal::Bytes(bytes(number, 8))
    } else if begins(&["year"]) {
        Literal::Integer(2000 + i128::from(dice.below(50)))
    } else {
        Literal::Integer(i128::from(dice.below(100)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_values() {
        let drawn = |seed| {
            let mut dice = Dice::of_row(seed, "t", 0);
            (0..40)
                .map(|number| any(&ColumnType::Text, number, &mut dice))
                .collect::<Vec<_>>()
        };
        assert_eq!(drawn(7), drawn(7));
        assert_ne!(drawn(7), drawn(8));
    }

    #[test]
    fn values_keep_to_their_length_and_differ_where_they_must() {
        let mut dice = Dice::of_row(1, "t", 0);
        let kinds = [
            ColumnType::BigInt,
            ColumnType::Varchar(5),
            ColumnType::Date,
            ColumnType::Timestamp,
            ColumnType::Uuid,
        ];
        for kind in kinds {
            let mut seen: Vec<_> = (0..100)
                .map(|number| format!("{:?}", unlike_others(&kind, number, &mut dice)))
                .collect();
            seen.sort();
            seen.dedup();
            assert_eq!(seen.len(), 100, "{kind}");
        }
        for number in 0..40 {
            let Literal::Text(text) = any(&ColumnType::Varchar(3), number, &mut dice) else {
                panic!("a text")
            };
            assert!(text.chars().count() <= 3, "{text}");
        }
    }
}
