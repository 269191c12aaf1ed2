//! Civil dates and moments: what a calendar and a wall clock say, never an instant in a time zone.

pub use jiff::civil::Date;

/// When an edit was made, as the wall clock of its maker said; to the second, no time zone.
pub type Moment = jiff::civil::DateTime;

/// Reads `2024-12-31` and nothing else.
pub fn parse_date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(i, b)| if i == 4 || i == 7 { *b == b'-' } else { b.is_ascii_digit() });
    if !shaped {
        return None;
    }
    Date::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?).ok()
}

/// Days from `from` to `to`; negative where `to` is earlier.
pub fn days_between(from: Date, to: Date) -> i64 {
    i64::from((to - from).get_days())
}

/// The day so many days later; the ends of the calendar hold.
pub fn days_after(day: Date, days: i64) -> Date {
    // Whatever is beyond the calendar's length ends at its end, and must not overflow before that.
    day.saturating_add(jiff::Span::new().days(days.clamp(-4_000_000, 4_000_000)))
}

/// The same day so many months earlier, or the last that the month has. The last day of a month goes to
/// the last day of a month, so that steps back from it are whole months.
pub fn months_before(day: Date, months: i64) -> Date {
    let earlier = day.saturating_sub(jiff::Span::new().months(months.clamp(0, 100_000)));
    if day == day.last_of_month() { earlier.last_of_month() } else { earlier }
}

/// A moment to the minute, as lists show it: `2025-01-02 09:30`.
pub fn to_the_minute(at: Moment) -> String {
    format!("{} {:02}:{:02}", at.date(), at.hour(), at.minute())
}
