//! Words of a closed set besides its own, as returns write them.

use ledger::domain::{
    choice::{Concentration, IndustryClass, RestructuringKind, TaskStatus},
    records::{ClassDirection, Investment, Restructuring, YearFigures},
};
use table_model::Column;

/// Positions in a set of choices, each with the words that mean the same.
type Words = &'static [(u8, &'static [&'static str])];

const STATUS: Words = &[
    (TaskStatus::Closed as u8, &["已完成", "完成", "已办结", "办结", "销号", "√", "✓", "是"]),
    (TaskStatus::InProgress as u8, &["进行中", "正在推进", "持续推进", "正在进行", "在推进", "正常推进"]),
    (TaskStatus::NotStarted as u8, &["未开始", "尚未启动", "未开展", "未完成", "×", "否"]),
    (TaskStatus::Applied as u8, &["待验收", "待销号", "申请验收"]),
];

#[rustfmt::skip]
const CLASS: Words = &[
    (IndustryClass::Emerging as u8, &["战新", "战新产业", "战略性新兴", "战略新兴产业", "新兴产业"]),
    (IndustryClass::Future as u8, &["未来", "未来产业培育"]),
    (IndustryClass::Upgrading as u8, &["传统产业", "传统产业改造升级", "传统产业转型升级", "改造升级", "转型升级"]),
    (IndustryClass::Lifeline as u8, &["国家安全", "命脉行业", "国民经济命脉", "安全和命脉", "国家安全和国民经济命脉"]),
    (IndustryClass::PublicService as u8, &["公共服务业", "民生", "民生保障", "公益服务"]),
    (IndustryClass::Infrastructure as u8, &["基础设施", "基础设施建设", "城市基础设施", "城乡基础设施建设", "基建"]),
    (IndustryClass::LocalStrength as u8, &["优势产业", "地方优势", "特色产业", "地方特色产业", "特色优势产业"]),
    (IndustryClass::Medical as u8, &["医药", "医疗", "医药卫生", "医疗卫生"]),
    (IndustryClass::Elderly as u8, &["养老", "康养", "养老健康", "健康养老产业"]),
    (IndustryClass::Emergency as u8, &["应急", "应急物资", "应急保供"]),
    (IndustryClass::Other as u8, &["其它", "其他产业", "其他行业", "其它行业"]),
];

const RESTRUCTURING: Words = &[
    (RestructuringKind::Horizontal as u8, &["横向", "横向重组", "横向合并", "水平整合"]),
    (RestructuringKind::Vertical as u8, &["纵向", "纵向重组", "垂直整合", "上下游整合"]),
    (RestructuringKind::CrossTier as u8, &["跨层级整合", "跨层级重组", "跨级整合"]),
    (RestructuringKind::Professional as u8, &["专业化", "专业化重组", "专业整合"]),
];

const CONCENTRATION: Words = &[
    (Concentration::Lifeline as u8, &["国家安全", "国民经济命脉", "安全和命脉", "国家安全、国民经济命脉"]),
    (Concentration::Public as u8, &["国计民生", "公共服务", "民生", "国计民生、公共服务"]),
    (Concentration::Forward as u8, &["战略性新兴产业", "战新产业", "前瞻性产业", "前瞻性、战略性新兴产业"]),
];

/// The choice that a text means in a column by another word than its own.
pub(super) fn meant(column: Column, text: &str) -> Option<u8> {
    let words = match column {
        Column::Status => STATUS,
        Column::Field(field) if [YearFigures::class, Investment::class, ClassDirection::class].contains(&field) => {
            CLASS
        }
        Column::Field(field) if field == Restructuring::kind => RESTRUCTURING,
        Column::Field(field) if field == ClassDirection::concentration => CONCENTRATION,
        _ => return None,
    };
    words.iter().find(|(_, list)| list.contains(&text)).map(|(at, _)| *at)
}
