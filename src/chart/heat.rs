//! A table whose cells are darker the higher the rate; every cell carries its number.

use plotters::prelude::*;

use super::frame::{Chart, Frame, Paint, nothing, shortened};
use ledger::domain::{Lang, Ratio};

/// One cell of a heat table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatCell {
    /// The rate that colours it; of nothing (0/0) where there is nothing to say.
    pub ratio: Ratio,
    /// The rate in words.
    pub value: String,
    /// What it is made of; empty for what is no count.
    pub counted: String,
    /// What it leads to.
    pub key: String,
}

/// One row of a heat table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatRow {
    /// What it stands for.
    pub label: String,
    /// The cells, column by column.
    pub cells: Vec<HeatCell>,
}

const LABELS: f64 = 84.0;
const TOP: f64 = 30.0;
const ROW: f64 = 34.0;

/// The step of the scale that a rate falls on: seven steps of equal width; nothing to measure has none.
fn step(ratio: Ratio) -> Option<u8> {
    ratio.tenths_of_percent().map(|tenths| (tenths.clamp(0, 999) * 7 / 1_000) as u8)
}

/// Rates by two axes.
pub fn heat_table(title: &str, columns: &[String], rows: &[HeatRow], lang: Lang) -> Chart {
    if rows.is_empty() || columns.is_empty() {
        return nothing(title, lang);
    }
    let cell = (636.0 / columns.len() as f64).clamp(74.0, 150.0);
    let width = LABELS + cell * columns.len() as f64;
    let height = TOP + ROW * rows.len() as f64 + 4.0;
    let place = |row: usize, column: usize| (LABELS + cell * column as f64, TOP + ROW * row as f64);
    let mut frame = Frame::draw(width.ceil() as u32, height as u32, |area| {
        for (down, row) in rows.iter().enumerate() {
            for (across, HeatCell { ratio, .. }) in row.cells.iter().enumerate() {
                if let Some(step) = step(*ratio) {
                    let (x, y) = place(down, across);
                    let corners = [(x as i32 + 1, y as i32 + 1), ((x + cell) as i32 - 1, (y + ROW) as i32 - 1)];
                    area.draw(&Rectangle::new(corners, Paint::Heat(step).rgb().filled()))?;
                }
            }
        }
        Ok(())
    });
    for (across, column) in columns.iter().enumerate() {
        let (x, _) = place(0, across);
        frame.text(x + cell / 2.0, TOP - 10.0, "middle", "tick strong", &shortened(column, cell / 12.5));
    }
    let mut words = Vec::new();
    for (down, row) in rows.iter().enumerate() {
        let (_, y) = place(down, 0);
        frame.text(LABELS - 10.0, y + 21.0, "end", "label", &shortened(&row.label, 6.0));
        for (across, HeatCell { ratio, value, counted, key }) in row.cells.iter().enumerate() {
            let (x, _) = place(down, across);
            let class = match step(*ratio) {
                Some(step) => format!("value heat-text-{step}"),
                None => "value muted".to_owned(),
            };
            frame.text(x + cell / 2.0, y + 16.0, "middle", &class, value);
            if !counted.is_empty() {
                frame.text(x + cell / 2.0, y + 28.0, "middle", &format!("{class} small"), counted);
            }
            if value != "—" {
                let column = columns.get(across).map_or("", String::as_str);
                let label = format!("{} {column} {value} {counted}", row.label).trim_end().to_owned();
                frame.hit((x, y, cell, ROW), key, &label);
                words.push(label);
            }
        }
    }
    frame.finish(title.to_owned(), words.join("; "))
}
