//! Report rows to SVG. plotters draws shapes on exact coordinates; text is placed here, because
//! plotters measures Chinese by bytes. Colours are names that the style sheet fills, so that a chart
//! follows light, dark and paper.

mod bars;
mod bridge;
mod frame;
mod heat;
mod icicle;
mod line;
mod outlook;

pub use bars::{Bar, Pair, coverage_bars, pilot_bars};
pub use bridge::{BridgeEnd, BridgeStep, bridge_chart};
pub use frame::Chart;
pub use heat::{HeatCell, HeatRow, heat_table};
pub use icicle::{Direction, IciclePart, IcicleWords, REST, icicle, neighbour};
pub use line::{LinePoint, TargetLine, closings_line};
pub use outlook::{Ahead, EvenSchedule, ForecastLine, forecast_line};
