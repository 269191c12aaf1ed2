//! Trend and forecast: the even schedule (序时进度), the day on which the target is met at the present
//! pace (按现有进度预计), the pace that is needed (需要的进度), and who will miss.
//!
//! # Method
//!
//! Whoever is due today is looked back upon: those of them that are done, by the day on which they were.
//! So a change of the population bends no pace, and what was done and undone again counts not at all; who
//! joins later is not foreseen. Where others take their place all the time, as with contracts, nothing is
//! foretold: the sample's rate of papers signed stands still while its contracts are signed month by month.
//! Everything compared with a target is counted in integers. Only the band uses floating point, with
//! additions, multiplications, divisions and square roots alone, which are the same on every machine.
//!
//! The pace is what was added in each of the last [`WINDOW`] months before the as-of date, at least
//! [`LEAST`] of them. With their mean *m* and the squared spread *s²*, what `h` further months add lies
//! with 80 % between `m·h ± t·s·√(h + h²/k)`: the chance of the coming months, and the doubt about the mean
//! itself. The band runs from where the upper bound reaches the gap, less half a count since counts come
//! whole, to where the lower one does, which may be never. The likely day is the plain division, gap by pace.
//!
//! With two to six months the spread itself is hardly known: four times the same number says not that the
//! fifth will be it too. So one observation's worth of the spread that pure chance gives to counts, *m*,
//! goes into it: `s² = (Σ(x − m)² + m) / k`, with *t* at *k* degrees of freedom.
//!
//! # Calibration, as measured by `tests/native/forecast.rs`
//!
//! How often the true day lies in the band that is meant to hold it in 80 of 100 cases, at paces from one
//! in two months to forty a month and targets 1½ to 10 months away (2,000 histories each): the mean over
//! these, and the least and the most.
//!
//! | History | six months | three months |
//! |---|---|---|
//! | pure chance at an even rate | 83 (81–88) | 87 (83–93) |
//! | good and bad months, each by itself, from a quarter of the rate to nine quarters | 80 (76–91) | 78 (66–93) |
//! | nearly regular, as by a plan: wider than need be | 93 (83–97) | 98 (88–100) |
//! | good and bad seasons; worst at forty a month | 77 (59–90) | 81 (64–93) |
//! | the pace doubles on the as-of date: the true day is earlier | 32 (0–81) | |
//! | each of those left has the same chance, so the pace sinks: the true day is later | 54 (0–88) | 63 (1–93) |
//!
//! Two months give 92 (87–99) at an even rate. The last two rows are no accident of numbers: the method
//! knows the present pace and nothing else, and the more there is to count the surer it is of it.

use std::{cmp::Reverse, collections::BTreeMap};

use super::{
    View,
    figure::{Figure, Sum, TargetState},
    indicator::{Answer, Item, Nature, items, nature},
    matrix::{Axis, ColumnLabel, arrange, narrowed, sorter},
    scope::Scope,
    series::{Point, done_on, first_day, series},
};
use ledger::domain::{Date, Decimal, Id, Phrase, Ratio, days_after, days_between, months_before, records::Indicator};

/// The most months that tell the present pace.
pub const WINDOW: i64 = 6;

/// The fewest months that tell a pace: three points in time.
pub const LEAST: usize = 2;

/// The days after which nothing is foretold: twenty years.
pub const HORIZON: i64 = 7_305;

/// A month in sixteenths of a day: 30.4375 days, a twelfth of 365¼.
const MONTH_SIXTEENTHS: i64 = 487;

/// What the page says about the method, sentence by sentence.
pub const METHOD: [Phrase; 8] = [
    Phrase::new(
        "按统计日应纳入的对象回看：其中已完成的，各在哪一天完成；没有日期的视为早已完成，另行列出；今后新纳入的不计。契约等随任期更替的，只看走势，不作推算。",
        "Those due on the as-of date are looked back upon: which of them are done, and since when. What has no date counts as done long ago, and is stated apart; who joins later is not foreseen. Where contracts follow one another only the course is shown, and nothing is foretold.",
    ),
    Phrase::new(
        "序时进度：自起始日至时限按天匀速推进，截至统计日应完成多少（向上取整）；起始日默认为台账中该指标最早的日期。",
        "Even schedule: from the start to the deadline in equal daily steps, so many should be done by the as-of date (rounded up). The start is the indicator's first date in the ledger, unless another is given.",
    ),
    Phrase::new(
        "现有进度：自统计日往回数，最近 6 个月（不足的按实有月数，至少 2 个月、即 3 个时点）每月新增数的平均；不足 3 个时点，不作判断。",
        "Present pace: the mean of what was added in each of the last 6 months before the as-of date (or as many as there are, at least 2, which is 3 points in time). Below three points nothing is said.",
    ),
    Phrase::new(
        "按现有进度预计：还差的数除以每月平均新增数。区间按各月新增数的离散程度推算，名义上十次有八次落在其中。",
        "At the present pace: the gap divided by the monthly mean. The band follows from how much the months differ; by its making it holds the true day eight times out of ten.",
    ),
    Phrase::new(
        "用随机生成的历史检验（三至六个月）：各月互不影响时，真实日期落入区间的平均约八成（各种情形 66% 至 93%）；连续几个月偏快或偏慢时最低 59%，区间偏窄；按计划匀速推进时超过九成，区间偏宽。",
        "Tried on generated histories of three to six months: where months are independent the true day lay in the band in about 80% of cases (66% to 93% by the kind of history); where slow or fast months come in a row in as few as 59%, the band being too narrow; where work goes by an even plan in over 90%, the band being too wide.",
    ),
    Phrase::new(
        "年底集中突击、进度突然加快的，实际会早于区间；越到后面越难、进度放慢的，实际会晚于区间。这两种情形本方法都无法预见。",
        "With a push before the deadline the true day comes before the band; where the last ones are the hardest it comes after it. The method foresees neither.",
    ),
    Phrase::new(
        "需要的进度：还差的数除以到时限剩余的天数，折算为每月（30.4375 天），向上取到小数两位。",
        "The pace needed: the gap over the days left to the deadline, put per month of 30.4375 days and rounded up to two places.",
    ),
    Phrase::new(
        "是否达标只看整数比较，不由推算决定；推算超过二十年的，视为按现有进度达不到。",
        "Whether a target is met is decided in whole numbers and never by an estimate. What lies beyond twenty years counts as not reached at the present pace.",
    ),
];

/// An indicator's past and what follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forecast {
    /// The rate month by month, each over those that were due then.
    pub points: Vec<Point>,
    /// Where it stands and where it goes.
    pub course: Course,
}

/// Where an indicator stands and where it goes at the present pace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Course {
    /// The figure on the as-of date, with its target and its gap.
    pub figure: Figure,
    /// The first dated fact of the indicator in the ledger.
    pub start: Option<Date>,
    /// How many of those that are done say not since when.
    pub undated: i64,
    /// The even schedule; `None` without a deadline after the start.
    pub schedule: Option<Schedule>,
    /// The present pace; `None` below three points, and where the dates tell none.
    pub pace: Option<Pace>,
    /// When the target will be met.
    pub outlook: Outlook,
    /// The outlook against the deadline.
    pub prospect: Prospect,
    /// The pace needed; `None` where the target is met, or its deadline is none or here.
    pub needed: Option<Needed>,
}

/// The even schedule (序时进度) on the as-of date, in counted units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Schedule {
    /// Its first day, on which nothing is asked for.
    pub start: Date,
    /// Its last day, on which all is.
    pub deadline: Date,
    /// The time gone by, in tenths of a per cent, rounded as printed.
    pub elapsed: i64,
    /// How many the target asks for in all.
    pub required: i64,
    /// How many should be done by now: `ceil(required × days gone by / all days)`.
    pub asked: i64,
    /// How many are done.
    pub done: i64,
}

impl Schedule {
    /// How many are done beyond what is asked for; negative where it lags (落后序时进度).
    pub const fn ahead(&self) -> i64 {
        self.done - self.asked
    }
}

/// What was added month by month before the as-of date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The day after which counting begins.
    pub from: Date,
    /// What each month added, the oldest first; two months to six.
    pub added: Vec<i64>,
    /// The mean of a month, cut off.
    pub per_month: Decimal,
}

/// The pace that meets the target by its deadline (需要的进度).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Needed {
    /// How many are missing; above 0.
    pub gap: i64,
    /// Days from the as-of date to the deadline; above 0.
    pub days_left: i64,
    /// So many in 30.4375 days, rounded up, so that this pace does cover the gap.
    pub per_month: Decimal,
}

/// When the target will be met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outlook {
    /// It is met.
    Met {
        /// The day that brought the last one needed, among those due today; `None` where the dates do not tell.
        since: Option<Date>,
    },
    /// Nothing can be said.
    CannotTell(Unknown),
    /// Nothing was added in the months that tell the pace, or so little that twenty years are not enough.
    Stalled,
    /// It will be met at the present pace.
    Expected(Band),
}

/// The days between which the target is met at the present pace, all after the as-of date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// The early end: one case in ten comes before it.
    pub earliest: Date,
    /// The gap by the pace; `None` beyond twenty years.
    pub likely: Option<Date>,
    /// The late end: one case in ten comes after it. `None` beyond twenty years or never.
    pub latest: Option<Date>,
    /// Whether the deadline holds; `None` without one.
    pub by_deadline: Option<Likelihood>,
}

/// Where a deadline lies to a band.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likelihood {
    /// The whole band lies before its end.
    Yes,
    /// It lies within the band.
    Uncertain,
    /// The whole band lies after it.
    No,
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// No target applies.
    NoTarget,
    /// Nothing is due.
    NothingDue,
    /// Nothing was reported of those that are due.
    NotReported,
    /// The target asks for more than all.
    AboveWhole,
    /// The facts of the indicator, or those done here, carry no dates.
    NoDates,
    /// Those that are due are replaced by others as terms and years go by.
    Turnover,
    /// Fewer than three points in time.
    TooFewPoints,
}

/// An outlook against the deadline, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Prospect {
    /// It missed, or will at the present pace.
    WillMiss,
    /// The deadline lies within the band.
    Uncertain,
    /// Nothing can be said.
    CannotTell,
    /// It will hold the deadline, or will meet the target and has none.
    OnCourse,
    /// The target is met.
    Met,
}

/// The course of one part of an axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartOutlook {
    /// The part.
    pub label: ColumnLabel,
    /// The base scope narrowed to it.
    pub scope: Scope,
    /// Where it stands and where it goes.
    pub course: Course,
}

impl Unknown {
    /// The reason in words.
    pub const fn word(self) -> Phrase {
        match self {
            Self::NoTarget => Phrase::new("没有目标", "no target"),
            Self::NothingDue => Phrase::new("没有应纳入的对象", "nothing is due"),
            Self::NotReported => Phrase::new("未填报", "nothing was reported"),
            Self::AboveWhole => Phrase::new("目标高于 100%", "the target is above 100%"),
            Self::NoDates => Phrase::new("没有可用的日期", "no dates to go by"),
            Self::Turnover => {
                Phrase::new("对象随任期、考核年度更替", "those due are replaced as terms and years go by")
            }
            Self::TooFewPoints => Phrase::new("不足三个时点", "fewer than three points in time"),
        }
    }
}

impl Prospect {
    /// The prospect in words.
    pub const fn word(self) -> Phrase {
        match self {
            Self::WillMiss => Phrase::new("按现有进度将不达标", "will miss at the present pace"),
            Self::Uncertain => Phrase::new("能否按期达标不确定", "may or may not hold the deadline"),
            Self::CannotTell => Phrase::new("无法判断", "cannot tell"),
            Self::OnCourse => Phrase::new("按现有进度可以达标", "on course at the present pace"),
            Self::Met => Phrase::new("已达标", "met"),
        }
    }
}

/// The past of an indicator in a scope, and what follows from it.
pub fn forecast(view: View<'_>, indicator: Id<Indicator>, scope: &Scope) -> Forecast {
    Forecast { points: series(view, indicator, scope), course: course(view, indicator, scope) }
}

/// Where an indicator stands in a scope and where it goes, without the points of its past; one pass over
/// its items.
pub fn course(view: View<'_>, indicator: Id<Indicator>, scope: &Scope) -> Course {
    let mut past = Past::default();
    let definition = view.ledger.indicators.get(indicator);
    for item in items(view, indicator, scope) {
        past.add(view, definition, &item);
    }
    past.course(view, indicator, scope, first_day(view, indicator))
}

/// The course of every part of an axis; those that will miss come first, the largest gap before others.
///
/// Each item is looked at once, whatever the number of parts.
pub fn will_miss(view: View<'_>, indicator: Id<Indicator>, base: &Scope, axis: Axis) -> Vec<PartOutlook> {
    let sorter = sorter(view, base, axis);
    let definition = view.ledger.indicators.get(indicator);
    let mut parts: BTreeMap<ColumnLabel, Past> = BTreeMap::new();
    for item in items(view, indicator, base) {
        parts.entry(sorter.label(&item)).or_default().add(view, definition, &item);
    }
    let start = first_day(view, indicator);
    let mut list: Vec<PartOutlook> = parts
        .into_iter()
        .map(|(label, past)| {
            let scope = narrowed(base, label);
            let course = past.course(view, indicator, &scope, start);
            PartOutlook { label, scope, course }
        })
        .collect();
    let mut labels: Vec<ColumnLabel> = list.iter().map(|part| part.label).collect();
    arrange(view, &mut labels);
    list.sort_by_key(|part| labels.iter().position(|label| *label == part.label));
    // Labels come in order, and the sort keeps it among equals.
    list.sort_by_key(|part| (part.course.prospect, Reverse(part.course.figure.target.map_or(0, |target| target.gap))));
    list
}

/// The even schedule of a figure from a given day on; `None` without a deadline after it, and for
/// weighted rates, which are not counted.
pub fn schedule(view: View<'_>, figure: &Figure, start: Date) -> Option<Schedule> {
    let target = figure.target?;
    let deadline = target.deadline?;
    let whole = days_between(start, deadline);
    if whole <= 0 || figure.rate().is_none() || is_weighted(view, figure.indicator) {
        return None;
    }
    let gone = days_between(start, view.as_of).clamp(0, whole);
    let required = figure.due.required(target.value);
    let asked = (i128::from(required) * i128::from(gone) + i128::from(whole) - 1) / i128::from(whole);
    Some(Schedule {
        start,
        deadline,
        elapsed: Ratio::new(gone, whole).tenths_of_percent().unwrap_or_default(),
        required,
        asked: asked as i64,
        done: figure.due.num,
    })
}

fn nature_of(view: View<'_>, indicator: Id<Indicator>) -> Option<Nature> {
    view.ledger.indicators.get(indicator)?.measure.map(nature)
}

fn is_weighted(view: View<'_>, indicator: Id<Indicator>) -> bool {
    nature_of(view, indicator).is_some_and(Nature::is_weighted)
}

/// Items in the making of a course: their sum, and the days of those that are done.
#[derive(Clone, Debug, Default)]
struct Past {
    sum: Sum,
    dated: Vec<Date>,
    undated: i64,
}

impl Past {
    fn add(&mut self, view: View<'_>, definition: Option<&Indicator>, item: &Item) {
        self.sum.add(item);
        if item.excluded.is_some() || item.answer != Answer::Yes {
            return;
        }
        match definition.and_then(|definition| done_on(view, definition, item)) {
            Some(day) => self.dated.push(day),
            None => self.undated += 1,
        }
    }

    fn course(mut self, view: View<'_>, indicator: Id<Indicator>, scope: &Scope, start: Option<Date>) -> Course {
        let as_of = view.as_of;
        self.dated.sort_unstable();
        let figure = self.sum.figure(view, indicator, scope);
        let counted = !is_weighted(view, indicator);
        let lasting = counted && !nature_of(view, indicator).is_some_and(|nature| nature.turns_over);
        let pace = start.filter(|_| lasting).and_then(|start| pace(&self.dated, start, as_of));
        let outlook = match figure.target {
            None => Outlook::CannotTell(Unknown::NoTarget),
            Some(target) => match target.met {
                None if figure.is_unreported() => Outlook::CannotTell(Unknown::NotReported),
                None => Outlook::CannotTell(Unknown::NothingDue),
                Some(true) => {
                    let last = figure.due.required(target.value) - self.undated - 1;
                    let since = usize::try_from(last).ok().and_then(|at| self.dated.get(at)).copied();
                    Outlook::Met { since }
                }
                Some(false) if target.value > Decimal::whole(100) => Outlook::CannotTell(Unknown::AboveWhole),
                Some(false) if counted && !lasting => Outlook::CannotTell(Unknown::Turnover),
                // Of those that are done without a date nobody knows whether they are the present pace.
                Some(false) if !counted || start.is_none() || (self.dated.is_empty() && self.undated > 0) => {
                    Outlook::CannotTell(Unknown::NoDates)
                }
                Some(false) => match &pace {
                    None => Outlook::CannotTell(Unknown::TooFewPoints),
                    Some(pace) => reach(&pace.added, target.gap)
                        .map_or(Outlook::Stalled, |reach| Outlook::Expected(reach.band(as_of, target.deadline))),
                },
            },
        };
        Course {
            start,
            undated: self.undated,
            schedule: start.and_then(|start| schedule(view, &figure, start)),
            pace,
            outlook,
            prospect: prospect(outlook, figure.target),
            needed: figure.target.and_then(|target| needed(target, as_of)),
            figure,
        }
    }
}

/// What was added in each of the last months, going back as far as the history does.
fn pace(dated: &[Date], start: Date, as_of: Date) -> Option<Pace> {
    let mut ends = vec![as_of];
    ends.extend((1..=WINDOW).map(|months| months_before(as_of, months)).take_while(|day| start <= *day));
    ends.reverse();
    let until = |day: Date| dated.partition_point(|done| *done <= day) as i64;
    let added: Vec<i64> = ends.windows(2).map(|pair| until(pair[1]) - until(pair[0])).collect();
    (added.len() >= LEAST).then(|| {
        let per_month = Decimal::from_hundredths(added.iter().sum::<i64>() * 100 / added.len() as i64);
        Pace { from: ends[0], added, per_month }
    })
}

fn needed(target: TargetState, as_of: Date) -> Option<Needed> {
    let days_left = days_between(as_of, target.deadline?);
    if days_left <= 0 || target.gap <= 0 {
        return None;
    }
    let (wanted, left) = (i128::from(target.gap) * 100 * i128::from(MONTH_SIXTEENTHS), i128::from(days_left) * 16);
    let per_month = Decimal::from_hundredths(((wanted + left - 1) / left) as i64);
    Some(Needed { gap: target.gap, days_left, per_month })
}

fn prospect(outlook: Outlook, target: Option<TargetState>) -> Prospect {
    if target.is_some_and(|target| target.is_past && target.met == Some(false)) {
        return Prospect::WillMiss;
    }
    match outlook {
        Outlook::Met { .. } => Prospect::Met,
        Outlook::CannotTell(_) => Prospect::CannotTell,
        Outlook::Stalled => Prospect::WillMiss,
        Outlook::Expected(band) => match band.by_deadline {
            Some(Likelihood::No) => Prospect::WillMiss,
            Some(Likelihood::Uncertain) => Prospect::Uncertain,
            Some(Likelihood::Yes) | None => Prospect::OnCourse,
        },
    }
}

/// In how many days a gap is closed; each at least 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reach {
    /// The early end of the band.
    pub earliest: i64,
    /// The gap by the pace; `None` beyond twenty years.
    pub likely: Option<i64>,
    /// The late end; `None` beyond twenty years or never.
    pub latest: Option<i64>,
}

impl Reach {
    fn band(self, as_of: Date, deadline: Option<Date>) -> Band {
        let day = |days| days_after(as_of, days);
        let (earliest, latest) = (day(self.earliest), self.latest.map(day));
        let by_deadline = deadline.map(|deadline| {
            if latest.is_some_and(|latest| latest <= deadline) {
                Likelihood::Yes
            } else if earliest > deadline {
                Likelihood::No
            } else {
                Likelihood::Uncertain
            }
        });
        Band { earliest, likely: self.likely.map(day), latest, by_deadline }
    }
}

/// The upper ends of the middle 80 % of Student's distribution, by degrees of freedom from 1.
const STUDENT: [f64; 6] = [3.077_684, 1.885_618, 1.637_744, 1.533_206, 1.475_884, 1.439_756];

/// In how many days a gap is closed at the pace of the months given; `None` where that takes more than
/// twenty years. The module says how.
pub fn reach(added: &[i64], gap: i64) -> Option<Reach> {
    let total: i64 = added.iter().sum();
    if total <= 0 || gap <= 0 {
        return None;
    }
    let count = added.len();
    let months = count as f64;
    let mean = total as f64 / months;
    let squares: f64 = added.iter().map(|x| (*x as f64 - mean) * (*x as f64 - mean)).sum();
    let student = STUDENT[count.clamp(1, STUDENT.len()) - 1];
    let spread = student * student * (squares + mean) / months;

    // The roots of (m·h − g)² = t²s²·(h + h²/k), in the forms that no difference of near numbers spoils.
    let root = |gap: f64| {
        let linear = 2.0 * mean * gap + spread;
        (linear, (linear * linear - 4.0 * (mean * mean - spread / months) * gap * gap).max(0.0).sqrt())
    };
    let earlier = gap as f64 - 0.5;
    let (linear, width) = root(earlier);
    let earliest = 2.0 * earlier * earlier / (linear + width);
    let slope = mean * mean - spread / months;
    let (linear, width) = root(gap as f64);
    let latest = if slope > 0.0 { (linear + width) / (2.0 * slope) } else { f64::INFINITY };
    let days = |months: f64| {
        let days = (months * MONTH_SIXTEENTHS as f64 / 16.0).ceil();
        (days <= HORIZON as f64).then_some((days as i64).max(1))
    };
    Some(Reach { earliest: days(earliest)?, likely: likely(total, count as i64, gap), latest: days(latest) })
}

/// The gap by the pace in whole days, exactly: so one more done never puts it off.
fn likely(total: i64, months: i64, gap: i64) -> Option<i64> {
    let (wanted, pace) = (i128::from(gap) * i128::from(months) * i128::from(MONTH_SIXTEENTHS), i128::from(total) * 16);
    let days = (wanted + pace - 1) / pace;
    (days <= i128::from(HORIZON)).then_some(days as i64)
}
