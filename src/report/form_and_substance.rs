//! Form and spirit (形神兼备): whether an institution stands, and whether it works, as the article asks.
//!
//! *Form* (形) is that the rule is issued, and signed where the institution has contracts. *Spirit* (神)
//! is that people were assessed and paid accordingly, each with evidence. That nobody was moved or left is
//! a prompt to ask and no failing.

use std::collections::BTreeMap;

use super::{
    Answer, Axis, ColumnLabel, View,
    indicator::{items, read},
    matrix::{arrange, sorter},
    scope::Scope,
};
use ledger::domain::{
    CodedEnum, Id, Lang, Phrase, Ratio, builtins,
    choice::{ExclusionReason, Measure, ReformKind, StageName},
    facts::exclusion_in_force,
    records::{Adoption, Indicator, Institution},
};

/// Where an enterprise stands with an institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Quadrant {
    /// 有形有神.
    Both,
    /// 有形无神: what is to be done next.
    FormOnly,
    /// 无形有神.
    SpiritOnly,
    /// 无形无神.
    Neither,
    /// Nobody filled in what decides: neither with nor without.
    Unknown,
}

impl Quadrant {
    /// All of them, in their order on screen.
    pub const ALL: [Self; 5] = [Self::Both, Self::FormOnly, Self::SpiritOnly, Self::Neither, Self::Unknown];

    /// The term on screen.
    pub const fn word(self) -> Phrase {
        match self {
            Self::Both => Phrase::new("有形有神", "Form and spirit"),
            Self::FormOnly => Phrase::new("有形无神", "Form without spirit"),
            Self::SpiritOnly => Phrase::new("无形有神", "Spirit without form"),
            Self::Neither => Phrase::new("无形无神", "Neither"),
            Self::Unknown => Phrase::new("未填报", "Not filled in"),
        }
    }

    /// The name in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Both => "both",
            Self::FormOnly => "form",
            Self::SpiritOnly => "spirit",
            Self::Neither => "neither",
            Self::Unknown => "unknown",
        }
    }
}

/// One enterprise and one institution on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormLine {
    /// The position of the enterprise.
    pub enterprise: u32,
    /// The position of its adoption, where it has one.
    pub adoption: Option<u32>,
    /// The five stages, in their order.
    pub stages: [Answer; 5],
    /// Whether the institution stands.
    pub form: Answer,
    /// Whether it works; missing where the institution asks for no spirit.
    pub spirit: Answer,
    /// Whether the institution has stages of assessment and pay, and so can have spirit.
    pub asks_spirit: bool,
    /// Assessed and paid, but without evidence for one of them: it would have spirit if that were shown.
    pub lacks_evidence: bool,
    /// Why it is left out of the due population, if it is.
    pub excluded: Option<ExclusionReason>,
}

impl FormLine {
    /// The quadrant; `None` where the institution asks for no spirit.
    pub fn quadrant(&self) -> Option<Quadrant> {
        self.asks_spirit.then_some(match (self.form, self.spirit) {
            (Answer::Yes, Answer::Yes) => Quadrant::Both,
            (Answer::Yes, Answer::No) => Quadrant::FormOnly,
            (Answer::No, Answer::Yes) => Quadrant::SpiritOnly,
            (Answer::No, Answer::No) => Quadrant::Neither,
            (Answer::Missing, _) | (_, Answer::Missing) => Quadrant::Unknown,
        })
    }
}

/// How many of those due answer what at one stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StageCount {
    /// Taken by the day.
    pub yes: i64,
    /// Not taken.
    pub no: i64,
    /// Not filled in.
    pub missing: i64,
}

/// Form and spirit of one institution in a scope.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormSpirit {
    /// Every enterprise in scope, the excluded too.
    pub lines: Vec<FormLine>,
    /// The stages 印发 → 签约 → 考核 → 兑现 → 调整/退出 over those due.
    pub funnel: [StageCount; 5],
    /// Those with form over those due.
    pub form: Ratio,
    /// Those with spirit over those due; of nothing where the institution asks for no spirit.
    pub spirit: Ratio,
    /// How many of those due stand in each quadrant, in the order of [`Quadrant::ALL`].
    pub quadrants: [i64; 5],
    /// How many of those due are assessed and paid without evidence.
    pub lacks_evidence: i64,
    /// How many of those due have spirit, and no adjustment or exit on record: a prompt to ask, no failing.
    pub without_exit: i64,
    /// How many in scope have a record of adoption, the excluded too.
    pub recorded: i64,
}

/// What an enterprise lacks for form or spirit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// A stage that was not taken.
    Stage(StageName),
    /// A stage that nobody filled in.
    Unfilled(StageName),
    /// The evidence of a stage that was taken.
    Evidence(StageName),
}

impl Lack {
    /// Names what is lacking: `未兑现`, `考核未填`, `缺考核依据`.
    pub fn sentence(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Stage(name), Lang::Zh) => format!("未{}", name.word().zh),
            (Self::Stage(name), Lang::En) => format!("not {}", name.word().en.to_lowercase()),
            (Self::Unfilled(name), Lang::Zh) => format!("{}未填", name.word().zh),
            (Self::Unfilled(name), Lang::En) => format!("{}: not filled in", name.word().en),
            (Self::Evidence(name), Lang::Zh) => format!("缺{}依据", name.word().zh),
            (Self::Evidence(name), Lang::En) => format!("{}: no evidence", name.word().en),
        }
    }
}

/// One institution among all of its kind.
#[derive(Clone, Debug)]
pub struct InstitutionLine {
    /// The institution.
    pub institution: Id<Institution>,
    /// Its form and spirit in the scope.
    pub sums: FormSpirit,
}

/// A part of a scope by an axis.
#[derive(Clone, Debug)]
pub struct FormPart {
    /// What the part is.
    pub label: ColumnLabel,
    /// Its form and spirit, without the lines.
    pub sums: FormSpirit,
}

/// The institutions that are judged by form and spirit, in the order of the catalogue. One whose kind
/// nobody stated is taken as such.
pub fn judged(view: View<'_>) -> impl Iterator<Item = Id<Institution>> + '_ {
    let judged = view.ledger.institutions.iter().filter(|(_, row)| row.kind != Some(ReformKind::Functional));
    judged.map(|(institution, _)| institution)
}

/// Every institution that is judged, with its form and spirit.
pub fn institutions(view: View<'_>, scope: &Scope) -> Vec<InstitutionLine> {
    judged(view)
        .map(|institution| InstitutionLine { institution, sums: form_spirit(view, institution, scope) })
        .collect()
}

/// Form and spirit of an institution by the parts of an axis; the total comes first, and the parts sum to it.
pub fn form_by_axis(view: View<'_>, institution: Id<Institution>, scope: &Scope, axis: Axis) -> Vec<FormPart> {
    let sorter = sorter(view, scope, axis);
    let whole = form_spirit(view, institution, scope);
    let mut parts: BTreeMap<ColumnLabel, FormSpirit> = BTreeMap::new();
    for line in &whole.lines {
        parts.entry(sorter.of(None, Some(line.enterprise))).or_default().add(line);
    }
    let total = FormPart { label: ColumnLabel::Total, sums: FormSpirit { lines: Vec::new(), ..whole } };
    let mut labels: Vec<ColumnLabel> = parts.keys().copied().collect();
    arrange(view, &mut labels);
    let parts = labels.into_iter().filter_map(|label| Some(FormPart { label, sums: parts.remove(&label)? }));
    std::iter::once(total).chain(parts).collect()
}

/// Keeps the lines that belong to one part of an axis.
pub fn keep_part(view: View<'_>, scope: &Scope, axis: Axis, label: ColumnLabel, lines: &mut Vec<FormLine>) {
    if label != ColumnLabel::Total {
        let sorter = sorter(view, scope, axis);
        lines.retain(|line| sorter.of(None, Some(line.enterprise)) == label);
    }
}

/// What a line lacks, stage by stage; adjustment and exit are never lacking.
pub fn lacks(view: View<'_>, line: &FormLine, institution: Id<Institution>) -> Vec<Lack> {
    let signs = has_contracts(view, institution);
    let row = line.adoption.map(|at| view.ledger.adoptions.at(at as usize));
    let mut lacks = Vec::new();
    for (name, answer) in StageName::ALL.iter().copied().zip(line.stages) {
        let shown = || row.is_some_and(|row| !row.evidence(name).trim().is_empty());
        match (name, answer) {
            (StageName::Adjusted, _) => {}
            (StageName::Signed, _) if !signs => {}
            (StageName::Assessed | StageName::Paid, _) if !line.asks_spirit => {}
            (name, Answer::No) => lacks.push(Lack::Stage(name)),
            (name, Answer::Missing) => lacks.push(Lack::Unfilled(name)),
            (StageName::Assessed | StageName::Paid, Answer::Yes) if !shown() => lacks.push(Lack::Evidence(name)),
            (_, Answer::Yes) => {}
        }
    }
    lacks
}

/// Whether an institution has stages of assessment and pay, and so can have spirit. Where its record says
/// nothing, those of the catalogue that have none are known.
pub fn asks_spirit(view: View<'_>, institution: Id<Institution>) -> bool {
    let stated = view.ledger.institutions.get(institution).and_then(|row| row.has_assessment);
    stated.unwrap_or(![builtins::institution::BOARD, builtins::institution::CORPORATE].contains(&institution))
}

/// Whether form asks for signed contracts besides the rule.
fn has_contracts(view: View<'_>, institution: Id<Institution>) -> bool {
    view.ledger.institutions.get(institution).and_then(|row| row.has_contracts) == Some(true)
}

/// The indicator that says who is due for an institution: the first that counts a stage of it.
pub fn governing(view: View<'_>, institution: Id<Institution>) -> Option<Id<Indicator>> {
    let counts = |row: &Indicator| row.measure == Some(Measure::Stage) && row.institution == Some(institution);
    view.ledger.indicators.iter().find(|(_, row)| counts(row)).map(|(id, _)| id)
}

/// Looks at an institution in a scope. Who is due is what the indicator of the institution says, so that
/// the rates here and there have one denominator.
pub fn form_spirit(view: View<'_>, institution: Id<Institution>, scope: &Scope) -> FormSpirit {
    let asked = Asked { contracts: has_contracts(view, institution), spirit: asks_spirit(view, institution) };
    let mut out = FormSpirit::default();
    for (enterprise, excluded) in population(view, institution, scope) {
        let adoption = view.index.adoption(enterprise as usize, institution);
        let row = adoption.map(|at| view.ledger.adoptions.at(at));
        let line = line(view, enterprise, adoption, row, asked, excluded);
        out.add(&line);
        out.lines.push(line);
    }
    out
}

/// The enterprises of a scope with the reasons for which some are left out.
fn population(view: View<'_>, institution: Id<Institution>, scope: &Scope) -> Vec<(u32, Option<ExclusionReason>)> {
    if let Some(indicator) = governing(view, institution) {
        let items = items(view, indicator, scope);
        return items.iter().filter_map(|item| Some((item.enterprise?, item.excluded))).collect();
    }
    let not_due = |at: usize| {
        let adoption = view.index.adoption(at, institution).map(|at| view.ledger.adoptions.at(at));
        let by_due = || (adoption?.due == Some(false)).then_some(ExclusionReason::NotApplicable);
        general_exclusion(view, at).or_else(by_due)
    };
    scope.resolve(view).enterprises().map(|at| (at as u32, not_due(at))).collect()
}

/// Why an enterprise is left out of every indicator on the day, if it is: then it is left out here too.
fn general_exclusion(view: View<'_>, enterprise: usize) -> Option<ExclusionReason> {
    exclusion_in_force(view.ledger, view.index, enterprise, view.as_of, |indicator| indicator.is_none())
}

/// What an institution asks for besides its rule.
#[derive(Clone, Copy)]
struct Asked {
    contracts: bool,
    spirit: bool,
}

fn line(
    view: View<'_>,
    enterprise: u32,
    adoption: Option<usize>,
    row: Option<&Adoption>,
    asked: Asked,
    excluded: Option<ExclusionReason>,
) -> FormLine {
    let mut stages = [Answer::Missing; 5];
    for (answer, name) in stages.iter_mut().zip(StageName::ALL) {
        *answer = read(row.and_then(|row| row.stage(*name)), view.as_of);
    }
    let [issued, signed, assessed, paid, _] = stages;
    let form = if asked.contracts { all_of([issued, signed]) } else { issued };
    let shown = |name| row.is_some_and(|row| !row.evidence(name).trim().is_empty());
    let has_evidence = shown(StageName::Assessed) && shown(StageName::Paid);
    let works = if asked.spirit { all_of([assessed, paid]) } else { Answer::Missing };
    let lacks_evidence = works == Answer::Yes && !has_evidence;
    let spirit = if lacks_evidence { Answer::No } else { works };
    let adoption = adoption.map(|at| at as u32);
    FormLine { enterprise, adoption, stages, form, spirit, asks_spirit: asked.spirit, lacks_evidence, excluded }
}

/// Yes where both are, no where one is known to be no.
fn all_of(answers: [Answer; 2]) -> Answer {
    if answers.contains(&Answer::No) {
        Answer::No
    } else if answers.contains(&Answer::Missing) {
        Answer::Missing
    } else {
        Answer::Yes
    }
}

impl FormSpirit {
    pub(super) fn add(&mut self, line: &FormLine) {
        self.recorded += i64::from(line.adoption.is_some());
        if line.excluded.is_some() {
            return;
        }
        for (count, answer) in self.funnel.iter_mut().zip(line.stages) {
            match answer {
                Answer::Yes => count.yes += 1,
                Answer::No => count.no += 1,
                Answer::Missing => count.missing += 1,
            }
        }
        let one = |answer| Ratio::new(i64::from(answer == Answer::Yes), 1);
        self.form = self.form + one(line.form);
        if let Some(quadrant) = line.quadrant() {
            self.spirit = self.spirit + one(line.spirit);
            self.quadrants[quadrant as usize] += 1;
        }
        self.lacks_evidence += i64::from(line.lacks_evidence);
        let [.., adjusted] = line.stages;
        self.without_exit += i64::from(line.spirit == Answer::Yes && adjusted != Answer::Yes);
    }

    /// How many are due.
    pub const fn due_count(&self) -> i64 {
        self.form.den
    }

    /// How much form runs ahead of spirit as both are printed, in tenths of a percentage point; `None` where
    /// nobody is due. It may be negative.
    pub fn gap(&self) -> Option<i64> {
        Some(self.form.printed(None)?.less(self.spirit.printed(None)?))
    }

    /// The lines of those due.
    pub fn due(&self) -> impl Iterator<Item = &FormLine> {
        self.lines.iter().filter(|line| line.excluded.is_none())
    }
}
