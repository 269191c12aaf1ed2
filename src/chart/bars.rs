//! Bars: coverage against its target, and pilot members against the others.

use plotters::prelude::*;

use super::frame::{Chart, Frame, Paint, nothing, shortened};
use ledger::domain::{Decimal, Lang, Ratio};

const WIDTH: u32 = 640;
const LABELS: f64 = 222.0;
const NUMBERS: f64 = 124.0;
const ROW: f64 = 26.0;
const TOP: f64 = 20.0;

/// One bar of a coverage chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub label: String,
    /// The rate.
    pub ratio: Ratio,
    /// The rate if every missing answer were a yes.
    pub upper: Ratio,
    /// The target in per cent, if there is one.
    pub target: Option<Decimal>,
    /// Whether the target is missed; not where nothing was reported.
    pub is_short: bool,
    /// The rate in words, with what it is made of.
    pub value: String,
    /// What it leads to.
    pub key: String,
}

/// Two bars side by side.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pair {
    /// What is compared.
    pub label: String,
    /// The rate of members.
    pub members: Ratio,
    /// The rate of the others of the same tiers.
    pub others: Ratio,
    /// Both rates in words, with what they are made of and its unit.
    pub values: (String, String),
    /// What it leads to.
    pub key: String,
}

/// The share of the scale that a rate fills, from 0 to 1. Drawing may divide: only comparing may not.
fn share(ratio: Ratio) -> f64 {
    if ratio.den > 0 { (ratio.num as f64 / ratio.den as f64).clamp(0.0, 1.0) } else { 0.0 }
}

/// The x of a share of the scale.
fn x_of(share: f64) -> f64 {
    LABELS + share * (f64::from(WIDTH) - LABELS - NUMBERS)
}

fn point(x: f64, y: f64) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}

fn block(x: f64, y: f64, to_x: f64, to_y: f64, paint: Paint, filled: bool) -> Rectangle<(i32, i32)> {
    let style = if filled { paint.rgb().filled() } else { paint.rgb().stroke_width(1) };
    Rectangle::new([point(x, y), point(to_x, to_y)], style)
}

/// Coverage by part: a bar each, with what is missing as an outline and the target as a line.
pub fn coverage_bars(title: &str, bars: &[Bar], lang: Lang) -> Chart {
    if bars.is_empty() {
        return nothing(title, lang);
    }
    let height = TOP + bars.len() as f64 * ROW + 24.0;
    let mut frame = Frame::draw(WIDTH, height as u32, |area| {
        for tick in 0..=4 {
            let x = x_of(f64::from(tick) / 4.0);
            area.draw(&PathElement::new([point(x, TOP), point(x, height - 22.0)], Paint::Grid.rgb().stroke_width(1)))?;
        }
        for (at, bar) in bars.iter().enumerate() {
            let y = TOP + at as f64 * ROW + 6.0;
            if bar.upper.num > bar.ratio.num {
                area.draw(&block(x_of(0.0), y + 1.0, x_of(share(bar.upper)), y + 13.0, Paint::Other, false))?;
            }
            if bar.ratio.num > 0 {
                area.draw(&block(x_of(0.0), y, x_of(share(bar.ratio)), y + 14.0, Paint::Main, true))?;
            }
            if let Some(target) = bar.target {
                let x = x_of(target.hundredths() as f64 / 10_000.0);
                area.draw(&PathElement::new(
                    [point(x, y - 4.0), point(x, y + 18.0)],
                    Paint::Target.rgb().stroke_width(2),
                ))?;
            }
        }
        Ok(())
    });
    for tick in 0..=4 {
        frame.text(x_of(f64::from(tick) / 4.0), height - 8.0, "middle", "tick", &format!("{}%", tick * 25));
    }
    if let Some(target) = bars.iter().find_map(|bar| bar.target) {
        let word = match lang {
            Lang::Zh => format!("目标 {target}%"),
            Lang::En => format!("target {target}%"),
        };
        frame.text(x_of(target.hundredths() as f64 / 10_000.0), 13.0, "middle", "tick strong", &word);
    }
    for (at, bar) in bars.iter().enumerate() {
        let y = TOP + at as f64 * ROW;
        frame.text(LABELS - 10.0, y + 17.0, "end", "label", &shortened(&bar.label, 17.0));
        frame.text(f64::from(WIDTH) - 4.0, y + 17.0, "end", "value", &bar.value);
        frame.hit((0.0, y, f64::from(WIDTH), ROW), &bar.key, &format!("{} {}", bar.label, bar.value));
    }
    let summary = summary(bars, lang);
    frame.finish(title.to_owned(), summary)
}

fn summary(bars: &[Bar], lang: Lang) -> String {
    let short: Vec<&str> = bars.iter().filter(|bar| bar.is_short).map(|bar| bar.label.as_str()).collect();
    let all: Vec<String> = bars.iter().map(|bar| format!("{} {}", bar.label, bar.value.replace("  ", " "))).collect();
    match (lang, short.is_empty()) {
        (Lang::Zh, true) => format!("{}。", all.join("，")),
        (Lang::Zh, false) => format!("{}。未达目标：{}。", all.join("，"), short.join("、")),
        (Lang::En, true) => format!("{}.", all.join(", ")),
        (Lang::En, false) => format!("{}. Below target: {}.", all.join(", "), short.join(", ")),
    }
}

/// Members against the others: a full bar and an outlined one, so that grey paper tells them apart.
pub fn pilot_bars(title: &str, names: (&str, &str), pairs: &[Pair], lang: Lang) -> Chart {
    if pairs.is_empty() {
        return nothing(title, lang);
    }
    let row = 36.0;
    let height = TOP + 8.0 + pairs.len() as f64 * row + 22.0;
    let y_of = |at: usize| TOP + 8.0 + at as f64 * row;
    let mut frame = Frame::draw(WIDTH, height as u32, |area| {
        for tick in 0..=4 {
            let x = x_of(f64::from(tick) / 4.0);
            area.draw(&PathElement::new([point(x, TOP), point(x, height - 22.0)], Paint::Grid.rgb().stroke_width(1)))?;
        }
        for (at, pair) in pairs.iter().enumerate() {
            let y = y_of(at);
            if pair.members.num > 0 {
                area.draw(&block(x_of(0.0), y + 4.0, x_of(share(pair.members)), y + 16.0, Paint::Main, true))?;
            }
            if pair.others.num > 0 {
                area.draw(&block(x_of(0.0), y + 19.0, x_of(share(pair.others)), y + 30.0, Paint::Target, false))?;
            }
        }
        area.draw(&block(LABELS, 3.0, LABELS + 14.0, 13.0, Paint::Main, true))?;
        area.draw(&block(LABELS + 150.0, 3.0, LABELS + 164.0, 13.0, Paint::Target, false))
    });
    frame.text(LABELS + 20.0, 13.0, "start", "tick", names.0);
    frame.text(LABELS + 170.0, 13.0, "start", "tick", names.1);
    for tick in 0..=4 {
        frame.text(x_of(f64::from(tick) / 4.0), height - 8.0, "middle", "tick", &format!("{}%", tick * 25));
    }
    for (at, pair) in pairs.iter().enumerate() {
        let y = y_of(at);
        frame.text(LABELS - 10.0, y + 21.0, "end", "label", &shortened(&pair.label, 17.0));
        frame.text(f64::from(WIDTH) - 4.0, y + 14.0, "end", "value", &pair.values.0);
        frame.text(f64::from(WIDTH) - 4.0, y + 29.0, "end", "value muted", &pair.values.1);
        let label = format!("{} {} {} / {} {}", pair.label, names.0, pair.values.0, names.1, pair.values.1);
        frame.hit((0.0, y, f64::from(WIDTH), row), &pair.key, &label);
    }
    let all: Vec<String> = pairs
        .iter()
        .map(|pair| {
            let rate = |value: &str| value.split("  ").next().unwrap_or_default().to_owned();
            format!("{}: {} {}, {} {}", pair.label, names.0, rate(&pair.values.0), names.1, rate(&pair.values.1))
        })
        .collect();
    frame.finish(title.to_owned(), all.join("; "))
}
