//! Public material: roster slices of the two programmes, tasks and figures as they were published.
//!
//! Every record carries its source and nothing that was not published: what a task lacks stays empty,
//! for the checks to report. The files are those that the tests read.

use std::collections::BTreeMap;

use ledger::domain::{
    Date, Decimal, Id, Ledger, LedgerBuilder, LoadError, RawId, RegionCode,
    builtins::{self, ARTICLE, programme},
    choice::{TaskStatus, UnitKind},
    parse_date,
    records::{Enterprise, Grade, Membership, Profile, Programme, Progress, Quotation, Task, Unit},
    schema::{LongText, PersonName},
};

/// The day on which the public material is best looked at: the second of the conference that the
/// article reports on was 2024-01-12.
pub const PUBLIC_AS_OF: Date = Date::constant(2024, 1, 12);

const FIRST: u64 = 0x1_0000;
const ROSTERS: &str = include_str!("../../data/rosters.csv");
const TASKS: &str = include_str!("../../data/tasks.csv");
const FIGURES: &str = include_str!("../../data/figures.csv");
/// 天府综改行动, a provincial programme on the rosters.
const TIANFU: Id<Programme> = Id::new(RawId(3));

/// Builds the ledger of public material; the same every time.
///
/// # Errors
/// None that a test has not ruled out: its identities are distinct.
pub fn public() -> Result<Ledger, LoadError> {
    let profile = Profile {
        title: "公开资料：双百、科改名单与改革任务".to_owned(),
        unit: Some(Id::new(RawId(1))),
        note: LongText("内容摘自公开网页，逐条注明来源；名单只是全国名单的一部分，不能据以计算全国比例。".to_owned()),
        ..Profile::default()
    };
    let mut loader = builtins::begin(RawId(0x5a_0002), &profile)?;
    let unit = Unit { name: "公开资料汇编".to_owned(), kind: Some(UnitKind::Other), ..Unit::default() };
    builtins::add(&mut loader, 1, &unit)?;
    let tianfu =
        Programme {
            name: "天府综改行动（四川）".to_owned(), short: "天府综改".to_owned(), ..Programme::default()
        };
    builtins::add(&mut loader, TIANFU.raw().0, &tianfu)?;
    rosters(&mut loader)?;
    tasks(&mut loader)?;
    figures(&mut loader)?;
    Ok(loader.finish())
}

/// The rows of a file of ours; one that cannot be read is left out, and a test counts them.
fn rows(text: &'static str) -> impl Iterator<Item = csv::StringRecord> {
    csv::ReaderBuilder::new()
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes())
        .into_records()
        .filter_map(Result::ok)
}

fn rosters(loader: &mut LedgerBuilder) -> Result<(), LoadError> {
    let mut known: BTreeMap<String, Id<Enterprise>> = BTreeMap::new();
    for (at, row) in rows(ROSTERS).enumerate() {
        let [name, form, list, event, year, owner, grade, source] =
            [0, 1, 2, 3, 4, 6, 7, 10].map(|i| row[i].to_owned());
        let id = match known.get(&name) {
            Some(id) => *id,
            None => {
                let id = Id::new(RawId(FIRST + known.len() as u64));
                let enterprise = Enterprise {
                    name: name.clone(),
                    supervisor: owner.clone(),
                    region: owner.split(['(', '（']).next().and_then(RegionCode::find),
                    unit: Some(Id::new(RawId(1))),
                    source: source.clone(),
                    note: LongText(if form == "full" { String::new() } else { "名单所用为简称".to_owned() }),
                    ..Enterprise::default()
                };
                builtins::add(loader, id.raw().0, &enterprise)?;
                known.insert(name, id);
                id
            }
        };
        let programme = match list.as_str() {
            "双百企业" => Some(programme::DOUBLE_HUNDRED),
            "科改企业" => Some(programme::SCI_TECH),
            text if text.starts_with("天府") => Some(TIANFU),
            _ => None,
        };
        let membership = Membership {
            enterprise: Some(id),
            programme,
            batch: event,
            source: source.clone(),
            note: LongText(match (programme, grade.is_empty()) {
                (None, _) => format!("来源写作「{list}」，未分清双百或科改；入选日期未公布到日"),
                (_, false) => "由评估结果可知在册；入选日期未公布到日".to_owned(),
                _ => "入选日期未公布到日".to_owned(),
            }),
            ..Membership::default()
        };
        builtins::add(loader, FIRST + at as u64, &membership)?;
        if !grade.is_empty() {
            let year = year.parse::<Decimal>().ok();
            let row = Grade { enterprise: Some(id), programme, year, grade, source };
            builtins::add(loader, FIRST + at as u64, &row)?;
        }
    }
    Ok(())
}

fn tasks(loader: &mut LedgerBuilder) -> Result<(), LoadError> {
    for (at, row) in rows(TASKS).enumerate() {
        let [level, owner, title, category, standard, due, responsible, total, done, status, as_of, source] =
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(|i| row[i].to_owned());
        let deadline = parse_date(&due);
        let task = Task {
            number: format!("公开-{:02}", at + 1),
            title,
            chapter: category,
            measure: LongText(
                [
                    (level != "national").then(|| format!("发布主体：{owner}")),
                    (deadline.is_none() && !due.is_empty()).then(|| format!("时限原文：{due}")),
                    (!total.is_empty()).then(|| format!("公布总数 {total}")),
                    (!done.is_empty()).then(|| format!("公布完成数 {done}")),
                ]
                .into_iter()
                .flatten()
                .collect::<Vec<_>>()
                .join("；"),
            ),
            unit: Some(Id::new(RawId(1))),
            responsible_unit: if responsible.is_empty() { owner.clone() } else { responsible },
            original_deadline: deadline,
            deadline,
            criteria: LongText(standard),
            source: source.clone(),
            ..Task::default()
        };
        builtins::add(loader, FIRST + at as u64, &task)?;
        // Only what the source itself calls done counts as closed.
        let entry = Progress {
            task: Some(Id::new(RawId(FIRST + at as u64))),
            date: parse_date(&as_of),
            order: Some(Decimal::whole(1)),
            status: (status == "已完成").then_some(TaskStatus::Closed),
            text: LongText(format!("公布情况：{status}（{as_of}）")),
            by: PersonName(source),
            ..Progress::default()
        };
        builtins::add(loader, FIRST + at as u64, &entry)?;
    }
    Ok(())
}

fn figures(loader: &mut LedgerBuilder) -> Result<(), LoadError> {
    for (at, row) in rows(FIGURES).enumerate() {
        let [level, whose, subject, value, unit, operator, as_of, numerator, denominator, source, source_kind, note] =
            [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map(|i| row[i].to_owned());
        let source = if source.starts_with("source-article") { ARTICLE.to_owned() } else { source };
        let quotation = Quotation {
            level,
            whose,
            subject,
            operator,
            value,
            count_unit: unit,
            as_of,
            numerator,
            denominator,
            source,
            source_kind,
            note: LongText(note),
        };
        if !builtins::is_born_with(&quotation) {
            builtins::add(loader, FIRST + at as u64, &quotation)?;
        }
    }
    Ok(())
}
