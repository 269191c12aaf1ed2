//! The bridge from an old rate to a new one: a step each, on one scale.

use plotters::prelude::*;

use super::frame::{Chart, Frame, Paint, nothing, shortened};
use ledger::domain::{Lang, Ratio};

const WIDTH: u32 = 640;
const LABELS: f64 = 150.0;
const NUMBERS: f64 = 150.0;
const ROW: f64 = 26.0;
const TOP: f64 = 20.0;

/// One end of the bridge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BridgeEnd<'a> {
    /// What it stands for.
    pub label: &'a str,
    /// The rate.
    pub ratio: Ratio,
    /// The rate in words.
    pub value: &'a str,
}

/// One step of the bridge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BridgeStep {
    /// What happened.
    pub label: String,
    /// Its effect and how many items it comes from, in words.
    pub value: String,
    /// The rate before it.
    pub from: Ratio,
    /// The rate after it.
    pub to: Ratio,
    /// What it leads to.
    pub key: String,
}

/// The scale: whole tens of per cent around all rates, so that small steps can be seen. Both ends are
/// drawn as marks and not as bars, since the scale need not begin at zero.
#[derive(Clone, Copy)]
struct Scale {
    low: i64,
    high: i64,
}

impl Scale {
    fn around(rates: &[Ratio]) -> Option<Self> {
        let tenths: Vec<i64> =
            rates.iter().filter_map(|rate| rate.tenths_of_percent()).map(|rate| rate.clamp(0, 1_000)).collect();
        let (low, high) = (*tenths.iter().min()?, *tenths.iter().max()?);
        let low = low / 100 * 100;
        let high = ((high + 99) / 100 * 100).max(low + 100);
        Some(Self { low, high })
    }

    /// The x of a rate. Drawing may divide: only comparing may not.
    fn x(self, rate: Ratio) -> f64 {
        let percent = if rate.den > 0 { rate.num as f64 / rate.den as f64 * 1_000.0 } else { self.low as f64 };
        let share = (percent - self.low as f64) / (self.high - self.low) as f64;
        LABELS + share.clamp(0.0, 1.0) * (f64::from(WIDTH) - LABELS - NUMBERS)
    }

    /// The rates at which lines stand, in tenths of a per cent.
    fn ticks(self) -> impl Iterator<Item = i64> {
        let step = if self.high - self.low > 500 { 200 } else { 100 };
        (self.low..=self.high).step_by(step)
    }
}

fn point(x: f64, y: f64) -> (i32, i32) {
    (x.round() as i32, y.round() as i32)
}

/// The bridge: the old rate, a full bar for each step up and an outlined one for each step down, the new
/// rate. Each step begins where the last one ended.
pub fn bridge_chart(
    title: &str,
    before: BridgeEnd<'_>,
    steps: &[BridgeStep],
    after: BridgeEnd<'_>,
    lang: Lang,
) -> Chart {
    let rates: Vec<Ratio> = [before.ratio, after.ratio].into_iter().chain(steps.iter().map(|step| step.to)).collect();
    let (Some(scale), true) = (Scale::around(&rates), before.ratio.den > 0 && after.ratio.den > 0) else {
        return nothing(title, lang);
    };
    let rows = steps.len() + 2;
    let height = TOP + rows as f64 * ROW + 24.0;
    let y_of = |row: usize| TOP + row as f64 * ROW;
    let mut frame = Frame::draw(WIDTH, height as u32, |area| {
        for tick in scale.ticks() {
            let x = scale.x(Ratio::new(tick, 1_000));
            area.draw(&PathElement::new([point(x, TOP), point(x, height - 22.0)], Paint::Grid.rgb().stroke_width(1)))?;
        }
        for (row, rate) in [(0, before.ratio), (rows - 1, after.ratio)] {
            let (x, y) = (scale.x(rate), y_of(row));
            area.draw(&Rectangle::new(
                [point(x - 2.0, y + 3.0), point(x + 2.0, y + 23.0)],
                Paint::Main.rgb().filled(),
            ))?;
        }
        for (at, step) in steps.iter().enumerate() {
            let (from, to, y) = (scale.x(step.from), scale.x(step.to), y_of(at + 1));
            let is_down = step.to.cmp_rate(step.from).is_lt();
            let style = if is_down { Paint::Target.rgb().stroke_width(1) } else { Paint::Main.rgb().filled() };
            // A step too small to be seen still shows as a line.
            let (left, right) = (from.min(to), from.max(to).max(from.min(to) + 1.0));
            area.draw(&Rectangle::new([point(left, y + 6.0), point(right, y + 20.0)], style))?;
            area.draw(&PathElement::new(
                [point(to, y + 20.0), point(to, y + ROW + 6.0)],
                Paint::Other.rgb().stroke_width(1),
            ))?;
        }
        Ok(())
    });
    for tick in scale.ticks() {
        frame.text(scale.x(Ratio::new(tick, 1_000)), height - 8.0, "middle", "tick", &format!("{}%", tick / 10));
    }
    for (row, end) in [(0, before), (rows - 1, after)] {
        frame.text(LABELS - 10.0, y_of(row) + 17.0, "end", "label strong", &shortened(end.label, 11.0));
        let value = format!("{}  {}", end.value, counted(end.ratio));
        frame.text(f64::from(WIDTH) - 4.0, y_of(row) + 17.0, "end", "value strong", value.trim_end());
    }
    for (at, step) in steps.iter().enumerate() {
        let y = y_of(at + 1);
        frame.text(LABELS - 10.0, y + 17.0, "end", "label", &shortened(&step.label, 11.0));
        frame.text(f64::from(WIDTH) - 4.0, y + 17.0, "end", "value", &step.value);
        frame.hit((0.0, y, f64::from(WIDTH), ROW), &step.key, &format!("{} {}", step.label, step.value));
    }
    let summary = summary(before, steps, after, lang);
    frame.finish(title.to_owned(), summary)
}

/// Numerator and denominator, where they are counts that a reader can take in.
fn counted(rate: Ratio) -> String {
    if rate.den < 1_000_000 { format!("{}/{}", rate.num, rate.den) } else { String::new() }
}

fn summary(before: BridgeEnd<'_>, steps: &[BridgeStep], after: BridgeEnd<'_>, lang: Lang) -> String {
    let all: Vec<String> = [format!("{} {}", before.label, before.value)]
        .into_iter()
        .chain(steps.iter().map(|step| format!("{} {}", step.label, step.value)))
        .chain([format!("{} {}", after.label, after.value)])
        .collect();
    match lang {
        Lang::Zh => format!("{}。", all.join("，")),
        Lang::En => format!("{}.", all.join(", ")),
    }
}
