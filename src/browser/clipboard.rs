//! The clipboard: blocks of cells in and out, as HTML and as text.

use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DomParser, Element, SupportedType};

use interchange::table::{Cell, Filling, Grid, Merge, TableError, pasted};
use ledger::domain::Lang;

/// A block that is being pasted.
#[derive(Debug)]
pub struct Pasted {
    /// Its cells.
    pub grid: Grid,
    /// What stood between and around the tables, as one line; empty where nothing did.
    pub outside: String,
}

/// The block that is being pasted: the tables of the HTML one below the other, else the text by its tabs; `None`
/// where there is none.
///
/// # Errors
/// Where it has more rows, columns or cells than are read.
pub fn block(event: &ClipboardEvent) -> Option<Result<Pasted, TableError>> {
    let data = event.clipboard_data()?;
    let html = data.get_data("text/html").ok().filter(|html| !html.is_empty());
    html.and_then(|html| tables(&html)).or_else(|| {
        let text = data.get_data("text/plain").ok().filter(|text| !text.trim().is_empty())?;
        Some(pasted(&text).map(|grid| Pasted { grid, outside: String::new() }))
    })
}

/// Reads the tables of a piece of HTML, one below the other; a table within a cell is text of that cell. Scripts
/// and pictures stay what they are, text.
fn tables(html: &str) -> Option<Result<Pasted, TableError>> {
    let document = DomParser::new().ok()?.parse_from_string(html, SupportedType::TextHtml).ok()?;
    let lines = document.query_selector_all("tr").ok()?;
    let lines: Vec<Element> = (0..lines.length()).filter_map(|at| lines.get(at)?.dyn_into().ok()).collect();
    if lines.is_empty() {
        return None;
    }
    let grid = grid_of(&lines);
    let outside = outside(&document);
    Some(grid.map(|grid| Pasted { grid, outside }))
}

fn grid_of(lines: &[Element]) -> Result<Grid, TableError> {
    let mut filling = Filling::new("", false);
    let mut merges = Merges::default();
    let mut table: Option<Element> = None;
    let mut row = 0;
    for line in lines {
        let is_nested = line.parent_element().is_some_and(|parent| matches!(parent.closest("td, th"), Ok(Some(_))));
        // Word ends a table with a row of no height, which only keeps the widths of its columns; one that holds
        // something is a row all the same.
        let holds_nothing = line.text_content().is_none_or(|text| text.trim().is_empty());
        if is_nested || (holds_nothing && has_no_height(line)) {
            continue;
        }
        let own = line.closest("table").ok().flatten();
        // No cell reaches from one table into the next.
        merges.come_to(row, own != table);
        table = own;
        let cells = line.children();
        let mut column = 0;
        for cell in (0..cells.length()).filter_map(|at| cells.item(at)) {
            column = put(&mut filling, &mut merges, (row, column), &cell)?;
        }
        if column == 0 {
            filling.reach(row, 0)?;
        }
        row += 1;
    }
    Ok(filling.finish(merges.done.into_iter().chain(merges.open)))
}

/// The merged cells of tables that are read row by row.
#[derive(Default)]
struct Merges {
    /// Those that may reach down into the row that is read.
    open: Vec<Merge>,
    done: Vec<Merge>,
}

impl Merges {
    /// Goes on to a row; nothing reaches into a new table.
    fn come_to(&mut self, row: usize, is_new_table: bool) {
        for mut merge in std::mem::take(&mut self.open) {
            if is_new_table {
                merge.rows.1 = merge.rows.1.min(row.saturating_sub(1) as u32);
            }
            if (merge.rows.1 as usize) < row { self.done.push(merge) } else { self.open.push(merge) }
        }
    }

    /// Whether a cell from above reaches into a place.
    fn reach(&self, row: usize, column: usize) -> bool {
        self.open.iter().any(|merge| {
            (merge.rows.0 as usize) < row && (merge.columns.0 as usize..=merge.columns.1 as usize).contains(&column)
        })
    }
}

/// What stands between and around the tables, as one line.
fn outside(document: &web_sys::Document) -> String {
    let Some(body) = document.body() else { return String::new() };
    for selector in ["table", "style", "script", "title"] {
        let Ok(list) = body.query_selector_all(selector) else { continue };
        for element in (0..list.length()).filter_map(|at| list.get(at)?.dyn_into::<Element>().ok()) {
            element.remove();
        }
    }
    body.text_content().unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ")
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

/// Puts a cell into the first place that is free from `at` on; gives the column after it.
fn put(
    filling: &mut Filling,
    merges: &mut Merges,
    (row, mut column): (usize, usize),
    cell: &Element,
) -> Result<usize, TableError> {
    let span =
        |name: &str| cell.get_attribute(name).and_then(|text| text.parse::<usize>().ok()).unwrap_or(1).clamp(1, 1_000);
    let (down, across) = (span("rowspan"), span("colspan"));
    // Cells that reach down from above take their places first.
    while merges.reach(row, column) {
        column += 1;
    }
    let after = column + across;
    filling.reach(row, after - 1)?;
    let text = text_of(cell);
    if !text.is_empty() {
        filling.put(row, column, Cell::Text(text))?;
    }
    if down > 1 || across > 1 {
        merges
            .open
            .push(Merge { rows: (row as u32, (row + down - 1) as u32), columns: (column as u32, (after - 1) as u32) });
    }
    Ok(after)
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

/// Says what of a paste found no place: columns beyond the last, and what stands outside the tables.
pub fn left_out(columns: usize, outside: &str, lang: Lang) -> String {
    /// How much of a text is shown, in characters.
    const SHOWN: usize = 40;
    let mut told = String::new();
    if columns > 0 {
        told.push_str(&match lang {
            Lang::Zh => format!("右侧有 {columns} 列超出表格，没有粘贴。"),
            Lang::En => format!("{columns} columns beyond the last one were not pasted. "),
        });
    }
    if !outside.is_empty() {
        let head: String = outside.chars().take(SHOWN).collect();
        let more = if outside.chars().nth(SHOWN).is_some() { "…" } else { "" };
        told.push_str(&match lang {
            Lang::Zh => format!("表格以外的文字没有粘贴：「{head}{more}」。"),
            Lang::En => format!("Text outside the tables was not pasted: “{head}{more}”. "),
        });
    }
    told
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
