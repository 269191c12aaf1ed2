//! The kinds of record, and the one place that lists them all.

use super::record::{Declaration, FieldMeta, Record};
use super::value::FieldType;
use crate::domain::{id::RawId, records::*, words::Phrase};

macro_rules! kinds {
    ($($(#[$when:meta])* $name:ident, $table:ident, $zh:literal, $en:literal;)+) => {
        /// A kind of record; each has a table of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[$when])* #[doc = concat!($zh, ": ", $en, ".")] $name,)+
        }

        impl Kind {
            /// Every kind, in the order in which files carry them.
            pub const ALL: &'static [Self] = &[$($(#[$when])* Self::$name,)+];

            /// The name of the table in files.
            pub const fn table_name(self) -> &'static str {
                match self { $($(#[$when])* Self::$name => stringify!($table),)+ }
            }

            /// The term on screen.
            pub const fn word(self) -> Phrase {
                match self { $($(#[$when])* Self::$name => Phrase::new($zh, $en),)+ }
            }

            /// The fields of the kind, in their order in files.
            pub const fn fields(self) -> &'static [FieldMeta] {
                match self { $($(#[$when])* Self::$name => <$name as Record>::META,)+ }
            }

            /// What is known of every record of the kind.
            pub const fn declaration(self) -> &'static Declaration {
                match self { $($(#[$when])* Self::$name => const { &<$name as Record>::DECLARATION },)+ }
            }
        }

        /// The tables of a ledger, one for each kind of record.
        #[derive(Clone, Debug, Default)]
        pub struct Tables {
            $($(#[$when])* #[doc = concat!("The table of ", $zh, ".")] pub $table: $crate::domain::table::Table<$name>,)+
        }

        impl Tables {
            /// The table of a kind, in its general form.
            pub fn of(&self, kind: Kind) -> &dyn $crate::domain::table::AnyTable {
                match kind { $($(#[$when])* Kind::$name => &self.$table,)+ }
            }

            /// The table of a kind, in its general form, to be changed.
            pub(in crate::domain) fn of_mut(&mut self, kind: Kind) -> &mut dyn $crate::domain::table::AnyTable {
                match kind { $($(#[$when])* Kind::$name => &mut self.$table,)+ }
            }

            /// Tells whether the rows at two positions of two tables of a kind hold the same values.
            pub fn same_row(&self, kind: Kind, at: usize, other: &Self, other_at: usize) -> bool {
                match kind { $($(#[$when])* Kind::$name => self.$table.at(at) == other.$table.at(other_at),)+ }
            }
        }
    };
}

kinds! {
    Profile, profile, "台账信息", "About the ledger";
    Unit, units, "填报单位", "Reporting unit";
    Enterprise, enterprises, "企业", "Enterprise";
    Exclusion, exclusions, "不纳入说明", "Exclusion";
    Institution, institutions, "制度", "Institution";
    Adoption, adoptions, "制度落实", "Adoption";
    Board, boards, "董事会", "Board";
    Director, directors, "董事", "Director";
    Contract, contracts, "契约", "Contract";
    Assessment, assessments, "契约考核", "Assessment of a contract";
    Programme, programmes, "试点工程", "Pilot programme";
    Membership, memberships, "试点名单", "Pilot membership";
    Grade, grades, "试点评级", "Pilot grade";
    GradeScale, grade_scales, "评级档次", "Grade scale";
    Task, tasks, "任务", "Task";
    Milestone, milestones, "节点", "Milestone";
    Progress, progress, "进展", "Progress entry";
    Evidence, evidence, "佐证材料", "Evidence";
    Indicator, indicators, "指标", "Indicator";
    Target, targets, "目标", "Target";
    Quotation, quotations, "公开数据", "Published figure";
    YearFigures, year_figures, "年度经营数据", "Figures of a year";
    Investment, investments, "投资项目", "Investment";
    Restructuring, restructurings, "重组整合", "Restructuring";
    ClassDirection, class_directions, "投向归类", "Direction of a class";
    Rubric, rubrics, "评估细则", "Rubric";
    RubricItem, rubric_items, "评估项目", "Item of a rubric";
    HandScore, hand_scores, "人工评分", "Score by hand";
    Evaluation, evaluations, "评估结果", "Frozen result";
    EvaluationScore, evaluation_scores, "评估得分", "Score of a frozen result";
    FlagSetting, flag_settings, "疑点阈值", "Setting of a flag";
    Dismissal, dismissals, "疑点排除", "Dismissed flag";
    Practice, practices, "样板", "Practice";
    PracticeLink, practice_links, "样板关联", "Link of a practice";
    #[cfg(feature = "trial-kind")]
    Inspection, inspections, "督查记录", "Inspection";
}

impl Kind {
    /// Finds a kind by the name of its table.
    pub fn of_table_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.table_name() == name)
    }

    /// Finds a field of the kind by its name in files.
    pub fn field(self, key: &str) -> Option<super::record::Field> {
        let index = self.fields().iter().position(|meta| meta.key == key)?;
        Some(super::record::Field { kind: self, index: index as u8 })
    }

    /// The field by which its records belong to one of another kind.
    pub fn owning_field(self, owner: Self) -> Option<super::record::Field> {
        self.declaration().owners.iter().copied().find(|field| field.meta().field_type == FieldType::Ref(owner))
    }

    /// Every kind, those that are referred to before those that refer to them.
    pub fn by_dependence() -> Vec<Self> {
        let mut out: Vec<Self> = Vec::with_capacity(Self::ALL.len());
        while out.len() < Self::ALL.len() {
            let is_ready = |kind: Self| {
                kind.fields().iter().all(|meta| match meta.field_type {
                    FieldType::Ref(to) => to == kind || out.contains(&to),
                    _ => true,
                })
            };
            let next: Vec<Self> = Self::ALL.iter().copied().filter(|k| !out.contains(k) && is_ready(*k)).collect();
            assert!(!next.is_empty(), "kinds refer to each other in a circle");
            out.extend(next);
        }
        out
    }
}

/// The identity of a record together with its kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordRef {
    /// The kind of record.
    pub kind: Kind,
    /// The identity within the kind's table.
    pub id: RawId,
}

impl RecordRef {
    /// Names a record.
    pub const fn new(kind: Kind, id: RawId) -> Self {
        Self { kind, id }
    }
}
