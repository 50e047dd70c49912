//! From tokens to a tree, by the operators' binding powers.

use super::node::{Argument, Case, Node};
use super::operator::{self, Power};
use super::token::Token;
use super::type_name;
use crate::connection::BackendKind;

/// Words that stand for a value without parentheses.
const VALUES: [&str; 12] = [
    "null",
    "true",
    "false",
    "current_date",
    "current_time",
    "current_timestamp",
    "localtime",
    "localtimestamp",
    "current_user",
    "session_user",
    "user",
    "default",
];

/// Words that stand between the arguments of some functions.
const SEPARATORS: [&str; 11] = [
    "from",
    "for",
    "placing",
    "both",
    "leading",
    "trailing",
    "using",
    "distinct",
    "order",
    "by",
    "separator",
];

/// Types that may stand before a text value.
const TYPES: [&str; 5] = ["date", "time", "timestamp", "timestamptz", "interval"];

/// The whole text as one expression; `None` where it is none.
pub(super) fn whole(kind: BackendKind, tokens: &[Token]) -> Option<Node> {
    let mut parser = Parser { kind, rest: tokens };
    let node = parser.expression(0)?;
    parser.rest.is_empty().then_some(node)
}

struct Parser<'a> {
    kind: BackendKind,
    rest: &'a [Token],
}

/// A name as it is compared: capitals mean nothing on MySQL.
pub(in crate::backend) fn folded(kind: BackendKind, name: String) -> String {
    match kind {
        BackendKind::Postgres => name,
        BackendKind::Mysql | BackendKind::Sqlite => name.to_lowercase(),
    }
}

impl Parser<'_> {
    fn expression(&mut self, least: Power) -> Option<Node> {
        let mut left = self.operand()?;
        while let Some((power, length)) = self.next_operator()
            && power >= least
        {
            let (head, rest) = self.rest.split_at(length);
            self.rest = rest;
            left = self.applied(left, head, power)?;
        }
        Some(left)
    }

    /// The operator that comes next: how tightly it binds, and how many tokens name it.
    fn next_operator(&self) -> Option<(Power, usize)> {
        let word = |at: usize| match self.rest.get(at) {
            Some(Token::Word(text) | Token::Symbol(text)) => Some(text.as_str()),
            _ => None,
        };
        let pattern = |word: &str| {
            [
                "like", "ilike", "in", "between", "similar", "regexp", "rlike", "glob",
            ]
            .contains(&word)
        };
        match word(0)? {
            "is" | "isnull" | "notnull" => Some((operator::IS, 1)),
            "not" if word(1).is_some_and(pattern) => Some((operator::PATTERN, 2)),
            "like" | "ilike" | "in" | "between" | "similar" => Some((operator::PATTERN, 1)),
            "at" if word(1) == Some("time") => Some((operator::ZONE, 3)),
            "[" if self.kind == BackendKind::Postgres => Some((operator::SUFFIX, 1)),
            other => operator::between(self.kind, other).map(|power| (power, 1)),
        }
    }

    fn applied(&mut self, left: Node, head: &[Token], power: Power) -> Option<Node> {
        let words: Vec<_> = head.iter().map(ToString::to_string).collect();
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["is"] => self.is(left),
            ["isnull"] => Some(Node::Is(Box::new(left), "null".into())),
            ["notnull"] => Some(Node::Is(Box::new(left), "null".into()).negated()),
            ["not", pattern] => Some(self.pattern(left, pattern)?.negated()),
            [pattern @ ("like" | "ilike" | "in" | "between" | "similar")] => {
                self.pattern(left, pattern)
            }
            ["at", "time", _] => Some(Node::binary(
                "at time zone",
                left,
                self.expression(power + 1)?,
            )),
            ["["] => {
                let index = self.expression(0)?;
                self.take("]")?;
                Some(Node::Element(Box::new(left), Box::new(index)))
            }
            ["::"] => Some(Node::Cast(Box::new(left), self.type_name()?)),
            [operator] => self.operator(left, operator, power),
            _ => None,
        }
    }

    fn operator(&mut self, left: Node, operator: &str, power: Power) -> Option<Node> {
        if self.next_is("any") || self.next_is("some") || self.next_is("all") {
            let all = self.next_is("all");
            self.skip();
            self.take("(")?;
            let list = self.expression(0)?;
            self.take(")")?;
            let quantifier = if all { "all" } else { "any" };
            let operator = operator::printed(self.kind, operator);
            return Some(Node::Quantified(
                Box::new(left),
                format!("{operator} {quantifier}"),
                Box::new(list),
            ));
        }
        let right = self.expression(power + 1)?;
        Some(match operator::printed(self.kind, operator) {
            "and" => Node::All(vec![left, right]),
            "or" => Node::Any(vec![left, right]),
            "!~~" => Node::binary("like", left, right).negated(),
            "!~~*" => Node::binary("ilike", left, right).negated(),
            printed => Node::binary(printed, left, right),
        })
    }

    /// `IS [NOT] NULL`, `IS [NOT] DISTINCT FROM …`.
    fn is(&mut self, left: Node) -> Option<Node> {
        let negated = self.next_is("not");
        if negated {
            self.skip();
        }
        let node = if self.next_is("distinct") {
            self.skip();
            self.take("from")?;
            Node::binary("is distinct from", left, self.expression(operator::IS + 1)?)
        } else {
            match self.word()?.as_str() {
                "unknown" => Node::Is(Box::new(left), "null".into()),
                what @ ("null" | "true" | "false") => Node::Is(Box::new(left), what.into()),
                _ => return None,
            }
        };
        Some(if negated { node.negated() } else { node })
    }

    fn pattern(&mut self, left: Node, pattern: &str) -> Option<Node> {
        match pattern {
            "in" => self.one_of(left),
            "between" => {
                let low = self.expression(operator::PATTERN + 1)?;
                self.take("and")?;
                let high = self.expression(operator::PATTERN + 1)?;
                Some(Node::Between(Box::new(left), Box::new(low), Box::new(high)))
            }
            "similar" => {
                self.take("to")?;
                let right = self.expression(operator::PATTERN + 1)?;
                let call = Node::Call("similar_to_escape".into(), vec![Argument::Value(right)]);
                Some(Node::binary("~", left, call))
            }
            operator => {
                let mut right = self.expression(operator::PATTERN + 1)?;
                if self.next_is("escape") {
                    self.skip();
                    let escape = self.expression(operator::PATTERN + 1)?;
                    let arguments = vec![Argument::Value(right), Argument::Value(escape)];
                    right = Node::Call("like_escape".into(), arguments);
                }
                Some(Node::binary(
                    operator::printed(self.kind, operator),
                    left,
                    right,
                ))
            }
        }
    }

    /// `IN (…)`; in `position(a in b)` the other side stands without parentheses.
    fn one_of(&mut self, left: Node) -> Option<Node> {
        if !self.next_is("(") {
            let right = self.expression(operator::PATTERN + 1)?;
            return Some(Node::In(Box::new(left), vec![right]));
        }
        self.skip();
        let list = self.list(")")?;
        Some(Node::In(Box::new(left), list))
    }

    fn operand(&mut self) -> Option<Node> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        match first {
            Token::Text(text) => Some(Node::Text(text.clone())),
            Token::Bytes(digits) => Some(Node::Bytes(digits.clone())),
            Token::Number(digits) => Some(Node::Number(digits.clone())),
            Token::Symbol(symbol) => self.symbol(symbol),
            Token::Name(name) => self.named(name.clone()),
            Token::Word(word) => self.worded(word),
        }
    }

    fn symbol(&mut self, symbol: &str) -> Option<Node> {
        match symbol {
            "(" => {
                let mut list = self.list(")")?;
                if list.len() == 1 {
                    list.pop()
                } else {
                    Some(Node::Row(list))
                }
            }
            "-" | "+" | "~" | "@" => Some(Node::unary(symbol, self.expression(operator::SIGN)?)),
            "!" => Some(self.expression(operator::SIGN)?.negated()),
            "*" => Some(Node::Name(vec!["*".into()])),
            _ => None,
        }
    }

    fn worded(&mut self, word: &str) -> Option<Node> {
        match word {
            "not" => Some(self.expression(operator::NOT)?.negated()),
            "case" => self.case(),
            "cast" if self.next_is("(") => self.cast(),
            "array" if self.next_is("[") => {
                self.skip();
                Some(Node::Array(self.list("]")?))
            }
            "binary" if self.kind == BackendKind::Mysql => Some(Node::Cast(
                Box::new(self.expression(operator::SIGN)?),
                "char charset binary".into(),
            )),
            "interval" if self.kind == BackendKind::Mysql => {
                let amount = self.expression(operator::IS)?;
                Some(Node::Interval(Box::new(amount), self.word()?))
            }
            "select" | "exists" | "over" | "filter" | "when" | "then" | "else" | "end" => None,
            _ if VALUES.contains(&word) && !self.next_is("(") && !self.next_is(".") => {
                Some(Node::word(word))
            }
            _ if TYPES.contains(&word) && !self.next_is("(") => self.typed(word),
            _ => self.named(word.to_owned()),
        }
    }

    /// `date '2020-01-01'`, or a column that is called so.
    fn typed(&mut self, word: &str) -> Option<Node> {
        let start = self.rest;
        let to = self.zone(word.to_owned());
        if let Some((Token::Text(text), rest)) = self.rest.split_first() {
            self.rest = rest;
            return Some(Node::Cast(Box::new(Node::Text(text.clone())), to?));
        }
        self.rest = start;
        self.named(word.to_owned())
    }

    /// A column or a function, with what stands before its dots.
    fn named(&mut self, first: String) -> Option<Node> {
        let mut path = vec![self.folded(first)];
        while self.next_is(".") {
            self.skip();
            let (token, rest) = self.rest.split_first()?;
            self.rest = rest;
            path.push(match token {
                Token::Name(name) | Token::Word(name) => self.folded(name.clone()),
                Token::Symbol(star) if star == "*" => star.clone(),
                _ => return None,
            });
        }
        if !self.next_is("(") {
            return Some(Node::Name(path));
        }
        self.skip();
        let arguments = self.arguments()?;
        if ["over", "filter", "within"]
            .iter()
            .any(|word| self.next_is(word))
        {
            return None;
        }
        Some(Node::Call(path.join("."), arguments))
    }

    fn folded(&self, name: String) -> String {
        folded(self.kind, name)
    }

    fn arguments(&mut self) -> Option<Vec<Argument>> {
        let mut arguments = Vec::new();
        loop {
            match self.rest.first()? {
                Token::Symbol(symbol) if symbol == ")" => {
                    self.skip();
                    return Some(arguments);
                }
                Token::Symbol(symbol) if symbol == "," => self.skip(),
                Token::Word(word) if SEPARATORS.contains(&word.as_str()) => {
                    arguments.push(Argument::Word(word.clone()));
                    self.skip();
                }
                _ => arguments.push(Argument::Value(self.expression(0)?)),
            }
        }
    }

    /// Expressions between commas, to the end given.
    fn list(&mut self, end: &str) -> Option<Vec<Node>> {
        let mut list = Vec::new();
        if self.next_is(end) {
            self.skip();
            return Some(list);
        }
        loop {
            list.push(self.expression(0)?);
            if self.next_is(end) {
                self.skip();
                return Some(list);
            }
            self.take(",")?;
        }
    }

    fn case(&mut self) -> Option<Node> {
        let operand = if self.next_is("when") {
            None
        } else {
            Some(self.expression(0)?)
        };
        let mut case = Case {
            operand,
            branches: Vec::new(),
            otherwise: None,
        };
        while self.next_is("when") {
            self.skip();
            let when = self.expression(0)?;
            self.take("then")?;
            case.branches.push((when, self.expression(0)?));
        }
        if self.next_is("else") {
            self.skip();
            case.otherwise = Some(self.expression(0)?);
        }
        self.take("end")?;
        Some(Node::Case(Box::new(case)))
    }

    fn cast(&mut self) -> Option<Node> {
        self.take("(")?;
        let node = self.expression(0)?;
        self.take("as")?;
        let to = self.type_name()?;
        self.take(")")?;
        Some(Node::Cast(Box::new(node), to))
    }

    /// A type: its words, its sizes, its brackets.
    fn type_name(&mut self) -> Option<String> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        let mut name = match first {
            Token::Word(word) => word.clone(),
            Token::Name(_) => first.to_string(),
            _ => return None,
        };
        while self.next_is(".") {
            self.skip();
            name = format!("{name}.{}", self.rest.first()?);
            self.skip();
        }
        let long = [
            "varying",
            "precision",
            "unsigned",
            "integer",
            "charset",
            "binary",
        ];
        while let Some(Token::Word(word)) = self.rest.first()
            && long.contains(&word.as_str())
        {
            name = format!("{name} {word}");
            self.skip();
        }
        self.zone(name)
    }

    /// What may follow a type's name: sizes, a time zone, brackets.
    fn zone(&mut self, mut name: String) -> Option<String> {
        if self.next_is("(") {
            self.skip();
            let sizes: Vec<_> = self.list(")")?.iter().map(ToString::to_string).collect();
            name = format!("{name}({})", sizes.join(","));
        }
        if (self.next_is("with") || self.next_is("without")) && self.rest.len() > 2 {
            let words: Vec<_> = self.rest[..3].iter().map(ToString::to_string).collect();
            name = format!("{name} {}", words.join(" "));
            self.rest = &self.rest[3..];
        }
        while self.next_is("[") {
            self.skip();
            self.take("]")?;
            name += "[]";
        }
        Some(match self.kind {
            BackendKind::Postgres => type_name::printed(&name),
            BackendKind::Mysql | BackendKind::Sqlite => name,
        })
    }

    fn next_is(&self, text: &str) -> bool {
        matches!(self.rest.first(), Some(Token::Word(next) | Token::Symbol(next)) if next == text)
    }

    fn skip(&mut self) {
        self.rest = self.rest.get(1..).unwrap_or_default();
    }

    fn take(&mut self, text: &str) -> Option<()> {
        if !self.next_is(text) {
            return None;
        }
        self.skip();
        Some(())
    }

    fn word(&mut self) -> Option<String> {
        let Some((Token::Word(word), rest)) = self.rest.split_first() else {
            return None;
        };
        self.rest = rest;
        Some(word.clone())
    }
}
