//! Indicators by tier, region, group, unit or function class, each in one pass.

use std::collections::BTreeMap;

use super::{
    View,
    figure::{Figure, Sum},
    indicator::{Item, items},
    scope::{Scope, is_valid},
};
use ledger::domain::{
    AnyTable, CodedEnum, Id, RegionCode, Tiers,
    choice::FunctionClass,
    records::{Enterprise, Indicator, Task, Unit},
    region::RegionLevel,
};

/// What columns stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Axis {
    /// Tier by tier.
    #[default]
    Tier,
    /// Region by region: provinces, or the cities of the only one.
    Region,
    /// Tier-1 enterprise by tier-1 enterprise, each with its subtree.
    Group,
    /// Reporting unit by reporting unit.
    Unit,
    /// Function class by function class.
    Function,
}

/// What one column stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ColumnLabel {
    /// Everything in the base scope.
    Total,
    /// A tier.
    Tier(u8),
    /// A region.
    Region(RegionCode),
    /// A group.
    Group(Id<Enterprise>),
    /// A reporting unit.
    Unit(Id<Unit>),
    /// A function class.
    Function(FunctionClass),
    /// A province's own level, beside its cities.
    OwnLevel(RegionCode),
    /// Enterprises that say nothing on this axis, and tasks of those that are not valid on the day.
    NotStated,
    /// What names no enterprise.
    NoEnterprise,
}

/// What a province's own level adds to its code in addresses.
const OWN: &str = "-own";

/// A column: a part of the base scope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What it stands for.
    pub label: ColumnLabel,
    /// The base scope narrowed to it; the base scope itself for what says nothing on the axis.
    pub scope: Scope,
}

/// Figures by indicator and column.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// The columns; the total first, what is not stated last and only where there is any.
    pub columns: Vec<Column>,
    /// The figures of each indicator, in the order of the columns.
    pub rows: Vec<(Id<Indicator>, Vec<Figure>)>,
}

/// Which column an item belongs to.
pub(super) struct Sorter<'a> {
    view: View<'a>,
    axis: Axis,
    by_city: bool,
}

impl Sorter<'_> {
    pub(super) fn label(&self, item: &Item) -> ColumnLabel {
        let task = (item.record.kind == ledger::domain::Kind::Task).then(|| Id::new(item.record.id));
        self.of(task, item.enterprise)
    }

    /// The column of a task or an enterprise: a task's own unit goes before that of its enterprise.
    pub(super) fn of(&self, task: Option<Id<Task>>, enterprise: Option<u32>) -> ColumnLabel {
        let otherwise = if enterprise.is_some() { ColumnLabel::NotStated } else { ColumnLabel::NoEnterprise };
        self.find(task, enterprise).unwrap_or(otherwise)
    }

    fn find(&self, task: Option<Id<Task>>, enterprise: Option<u32>) -> Option<ColumnLabel> {
        if let Some(task) = task.filter(|_| self.axis == Axis::Unit)
            && let Some(unit) = self.view.ledger.tasks.get(task)?.unit
        {
            return Some(ColumnLabel::Unit(unit));
        }
        let at = enterprise? as usize;
        let place = self.view.index.place(at);
        // A task of an enterprise that is not valid on the day is with its unit, and in no scope of enterprises.
        if self.axis != Axis::Unit && !is_valid(self.view, at) {
            return None;
        }
        match self.axis {
            Axis::Tier => (place.tier > 0).then_some(ColumnLabel::Tier(place.tier)),
            Axis::Region => place.region.map(|region| self.region(region)),
            // In a circle of parents nobody is the first.
            Axis::Group => {
                (place.tier > 0).then(|| ColumnLabel::Group(self.view.ledger.enterprises.typed_id(place.root as usize)))
            }
            Axis::Unit => place.unit.map(ColumnLabel::Unit),
            Axis::Function => self.view.ledger.enterprises.at(at).function_class.map(ColumnLabel::Function),
        }
    }

    fn region(&self, region: RegionCode) -> ColumnLabel {
        match (self.by_city, region.level()) {
            (false, _) => ColumnLabel::Region(region.province()),
            (true, _) => match region.part_of_province() {
                own if own.level() == RegionLevel::Province => ColumnLabel::OwnLevel(own),
                part => ColumnLabel::Region(part),
            },
        }
    }
}

pub(super) fn sorter<'a>(view: View<'a>, base: &Scope, axis: Axis) -> Sorter<'a> {
    let by_city = axis == Axis::Region && {
        let resolved = base.resolve(view);
        let mut provinces: Vec<_> =
            resolved.enterprises().filter_map(|at| view.index.place(at).region.map(RegionCode::province)).collect();
        provinces.sort_unstable();
        provinces.dedup();
        provinces.len() == 1
    };
    Sorter { view, axis, by_city }
}

/// The columns of an axis: the total, then every part that occurs, in its order.
pub fn columns(view: View<'_>, base: &Scope, axis: Axis) -> Vec<Column> {
    let indicators: Vec<_> = view.ledger.indicators.iter().map(|(id, _)| id).collect();
    matrix(view, &indicators, base, axis).columns
}

/// Computes indicators by the columns of an axis.
pub fn matrix(view: View<'_>, indicators: &[Id<Indicator>], base: &Scope, axis: Axis) -> Matrix {
    let sorter = sorter(view, base, axis);
    let mut totals: Vec<Sum> = Vec::new();
    let mut parts: Vec<BTreeMap<ColumnLabel, Sum>> = Vec::new();
    for indicator in indicators {
        let (mut total, mut by_label) = (Sum::default(), BTreeMap::<ColumnLabel, Sum>::new());
        for item in items(view, *indicator, base) {
            total.add(&item);
            by_label.entry(sorter.label(&item)).or_default().add(&item);
        }
        totals.push(total);
        parts.push(by_label);
    }
    let mut labels: Vec<ColumnLabel> = parts.iter().flat_map(|by_label| by_label.keys().copied()).collect();
    arrange(view, &mut labels);
    let columns: Vec<Column> = std::iter::once(ColumnLabel::Total)
        .chain(labels)
        .map(|label| Column { label, scope: narrowed(base, label) })
        .collect();
    let rows = indicators
        .iter()
        .zip(totals.into_iter().zip(parts))
        .map(|(indicator, (total, mut by_label))| {
            let mut total = Some(total);
            let figures = columns
                .iter()
                .map(|column| {
                    let sum = match column.label {
                        ColumnLabel::Total => total.take(),
                        label => by_label.remove(&label),
                    };
                    sum.unwrap_or_default().figure(view, *indicator, &column.scope)
                })
                .collect();
            (*indicator, figures)
        })
        .collect();
    Matrix { columns, rows }
}

/// Everything that an axis compares in a scope, whether or not it has anything to count: every unit of
/// the ledger, every tier-1 enterprise with something in scope, every region that is named.
pub fn compared(view: View<'_>, base: &Scope, axis: Axis) -> Vec<ColumnLabel> {
    let sorter = sorter(view, base, axis);
    let resolved = base.resolve(view);
    let mut labels: Vec<ColumnLabel> = resolved.enterprises().map(|at| sorter.of(None, Some(at as u32))).collect();
    if axis == Axis::Unit {
        let units = view.ledger.units.iter().map(|(id, _)| id);
        labels.extend(units.filter(|id| base.unit.is_none_or(|unit| unit == *id)).map(ColumnLabel::Unit));
    }
    labels.retain(|label| *label != ColumnLabel::NotStated);
    arrange(view, &mut labels);
    labels
}

/// Puts labels in the order in which they are shown, each once: groups and units as they were entered.
pub(super) fn arrange(view: View<'_>, labels: &mut Vec<ColumnLabel>) {
    labels.sort_unstable();
    labels.dedup();
    labels.sort_by_key(|label| match label {
        ColumnLabel::Group(id) => view.ledger.enterprises.position(id.raw()),
        ColumnLabel::Unit(id) => view.ledger.units.position(id.raw()),
        _ => None,
    });
}

pub(super) fn narrowed(base: &Scope, label: ColumnLabel) -> Scope {
    let mut scope = base.clone();
    match label {
        ColumnLabel::Total | ColumnLabel::NotStated | ColumnLabel::NoEnterprise => {}
        ColumnLabel::Tier(tier) => scope.tiers = Tiers::of([tier]),
        // What the base asks for already lies within its column, and is the narrower of the two.
        ColumnLabel::Region(region) | ColumnLabel::OwnLevel(region) => {
            scope.region = base.region.filter(|own| region.contains(*own)).or(Some(region));
        }
        ColumnLabel::Group(group) => scope.group = base.group.or(Some(group)),
        ColumnLabel::Unit(unit) => scope.unit = Some(unit),
        ColumnLabel::Function(class) => scope.function = Some(class),
    }
    scope
}

/// The items of one column: those behind the figure that stands in it.
pub fn column_items(
    view: View<'_>,
    indicator: Id<Indicator>,
    base: &Scope,
    axis: Axis,
    label: ColumnLabel,
) -> Vec<Item> {
    let sorter = sorter(view, base, axis);
    let mut items = items(view, indicator, base);
    if label != ColumnLabel::Total {
        items.retain(|item| sorter.label(item) == label);
    }
    items
}

/// One indicator by tier and by a second axis: rows of figures, one row a tier.
pub fn heat(
    view: View<'_>,
    indicator: Id<Indicator>,
    base: &Scope,
    axis: Axis,
) -> (Vec<ColumnLabel>, Vec<(ColumnLabel, Vec<Figure>)>) {
    let (down, across) = (sorter(view, base, Axis::Tier), sorter(view, base, axis));
    let mut cells: BTreeMap<(ColumnLabel, ColumnLabel), Sum> = BTreeMap::new();
    for item in items(view, indicator, base) {
        cells.entry((down.label(&item), across.label(&item))).or_default().add(&item);
    }
    let unique = |mut labels: Vec<ColumnLabel>| {
        arrange(view, &mut labels);
        labels
    };
    let columns = unique(cells.keys().map(|(_, label)| *label).collect());
    let tiers = unique(cells.keys().map(|(label, _)| *label).collect());
    let rows = tiers
        .into_iter()
        .map(|tier| {
            let figures = columns
                .iter()
                .map(|column| {
                    let scope = narrowed(&narrowed(base, tier), *column);
                    cells.remove(&(tier, *column)).unwrap_or_default().figure(view, indicator, &scope)
                })
                .collect();
            (tier, figures)
        })
        .collect();
    (columns, rows)
}

impl ColumnLabel {
    /// A text for the label that does not change with the language, for addresses.
    pub fn token(self) -> String {
        match self {
            Self::Total => "total".to_owned(),
            Self::Tier(tier) => tier.to_string(),
            Self::Region(region) => region.to_string(),
            Self::Group(group) => group.raw().to_string(),
            Self::Unit(unit) => unit.raw().to_string(),
            Self::Function(class) => class.key().to_owned(),
            Self::OwnLevel(region) => format!("{region}{OWN}"),
            Self::NotStated => "none".to_owned(),
            Self::NoEnterprise => "no-enterprise".to_owned(),
        }
    }

    /// Finds the label of an axis by its text in addresses.
    pub fn of_token(axis: Axis, token: &str) -> Option<Self> {
        match (token, axis) {
            ("total", _) => Some(Self::Total),
            ("none", _) => Some(Self::NotStated),
            ("no-enterprise", _) => Some(Self::NoEnterprise),
            (_, Axis::Tier) => token.parse().ok().map(Self::Tier),
            (_, Axis::Region) => match token.strip_suffix(OWN) {
                Some(own) => RegionCode::parse(own).map(Self::OwnLevel),
                None => RegionCode::parse(token).map(Self::Region),
            },
            (_, Axis::Group) => token.parse().ok().map(|id| Self::Group(Id::new(id))),
            (_, Axis::Unit) => token.parse().ok().map(|id| Self::Unit(Id::new(id))),
            (_, Axis::Function) => {
                FunctionClass::ALL.iter().find(|class| class.key() == token).copied().map(Self::Function)
            }
        }
    }
}
