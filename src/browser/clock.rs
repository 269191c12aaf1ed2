//! The wall clock.

use ledger::domain::{Date, Moment};

/// What the wall clock says, to the second.
pub fn now() -> Moment {
    let now = js_sys::Date::new_0();
    Moment::new(
        now.get_full_year() as i16,
        now.get_month() as i8 + 1,
        now.get_date() as i8,
        now.get_hours() as i8,
        now.get_minutes() as i8,
        now.get_seconds() as i8,
        0,
    )
    .unwrap_or_default()
}

/// The day that the wall clock says.
pub fn today() -> Date {
    now().date()
}

/// Milliseconds since the page began, for measuring.
pub fn milliseconds() -> f64 {
    web_sys::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now())
}
