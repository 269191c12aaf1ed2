//! The clipboard: blocks of cells in and out, as HTML and as text.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DomParser, Element, SupportedType};

use crate::interchange::table::{Cell, Grid, Merge, pasted};

/// The block that is being pasted: the tables of the HTML one below the other, else the text by its tabs.
pub fn grid(event: &ClipboardEvent) -> Option<Grid> {
    let data = event.clipboard_data()?;
    let html = data.get_data("text/html").ok().filter(|html| !html.is_empty());
    html.and_then(|html| table(&html)).or_else(|| {
        let text = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty())?;
        Some(pasted(&text))
    })
}

/// Reads the tables of a piece of HTML, one below the other; a table within a cell is text of that cell. Scripts
/// and pictures stay what they are, text.
fn table(html: &str) -> Option<Grid> {
    let document = DomParser::new().ok()?.parse_from_string(html, SupportedType::TextHtml).ok()?;
    let lines = document.query_selector_all("tr").ok()?;
    let mut grid = Grid::default();
    let mut table: Option<Element> = None;
    for at in 0..lines.length() {
        let Some(line) = lines.get(at).and_then(|node| node.dyn_into::<Element>().ok()) else { continue };
        let is_nested = line.parent_element().is_some_and(|parent| matches!(parent.closest("td, th"), Ok(Some(_))));
        // Word ends a table with a row of no height, which only keeps the widths of its columns; one that holds
        // something is a row all the same.
        let holds_nothing = line.text_content().is_none_or(|text| text.trim().is_empty());
        if is_nested || (holds_nothing && has_no_height(&line)) {
            continue;
        }
        let row = grid.rows.len();
        let own = line.closest("table").ok().flatten();
        if own != table {
            // No cell reaches from one table into the next.
            grid.merges.iter_mut().for_each(|merge| merge.rows.1 = merge.rows.1.min(row.saturating_sub(1) as u32));
            table = own;
        }
        grid.rows.push(Vec::new());
        let cells = line.children();
        for at in 0..cells.length() {
            if let Some(cell) = cells.item(at) {
                put(&mut grid, row, &cell);
            }
        }
    }
    (!grid.rows.is_empty()).then_some(grid)
}

/// Whether a row is said to have no height, by attribute or style, in whatever unit.
fn has_no_height(line: &Element) -> bool {
    let is_nought = |text: &str| text.trim().trim_end_matches(char::is_alphabetic).trim().parse::<f64>() == Ok(0.0);
    let by_style = line.get_attribute("style").is_some_and(|style| {
        style
            .split(';')
            .filter_map(|one| one.split_once(':'))
            .any(|(name, value)| name.trim().eq_ignore_ascii_case("height") && is_nought(value))
    });
    by_style || line.get_attribute("height").is_some_and(|height| is_nought(&height))
}

fn put(grid: &mut Grid, row: usize, cell: &Element) {
    let span =
        |name: &str| cell.get_attribute(name).and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).clamp(1, 1_000);
    let (down, across) = (span("rowspan"), span("colspan"));
    // Cells that reach down from above take their places first.
    let taken = |column: usize| {
        grid.merges.iter().any(|merge| {
            (merge.rows.0 as usize + 1..=merge.rows.1 as usize).contains(&row)
                && (merge.columns.0 as usize..=merge.columns.1 as usize).contains(&column)
        })
    };
    let mut column = grid.rows[row].len();
    while taken(column) {
        column += 1;
    }
    let text = text_of(cell);
    let cells = &mut grid.rows[row];
    cells.resize(column + across, Cell::Empty);
    cells[column] = if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
    if down > 1 || across > 1 {
        grid.merges.push(Merge {
            rows: (row as u32, (row + down - 1) as u32),
            columns: (column as u32, (column + across - 1) as u32),
        });
    }
}

/// The text of a cell: breaks, paragraphs, list items and rows within it are lines, cells within it stand apart; the
/// line breaks of the markup are spaces.
fn text_of(cell: &Element) -> String {
    const LINE: &str = "\u{1}";
    const BLOCKS: &str = "br, p, div, li, tr, dt, dd, pre, blockquote, h1, h2, h3, h4, h5, h6";
    for (selector, mark) in [(BLOCKS, LINE), ("td, th", " ")] {
        let Ok(list) = cell.query_selector_all(selector) else { continue };
        for node in (0..list.length()).filter_map(|at| list.get(at)?.dyn_into::<Element>().ok()) {
            let _ = node.insert_adjacent_text("beforebegin", mark);
            let _ = node.insert_adjacent_text("afterend", mark);
        }
    }
    let text = cell.text_content().unwrap_or_default();
    let lines = text.split(LINE).map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// Puts a block on the clipboard: as a table for Word, WPS and Excel, and as text with tabs.
pub fn put_block(event: &ClipboardEvent, lines: &[Vec<String>]) -> bool {
    let Some(data) = event.clipboard_data() else { return false };
    let escaped = |text: &str| {
        text.replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;")
            .replace('"', "&quot;")
            .replace('\n', "<br>")
    };
    let rows: String = lines
        .iter()
        .map(|line| {
            // The format keeps codes and numbers of papers text when Excel takes them.
            let cells: String = line
                .iter()
                .map(|text| format!("<td style=\"mso-number-format:'\\@'\">{}</td>", escaped(text)))
                .collect();
            format!("<tr>{cells}</tr>")
        })
        .collect();
    let html = format!("<meta charset=\"utf-8\"><table border=\"1\" style=\"border-collapse:collapse\">{rows}</table>");
    let text: Vec<String> = lines
        .iter()
        .map(|line| {
            let cells = line.iter().map(|text| {
                let quotes = text.contains(['\t', '\n', '"']);
                if quotes { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.clone() }
            });
            cells.collect::<Vec<_>>().join("\t")
        })
        .collect();
    data.set_data("text/html", &html).is_ok() && data.set_data("text/plain", &text.join("\r\n")).is_ok()
}
