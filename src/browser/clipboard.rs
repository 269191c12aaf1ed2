//! The clipboard: blocks of cells in and out, as HTML and as text.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DomParser, Element, SupportedType};

use crate::interchange::table::{Cell, Grid, Merge, delimited};

/// The block that is being pasted: the first table of the HTML, else the text by its tabs.
pub fn grid(event: &ClipboardEvent) -> Option<Grid> {
    let data = event.clipboard_data()?;
    let html = data.get_data("text/html").ok().filter(|html| !html.is_empty());
    html.and_then(|html| table(&html)).or_else(|| {
        let text = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty())?;
        Some(delimited(&text))
    })
}

/// Reads the first table of a piece of HTML; its scripts and pictures stay what they are, text.
fn table(html: &str) -> Option<Grid> {
    let document = DomParser::new().ok()?.parse_from_string(html, SupportedType::TextHtml).ok()?;
    let table = document.query_selector("table").ok()??;
    let mut grid = Grid::default();
    let lines = table.query_selector_all("tr").ok()?;
    for row in 0..lines.length() {
        let Some(line) = lines.get(row).and_then(|node| node.dyn_into::<Element>().ok()) else { continue };
        let row = row as usize;
        grid.rows.resize(grid.rows.len().max(row + 1), Vec::new());
        let cells = line.children();
        for at in 0..cells.length() {
            let Some(cell) = cells.item(at) else { continue };
            put(&mut grid, row, &cell);
        }
    }
    (!grid.rows.is_empty()).then_some(grid)
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

/// The text of a cell: breaks are line breaks, the line breaks of the markup are spaces.
fn text_of(cell: &Element) -> String {
    let breaks = cell.query_selector_all("br").ok();
    for at in 0..breaks.as_ref().map_or(0, web_sys::NodeList::length) {
        if let Some(node) = breaks.as_ref().and_then(|list| list.get(at)) {
            node.set_text_content(Some("\u{1}"));
        }
    }
    let text = cell.text_content().unwrap_or_default();
    let lines = text.split('\u{1}').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.collect::<Vec<_>>().join("\n").trim().to_owned()
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
