//! A rate, its even schedule, and the band of days on which it reaches its target at the present pace.
//!
//! The lines differ in their strokes and not by colour alone: the past is solid, the even schedule is
//! drawn in long dashes, what is foretold in dots within an area that ends in a bar of days, the target
//! straight across.

use plotters::prelude::*;

use super::{
    frame::{Chart, Drawn, Frame, Paint, nothing},
    line::{LinePoint, TargetLine, share},
};
use ledger::domain::{Date, Lang, Ratio, days_after, days_between};

/// The days on which a target is met at the present pace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ahead {
    /// The early end of the band.
    pub earliest: Date,
    /// The likely day; `None` where it is too far to name.
    pub likely: Option<Date>,
    /// The late end; `None` where it is too far to name, or never.
    pub latest: Option<Date>,
}

/// Where the even schedule begins and what it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EvenSchedule {
    /// The first day, on which nothing is asked for.
    pub start: Date,
    /// How many it asks for on the day of the last point.
    pub asked: i64,
}

/// What a chart of a forecast shows.
#[derive(Clone, Copy, Debug)]
pub struct ForecastLine<'a> {
    /// The past, the as-of date last.
    pub points: &'a [LinePoint],
    /// The target.
    pub target: Option<TargetLine>,
    /// The even schedule to the target's deadline.
    pub schedule: Option<EvenSchedule>,
    /// What lies ahead.
    pub ahead: Option<Ahead>,
}

const WIDTH: u32 = 720;
const HEIGHT: u32 = 268;
const LEFT: f64 = 44.0;
const RIGHT: f64 = 84.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 50.0;
/// The least days ahead of which a far-off band still shows: two years.
const AHEAD: i64 = 730;

/// The days and shares that a chart spans, in pixels.
struct Axes {
    first: Date,
    end: Date,
}

impl Axes {
    fn x(&self, day: Date) -> f64 {
        let span = days_between(self.first, self.end).max(1) as f64;
        LEFT + days_between(self.first, day) as f64 / span * (f64::from(WIDTH) - LEFT - RIGHT)
    }

    fn y(share: f64) -> f64 {
        TOP + (1.0 - share.clamp(0.0, 1.0)) * (f64::from(HEIGHT) - TOP - BOTTOM)
    }

    fn at(&self, day: Date, share: f64) -> (i32, i32) {
        (self.x(day).round() as i32, Self::y(share).round() as i32)
    }

    /// The part of a straight line that lies between the first day and the end.
    fn clipped(&self, from: (Date, f64), to: (Date, f64)) -> ((i32, i32), (i32, i32)) {
        let span = days_between(from.0, to.0).max(1) as f64;
        let along = |day: Date| from.1 + (to.1 - from.1) * days_between(from.0, day) as f64 / span;
        let cut = |day: Date| day.clamp(self.first, self.end);
        let (begin, finish) = (cut(from.0), cut(to.0));
        (self.at(begin, along(begin)), self.at(finish, along(finish)))
    }
}

/// Draws a line in dashes of so many pixels with gaps of as many.
fn dashed(
    area: &super::frame::Area<'_>,
    (from, to): ((i32, i32), (i32, i32)),
    length: f64,
    style: ShapeStyle,
) -> Drawn {
    let (across, down) = (f64::from(to.0 - from.0), f64::from(to.1 - from.1));
    let whole = across.hypot(down);
    let along = |n: f64| {
        let part = (n / whole).min(1.0);
        ((f64::from(from.0) + across * part).round() as i32, (f64::from(from.1) + down * part).round() as i32)
    };
    let mut n = 0.0;
    while n < whole {
        area.draw(&PathElement::new([along(n), along(n + length)], style))?;
        n += 2.0 * length;
    }
    Ok(())
}

/// The course of a rate with its even schedule and its forecast. A click on a point leads to its day:
/// the key is the date.
pub fn forecast_line(title: &str, line: &ForecastLine<'_>, lang: Lang) -> Chart {
    let (Some(first), Some(last)) = (line.points.first(), line.points.last()) else { return nothing(title, lang) };
    let deadline = line.target.and_then(|target| target.deadline);
    let furthest = days_after(last.day, days_between(first.day, last.day).max(AHEAD));
    // Where the band has no end, some room shows that it goes on.
    let ahead_end = line
        .ahead
        .map(|ahead| ahead.latest.unwrap_or_else(|| ahead.likely.unwrap_or(furthest).max(days_after(last.day, AHEAD))));
    let end = [deadline, ahead_end.map(|day| day.min(furthest))].into_iter().flatten().fold(last.day, Date::max);
    let axes = Axes { first: first.day, end };
    let now = (last.day, share(last.ratio));
    let goal = line.target.map(|target| target.value.hundredths() as f64 / 10_000.0);
    let past: Vec<(i32, i32)> = line.points.iter().map(|point| axes.at(point.day, share(point.ratio))).collect();
    let even = line
        .schedule
        .zip(goal)
        .zip(deadline)
        .map(|((even, goal), deadline)| axes.clipped((even.start, 0.0), (deadline.max(even.start), goal)));
    // The band opens from the last point; one without an end stays open to the edge.
    let fan = line.ahead.zip(goal).map(|(ahead, goal)| {
        let early = axes.clipped(now, (ahead.earliest, goal));
        let late = ahead.latest.map_or_else(|| axes.clipped(now, (end, now.1)), |day| axes.clipped(now, (day, goal)));
        let likely = axes.clipped(now, (ahead.likely.unwrap_or_else(|| days_after(last.day, 7_305)), goal));
        (early, late, likely)
    });

    let mut frame = Frame::draw(WIDTH, HEIGHT, |area| {
        let right = (f64::from(WIDTH) - RIGHT) as i32;
        for tick in 0..=4 {
            let y = Axes::y(f64::from(tick) / 4.0).round() as i32;
            area.draw(&PathElement::new([(LEFT as i32, y), (right, y)], Paint::Grid.rgb().stroke_width(1)))?;
        }
        if let Some((early, late, likely)) = fan {
            let mut outline = vec![early.0, early.1];
            if late.1.0 > early.1.0 && late.1.1 != early.1.1 {
                outline.push((right.min(late.1.0), early.1.1));
            }
            outline.push(late.1);
            area.draw(&Polygon::new(outline, Paint::Grid.rgb().filled()))?;
            for edge in [early, late] {
                area.draw(&PathElement::new([edge.0, edge.1], Paint::Main.rgb().stroke_width(1)))?;
            }
            dashed(area, likely, 2.0, Paint::Main.rgb().stroke_width(2))?;
        }
        if let Some(goal) = goal {
            let y = Axes::y(goal).round() as i32;
            if let Some(ahead) = line.ahead {
                // The days themselves, as a bar on the target: near it the area is too thin to be seen.
                let last_shown = ahead.latest.filter(|day| *day <= end);
                let (from, to) = (axes.at(ahead.earliest.min(end), goal).0, axes.at(last_shown.unwrap_or(end), goal).0);
                area.draw(&Rectangle::new([(from, y - 5), (to, y + 5)], Paint::Grid.rgb().filled()))?;
                let mut edge = vec![(to, y - 5), (from, y - 5), (from, y + 5), (to, y + 5)];
                // A bar that goes on beyond the chart stays open.
                edge.extend(last_shown.map(|_| (to, y - 5)));
                area.draw(&PathElement::new(edge, Paint::Main.rgb().stroke_width(1)))?;
            }
            area.draw(&PathElement::new([(LEFT as i32, y), (right, y)], Paint::Target.rgb().stroke_width(1)))?;
            if let Some(deadline) = deadline {
                area.draw(&Circle::new(axes.at(deadline.max(first.day), goal), 3, Paint::Target.rgb().filled()))?;
            }
            if let Some(likely) = line.ahead.and_then(|ahead| ahead.likely).filter(|day| *day <= end) {
                area.draw(&Circle::new(axes.at(likely, goal), 4, Paint::Main.rgb().stroke_width(2)))?;
            }
        }
        if let Some(even) = even {
            dashed(area, even, 7.0, Paint::Target.rgb().stroke_width(1))?;
        }
        area.draw(&PathElement::new(past.clone(), Paint::Main.rgb().stroke_width(2)))?;
        for point in &past {
            area.draw(&Circle::new(*point, 2, Paint::Main.rgb().filled()))?;
        }
        Ok(())
    });

    for tick in 0..=4 {
        frame.text(LEFT - 8.0, Axes::y(f64::from(tick) / 4.0) + 4.0, "end", "tick", &format!("{}%", tick * 25));
    }
    let months = f64::from(HEIGHT) - 31.0;
    let span = days_between(axes.first, axes.end);
    for tick in 0..=6 {
        let day = days_after(axes.first, span * tick / 6);
        if span >= 180 || tick % 3 == 0 {
            let month = format!("{}-{:02}", day.year(), day.month());
            frame.text(axes.x(day), months, "middle", "tick", &month);
        }
    }
    for (point, (x, y)) in line.points.iter().zip(&past) {
        let label = format!("{} {} {}/{}", point.day, line.rate(point.ratio), point.ratio.num, point.ratio.den);
        frame.hit((f64::from(*x) - 7.0, f64::from(*y) - 7.0, 14.0, 14.0), &point.day.to_string(), &label);
    }
    let (x, y) = axes.at(now.0, now.1);
    let value = format!("{} {}/{}", line.rate(last.ratio), last.ratio.num, last.ratio.den);
    // Below the point, where neither the target nor the way to it runs.
    let y = (f64::from(y) + 18.0).min(Axes::y(0.0) - 4.0);
    if f64::from(x) > f64::from(WIDTH) - 130.0 {
        frame.text(f64::from(WIDTH) - 4.0, y, "end", "value strong", &value);
    } else {
        frame.text(f64::from(x) + 8.0, y, "start", "value strong", &value);
    }
    if let (Some(target), Some(goal)) = (line.target, goal) {
        let (word, by) = match lang {
            Lang::Zh => ("目标", "时限"),
            Lang::En => ("target", "by"),
        };
        let text = match target.deadline {
            Some(deadline) => format!("{word} {}%（{by} {deadline}）", target.value),
            None => format!("{word} {}%", target.value),
        };
        let x = target.deadline.map_or(f64::from(WIDTH) - RIGHT, |day| axes.x(day.max(first.day)));
        frame.text(x.max(LEFT + 180.0), Axes::y(goal) - 8.0, "end", "tick strong", &text);
    }
    if let Some((from, to)) = even {
        let word = match lang {
            Lang::Zh => "序时进度",
            Lang::En => "even schedule",
        };
        let middle = |a: i32, b: i32| f64::from(a) + f64::from(b - a) * 0.45;
        let (x, y) = (middle(from.0, to.0), middle(from.1, to.1));
        // On the side where the past does not run.
        if line.schedule.is_some_and(|even| last.ratio.num >= even.asked) {
            frame.text(x + 6.0, y + 16.0, "start", "tick", word);
        } else {
            frame.text((x - 6.0).max(LEFT + 60.0), y - 6.0, "end", "tick", word);
        }
    }
    if let Some(ahead) = line.ahead {
        let x = axes.x(ahead.likely.unwrap_or(end).min(end));
        let (x, anchor) = match x {
            x if x > f64::from(WIDTH) - 200.0 => (f64::from(WIDTH) - 4.0, "end"),
            x if x < 200.0 => (4.0, "start"),
            x => (x, "middle"),
        };
        frame.text(x, f64::from(HEIGHT) - 9.0, anchor, "tick strong", &foretold(ahead, lang));
    }
    frame.finish(title.to_owned(), summary(line, first, last, lang))
}

/// The band in words.
fn foretold(ahead: Ahead, lang: Lang) -> String {
    let Ahead { earliest, likely, latest } = ahead;
    match (lang, likely, latest) {
        (Lang::Zh, Some(likely), Some(latest)) => format!("按现有进度预计 {likely}（{earliest} 至 {latest}）"),
        (Lang::Zh, Some(likely), None) => format!("按现有进度预计 {likely}（最早 {earliest}，最晚无法判断）"),
        (Lang::Zh, None, _) => format!("按现有进度预计最早 {earliest}，或超过二十年"),
        (Lang::En, Some(likely), Some(latest)) => {
            format!("at the present pace {likely} ({earliest} to {latest})")
        }
        (Lang::En, Some(likely), None) => {
            format!("at the present pace {likely} (earliest {earliest}, latest cannot be told)")
        }
        (Lang::En, None, _) => format!("at the present pace {earliest} at the earliest, or beyond twenty years"),
    }
}

impl ForecastLine<'_> {
    /// A rate as it is printed beside the target.
    fn rate(&self, ratio: Ratio) -> String {
        ratio.percent_beside(self.target.map(|target| target.value))
    }
}

fn summary(line: &ForecastLine<'_>, first: &LinePoint, last: &LinePoint, lang: Lang) -> String {
    let whole = |ratio: Ratio| format!("{}（{}/{}）", line.rate(ratio), ratio.num, ratio.den);
    let mut words = match lang {
        Lang::Zh => format!("{}为 {}，{}为 {}。", first.day, line.rate(first.ratio), last.day, whole(last.ratio)),
        Lang::En => format!(
            "{} on {}, {} ({}/{}) on {}.",
            line.rate(first.ratio),
            first.day,
            line.rate(last.ratio),
            last.ratio.num,
            last.ratio.den,
            last.day
        ),
    };
    if let Some(target) = line.target {
        words += &match (lang, target.deadline) {
            (Lang::Zh, Some(day)) => format!("目标 {}%，时限 {day}。", target.value),
            (Lang::Zh, None) => format!("目标 {}%。", target.value),
            (Lang::En, Some(day)) => format!(" Target {}% by {day}.", target.value),
            (Lang::En, None) => format!(" Target {}%.", target.value),
        };
    }
    if let Some(even) = line.schedule {
        let ahead = last.ratio.num - even.asked;
        words += &match (lang, ahead) {
            (Lang::Zh, ..0) => format!("序时进度应完成 {}，落后 {}。", even.asked, -ahead),
            (Lang::Zh, 0) => format!("序时进度应完成 {}，持平。", even.asked),
            (Lang::Zh, 1..) => format!("序时进度应完成 {}，超前 {ahead}。", even.asked),
            (Lang::En, ..0) => format!(" The even schedule asks for {}: {} behind.", even.asked, -ahead),
            (Lang::En, 0..) => format!(" The even schedule asks for {}: {ahead} ahead.", even.asked),
        };
    }
    if let Some(ahead) = line.ahead {
        let text = foretold(ahead, lang);
        words += &match lang {
            Lang::Zh => format!("{text}。"),
            Lang::En => format!(" Met {text}."),
        };
    }
    words
}
