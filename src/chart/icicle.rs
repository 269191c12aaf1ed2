//! A tree from the top down: a row a tier, each part as wide as what is due in its subtree and as dark
//! as its rate is high.

use plotters::prelude::*;

use super::frame::{Area, Chart, Drawn, Frame, Paint, nothing, shortened};
use ledger::domain::{Lang, Ratio};

/// One part of an icicle; the parts come parents first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IciclePart {
    /// The part above it, by its place in the list.
    pub parent: Option<usize>,
    /// The rate of its subtree; what is due gives the width.
    pub ratio: Ratio,
}

/// What is said of a part that is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IcicleWords {
    /// Its name.
    pub label: String,
    /// What it leads to.
    pub key: String,
    /// More about it, for those who point at it or hear it.
    pub more: String,
}

/// What begins the key of parts that are too narrow to be drawn apart; the key of the part above
/// follows, if there is one.
pub const REST: &str = "rest:";

const WIDTH: f64 = 1000.0;
const TOP: f64 = 26.0;
const ROW: f64 = 38.0;
/// The narrowest part that is drawn by itself.
const NARROWEST: f64 = 6.0;
/// The most rows that are drawn; what lies deeper is counted in the rows above it.
const MOST_ROWS: usize = 8;
/// The five steps of the scale, out of the seven of the style sheet: far enough apart for grey paper.
const STEPS: [u8; 5] = [0, 2, 3, 5, 6];

/// A rectangle of the drawing.
struct Placed {
    /// The part; `None` for those of one parent that are too narrow, drawn together.
    part: Option<usize>,
    parent: Option<usize>,
    ratio: Ratio,
    /// How many parts it stands for.
    count: usize,
    x: f64,
    width: f64,
    row: usize,
}

/// The place of a rate on the scale of five; nothing to measure is not drawn.
fn step(ratio: Ratio) -> u8 {
    let fifth = ratio.tenths_of_percent().map_or(0, |tenths| tenths.clamp(0, 999) / 200);
    STEPS[fifth as usize]
}

/// Lays the parts out, each row under the one it belongs to; gives how many stay undrawn beside it.
fn layout(parts: &[IciclePart]) -> (Vec<Placed>, usize) {
    let mut below: Vec<Vec<usize>> = vec![Vec::new(); parts.len()];
    let mut top: Vec<usize> = Vec::new();
    for (at, part) in parts.iter().enumerate().filter(|(_, part)| part.ratio.den > 0) {
        match part.parent {
            Some(parent) if parent < at => below[parent].push(at),
            _ => top.push(at),
        }
    }
    let whole: i64 = top.iter().map(|at| parts[*at].ratio.den).sum();
    let (mut placed, mut undrawn) = (Vec::new(), 0);
    let mut stack: Vec<Placed> = Vec::new();
    undrawn += spread(parts, top, None, (0.0, WIDTH, whole), 0, &mut stack);
    while let Some(next) = stack.pop() {
        if let Some(part) = next.part.filter(|_| next.row + 1 < MOST_ROWS) {
            let children = std::mem::take(&mut below[part]);
            let space = (next.x, next.width, parts[part].ratio.den);
            undrawn += spread(parts, children, Some(part), space, next.row + 1, &mut stack);
        }
        placed.push(next);
    }
    (placed, undrawn)
}

/// Spreads siblings over their space, the widest first, and puts them on the stack from the right.
fn spread(
    parts: &[IciclePart],
    mut siblings: Vec<usize>,
    parent: Option<usize>,
    (left, width, whole): (f64, f64, i64),
    row: usize,
    stack: &mut Vec<Placed>,
) -> usize {
    siblings.sort_by_key(|at| (std::cmp::Reverse(parts[*at].ratio.den), *at));
    let wide = |ratio: Ratio| width * ratio.den as f64 / whole.max(1) as f64;
    let narrow = siblings.split_off(siblings.partition_point(|at| wide(parts[*at].ratio) >= NARROWEST));
    let mut x = left;
    let mut row_of: Vec<Placed> = Vec::new();
    for at in siblings {
        let ratio = parts[at].ratio;
        row_of.push(Placed { part: Some(at), parent, ratio, count: 1, x, width: wide(ratio), row });
        x += wide(ratio);
    }
    let ratio: Ratio = narrow.iter().map(|at| parts[*at].ratio).sum();
    let is_drawn = wide(ratio) >= NARROWEST;
    if is_drawn {
        row_of.push(Placed { part: None, parent, ratio, count: narrow.len(), x, width: wide(ratio), row });
    }
    stack.extend(row_of.into_iter().rev());
    if is_drawn { 0 } else { narrow.len() }
}

/// Draws the trees; `words` is asked only for the parts that are drawn.
pub fn icicle(title: &str, parts: &[IciclePart], words: impl Fn(usize) -> IcicleWords, lang: Lang) -> Chart {
    let (placed, undrawn) = layout(parts);
    let Some(rows) = placed.iter().map(|part| part.row + 1).max() else { return nothing(title, lang) };
    let height = TOP + ROW * rows as f64 + 22.0;
    let mut frame = Frame::draw(WIDTH as u32, height as u32, |area| {
        for (at, heat) in STEPS.into_iter().enumerate() {
            block(area, (legend_x(at), 4.0, 16.0, 12.0), heat, false)?;
        }
        block(area, (legend_x(STEPS.len()), 4.0, 16.0, 12.0), STEPS[0], true)?;
        for part in &placed {
            block(area, (part.x, y_of(part), part.width, ROW), step(part.ratio), part.ratio.num == 0)?;
        }
        Ok(())
    });
    legend(&mut frame, lang);
    let mut told: Vec<String> = Vec::new();
    for (at, part) in placed.iter().enumerate() {
        let word = told_of(part, &words, lang);
        write(&mut frame, part, &word.label);
        let counted = format!("{} {}/{}", part.ratio.percent(), part.ratio.num, part.ratio.den);
        let label = format!("{} {counted} {}", word.label, word.more);
        let parent = part.parent.map_or_else(String::new, |parent| words(parent).key);
        let space = (part.x, y_of(part), part.width, ROW);
        frame.hit_in_tree(space, (&word.key, &parent), label.trim_end(), at == 0);
        if part.row < 2 && told.len() < 24 {
            told.push(format!("{} {counted}", word.label));
        }
    }
    if undrawn > 0 {
        let note = match lang {
            Lang::Zh => format!("另有 {undrawn} 户过窄，未画出"),
            Lang::En => format!("{undrawn} more are too narrow to be drawn"),
        };
        frame.text(WIDTH - 4.0, height - 7.0, "end", "tick", &note);
    }
    frame.finish(title.to_owned(), told.join("; "))
}

fn told_of(part: &Placed, words: &impl Fn(usize) -> IcicleWords, lang: Lang) -> IcicleWords {
    if let Some(at) = part.part {
        return words(at);
    }
    let label = match lang {
        Lang::Zh => format!("其余 {} 户", part.count),
        Lang::En => format!("{} others", part.count),
    };
    let parent = part.parent.map_or_else(String::new, |parent| words(parent).key);
    IcicleWords { label, key: format!("{REST}{parent}"), more: String::new() }
}

fn y_of(part: &Placed) -> f64 {
    TOP + ROW * part.row as f64
}

fn legend_x(at: usize) -> f64 {
    4.0 + at as f64 * 96.0
}

fn legend(frame: &mut Frame, lang: Lang) {
    for at in 0..STEPS.len() {
        let (from, to) = (at * 20, at * 20 + 20);
        let word = if to == 100 { format!("{from}–100%") } else { format!("{from}–{to}%") };
        frame.text(legend_x(at) + 22.0, 15.0, "start", "tick", &word);
    }
    let nothing_done = match lang {
        Lang::Zh => "全部未达成",
        Lang::En => "none done",
    };
    frame.text(legend_x(STEPS.len()) + 22.0, 15.0, "start", "tick", nothing_done);
}

/// Draws a filled and outlined rectangle, with strokes across it where nothing is done.
fn block(area: &Area<'_>, (x, y, width, height): (f64, f64, f64, f64), heat: u8, is_hatched: bool) -> Drawn {
    let corners = [(x.round() as i32, y as i32), ((x + width).round() as i32 - 1, (y + height) as i32 - 1)];
    area.draw(&Rectangle::new(corners, Paint::Heat(heat).rgb().filled()))?;
    if is_hatched {
        let [(left, top), (right, bottom)] = corners;
        let tall = bottom - top;
        for foot in (left - tall..right).step_by(8) {
            // A stroke rises to the right at 45°, and is cut at both sides.
            let (from, to) = (foot.max(left), (foot + tall).min(right));
            let ends = [(from, bottom - (from - foot)), (to, bottom - (to - foot))];
            area.draw(&PathElement::new(ends, Paint::Other.rgb().stroke_width(1)))?;
        }
    }
    area.draw(&Rectangle::new(corners, Paint::Other.rgb().stroke_width(1)))
}

/// Writes the name and the rate where there is room for them.
fn write(frame: &mut Frame, part: &Placed, label: &str) {
    let class = format!("value heat-text-{}", step(part.ratio));
    let (middle, y) = (part.x + part.width / 2.0, y_of(part));
    let ems = (part.width - 8.0) / 12.5;
    if ems >= 3.0 {
        frame.text(middle, y + 16.0, "middle", &class, &shortened(label, ems));
        frame.text(middle, y + 31.0, "middle", &format!("{class} small"), &part.ratio.percent());
    }
}

/// Where an arrow key leads from a part of a drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// To the sibling before.
    Left,
    /// To the sibling after.
    Right,
    /// To the part above.
    Up,
    /// To the first part below.
    Down,
}

/// The part that an arrow key leads to, among the parts as they are drawn: each by its key and that of
/// the part above it.
pub fn neighbour(parts: &[(String, String)], here: usize, direction: Direction) -> Option<usize> {
    let (key, parent) = parts.get(here)?;
    let is_sibling = |at: &usize| parts[*at].1 == *parent;
    match direction {
        Direction::Left => (0..here).rev().find(is_sibling),
        Direction::Right => (here + 1..parts.len()).find(is_sibling),
        Direction::Up => parts.iter().position(|(above, _)| above == parent),
        Direction::Down => parts.iter().position(|(_, above)| above == key),
    }
}
