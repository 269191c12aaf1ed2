//! A rate over time against the straight line to its target.

use plotters::prelude::*;

use super::frame::{Chart, Frame, Paint, nothing};
use ledger::domain::{Date, Decimal, Lang, Ratio, days_between};

/// A rate on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LinePoint {
    /// The day.
    pub day: Date,
    /// The rate on it.
    pub ratio: Ratio,
}

/// Where the rate should be, and by when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TargetLine {
    /// The target in per cent.
    pub value: Decimal,
    /// Its deadline.
    pub deadline: Option<Date>,
}

const WIDTH: u32 = 720;
const HEIGHT: u32 = 240;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 84.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 28.0;

/// A rate as a part of 1, for drawing only.
pub(super) fn share(ratio: Ratio) -> f64 {
    if ratio.den > 0 { (ratio.num as f64 / ratio.den as f64).clamp(0.0, 1.0) } else { 0.0 }
}

/// The course of a rate. A click on a point leads to its day: the key is the date.
pub fn closings_line(title: &str, points: &[LinePoint], target: Option<TargetLine>, lang: Lang) -> Chart {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return nothing(title, lang) };
    let end = target.and_then(|target| target.deadline).map_or(last.day, |deadline| deadline.max(last.day));
    let span = days_between(first.day, end).max(1) as f64;
    let x_of = |day: Date| LEFT + days_between(first.day, day) as f64 / span * (f64::from(WIDTH) - LEFT - RIGHT);
    let y_of = |share: f64| TOP + (1.0 - share) * (f64::from(HEIGHT) - TOP - BOTTOM);
    let at = |point: &LinePoint| (x_of(point.day).round() as i32, y_of(share(point.ratio)).round() as i32);
    let rate = |ratio: Ratio| ratio.percent_beside(target.map(|target| target.value));
    let goal = target.map(|target| y_of(target.value.hundredths() as f64 / 10_000.0));

    let mut frame = Frame::draw(WIDTH, HEIGHT, |area| {
        for tick in 0..=4 {
            let y = y_of(f64::from(tick) / 4.0).round() as i32;
            area.draw(&PathElement::new(
                [(LEFT as i32, y), ((f64::from(WIDTH) - RIGHT) as i32, y)],
                Paint::Grid.rgb().stroke_width(1),
            ))?;
        }
        if let (Some(y), Some(deadline)) = (goal, target.and_then(|target| target.deadline)) {
            let (from, to) = (at(first), (x_of(deadline).round() as i32, y.round() as i32));
            for dash in (0..40).step_by(2) {
                let along = |n: i32| (from.0 + (to.0 - from.0) * n / 40, from.1 + (to.1 - from.1) * n / 40);
                area.draw(&PathElement::new([along(dash), along(dash + 1)], Paint::Target.rgb().stroke_width(1)))?;
            }
            area.draw(&Circle::new(to, 3, Paint::Target.rgb().filled()))?;
        }
        area.draw(&PathElement::new(points.iter().map(at).collect::<Vec<_>>(), Paint::Main.rgb().stroke_width(2)))?;
        for point in points {
            area.draw(&Circle::new(at(point), 2, Paint::Main.rgb().filled()))?;
        }
        Ok(())
    });
    for tick in 0..=4 {
        frame.text(LEFT - 8.0, y_of(f64::from(tick) / 4.0) + 4.0, "end", "tick", &format!("{}%", tick * 25));
    }
    let every = points.len().div_ceil(7).max(1);
    for (n, point) in points.iter().enumerate() {
        let (x, y) = at(point);
        if n % every == 0 && point.day != last.day {
            let month = format!("{}-{:02}", point.day.year(), point.day.month());
            frame.text(f64::from(x), f64::from(HEIGHT) - 9.0, "middle", "tick", &month);
        }
        let label = format!("{} {} {}/{}", point.day, rate(point.ratio), point.ratio.num, point.ratio.den);
        frame.hit((f64::from(x) - 7.0, f64::from(y) - 7.0, 14.0, 14.0), &point.day.to_string(), &label);
    }
    let (x, y) = at(last);
    let now = format!("{} {}/{}", rate(last.ratio), last.ratio.num, last.ratio.den);
    frame.text(
        (f64::from(x) + 8.0).min(f64::from(WIDTH) - RIGHT + 8.0),
        f64::from(y) + 16.0,
        "start",
        "value strong",
        &now,
    );
    if let (Some(y), Some(target)) = (goal, target) {
        let word = match lang {
            Lang::Zh => format!("目标 {}%", target.value),
            Lang::En => format!("target {}%", target.value),
        };
        let x = target.deadline.map_or(f64::from(WIDTH) - RIGHT, x_of);
        frame.text(x, y - 8.0, "end", "tick strong", &word);
    }
    let summary = match lang {
        Lang::Zh => format!(
            "{}为 {}，{}为 {}（{}/{}）。",
            first.day,
            rate(first.ratio),
            last.day,
            rate(last.ratio),
            last.ratio.num,
            last.ratio.den
        ),
        Lang::En => format!(
            "{} on {}, {} ({}/{}) on {}.",
            rate(first.ratio),
            first.day,
            rate(last.ratio),
            last.ratio.num,
            last.ratio.den,
            last.day
        ),
    };
    frame.finish(title.to_owned(), summary)
}
