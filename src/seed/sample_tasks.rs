//! The sample's tasks: how they are judged, where they stand, and what shows it.

use super::sample::{FIRST, SAMPLE_AS_OF, yes};
use ledger::domain::{
    CodedEnum, Date, Decimal, Id, LedgerBuilder, LoadError, RawId, Stage, builtins,
    choice::{ReformKind, ResultForm, TaskStatus},
    records::{Evidence, Institution, Milestone, Progress, Task},
    schema::LongText,
};

/// Adds the tasks with their logs, milestones and papers.
pub(super) fn add(loader: &mut LedgerBuilder) -> Result<(), LoadError> {
    let mut entries = FIRST;
    for (at, line) in include_str!("sample_tasks.txt").lines().enumerate() {
        let part: Vec<&str> = line.split('|').collect();
        let id = FIRST + at as u64;
        let date = |text: &str| ledger::domain::parse_date(text);
        // What judges the task: a measured goal, or the institution that it puts into practice.
        let is_functional = part[1] == "F";
        let mut judged = part[15].split(';');
        let about = judged.next().unwrap_or_default();
        let mut number = || judged.next().and_then(|number| number.parse().ok());
        let unit: u64 = part[4].parse().unwrap_or(1);
        let task = Task {
            number: part[0].to_owned(),
            kind: Some(if is_functional { ReformKind::Functional } else { ReformKind::Institutional }),
            chapter: part[2].parse::<usize>().ok().and_then(|n| builtins::CHAPTERS.get(n)).map_or("", |c| c).to_owned(),
            main: Some(part[3].contains('M')),
            key: Some(part[3].contains('K')),
            unit: Some(Id::new(RawId(unit))),
            enterprise: (unit > 1).then(|| Id::new(RawId(FIRST + unit - 2))),
            institution: if is_functional { None } else { institution(loader, about) },
            goal: if is_functional { about.to_owned() } else { String::new() },
            goal_value: number(),
            reached: number(),
            title: part[5].to_owned(),
            measure: LongText(part[6].to_owned()),
            expected_result: LongText(part[7].to_owned()),
            result_form: Some(if part[7].contains("办法") || part[7].contains("细则") {
                ResultForm::Rule
            } else {
                ResultForm::Document
            }),
            criteria: LongText(part[8].to_owned()),
            lead_department: part[9].to_owned(),
            responsible_unit: ["示例省国资委", "示例能源集团", "示例交通集团", "示例制造集团"][unit as usize - 1]
                .to_owned(),
            responsible_person: part[10].into(),
            start: date(part[11]),
            original_deadline: date(part[12]),
            deadline: date(part[12]),
            weight: part[13].parse().ok(),
            filled_by: "示例填报员".into(),
            reviewed_by: if at % 9 == 4 { Default::default() } else { "示例审核人".into() },
            ..Task::default()
        };
        builtins::add(loader, id, &task)?;
        for (n, entry) in part[14].split(';').filter(|entry| !entry.is_empty()).enumerate() {
            log_entry(loader, entries, id, n, entry, &part)?;
            entries += 1;
        }
        if let (Some(start), Some(end)) = (date(part[11]), date(part[12])) {
            let middle = start.saturating_add(jiff::Span::new().days(ledger::domain::days_between(start, end) / 2));
            let row = Milestone {
                task: Some(Id::new(RawId(id))),
                title: "形成阶段成果并报送".to_owned(),
                due: Some(middle),
                done: if middle <= SAMPLE_AS_OF && at % 6 != 5 { yes(middle) } else { Some(Stage::No) },
            };
            builtins::add(loader, id, &row)?;
        }
    }
    Ok(())
}

/// The institution of the catalogue that bears a name.
fn institution(loader: &LedgerBuilder, name: &str) -> Option<Id<Institution>> {
    loader.so_far().institutions.iter().find(|(_, row)| row.name == name).map(|(id, _)| id)
}

fn log_entry(
    loader: &mut LedgerBuilder,
    id: u64,
    task: u64,
    n: usize,
    entry: &str,
    part: &[&str],
) -> Result<(), LoadError> {
    let mut words = entry.split(':');
    let date = words.next().and_then(ledger::domain::parse_date);
    let status = words.next().and_then(|word| TaskStatus::ALL.iter().copied().find(|s| s.word().zh == word));
    let text = match status {
        Some(TaskStatus::Closed) => format!("{}已完成，验收通过。", part[7]),
        Some(TaskStatus::Applied) => format!("{}已形成，申请销号。", part[7]),
        Some(TaskStatus::Returned) => "佐证材料不足，退回补充。".to_owned(),
        Some(TaskStatus::Reopened) => "抽查发现退回率回升，重新打开。".to_owned(),
        _ => format!("{}。", part[6]),
    };
    let row = Progress {
        task: Some(Id::new(RawId(task))),
        date,
        order: Some(Decimal::whole(n as i64 + 1)),
        status,
        percent: words.next().and_then(|percent| percent.parse().ok()),
        text: LongText(text),
        by: "示例填报员".into(),
    };
    builtins::add(loader, id, &row)?;
    // One closed task lacks its evidence, for the checks to find.
    if status == Some(TaskStatus::Closed) && part[0] != "7-1-1" {
        let row = Evidence {
            task: Some(Id::new(RawId(task))),
            title: part[7].to_owned(),
            number: format!("示例国资发〔{}〕{}号", date.map_or(2024, Date::year), id % 90 + 5),
            date,
            kept_at: "示例档案室".to_owned(),
        };
        builtins::add(loader, id, &row)?;
    }
    Ok(())
}
