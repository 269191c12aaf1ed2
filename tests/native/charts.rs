//! Charts: well-formed, escaped, every number in reach, readable without colour; and colours with contrast.

use std::{collections::BTreeMap, fs};

use chart::{
    Ahead, Bar, BridgeEnd, BridgeStep, Chart, Direction, EvenSchedule, ForecastLine, HeatCell, HeatRow, IciclePart,
    IcicleWords, LinePoint, Pair, REST, TargetLine, bridge_chart, closings_line, coverage_bars, forecast_line,
    heat_table, icicle, neighbour, pilot_bars,
};
use ledger::domain::{Decimal, Lang, Ratio};

use support::date;

const NASTY: &str = "<img src=x onerror=alert(1)>&\"'甲";

fn charts(lang: Lang) -> Vec<Chart> {
    let bar = |label: &str, num, den| Bar {
        label: label.into(),
        ratio: Ratio::new(num, den),
        upper: Ratio::new(num, den),
        target: Some(Decimal::whole(70)),
        is_short: Ratio::new(num, den).meets(Decimal::whole(70)) == Some(false),
        value: format!("{} {num}/{den} {NASTY}", Ratio::new(num, den).percent()),
        key: NASTY.into(),
    };
    let point = |day, num| LinePoint { day: date(day), ratio: Ratio::new(num, 32) };
    let target = TargetLine { value: Decimal::whole(70), deadline: Some(date("2024-12-31")) };
    vec![
        coverage_bars(NASTY, &[bar(NASTY, 95, 137), bar("二级", 0, 0), bar("三级", 7, 7)], lang),
        pilot_bars(
            NASTY,
            ("成员", "非成员"),
            &[Pair {
                label: NASTY.into(),
                members: Ratio::new(1, 3),
                others: Ratio::new(0, 0),
                values: ("33.3%  1/3".into(), NASTY.into()),
                key: "E1".into(),
            }],
            lang,
        ),
        heat_table(
            NASTY,
            &[NASTY.into()],
            &[HeatRow {
                label: "二级".into(),
                cells: vec![HeatCell {
                    ratio: Ratio::new(1, 2),
                    value: "50.0%".into(),
                    counted: "1/2".into(),
                    key: "a".into(),
                }],
            }],
            lang,
        ),
        closings_line(NASTY, &[point("2024-01-31", 3), point("2024-12-10", 22)], Some(target), lang),
        closings_line(NASTY, &[point("2024-01-31", 3)], None, lang),
        bridge_chart(
            NASTY,
            end(NASTY, Ratio::new(2, 3), "66.7%"),
            &steps(),
            end("到", Ratio::new(3, 4), "75.0%"),
            lang,
        ),
        bridge_chart(NASTY, end(NASTY, Ratio::new(0, 0), "—"), &[], end(NASTY, Ratio::new(1, 2), "50.0%"), lang),
        icicle(NASTY, &tree(), |at| told(NASTY, &at.to_string()), lang),
        icicle(NASTY, &[], |_| told(NASTY, NASTY), lang),
        coverage_bars(NASTY, &[], lang),
        heat_table(NASTY, &[], &[], lang),
        closings_line(NASTY, &[], None, lang),
        forecast_line(NASTY, &line(&past(), Some("2025-04-20"), Some("2025-01-05")), lang),
        forecast_line(NASTY, &line(&past(), None, None), lang),
        forecast_line(NASTY, &ForecastLine { points: &past(), target: None, schedule: None, ahead: None }, lang),
        forecast_line(NASTY, &ForecastLine { points: &[], target: None, schedule: None, ahead: None }, lang),
    ]
}

fn end<'a>(label: &'a str, ratio: Ratio, value: &'a str) -> BridgeEnd<'a> {
    BridgeEnd { label, ratio, value }
}

fn past() -> Vec<LinePoint> {
    [("2024-01-31", 3), ("2024-05-31", 12), ("2024-12-10", 22)]
        .map(|(day, num)| LinePoint { day: date(day), ratio: Ratio::new(num, 32) })
        .to_vec()
}

fn line<'a>(points: &'a [LinePoint], latest: Option<&str>, likely: Option<&str>) -> ForecastLine<'a> {
    ForecastLine {
        points,
        target: Some(TargetLine { value: Decimal::whole(70), deadline: Some(date("2024-12-31")) }),
        schedule: Some(EvenSchedule { start: date("2023-12-15"), asked: 22 }),
        ahead: Some(Ahead { earliest: date("2024-12-20"), likely: likely.map(date), latest: latest.map(date) }),
    }
}

/// A bridge from 2/3 down to 2/4 and up to 3/4.
fn steps() -> Vec<BridgeStep> {
    let step = |label: &str, value: &str, from, to, key: &str| BridgeStep {
        label: label.into(),
        value: value.into(),
        from,
        to,
        key: key.into(),
    };
    vec![
        step(NASTY, "−16.7  (1)", Ratio::new(2, 3), Ratio::new(2, 4), "joined-no"),
        step("达成增加", "+25.0  (1)", Ratio::new(2, 4), Ratio::new(3, 4), "gained"),
    ]
}

#[test]
fn a_bridge_shows_both_rates_and_each_step_leads_to_its_rows_and_is_told_apart_without_colour() {
    let chart = bridge_chart(
        "桥",
        end("2023", Ratio::new(2, 3), "66.7%"),
        &steps(),
        end("2024", Ratio::new(3, 4), "75.0%"),
        Lang::Zh,
    );
    let texts = texts(&chart.svg);
    for text in ["66.7%  2/3", "−16.7  (1)", "+25.0  (1)", "75.0%  3/4"] {
        assert!(texts.iter().any(|own| own == text), "{text}: {texts:?}");
    }
    for key in ["joined-no", "gained"] {
        assert!(chart.svg.contains(&format!("data-key=\"{key}\"")));
    }
    // The step down is an outline, the step up is full.
    assert!(chart.svg.contains("stroke:var(--chart-target)") && chart.svg.contains("fill:var(--chart-1)"));
    assert!(!chart.svg.contains("fill:var(--chart-target)"));
    assert!(chart.summary.contains("66.7%") && chart.summary.contains("75.0%"), "{}", chart.summary);
}

fn told(label: &str, key: &str) -> IcicleWords {
    IcicleWords { label: label.into(), key: key.into(), more: NASTY.into() }
}

/// A root with a wide branch, a branch where nothing is done, and thirty that are too narrow to be drawn
/// by themselves.
fn tree() -> Vec<IciclePart> {
    let part = |parent, num, den| IciclePart { parent, ratio: Ratio::new(num, den) };
    let mut parts = vec![
        part(None, 560, 10_000),
        part(Some(0), 500, 6_000),
        part(Some(1), 500, 5_000),
        part(Some(0), 0, 3_000),
        part(Some(0), 0, 0),
    ];
    parts.extend((0..30).map(|_| part(Some(0), 2, 30)));
    parts
}

/// The parts of a drawing: key, key of the part above, left, top, width.
fn drawn(svg: &str) -> Vec<(String, String, f64, f64, f64)> {
    let mut reader = quick_xml::Reader::from_str(svg);
    let mut parts = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Start(tag) if tag.name().as_ref() == b"rect" => {
                let own = |name: &str| {
                    let attribute = tag.try_get_attribute(name).unwrap();
                    attribute.map_or_else(String::new, |own| String::from_utf8(own.value.into_owned()).unwrap())
                };
                let number = |name: &str| own(name).parse::<f64>().unwrap();
                if !own("data-key").is_empty() {
                    parts.push((own("data-key"), own("data-parent"), number("x"), number("y"), number("width")));
                }
            }
            quick_xml::events::Event::Eof => return parts,
            _ => {}
        }
    }
}

#[test]
fn an_icicle_is_as_wide_as_what_is_due_and_draws_what_is_too_narrow_together() {
    let chart = icicle("树", &tree(), |at| told(&format!("企业{at}"), &at.to_string()), Lang::Zh);
    let parts = drawn(&chart.svg);
    let keys: Vec<&str> = parts.iter().map(|part| part.0.as_str()).collect();
    assert_eq!(keys, ["0", "1", "2", "3", &format!("{REST}0")], "down before across, nothing due is not drawn");
    let widths: Vec<i64> = parts.iter().map(|part| part.4.round() as i64).collect();
    assert_eq!(widths, [1_000, 600, 500, 300, 90], "a thousandth for each ten that are due");
    for (key, parent, x, y, width) in &parts {
        if let Some(above) = parts.iter().find(|part| part.0 == *parent) {
            assert!(above.2 <= *x && x + width <= above.2 + above.4 + 0.2, "{key} lies under what it belongs to");
            assert!(above.3 < *y, "{key} lies a row below");
        }
    }
    let all = texts(&chart.svg);
    for text in ["企业1", "8.3%", "其余 30 户"] {
        assert!(all.iter().any(|own| own == text), "{text} is written: {all:?}");
    }
    assert!(chart.summary.contains("企业0 5.6% 560/10000"), "{}", chart.summary);
    assert_eq!(chart.svg.matches("tabindex=\"0\"").count(), 1, "the tab key stops once");
    let few = [tree()[0], IciclePart { parent: Some(0), ratio: Ratio::new(1, 10) }];
    let chart = icicle("树", &few, |at| told("甲", &at.to_string()), Lang::Zh);
    assert!(texts(&chart.svg).iter().any(|text| text == "另有 1 户过窄，未画出"), "what is not drawn is told");
}

#[test]
fn arrows_lead_to_siblings_to_the_part_above_and_to_the_first_below() {
    let parts = [("a", ""), ("b", "a"), ("c", "b"), ("d", "a"), ("e", "")].map(|(a, b)| (a.to_owned(), b.to_owned()));
    let go = |here, direction| neighbour(&parts, here, direction);
    assert_eq!(go(0, Direction::Down), Some(1));
    assert_eq!(go(1, Direction::Right), Some(3), "past what lies below");
    assert_eq!(go(3, Direction::Left), Some(1));
    assert_eq!(go(2, Direction::Up), Some(1));
    assert_eq!(go(0, Direction::Right), Some(4));
    let nowhere =
        [(0, Direction::Up), (0, Direction::Left), (4, Direction::Right), (2, Direction::Down), (9, Direction::Up)];
    assert!(nowhere.into_iter().all(|(here, direction)| go(here, direction).is_none()));
}

/// Checks that tags are balanced and text is escaped, and gives the texts.
fn texts(svg: &str) -> Vec<String> {
    let mut reader = quick_xml::Reader::from_str(svg);
    let (mut depth, mut texts) = (0, Vec::new());
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {svg}")) {
            quick_xml::events::Event::Start(tag) => {
                assert_ne!(tag.name().as_ref(), b"img", "markup came in by a label");
                depth += 1;
            }
            quick_xml::events::Event::End(_) => depth -= 1,
            quick_xml::events::Event::Text(text) => texts.push(text.decode().unwrap().into_owned()),
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
    texts
}

#[test]
fn charts_are_well_formed_and_labels_stay_text() {
    for lang in [Lang::Zh, Lang::En] {
        for chart in charts(lang) {
            texts(&chart.svg);
            assert!(!chart.title.is_empty() && !chart.summary.is_empty());
        }
    }
}

#[test]
fn a_chart_tells_its_numbers_as_text_and_in_words() {
    let chart = &charts(Lang::Zh)[0];
    assert!(texts(&chart.svg).iter().any(|text| text.contains("69.3%") && text.contains("95/137")));
    assert!(chart.summary.contains("69.3%"), "{}", chart.summary);
    assert!(chart.svg.contains("data-key"), "parts lead to their rows");
}

#[test]
fn a_forecast_tells_its_band_in_words_and_leads_to_the_days_of_the_past() {
    let points = past();
    let chart = forecast_line("覆盖面", &line(&points, Some("2025-04-20"), Some("2025-01-05")), Lang::Zh);
    for word in [
        "68.8%（22/32）",
        "目标 70%，时限 2024-12-31",
        "序时进度应完成 22，持平",
        "2025-01-05（2024-12-20 至 2025-04-20）",
    ] {
        assert!(chart.summary.contains(word), "{word}: {}", chart.summary);
    }
    let shown = texts(&chart.svg).join("|");
    for word in ["目标 70%", "序时进度", "按现有进度预计 2025-01-05", "68.8% 22/32"] {
        assert!(shown.contains(word), "{word}: {shown}");
    }
    for point in &points {
        assert!(chart.svg.contains(&format!("data-key=\"{}\"", point.day)), "a past point leads to its day");
    }
    assert_eq!(chart.svg.matches("data-key").count(), points.len(), "nothing leads to days that have not come");
    let open = forecast_line("覆盖面", &line(&points, None, Some("2025-01-05")), Lang::Zh);
    assert!(open.summary.contains("最晚无法判断"), "{}", open.summary);
    let far = forecast_line("覆盖面", &line(&points, None, None), Lang::En);
    assert!(far.summary.contains("beyond twenty years"), "{}", far.summary);
}

#[test]
fn a_forecast_is_readable_without_colour() {
    let points = past();
    let full = forecast_line("", &line(&points, Some("2025-04-20"), Some("2025-01-05")), Lang::Zh).svg;
    let strokes = |paint: &str| full.matches(&format!("stroke:var(--chart-{paint})")).count();
    // The target is one line; the even schedule is cut into dashes, and what is foretold into dots and an area.
    assert!(strokes("target") > 10, "{} strokes for target and even schedule", strokes("target"));
    assert!(full.contains("<polygon"), "the band is an area");
    let plain = ForecastLine { schedule: None, ahead: None, ..line(&points, None, None) };
    let plain = forecast_line("", &plain, Lang::Zh).svg;
    assert_eq!(plain.matches("stroke:var(--chart-target)").count(), 1, "the target alone is not cut");
    assert!(!plain.contains("<polygon"));
}

fn tokens() -> BTreeMap<&'static str, BTreeMap<String, [u8; 3]>> {
    let css = fs::read_to_string(format!("{}/../style/tokens.css", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let mut themes = BTreeMap::new();
    for (name, mark) in [("light", ":root {"), ("dark", ":root[data-theme=\"dark\"] {")] {
        let block = css.split_once(mark).unwrap().1.split_once('}').unwrap().0;
        let colours = block
            .split(';')
            .filter_map(|rule| rule.trim().strip_prefix("--")?.split_once(": #"))
            .map(|(name, hex)| {
                let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
                (name.to_owned(), [part(0), part(2), part(4)])
            })
            .collect();
        themes.insert(name, colours);
    }
    themes
}

/// Contrast after WCAG 2.2.
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let luminance = |colour: [u8; 3]| {
        let [r, g, b] = colour.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn text_has_the_contrast_that_aa_asks_for_in_both_themes() {
    for (theme, colours) in tokens() {
        let pair = |ink: &str, paper: &str, least: f64| {
            let found = contrast(colours[ink], colours[paper]);
            assert!(found >= least, "{theme}: {ink} on {paper} has {found:.2}, wants {least}");
        };
        for ink in ["ink", "ink-2", "ink-3", "accent"] {
            for paper in ["paper", "paper-2"] {
                pair(ink, paper, 4.5);
            }
        }
        for (ink, paper) in [
            ("accent-ink", "accent"),
            ("red", "red-soft"),
            ("yellow", "yellow-soft"),
            ("blue", "blue-soft"),
            ("accent", "accent-soft"),
            ("ink", "paper-3"),
            ("ink-2", "paper-3"),
        ] {
            pair(ink, paper, 4.5);
        }
        for ink in ["red", "yellow", "blue"] {
            pair(ink, "paper", 4.5);
        }
        for mark in ["chart-1", "chart-target", "focus"] {
            pair(mark, "paper", 3.0);
        }
    }
}
