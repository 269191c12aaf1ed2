//! Margins in the place of the gaps of flexible boxes, for kernels that know gaps in grids alone (below
//! Chromium 84): without them words and buttons run together.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

/// The rules that stand in for every gap of a flexible box in a sheet; `guard.js` says by an attribute of the
/// root element whether they are wanted.
pub fn margins(sheet: &str) -> Result<String> {
    let rules = rules(sheet)?;
    // A rule may give a gap to what another one makes a grid.
    let is_grid = |selector: &str| rules.iter().any(|rule| rule.selector == selector && rule.is("display", "grid"));
    let mut out = String::new();
    for rule in &rules {
        let Some(gap) = rule.declared.get("gap").filter(|gap| gap.as_str() != "0") else { continue };
        if rule.is("display", "grid") || is_grid(&rule.selector) {
            continue;
        }
        // Of two lengths the second lies between columns.
        let is_column = rule.declared.get("flex-direction").is_some_and(|direction| direction == "column");
        let length = if is_column { gap.split(' ').next() } else { gap.split(' ').next_back() };
        let side = if is_column { "top" } else { "left" };
        for selector in rule.selector.split(',').map(str::trim) {
            let length = length.context("a gap without a length")?;
            out.push_str(&format!("[data-flex-gap=no] {selector} > * + * {{ margin-{side}: {length}; }}\n"));
        }
    }
    Ok(out)
}

struct Rule {
    selector: String,
    declared: BTreeMap<String, String>,
}

impl Rule {
    fn is(&self, property: &str, value: &str) -> bool {
        self.declared.get(property).is_some_and(|own| own == value || own == &format!("inline-{value}"))
    }
}

/// The rules of a sheet, those within media queries too.
fn rules(sheet: &str) -> Result<Vec<Rule>> {
    let mut text = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        text.push_str(before);
        rest = after.split_once("*/").context("a comment of the style sheets has no end")?.1;
    }
    text.push_str(rest);
    let mut rules = Vec::new();
    for block in text.split('}') {
        // Of `@media … { selector { …` the selector is what stands before the last brace.
        let Some((before, declared)) = block.rsplit_once('{') else { continue };
        let selector = before.rsplit('{').next().unwrap_or(before).trim().to_owned();
        let declared = declared
            .split(';')
            .filter_map(|one| one.split_once(':'))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect();
        rules.push(Rule { selector, declared });
    }
    Ok(rules)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, missing_docs)]
    use super::margins;

    #[test]
    fn every_gap_of_a_flexible_box_has_a_margin_and_those_of_grids_have_none() {
        let sheet = "/* a; gap: 9px */ .row { display: flex; gap: var(--gap); } .tall { display: flex; flex-direction: column; gap: 4px }
            .wide { gap: 0 14px; } .grid { display: grid; gap: 8px; } @media print { .grid { gap: 2px; } .none { display: flex; gap: 0; } }";
        let made = margins(sheet).unwrap();
        let lines: Vec<&str> = made.lines().collect();
        assert_eq!(
            lines,
            [
                "[data-flex-gap=no] .row > * + * { margin-left: var(--gap); }",
                "[data-flex-gap=no] .tall > * + * { margin-top: 4px; }",
                "[data-flex-gap=no] .wide > * + * { margin-left: 14px; }",
            ]
        );
    }
}
