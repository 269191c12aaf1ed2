//! What every chart shares: the drawing surface, texts, and the parts that lead to rows.

use plotters::{coord::Shift, prelude::*};

use ledger::domain::Lang;

/// A finished chart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The drawing; parts with `data-key` lead to rows.
    pub svg: String,
    /// What it shows.
    pub title: String,
    /// The same in words, with the numbers that matter.
    pub summary: String,
}

/// A colour by its name in the style sheet; plotters sees a colour that stands for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paint {
    Main,
    Other,
    Target,
    Grid,
    Missing,
    Heat(u8),
}

impl Paint {
    const ALL: [Self; 12] = [
        Self::Main,
        Self::Other,
        Self::Target,
        Self::Grid,
        Self::Missing,
        Self::Heat(0),
        Self::Heat(1),
        Self::Heat(2),
        Self::Heat(3),
        Self::Heat(4),
        Self::Heat(5),
        Self::Heat(6),
    ];

    fn number(self) -> u8 {
        match self {
            Self::Main => 1,
            Self::Other => 2,
            Self::Target => 3,
            Self::Grid => 4,
            Self::Missing => 5,
            Self::Heat(step) => 10 + step,
        }
    }

    /// The colour that stands for this one until the drawing is done.
    pub(super) fn rgb(self) -> RGBColor {
        RGBColor(1, 2, self.number())
    }

    fn css(self) -> String {
        match self {
            Self::Main => "var(--chart-1)".to_owned(),
            Self::Other => "var(--chart-2)".to_owned(),
            Self::Target => "var(--chart-target)".to_owned(),
            Self::Grid | Self::Missing => "var(--chart-grid)".to_owned(),
            Self::Heat(step) => format!("var(--heat-{step})"),
        }
    }
}

pub(super) type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

/// Why plotters may fail: its own errors only, since the drawing goes into a text.
pub(super) type Drawn = Result<(), DrawingAreaErrorKind<<SVGBackend<'static> as DrawingBackend>::ErrorType>>;

/// A chart in the making.
pub(super) struct Frame {
    shapes: String,
    over: String,
    width: u32,
    height: u32,
}

impl Frame {
    /// Draws the shapes; a drawing that fails leaves an empty surface, and its texts still stand.
    pub(super) fn draw(width: u32, height: u32, shapes: impl FnOnce(&Area<'_>) -> Drawn) -> Self {
        let mut svg = String::new();
        {
            let area = SVGBackend::with_string(&mut svg, (width, height)).into_drawing_area();
            let _ = shapes(&area);
            let _ = area.present();
        }
        for paint in Paint::ALL {
            let colour = format!("#0102{:02X}", paint.number());
            for attribute in ["fill", "stroke"] {
                svg = svg
                    .replace(&format!("{attribute}=\"{colour}\""), &format!("style=\"{attribute}:{}\"", paint.css()));
            }
        }
        let inner = svg.find('>').map_or("", |at| &svg[at + 1..]).trim_end().trim_end_matches("</svg>").to_owned();
        Self { shapes: inner, over: String::new(), width, height }
    }

    /// Places a text; `anchor` is `start`, `middle` or `end`.
    pub(super) fn text(&mut self, x: f64, y: f64, anchor: &str, class: &str, text: &str) {
        self.over.push_str(&format!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\" class=\"{class}\">{}</text>",
            escaped(text)
        ));
    }

    /// Makes a part of the chart lead to rows.
    pub(super) fn hit(&mut self, space: (f64, f64, f64, f64), key: &str, label: &str) {
        self.place_hit(space, key, label, "tabindex=\"0\"");
    }

    /// Makes a part of a tree lead to rows, and know the part above it. The tab key stops at the first
    /// part alone; arrow keys go on from there.
    pub(super) fn hit_in_tree(
        &mut self,
        space: (f64, f64, f64, f64),
        (key, parent): (&str, &str),
        label: &str,
        is_first: bool,
    ) {
        let stop = if is_first { 0 } else { -1 };
        self.place_hit(space, key, label, &format!("tabindex=\"{stop}\" data-parent=\"{}\"", escaped(parent)));
    }

    fn place_hit(&mut self, (x, y, width, height): (f64, f64, f64, f64), key: &str, label: &str, more: &str) {
        self.over.push_str(&format!(
            "<rect class=\"hit\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" data-key=\"{}\" {more} role=\"link\" aria-label=\"{}\"><title>{}</title></rect>",
            escaped(key),
            escaped(label),
            escaped(label)
        ));
    }

    /// Gives the chart.
    pub(super) fn finish(self, title: String, summary: String) -> Chart {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"group\" viewBox=\"0 0 {} {}\" aria-label=\"{}\"><title>{}</title><desc>{}</desc>{}{}</svg>",
            self.width,
            self.height,
            escaped(&title),
            escaped(&title),
            escaped(&summary),
            self.shapes,
            self.over
        );
        Chart { svg, title, summary }
    }
}

/// A chart of nothing.
pub(super) fn nothing(title: &str, lang: Lang) -> Chart {
    let word = match lang {
        Lang::Zh => "暂无数据",
        Lang::En => "No data yet",
    };
    let mut frame = Frame::draw(720, 56, |_| Ok(()));
    frame.text(12.0, 32.0, "start", "muted", word);
    frame.finish(title.to_owned(), word.to_owned())
}

/// Makes a text safe within XML; what no document may hold is left out, and so is what would turn the
/// direction of the text around it.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Shortens a text to a width in ems: a Chinese character takes one, a Latin one about half.
pub(super) fn shortened(text: &str, ems: f64) -> String {
    let width = |c: char| if c.is_ascii() { 0.56 } else { 1.0 };
    if text.chars().map(width).sum::<f64>() <= ems {
        return text.to_owned();
    }
    let mut room = ems - 1.0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            room -= width(*c);
            room >= 0.0
        })
        .collect();
    kept + "…"
}
