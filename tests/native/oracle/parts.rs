//! The parts of an axis: in which of them a line stands.

use std::collections::BTreeMap;

use ledger::domain::{Id, RegionCode, region::RegionLevel};
use report::{Axis, ColumnLabel, Scope};

use super::{lines::Line, standing::Oracle};

impl Oracle<'_> {
    /// Lines by the part of an axis that they stand in; regions as they are told apart in a base scope.
    pub fn parts<'l>(&self, lines: &'l [Line], base: &Scope, axis: Axis) -> BTreeMap<ColumnLabel, Vec<&'l Line>> {
        let provinces = self.firms_in(base).filter_map(|firm| firm.region).map(|region| first_digits(region, 2));
        let provinces: std::collections::BTreeSet<String> = provinces.collect();
        let mut parts: BTreeMap<ColumnLabel, Vec<&Line>> = BTreeMap::new();
        for line in lines {
            parts.entry(self.part(line, axis, provinces.len() == 1)).or_default().push(line);
        }
        parts
    }

    fn part(&self, line: &Line, axis: Axis, is_one_province: bool) -> ColumnLabel {
        let firm = self.firm(line.firm);
        if let Some(unit) = line.unit.filter(|_| axis == Axis::Unit) {
            return ColumnLabel::Unit(unit);
        }
        let Some(firm) = firm else { return ColumnLabel::NoEnterprise };
        // What is left to do of a firm that is not in the population is its unit's, and in no part of the others.
        if axis != Axis::Unit && !firm.valid {
            return ColumnLabel::NotStated;
        }
        let stated = match axis {
            Axis::Tier => Some(firm.tier).filter(|tier| *tier > 0).map(ColumnLabel::Tier),
            Axis::Group => firm.line.last().map(|top| ColumnLabel::Group(Id::new(top.raw()))),
            Axis::Unit => firm.unit.map(ColumnLabel::Unit),
            Axis::Function => firm.class.map(ColumnLabel::Function),
            Axis::Region => firm.region.map(|region| part_of_country(region, is_one_province)),
        };
        stated.unwrap_or(ColumnLabel::NotStated)
    }
}

/// The first digits of a region's code.
fn first_digits(region: RegionCode, count: usize) -> String {
    region.to_string()[..count].to_owned()
}

/// A province among several; within one its cities, the districts of a municipality, each county that it governs
/// directly, and its own level.
fn part_of_country(region: RegionCode, is_one_province: bool) -> ColumnLabel {
    let of = |digits: String| RegionCode::parse(&format!("{digits:0<6}")).unwrap();
    let province = of(first_digits(region, 2));
    let is_municipality = ["11", "12", "31", "50"].contains(&first_digits(region, 2).as_str());
    let is_direct = first_digits(region, 4).ends_with("90");
    match region.level() {
        _ if !is_one_province => ColumnLabel::Region(province),
        RegionLevel::Province => ColumnLabel::OwnLevel(province),
        RegionLevel::City if is_municipality => ColumnLabel::OwnLevel(province),
        RegionLevel::County if is_municipality || is_direct => ColumnLabel::Region(region),
        _ => ColumnLabel::Region(of(first_digits(region, 4))),
    }
}
