//! Text for a person, built span by span: the one place through which every string reaches a terminal.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};

use super::escape;

/// What a span of text is; a reader sees it as a colour, where colours are on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Ordinary text.
    Plain,
    /// A revision id.
    Revision,
    /// The name of a branch, a database or a table.
    Name,
    /// A heading.
    Heading,
    /// What is less important than the text around it.
    Muted,
    /// What is as it should be.
    Good,
    /// What wants attention.
    Warning,
    /// What is wrong.
    Bad,
    /// Something to type.
    Command,
}

impl Role {
    const fn style(self) -> Style {
        let style = Style::new();
        match self {
            Self::Plain => style,
            Self::Revision => style.fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow))),
            Self::Name | Self::Command => {
                style.fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)))
            }
            Self::Heading => style.bold(),
            Self::Muted => style.dimmed(),
            Self::Good => style.fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green))),
            Self::Warning => style
                .bold()
                .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Yellow))),
            Self::Bad => style
                .bold()
                .fg_color(Some(anstyle::Color::Ansi(AnsiColor::Red))),
        }
    }
}

/// Lines of text for a person. Whatever is put into it is escaped: only [`Page::end`] starts a line, and only a [`Role`]
/// colours one.
#[derive(Clone, Debug, Default)]
pub struct Page {
    text: String,
}

impl Page {
    /// Adds text to the current line.
    pub fn put(&mut self, role: Role, text: impl AsRef<str>) -> &mut Self {
        let style = role.style();
        let safe = escape::for_terminal(text.as_ref());
        // Writing to a string does not fail.
        let _ = write!(self.text, "{style}{safe}{style:#}");
        self
    }

    /// Adds ordinary text to the current line.
    pub fn plain(&mut self, text: impl AsRef<str>) -> &mut Self {
        self.put(Role::Plain, text)
    }

    /// Ends the current line.
    pub fn end(&mut self) -> &mut Self {
        self.text.push('\n');
        self
    }

    /// Adds text that may have several lines, each behind `indent` blanks.
    pub fn block(&mut self, role: Role, indent: usize, text: &str) -> &mut Self {
        for line in text.trim_end().lines() {
            let blanks = if line.trim().is_empty() { 0 } else { indent };
            self.plain(" ".repeat(blanks))
                .put(role, line.trim_end().replace('\t', "    "))
                .end();
        }
        self
    }

    /// The text with its colours, as a terminal takes it.
    #[must_use]
    pub fn as_ansi(&self) -> &str {
        &self.text
    }

    /// Whether nothing was put into it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
}

/// The text without colours.
impl std::fmt::Display for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&anstream::adapter::strip_str(&self.text), f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_come_from_roles_only() {
        let mut page = Page::default();
        page.put(Role::Bad, "no\u{1b}[0m").plain(" way").end();
        assert_eq!(
            page.as_ansi(),
            "\u{1b}[1m\u{1b}[31mno\\u{1b}[0m\u{1b}[0m way\n"
        );
        assert_eq!(page.to_string(), "no\\u{1b}[0m way\n");
    }

    #[test]
    fn lines_of_a_block_are_indented_and_escaped() {
        let mut page = Page::default();
        page.block(Role::Plain, 2, "SELECT 1\r\n\n\tFROM \u{202e}x\n\n");
        assert_eq!(page.to_string(), "  SELECT 1\n\n      FROM \\u{202e}x\n");
    }
}
