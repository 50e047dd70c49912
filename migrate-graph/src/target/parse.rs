//! Reading targets. Every character is accounted for: nothing is skipped, trimmed or ignored.

use super::{Place, Steps, SyntaxProblem, Target, TargetRange};
use crate::revision::{MAX_ID_LENGTH, is_name_character};

pub(super) fn target(text: &str) -> Result<Target, SyntaxProblem> {
    if text.contains(':') {
        return Err(SyntaxProblem::Range);
    }
    let Some((branch, rest)) = text.split_once('@') else {
        return unqualified(text, None);
    };
    if rest.contains('@') {
        return Err(SyntaxProblem::TwoBranches);
    }
    if rest.is_empty() {
        return Err(SyntaxProblem::NothingAfterBranch);
    }
    unqualified(rest, Some(branch_name(branch)?))
}

pub(super) fn range(text: &str) -> Result<TargetRange, SyntaxProblem> {
    let (from, to) = text.split_once(':').ok_or(SyntaxProblem::NoRange)?;
    if to.contains(':') {
        return Err(SyntaxProblem::TwoColons);
    }
    let side = |text: &str| {
        if text.is_empty() {
            Ok(None)
        } else {
            target(text).map(Some)
        }
    };
    Ok(TargetRange {
        from: side(from)?,
        to: side(to)?,
    })
}

fn unqualified(text: &str, branch: Option<String>) -> Result<Target, SyntaxProblem> {
    let Some(sign) = text.find(['+', '-']) else {
        return without_steps(text, branch);
    };
    let (start, count) = text.split_at(sign);
    if start == "current" {
        return Err(SyntaxProblem::CurrentAlone);
    }
    let from = if start.is_empty() {
        None
    } else {
        Some(place(start)?)
    };
    let steps = steps(count)?;
    Ok(Target::Steps {
        branch,
        from,
        steps,
    })
}

fn without_steps(text: &str, branch: Option<String>) -> Result<Target, SyntaxProblem> {
    match (text, branch) {
        ("current", None) => Ok(Target::Current),
        ("current", Some(_)) => Err(SyntaxProblem::CurrentAlone),
        (text, branch) => Ok(Target::At {
            branch,
            place: place(text)?,
        }),
    }
}

fn place(text: &str) -> Result<Place, SyntaxProblem> {
    Ok(match text {
        "head" => Place::Head,
        "heads" => Place::Heads,
        "base" => Place::Base,
        text => Place::Name(name(text)?),
    })
}

/// Reads a sign and the digits after it.
fn steps(text: &str) -> Result<Steps, SyntaxProblem> {
    let (sign, digits) = text.split_at(1);
    if digits.is_empty() || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err(SyntaxProblem::NoNumber(digits.to_owned()));
    }
    let count = digits.parse().map_err(|_| SyntaxProblem::HugeNumber)?;
    Ok(if sign == "+" {
        Steps::Up(count)
    } else {
        Steps::Down(count)
    })
}

fn branch_name(text: &str) -> Result<String, SyntaxProblem> {
    match text {
        "" => Err(SyntaxProblem::NoBranch),
        "head" | "heads" | "base" | "current" => {
            Err(SyntaxProblem::KeywordAsBranch(text.to_owned()))
        }
        text => name(text),
    }
}

fn name(text: &str) -> Result<String, SyntaxProblem> {
    if let Some(found) = text
        .chars()
        .find(|&character| !is_name_character(character))
    {
        return Err(SyntaxProblem::Character(found));
    }
    match text.len() {
        0 => Err(SyntaxProblem::Empty),
        length if length > MAX_ID_LENGTH => Err(SyntaxProblem::LongName(length)),
        _ => Ok(text.to_owned()),
    }
}
