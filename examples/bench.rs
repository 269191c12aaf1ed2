//! Measures the core at several sizes, each figure beside a reference taken in the same run.
//!
//! `cargo xtask bench` prints a table; `cargo run --release --example bench -- write FILE ENTERPRISES`
//! writes an invented ledger of that size, to be opened in a browser; `-- returns FOLDER` writes a
//! province's ledger and the returns of its 20 units, to be merged there.
#![allow(clippy::unwrap_used, missing_docs)]

use std::{hint::black_box, time::Instant};

use interchange::{
    json::{self, ExportInfo},
    table,
};
use ledger::{
    domain::{
        ActorId, AnyTable, Change, CreditCode, Date, Decimal, Id, Index, Kind, Ledger, LedgerBuilder, Origin, RawId,
        RecordRef, Stage, Value,
        builtins::{self, DEFAULT_RUBRIC, institution},
        check,
        choice::{CodedEnum, EvaluationAxis, IndustryClass, Label, TaskStatus},
        contradiction::contradictions,
        records::{Adoption, Enterprise, Investment, Profile, Progress, Task, Unit, YearFigures},
    },
    merge, subset,
};
use report::{
    Axis, Scope, View,
    assessment::assess,
    capital,
    contracts::contracts,
    flags::flags,
    forecast::{forecast, will_miss},
    form_and_substance::form_spirit,
    highlights::attention,
    matrix,
    overview::overview,
    penetration::{Reach, penetration},
    plan::{
        Ask, Constraint, Effort, plannable, question,
        what_if::{as_done, as_if, rates},
    },
    units::units,
};

const DAY: Date = Date::constant(2024, 12, 10);
const PROVINCES: [&str; 6] = ["110000", "310000", "320000", "440000", "500000", "610000"];
/// Where the identities begin; smaller ones belong to the catalogue.
const FIRST: u64 = 0x1_0000;

/// An invented ledger: groups of 500 enterprises in five tiers, three adoptions and the
/// figures of three years each, an investment to two, one task to four.
fn ledger(enterprises: u64) -> Ledger {
    ledger_with(enterprises, &|n| if n.is_multiple_of(4) { n..n + 1 } else { n..n })
}

/// An invented ledger with the tasks of each enterprise as told.
fn ledger_with(enterprises: u64, tasks: &dyn Fn(u64) -> std::ops::Range<u64>) -> Ledger {
    let profile =
        Profile { title: format!("虚构台账 {enterprises} 户"), invented: Some(true), ..Profile::default() };
    let mut loader = builtins::begin(RawId(0x5000_0000_0000_0000 | enterprises), &profile).unwrap();
    for n in 0..20 {
        let unit = Unit { name: format!("虚构单位{n:02}"), ..Unit::default() };
        builtins::add(&mut loader, FIRST + n, &unit).unwrap();
    }
    for n in 0..enterprises {
        let within = n % 500;
        let row = Enterprise {
            name: format!("虚构{:03}集团第{within:03}有限公司", n / 500),
            code: CreditCode::with_check_character(&format!("91110000{n:09}")),
            staff: Some(Decimal::whole((n * 7_919 % 5_000 + 10) as i64)),
            parent: (within > 0).then(|| Id::new(RawId(FIRST + n - within + within / 5))),
            unit: (within == 0).then(|| Id::new(RawId(FIRST + n / 500 % 20))),
            region: ledger::domain::RegionCode::parse(PROVINCES[(n / 500 % 6) as usize]),
            ..Enterprise::default()
        };
        builtins::add(&mut loader, FIRST + n, &row).unwrap();
        for (at, institution) in [1_u64, 2, 4].into_iter().enumerate() {
            let days = (n * 7 + at as u64) as i64 % 700;
            let day = Date::constant(2023, 1, 1).saturating_add(jiff::Span::new().days(days));
            let stage = match n % 10 {
                0..=6 => Some(Stage::Yes(Some(day))),
                7 | 8 => Some(Stage::No),
                _ => None,
            };
            let row = Adoption {
                enterprise: Some(Id::new(RawId(FIRST + n))),
                institution: Some(Id::new(RawId(institution))),
                issued: stage,
                signed: stage,
                ..Adoption::default()
            };
            builtins::add(&mut loader, FIRST + 3 * n + at as u64, &row).unwrap();
        }
        add_layout(&mut loader, n);
        tasks(n).for_each(|number| task(&mut loader, number, n));
    }
    loader.finish()
}

/// The figures of three years, and an investment of every second enterprise.
fn add_layout(loader: &mut LedgerBuilder, n: u64) {
    let enterprise = Some(Id::new(RawId(FIRST + n)));
    let class = Some(IndustryClass::ALL[(n % 11) as usize]);
    let amount = |part: u64| Some(Decimal::whole((n * 31 % 9_000 * part) as i64));
    for (at, year) in (2022..=2024).enumerate() {
        let row = YearFigures {
            enterprise,
            year: Some(Decimal::whole(year)),
            revenue: amount(10),
            emerging_revenue: amount(2 + at as u64),
            research: amount(1),
            capital: amount(20),
            class,
            ..YearFigures::default()
        };
        builtins::add(loader, FIRST + 3 * n + at as u64, &row).unwrap();
    }
    if n.is_multiple_of(2) {
        let year = Some(Decimal::whole(2022 + (n / 2 % 3) as i64));
        let row = Investment { enterprise, year, amount: amount(3), class, ..Investment::default() };
        builtins::add(loader, FIRST + n, &row).unwrap();
    }
}

fn task(loader: &mut LedgerBuilder, n: u64, enterprise: u64) {
    let row = Task {
        number: format!("{n}"),
        title: format!("虚构任务 {n}：完善市场化经营机制并形成制度成果"),
        main: Some(true),
        key: Some(n.is_multiple_of(40)),
        enterprise: Some(Id::new(RawId(FIRST + enterprise))),
        start: Some(Date::constant(2023, 7, 1)),
        deadline: Some(Date::constant(2024, 6, 30).saturating_add(jiff::Span::new().days(n as i64 % 400))),
        responsible_person: "虚构".into(),
        weight: Some(Decimal::whole(1)),
        ..Task::default()
    };
    builtins::add(loader, FIRST + n, &row).unwrap();
    let closed = n.is_multiple_of(3);
    let row = Progress {
        task: Some(Id::new(RawId(FIRST + n))),
        date: Some(Date::constant(2024, 9, 1)),
        status: Some(if closed { TaskStatus::Closed } else { TaskStatus::InProgress }),
        percent: Some(Decimal::whole(if closed { 100 } else { 60 })),
        ..Progress::default()
    };
    builtins::add(loader, FIRST + n, &row).unwrap();
}

/// The median of several runs, in milliseconds.
fn milliseconds<T>(mut run: impl FnMut() -> T) -> f64 {
    let mut times: Vec<f64> = (0..5)
        .map(|_| {
            let started = Instant::now();
            black_box(run());
            started.elapsed().as_secs_f64() * 1e3
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[2]
}

fn measure(enterprises: u64) {
    let mut ledger = ledger(enterprises);
    let info = ExportInfo::default();
    let file = json::write(&ledger, &info);
    let index = Index::new(&ledger);
    let view = View { ledger: &ledger, index: &index, as_of: DAY };
    let indicators: Vec<_> = ledger.indicators.iter().map(|(id, _)| id).collect();
    println!("\n{enterprises} enterprises, {:.1} MB of JSON", file.len() as f64 / 1e6);
    let line = |name: &str, time: f64, reference: &str, against: f64| {
        println!("  {name:<36} {time:>9.2} ms    {reference}: {against:.2} ms");
    };
    let walk = "one pass over the adoptions";
    let walked = milliseconds(|| ledger.adoptions.iter().filter(|(_, row)| row.issued.is_some()).count());
    line("index of all references", milliseconds(|| Index::new(&ledger)), walk, walked);
    for (name, axis) in
        [("matrix of every indicator by tier", Axis::Tier), ("matrix of every indicator by unit", Axis::Unit)]
    {
        line(name, milliseconds(|| matrix(view, &indicators, &Scope::default(), axis)), walk, walked);
    }
    line("overview", milliseconds(|| overview(view, &Scope::default())), walk, walked);
    for (name, time) in decisions(view) {
        line(name, time, walk, walked);
    }
    line("all checks", milliseconds(|| check::findings(&ledger, &index, DAY)), walk, walked);
    line("what contradicts in the ledger", milliseconds(|| contradictions(&ledger)), walk, walked);
    let parsed: serde_json::Value = serde_json::from_slice(&file).unwrap();
    let plain = milliseconds(|| serde_json::to_vec(&parsed).unwrap());
    line("write the file", milliseconds(|| json::write(&ledger, &info)), "serde_json::to_vec", plain);
    let plain = milliseconds(|| serde_json::from_slice::<serde_json::Value>(&file).unwrap());
    line("read the file", milliseconds(|| json::read(&file).unwrap()), "serde_json::from_slice", plain);
    let record = RecordRef::new(Kind::Enterprise, RawId(FIRST));
    let at = DAY.at(12, 0, 0, 0);
    let origin = Origin { actor: ActorId(1), by: String::new(), at, label: Label::Edit, note: String::new() };
    let mut n = 0;
    let edit = milliseconds(|| {
        n += 1;
        let value = Value::Text(format!("改名 {n}"));
        ledger.apply(&Change::Set { record, field: Enterprise::name, value }, &origin).unwrap();
        Index::new(&ledger)
    });
    line("one edit with a new index", edit, walk, walked);
}

/// A province's ledger, and the return of each of its 20 units: its part, with an edit to each tenth task.
/// What the screens of analysis and action compute, each at its widest scope.
fn decisions(view: View<'_>) -> Vec<(&'static str, f64)> {
    let scope = Scope::default();
    let exit = builtins::indicator_by_code(view.ledger, "E1").unwrap();
    let held = |axis| Constraint { axis, target: Some(Decimal::whole(95)) };
    let axes = [None, Some(Axis::Tier), Some(Axis::Group), Some(Axis::Region)];
    let ask = Ask { constraints: axes.map(held).into(), effort: Effort::Staff, ..Ask::default() };
    let asked = question(view, exit, &ask);
    let open: Vec<u32> = asked.movers.iter().take(100).map(|mover| mover.enterprise).collect();
    let supposed = as_done(view, exit, &open);
    vec![
        ("what deserves attention", milliseconds(|| attention(view))),
        ("form and spirit", milliseconds(|| form_spirit(view, institution::EXIT, &scope))),
        ("flags of paper compliance", milliseconds(|| flags(view, &scope))),
        ("assessment of groups", milliseconds(|| assess(view, DEFAULT_RUBRIC, EvaluationAxis::Group, 2024))),
        ("units compared", milliseconds(|| units(view, &plannable(view), &scope, Axis::Unit))),
        ("penetration", milliseconds(|| penetration(view, exit, &scope, Reach::All))),
        ("who will miss the target, by group", milliseconds(|| will_miss(view, exit, &scope, Axis::Group))),
        ("forecast", milliseconds(|| forecast(view, exit, &scope))),
        ("contracts", milliseconds(|| contracts(view, &scope))),
        ("capital layout of a year by group", milliseconds(|| layout_by_group(view))),
        ("question of a way, four constraints", milliseconds(|| question(view, exit, &ask))),
        ("the cheapest way itself", milliseconds(|| asked.solve())),
        ("what if 100 were done, every rate", milliseconds(|| what_if_rates(view, &supposed))),
    ]
}

/// What the screen of capital layout sums for one year by group: capital, yearly figures, investments.
fn layout_by_group(view: View<'_>) -> i64 {
    let parts = capital::parts(view, &Scope::default(), Axis::Group);
    let sums = parts.iter().map(|part| {
        let capital = capital::capital(view, &part.enterprises, 2024).total.hundredths;
        let line = capital::year_line(view, &part.enterprises, 2024);
        let invested = capital::investments(view, part, &[2023, 2024]);
        capital + line.emerging.den + invested[1].total.hundredths
    });
    sums.sum()
}

fn what_if_rates(view: View<'_>, supposed: &Change) -> usize {
    let (ledger, index) = as_if(view, supposed).unwrap();
    rates(View { ledger: &ledger, index: &index, as_of: view.as_of }, &Scope::default()).len()
}

fn returns() -> (Ledger, Vec<Ledger>) {
    let whole = ledger_with(20_000, &|n| 3 * n..3 * n + 3);
    let index = Index::new(&whole);
    let units: Vec<_> = whole.units.iter().map(|(id, _)| id).filter(|id| id.raw().0 >= FIRST).collect();
    let own = |(at, unit): (usize, &Id<Unit>)| {
        let chosen = subset::chosen(&whole, &index, &subset::Choice::Unit(*unit));
        let mut own = subset::part(&whole, None, true, &|record| chosen.records.contains(&record));
        let at_noon = DAY.at(12, 0, 0, 0);
        let actor = ActorId(1 << 40 | at as u64);
        let origin =
            Origin { actor, by: format!("填报人{at}"), at: at_noon, label: Label::Edit, note: String::new() };
        let tasks: Vec<RecordRef> = own.tasks.iter().map(|(id, _)| RecordRef::new(Kind::Task, id.raw())).collect();
        for record in tasks.into_iter().step_by(10) {
            let value = Value::Text(format!("单位{at}改"));
            own.apply(&Change::Set { record, field: Task::note, value }, &origin).unwrap();
        }
        own
    };
    let own = units.iter().enumerate().map(own).collect();
    (whole, own)
}

fn measure_merge() {
    let (whole, own) = returns();
    let records: usize = own.iter().map(|ledger| ledger.enterprises.len() + ledger.tasks.len()).sum();
    println!("\n{} returns of a province, {records} enterprises and tasks", own.len());
    let walk = milliseconds(|| {
        own.iter().map(|ledger| ledger.tasks.iter().filter(|(_, row)| !row.note.is_empty()).count()).sum::<usize>()
    });
    let merged = milliseconds(|| own.iter().fold(whole.clone(), |sum, file| merge::join(sum, file).0));
    println!("  {:<36} {merged:>9.2} ms    one pass over the tasks: {walk:.2} ms", "merge them all");
}

/// A workbook of 20 columns with a two-row header, as units send it back.
fn returned(rows: u32) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let page = book.add_worksheet();
    for (column, head) in ["企业名称", "统一社会信用代码", "地区", "功能分类", "备注"].into_iter().enumerate()
    {
        page.write_string(1, column as u16, head).unwrap();
    }
    page.write_string(0, 5, "末等调整和不胜任退出").unwrap();
    page.write_string(1, 5, "印发日期").unwrap();
    for column in 6..20 {
        page.write_string(1, column, format!("其他{column}")).unwrap();
    }
    for row in 0..rows {
        let line = row + 2;
        page.write_string(line, 0, format!("虚构{row:06}公司")).unwrap();
        page.write_string(line, 1, CreditCode::with_check_character(&format!("91110000{row:09}")).as_str()).unwrap();
        page.write_string(line, 2, "江苏省").unwrap();
        page.write_string(line, 3, "商业一类").unwrap();
        page.write_string(line, 4, "备注").unwrap();
        page.write_string(line, 5, "2024年5月20日").unwrap();
        for column in 6..20 {
            page.write_number(line, column, f64::from(row)).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// A table as wide as is read, of which nothing is understood.
fn measure_wide() {
    let line = |row: usize| (0..1_000).map(|at| format!("第{row}行的标题{at}")).collect::<Vec<_>>().join(",");
    let text = (0..40).map(line).collect::<Vec<_>>().join("\n");
    let book = table::open(text.as_bytes(), None).unwrap();
    let grid = &book.sheets[0];
    let ledger = seed::blank(RawId(1 << 40), "试", "试").unwrap();
    let walk = milliseconds(|| grid.rows.iter().flatten().map(|cell| cell.text().len()).sum::<usize>());
    let sought = milliseconds(|| table::propose(grid, &ledger));
    println!("\n40 rows of 1,000 columns without a header");
    println!("  {:<36} {sought:>9.2} ms    one pass over the cells: {walk:.2} ms", "propose a layout");
}

fn measure_table(rows: u32) {
    use calamine::Reader;
    let file = returned(rows);
    println!("\n{rows} rows of 20 columns, {:.1} MB of xlsx", file.len() as f64 / 1e6);
    let line = |name: &str, time: f64, reference: &str, against: f64| {
        println!("  {name:<36} {time:>9.2} ms    {reference}: {against:.2} ms");
    };
    let raw = milliseconds(|| {
        let mut book: calamine::Xlsx<_> = calamine::Xlsx::new(std::io::Cursor::new(&file)).unwrap();
        book.worksheet_range_at(0).unwrap().unwrap().get_size()
    });
    line("open the workbook", milliseconds(|| table::open(&file, None).unwrap()), "calamine alone", raw);
    let book = table::open(&file, None).unwrap();
    let grid = &book.sheets[0];
    let ledger = seed::blank(RawId(1 << 40), "试", "试").unwrap();
    let index = Index::new(&ledger);
    let walk = milliseconds(|| grid.rows.iter().flatten().filter(|cell| !cell.is_empty()).count());
    let walked = "one pass over the cells";
    line("propose a layout", milliseconds(|| table::propose(grid, &ledger).unwrap()), walked, walk);
    let layout = table::propose(grid, &ledger).unwrap();
    let source = table::Source { ledger: &ledger, index: &index, grid };
    let dry = milliseconds(|| {
        let mut next = 1 << 33;
        let mut new_id = || {
            next += 1;
            RawId(next)
        };
        let mut planner = table::Planner::new(source, layout.clone(), table::Settings::default(), DAY);
        while planner.advance(source, 1_000, &mut new_id) {}
        planner.finish().rows.len()
    });
    line("dry run", dry, walked, walk);
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["write", path, count] => {
            std::fs::write(path, json::write(&ledger(count.parse().unwrap()), &ExportInfo::default())).unwrap();
        }
        ["returns", folder] => {
            let (whole, own) = returns();
            let folder = std::path::Path::new(folder);
            std::fs::create_dir_all(folder).unwrap();
            std::fs::write(folder.join("whole.json"), json::write(&whole, &ExportInfo::default())).unwrap();
            for (at, ledger) in own.iter().enumerate() {
                std::fs::write(folder.join(format!("unit-{at:02}.json")), json::write(ledger, &ExportInfo::default()))
                    .unwrap();
            }
        }
        _ => {
            measure_merge();
            [1_000, 20_000, 80_000].into_iter().for_each(measure);
            [5_000, 80_000].into_iter().for_each(measure_table);
            measure_wide();
        }
    }
}
