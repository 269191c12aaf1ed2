//! What enterprises, tasks and units are known by, and what is not sure about it.

use super::{Matcher, Side, Verdict};
use crate::{
    domain::{
        Kind, Value,
        natural_key::is_sound,
        records::{Enterprise, Task},
    },
    merge::linkage::Reason,
};

impl Matcher<'_> {
    pub(super) fn own_units(&mut self) {
        let (theirs, mine) = (self.theirs.of(Kind::Unit), self.mine.of(Kind::Unit));
        for their_at in 0..theirs.len() {
            let Some(my_at) = mine.position(theirs.id_at(their_at)) else { continue };
            let free = self.is_free(Side::Theirs, Kind::Unit, their_at) && self.is_free(Side::Mine, Kind::Unit, my_at);
            if free && theirs.is_live(their_at) && mine.is_live(my_at) {
                self.pair(Kind::Unit, their_at, my_at, Some(Reason::OwnUnit));
            }
        }
    }

    pub(super) fn enterprises(&mut self) {
        self.by_keys(Kind::Enterprise, Self::codes, |_, _, _| Verdict::Same);
        let own_names = |matcher: &Self, side, at| matcher.texts(side, Enterprise::name, at);
        self.by_keys(Kind::Enterprise, own_names, |matcher, their_at, my_at| {
            let (theirs, mine) = (matcher.codes(Side::Theirs, their_at), matcher.codes(Side::Mine, my_at));
            Verdict::Ask(if theirs.is_empty() || mine.is_empty() {
                Reason::NameOnly
            } else if theirs.iter().any(|code| mine.contains(code)) {
                Reason::SharedCode
            } else {
                Reason::OtherCode
            })
        });
        self.by_keys(Kind::Enterprise, Self::all_names, |matcher, their_at, my_at| {
            let coded = |side, at| !matcher.codes(side, at).is_empty();
            // Whoever took another's old name has a code of its own.
            if coded(Side::Theirs, their_at) && coded(Side::Mine, my_at) {
                Verdict::Different
            } else {
                Verdict::Ask(Reason::FormerName)
            }
        });
    }

    fn codes(&self, side: Side, at: usize) -> Vec<String> {
        let codes = self.standing(side, Enterprise::code, at).into_iter().filter_map(|value| match value {
            Value::Code(code) if is_sound(&code) => Some(code.as_str().to_owned()),
            _ => None,
        });
        codes.collect()
    }

    fn all_names(&self, side: Side, at: usize) -> Vec<String> {
        let mut names = self.texts(side, Enterprise::name, at);
        for text in self.texts(side, Enterprise::former_names, at) {
            let parts = text.split(['、', '；', ';', '，', ',', '\n']).map(|part| part.trim().to_owned());
            names.extend(parts.filter(|part| !part.is_empty()));
        }
        names
    }

    pub(super) fn tasks(&mut self) {
        let numbers = |matcher: &Self, side, at| matcher.texts(side, Task::number, at);
        let titles = |matcher: &Self, side, at| matcher.texts(side, Task::title, at);
        // Where a number stands several times, title and owners tell which is which.
        let wholes = |matcher: &Self, side, at| -> Vec<Vec<Value>> {
            let fields = [Task::number, Task::title, Task::enterprise, Task::unit];
            let whole: Vec<Value> = fields.into_iter().map(|field| matcher.value(side, field, at)).collect();
            if whole[..2].contains(&Value::Empty) { Vec::new() } else { vec![whole] }
        };
        self.by_keys(Kind::Task, wholes, |_, _, _| Verdict::Same);
        self.by_keys(Kind::Task, numbers, |matcher, their_at, my_at| {
            let other_owner = [Task::enterprise, Task::unit].into_iter().any(|field| {
                let theirs = matcher.value(Side::Theirs, field, their_at);
                let mine = matcher.value(Side::Mine, field, my_at);
                theirs != Value::Empty && mine != Value::Empty && theirs != mine
            });
            match (matcher.agree(Task::title, their_at, my_at), other_owner) {
                (false, _) => Verdict::Ask(Reason::OtherTitle),
                (true, true) => Verdict::Ask(Reason::OtherOwner),
                (true, false) => Verdict::Same,
            }
        });
        self.by_keys(Kind::Task, titles, |matcher, their_at, my_at| {
            let numbered = |side, at| !matcher.texts(side, Task::number, at).is_empty();
            if numbered(Side::Theirs, their_at) && numbered(Side::Mine, my_at) {
                Verdict::Different
            } else {
                Verdict::Ask(Reason::TitleOnly)
            }
        });
    }
}
