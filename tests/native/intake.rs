//! Returns of capital layout: yearly figures, investments and restructurings are known by their headings,
//! and amounts come in exactly, in the unit that the sheet states, or not at all.

use interchange::table::{self, Grid, Layout, MoneyUnit, Outcome, Plan, Planner, Settings, Source};
use ledger::domain::{
    Decimal, Index, Kind, Lang, Ledger, RawId, Stage, Value,
    choice::{Concentration, IndustryClass, RestructuringKind},
    records::{Enterprise, Investment},
};
use proptest::prelude::*;
use rust_xlsxwriter::{Format, Workbook};
use table_model::{Column, column::fields};

use support::{Maker, date, noon, origin};

const DAY: &str = "2024-12-10";

fn two_companies() -> Ledger {
    let mut maker = Maker::new();
    for name in ["甲公司", "乙公司"] {
        maker.make(Kind::Enterprise, &[(Enterprise::name, Value::Text(name.into()))]);
    }
    maker.ledger
}

/// A return as a file of text, opened as any other file.
fn opened(lines: &[&str]) -> Grid {
    table::open(lines.join("\r\n").as_bytes(), None).unwrap().sheets.remove(0)
}

fn compared(ledger: &Ledger, grid: &Grid, layout: &Layout) -> Plan {
    let index = Index::new(ledger);
    let mut grid = grid.clone();
    grid.unmerge(layout.data_from());
    let source = Source { ledger, index: &index, grid: &grid };
    let mut planner = Planner::new(source, layout.clone(), Settings::default(), date(DAY));
    let mut next = 1 << 32;
    let mut new_id = || {
        next += 1;
        RawId(next)
    };
    while planner.advance(source, 7, &mut new_id) {}
    planner.finish()
}

fn taken(ledger: &mut Ledger, grid: &Grid) -> (Layout, Plan) {
    let layout = table::propose(grid, ledger).unwrap();
    let plan = compared(ledger, grid, &layout);
    ledger.apply(&plan.change, &origin(noon(date(DAY)))).unwrap();
    (layout, plan)
}

fn keys(layout: &Layout) -> Vec<String> {
    layout.matches.iter().map(|found| found.map_or_else(String::new, |found| found.column.key())).collect()
}

fn amounts(ledger: &Ledger) -> Vec<String> {
    let text = |amount: Option<Decimal>| amount.map_or_else(String::new, |amount| amount.to_string());
    ledger.investments.iter().map(|(_, row)| text(row.amount)).collect()
}

fn problems(plan: &Plan) -> Vec<(String, String)> {
    let all = plan.rows.iter().flat_map(|row| &row.problems);
    all.map(|problem| (problem.address.clone(), problem.kind.sentence(Lang::Zh))).collect()
}

fn note(layout: &Layout, at: usize) -> String {
    layout.unit_note(at, Lang::Zh).map_or_else(String::new, |(text, _)| text)
}

#[test]
fn returns_are_known_by_what_their_columns_are_called() {
    let ledger = two_companies();
    for (kind, header, expected) in [
        (
            Kind::YearFigures,
            "序号,企业名称,年度,营业收入,其中：战略性新兴产业收入,研发经费投入,国有资本权益,产业类别,备注",
            ",enterprise,year,revenue,emerging_revenue,research,capital,class,note",
        ),
        (
            Kind::YearFigures,
            "单位名称,年份,营收,战新收入,研发投入",
            "enterprise,year,revenue,emerging_revenue,research",
        ),
        (
            Kind::Investment,
            "序号,企业名称,项目名称,投资年度,完成投资,投向,备注",
            ",enterprise,project,year,amount,class,note",
        ),
        (Kind::Investment, "投资主体,项目名称,年度,投资额,产业类别", "enterprise,project,year,amount,class"),
        (
            Kind::Restructuring,
            "重组事项,重组类型,牵头单位,参与企业,立项时间,批准时间,完成时间,涉及资产总额",
            "name,kind,enterprise,parties,planned,approved,completed,amount",
        ),
        (Kind::ClassDirection, "产业类别,集中方向,是否优先布局领域", "class,concentration,priority"),
    ] {
        let layout = table::propose(&opened(&[header, "甲公司,乙公司"]), &ledger).unwrap();
        assert_eq!((layout.kind, keys(&layout).join(",").as_str()), (kind, expected), "{header}");
    }
}

#[test]
fn shares_plans_and_other_years_are_not_the_amount() {
    let ledger = two_companies();
    let header = "企业名称,年度,营业收入,营业收入增长率,上年营业收入,研发投入强度（%）,战新收入占比";
    let layout = table::propose(&opened(&[header, "甲公司,2024,1,2,3,4,5"]), &ledger).unwrap();
    assert_eq!(keys(&layout), ["enterprise", "year", "revenue", "", "", "", ""]);
    let header = "项目名称,企业名称,年度,计划投资额,投向";
    let layout = table::propose(&opened(&[header, "丙项目,甲公司,2024,1,战新"]), &ledger).unwrap();
    assert_eq!(keys(&layout)[3], "");
    let header = "重组事项,重组类型,牵头企业,批准时间,计划完成时间";
    let layout = table::propose(&opened(&[header, "丁,横向,甲公司,,2025-12-31"]), &ledger).unwrap();
    assert_eq!(keys(&layout)[4], "", "what is to be done is not done");
}

#[test]
fn words_of_returns_are_read_as_the_ledgers_own_and_said() {
    let mut ledger = two_companies();
    let lines = ["项目名称,企业名称,年度,投资额（万元）,投向", "丙项目,甲公司,2024年度,10,战新产业"];
    let (_, plan) = taken(&mut ledger, &opened(&lines));
    let row = ledger.investments.at(0);
    assert_eq!((row.class, row.year), (Some(IndustryClass::Emerging), Some(Decimal::whole(2024))));
    assert!(problems(&plan)[0].1.contains("按「战略性新兴产业」理解"), "{:?}", problems(&plan));
    let lines = ["重组事项,重组类型,牵头企业,批准时间,完成时间", "丁重组,专业化,甲公司,2024-03-01,否"];
    taken(&mut ledger, &opened(&lines));
    let row = ledger.restructurings.at(0);
    assert_eq!(row.kind, Some(RestructuringKind::Professional));
    assert_eq!((row.approved, row.completed), (Some(Stage::Yes(Some(date("2024-03-01")))), Some(Stage::No)));
    let lines = ["产业类别,集中方向,优先布局领域", "医药,国计民生,是"];
    taken(&mut ledger, &opened(&lines));
    let medical = ledger.class_directions.iter().find(|(_, row)| row.class == Some(IndustryClass::Medical)).unwrap();
    assert_eq!((medical.1.concentration, medical.1.priority), (Some(Concentration::Public), Some(true)));
}

#[test]
fn each_unit_is_converted_and_said() {
    for (heading, cell, amount, said) in [
        ("投资额（元）", "12300", "1.23", "本列按元换算为万元"),
        ("投资额(千元)", "12.3", "1.23", "本列按千元换算为万元"),
        ("投资额（万元）", "1.23", "1.23", "单位：万元"),
        ("投资额【百万元】", "1.23", "123", "本列按百万元换算为万元"),
        ("投资额（亿元）", "1.234567", "12345.67", "本列按亿元换算为万元"),
        ("投资额（单位：亿元）", "-0.5", "", "本列按亿元换算为万元"),
        ("投资额（人民币亿元，含税）", "\"1,234.5\"", "12345000", "本列按亿元换算为万元"),
        ("投资额（亿）", "２", "20000", "本列按亿元换算为万元"),
        ("投资额亿元", "0.00000049", "0", "本列按亿元换算为万元"),
        ("Amount (100 million yuan)", "2", "20000", "本列按亿元换算为万元"),
        ("投资额", "1.23", "1.23", "未注明单位，按万元读入"),
    ] {
        let mut ledger = two_companies();
        let header = format!("企业名称,项目名称,投资年度,投向,{heading}");
        let row = format!("甲公司,丙项目,2024,其他,{cell}");
        let (layout, _) = taken(&mut ledger, &opened(&[&header, &row]));
        assert_eq!(keys(&layout)[4], "amount", "{heading}");
        assert_eq!((amounts(&ledger), note(&layout, 4).as_str()), (vec![amount.to_owned()], said), "{heading}");
    }
}

#[test]
fn an_amount_that_does_not_fit_is_rounded_and_told_with_its_cell() {
    let mut ledger = two_companies();
    let lines = [
        "企业名称,项目名称,年度,投资额（元）,投向",
        "甲公司,丙项目,2024,12345.67,其他",
        "乙公司,丁项目,2024,5亿元,其他",
        "乙公司,戊项目,2024,500,其他",
        "乙公司,己项目,2024,149.99,其他",
        "乙公司,庚项目,2024,150,其他",
    ];
    let (_, plan) = taken(&mut ledger, &opened(&lines));
    assert_eq!(amounts(&ledger), ["1.23", "", "0.05", "0.01", "0.02"]);
    let said = problems(&plan);
    assert_eq!(said.iter().map(|(at, _)| at.as_str()).collect::<Vec<_>>(), ["D2", "D3", "D5", "D6"]);
    assert_eq!(said[0].1, "「12345.67」元按四舍五入读为 1.23 万元。");
    assert!(said[1].1.contains("不是数字"), "{}", said[1].1);
    let mut ledger = two_companies();
    let lines = ["企业名称,项目名称,年度,投资额（万元）,投向", "甲公司,丙项目,2024,1234.5678901,其他"];
    let (_, plan) = taken(&mut ledger, &opened(&lines));
    assert_eq!(amounts(&ledger), ["1234.57"]);
    assert_eq!(problems(&plan)[0].1, "「1234.5678901」万元按四舍五入读为 1234.57 万元。");
}

#[test]
fn a_line_above_the_header_states_the_unit_of_all_amounts_but_those_that_state_their_own() {
    for line in [
        "单位：亿元",
        "金额单位:亿元",
        "（单位：人民币亿元）",
        "填报单位：丙国资委　单位：亿元",
        "2024年投资情况表（亿元）",
        "单位：,亿元",
    ] {
        let mut ledger = two_companies();
        let lines = [line, "企业名称,项目名称,年度,投资额,投向", "甲公司,丙项目,2024,1.5,其他"];
        let (layout, _) = taken(&mut ledger, &opened(&lines));
        assert_eq!((amounts(&ledger), layout.header), (vec!["15000".to_owned()], (1, 1)), "{line}");
        assert_eq!(note(&layout, 3), "本列按亿元换算为万元", "{line}");
    }
    let mut ledger = two_companies();
    let lines = ["单位：亿元", "企业名称,年度,营业收入,研发投入（万元）", "甲公司,2024,1,30"];
    let (layout, _) = taken(&mut ledger, &opened(&lines));
    let row = ledger.year_figures.at(0);
    assert_eq!((row.revenue, row.research), (Some(Decimal::whole(10_000)), Some(Decimal::whole(30))));
    assert_eq!((note(&layout, 2).as_str(), note(&layout, 3).as_str()), ("本列按亿元换算为万元", "单位：万元"));
    let other = ["填报单位：千元集团", "企业名称,年度,营业收入", "甲公司,2024,1"];
    let layout = table::propose(&opened(&other), &ledger).unwrap();
    assert_eq!(note(&layout, 2), "未注明单位，按万元读入", "a reporting unit is no unit of money");
}

#[test]
fn a_row_of_units_below_the_headings_counts() {
    let mut ledger = two_companies();
    let lines = ["企业名称,项目名称,年度,投资额,投向", ",,,亿元,", "甲公司,丙项目,2024,1.5,其他"];
    taken(&mut ledger, &opened(&lines));
    assert_eq!(amounts(&ledger), ["15000"]);
}

#[test]
fn a_unit_that_cannot_be_converted_leaves_its_column_out_with_a_warning_until_one_is_chosen() {
    for (heading, unit) in [
        ("投资额（美元）", "美元"),
        ("投资额（万美元）", "万美元"),
        ("投资额（%）", "%"),
        ("投资额（千万元）", "千万元"),
        ("投资额（USD）", "usd"),
    ] {
        let ledger = two_companies();
        let header = format!("企业名称,项目名称,投资年度,{heading},投向");
        let grid = opened(&[&header, "甲公司,丙项目,2024,1.5,其他"]);
        let mut layout = table::propose(&grid, &ledger).unwrap();
        assert_eq!((layout.kind, layout.matches[3]), (Kind::Investment, None), "{heading}");
        let warning = layout.unit_note(3, Lang::Zh).unwrap();
        assert_eq!(warning, (format!("单位「{unit}」不能换算为万元，本列未对应"), true));
        // Matched by hand its cells still wait for a unit.
        layout.choose(3, Some(Column::Field(Investment::amount)), table::Reason::Chosen);
        let said = problems(&compared(&ledger, &grid, &layout));
        assert!(said[0].0 == "D2" && said[0].1.contains(unit) && said[0].1.contains("没有写入"), "{said:?}");
        layout.choose_unit(3, MoneyUnit::TenThousand);
        let mut ledger = ledger;
        let plan = compared(&ledger, &grid, &layout);
        ledger.apply(&plan.change, &origin(noon(date(DAY)))).unwrap();
        assert_eq!((amounts(&ledger), problems(&plan)), (vec!["1.5".to_owned()], Vec::new()));
    }
}

#[test]
fn lines_that_disagree_leave_the_amounts_out() {
    let ledger = two_companies();
    let lines = ["2024年投资情况表（美元）", "企业名称,项目名称,年度,投资额,投向", "甲公司,丙项目,2024,1.5,其他"];
    let layout = table::propose(&opened(&lines), &ledger).unwrap();
    assert_eq!((layout.matches[3], note(&layout, 3).contains("美元")), (None, true));
    let lines = ["单位：亿元", "单位：万元", "企业名称,项目名称,年度,投资额,投向", "甲公司,丙项目,2024,1.5,其他"];
    let layout = table::propose(&opened(&lines), &ledger).unwrap();
    assert_eq!(layout.matches[3], None);
    assert!(note(&layout, 3).contains("亿元、万元"));
}

#[test]
fn a_workbook_with_a_merged_title_a_group_and_numbers_is_converted_and_comes_to_nothing_the_second_time() {
    let mut book = Workbook::new();
    let (page, plain) = (book.add_worksheet(), Format::new());
    page.merge_range(0, 0, 0, 5, "某市投资情况", &plain).unwrap();
    page.write_string(1, 5, "金额单位：亿元").unwrap();
    for (at, head) in ["企业名称", "项目名称", "年度", "投向", "投资额", "备注"].into_iter().enumerate()
    {
        page.write_string(2, at as u16, head).unwrap();
    }
    for (at, amount) in [1_234.567_89, 0.1 + 0.2, 2.5].into_iter().enumerate() {
        let row = at as u32 + 3;
        page.write_string(row, 0, "甲公司").unwrap();
        page.write_string(row, 1, format!("项目{at}")).unwrap();
        page.write_number(row, 2, 2024.0).unwrap();
        page.write_string(row, 3, "其他").unwrap();
        page.write_number(row, 4, amount).unwrap();
    }
    let grid = table::open(&book.save_to_buffer().unwrap(), None).unwrap().sheets.remove(0);
    let mut ledger = two_companies();
    taken(&mut ledger, &grid);
    assert_eq!(amounts(&ledger), ["12345678.9", "3000", "25000"]);
    let (_, again) = taken(&mut ledger, &grid);
    assert_eq!(again.count(Outcome::Unchanged), 3);
    let changed = opened(&["企业名称,项目名称,年度,投资额（亿元）,投向", "甲公司,项目2,2024,2,其他"]);
    let layout = table::propose(&changed, &ledger).unwrap();
    let plan = compared(&ledger, &changed, &layout);
    let change = &plan.rows[0].changes[0];
    assert_eq!((change.old.as_str(), change.new.as_str()), ("25000", "20000"), "both in the unit of the ledger");
}

#[test]
fn templates_of_returns_map_themselves() {
    let ledger = two_companies();
    for kind in [Kind::YearFigures, Kind::Investment, Kind::Restructuring] {
        let columns: Vec<Column> = fields(kind).collect();
        let file = table::template(&ledger, kind, &columns, date(DAY)).unwrap();
        let layout = table::propose(&table::open(&file, None).unwrap().sheets[0], &ledger).unwrap();
        assert_eq!(layout.kind, kind);
        assert_eq!(layout.matches.iter().flatten().count(), columns.len());
    }
}

#[test]
fn a_remembered_layout_is_one_of_the_same_units() {
    let ledger = two_companies();
    let of = |unit: &str| {
        let header = format!("企业名称,项目名称,年度,投资额{unit},投向");
        table::propose(&opened(&[&header, "甲公司,丙项目,2024,1,其他"]), &ledger).unwrap().signature()
    };
    assert_ne!(of("（亿元）"), of("（元）"));
    assert_ne!(of("（美元）"), of(""));
    assert_eq!(of("（亿元）"), of("（单位：亿元）"));
}

proptest! {
    #[test]
    fn yuan_come_in_as_hundredths_of_ten_thousand_rounded_half_up(yuan in 0_i64..1_000_000_000_000_000) {
        let mut ledger = two_companies();
        let row = format!("甲公司,丙项目,2024,{yuan},其他");
        taken(&mut ledger, &opened(&["企业名称,项目名称,年度,投资额（元）,投向", &row]));
        let rounded = Some(Decimal::from_hundredths((yuan + 50) / 100));
        prop_assert_eq!(ledger.investments.at(0).amount, rounded);
        // The same amount written in 亿元 is the same amount.
        let mut other = two_companies();
        let row = format!("甲公司,丙项目,2024,{}.{:08},其他", yuan / 100_000_000, yuan % 100_000_000);
        taken(&mut other, &opened(&["企业名称,项目名称,年度,投资额（亿元）,投向", &row]));
        prop_assert_eq!(other.investments.at(0).amount, rounded);
    }
}
