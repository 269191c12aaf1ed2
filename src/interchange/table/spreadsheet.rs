//! Workbooks to grids.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, SheetVisible, Xls, Xlsx};

use super::{
    cell::{Cell, Grid, Merge, Workbook},
    delimited::{Encoding, decode, delimited},
    detect::FileKind,
    detect::{TableError, recognise},
    filling::Filling,
};

/// Opens a file of tables; `encoding` overrides what a text file seems to be written in.
///
/// # Errors
/// Where the file is no table, or more than is read.
pub fn open(bytes: &[u8], encoding: Option<Encoding>) -> Result<Workbook, TableError> {
    let sheets = match recognise(bytes)? {
        FileKind::Xlsx => xlsx(bytes)?,
        FileKind::Xls => xls(bytes)?,
        FileKind::Ods => ods(bytes)?,
        FileKind::Text => vec![delimited(&decode(bytes, encoding).0)?],
        FileKind::Json => return Err(TableError::NotASpreadsheet),
    };
    let sheets: Vec<Grid> =
        sheets.into_iter().filter(|sheet| sheet.rows.iter().flatten().any(|cell| !cell.is_empty())).collect();
    if sheets.is_empty() { Err(TableError::NothingInside) } else { Ok(Workbook { sheets }) }
}

fn xlsx(bytes: &[u8]) -> Result<Vec<Grid>, TableError> {
    let damaged = |error: calamine::XlsxError| match error {
        calamine::XlsxError::Password => TableError::Encrypted,
        other => TableError::Damaged(other.to_string()),
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != calamine::SheetType::WorkSheet {
            continue;
        }
        let mut filling = Filling::new(&sheet.name, sheet.visible != SheetVisible::Visible);
        let mut cells = match book.worksheet_cells_reader(&sheet.name) {
            Ok(cells) => cells,
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(error) => return Err(damaged(error)),
        };
        while let Some(cell) = cells.next_cell().map_err(damaged)? {
            let (row, column) = cell.get_position();
            filling.put(row as usize, column as usize, of_ref(cell.get_value()))?;
        }
        drop(cells);
        let merges = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        sheets.push(filling.finish(merges.into_iter().map(merge)));
    }
    Ok(sheets)
}

fn xls(bytes: &[u8]) -> Result<Vec<Grid>, TableError> {
    let damaged = |error: calamine::XlsError| match error {
        calamine::XlsError::Password => TableError::Encrypted,
        other => TableError::Damaged(other.to_string()),
    };
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != calamine::SheetType::WorkSheet {
            continue;
        }
        let range = book.worksheet_range(&sheet.name).map_err(damaged)?;
        let merges = book.merge_cells_by_sheet_name(&sheet.name).unwrap_or_default();
        let filling = of_range(&sheet.name, sheet.visible, &range)?;
        sheets.push(filling.finish(merges.into_iter().map(merge)));
    }
    Ok(sheets)
}

fn ods(bytes: &[u8]) -> Result<Vec<Grid>, TableError> {
    let damaged = |error: calamine::OdsError| match error {
        calamine::OdsError::Password => TableError::Encrypted,
        calamine::OdsError::CellLimitExceeded { .. } => TableError::TooManyCells { sheet: String::new() },
        other => TableError::Damaged(other.to_string()),
    };
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut sheets = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        let range = book.worksheet_range(&sheet.name).map_err(damaged)?;
        sheets.push(of_range(&sheet.name, sheet.visible, &range)?.finish([]));
    }
    Ok(sheets)
}

fn of_range(name: &str, visible: SheetVisible, range: &calamine::Range<Data>) -> Result<Filling, TableError> {
    let mut filling = Filling::new(name, visible != SheetVisible::Visible);
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, data) in range.used_cells() {
        filling.put(top as usize + row, left as usize + column, of_data(data))?;
    }
    Ok(filling)
}

fn merge(of: calamine::Dimensions) -> Merge {
    Merge { rows: (of.start.0, of.end.0), columns: (of.start.1, of.end.1) }
}

fn of_data(data: &Data) -> Cell {
    match data {
        Data::Empty => Cell::Empty,
        Data::Int(number) => Cell::Number(*number as f64),
        Data::Float(number) => Cell::Number(*number),
        Data::String(text) => text_cell(text),
        Data::Bool(yes) => Cell::YesNo(*yes),
        Data::DateTime(at) => date(*at),
        Data::DateTimeIso(text) => iso(text),
        Data::DurationIso(text) => text_cell(text),
        Data::Error(fault) => Cell::Fault(fault.to_string()),
    }
}

fn of_ref(data: &DataRef<'_>) -> Cell {
    match data {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) => text_cell(text),
        DataRef::SharedString(text) => text_cell(text),
        DataRef::Bool(yes) => Cell::YesNo(*yes),
        DataRef::DateTime(at) => date(*at),
        DataRef::DateTimeIso(text) => iso(text),
        DataRef::DurationIso(text) => text_cell(text),
        DataRef::Error(fault) => Cell::Fault(fault.to_string()),
    }
}

fn text_cell(text: &str) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text.replace("\r\n", "\n").replace("_x000D_\n", "\n")) }
}

/// A date by its serial number; serial numbers below 1 are times of day, and no date.
fn date(at: ExcelDateTime) -> Cell {
    if at.is_duration() || at.as_f64() < 1.0 {
        return Cell::Number(at.as_f64());
    }
    let (year, month, day, ..) = at.to_ymd_hms_milli();
    Cell::Date { year: year as i16, month: month as i8, day: day as i8 }
}

/// A date as OpenDocument writes it, with or without a time of day.
fn iso(text: &str) -> Cell {
    let day = text.split('T').next().and_then(ledger::domain::parse_date);
    day.map_or_else(|| text_cell(text), |day| Cell::Date { year: day.year(), month: day.month(), day: day.day() })
}
