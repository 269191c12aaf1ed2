//! Why a wrapping does not open or close.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::codec::PackError;
use crate::json::BYTE_LIMIT;
use ledger::domain::Lang;

/// Why a file cannot be sealed, or a sealed one opened. Nothing was changed by trying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SealError {
    /// A passphrase without a character protects nothing.
    EmptyPassphrase,
    /// The file is whole, and the passphrase is another one.
    WrongPassphrase,
    /// Cut off, or changed since it was sealed.
    Damaged,
    /// Not a sealed file.
    NotSealed,
    /// Of a version of the format that is not known.
    UnknownVersion(u64),
    /// The key is made of the passphrase in a way that is not known.
    UnknownKdf,
    /// Encrypted in a way that is not known.
    UnknownCipher,
    /// Asks for more memory or work than is given, or for less than makes sense.
    CostOutOfBounds,
    /// More bytes than are read.
    TooLarge,
    /// The memory that the passphrase is worked out in is not there.
    OutOfMemory,
}

/// Why a page does not take or give a ledger. Nothing was changed by trying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PageError {
    /// The page has no place for a ledger.
    NoElement,
    /// The page has several places for a ledger.
    Several,
    /// The page is cut off, or its ledger changed.
    Damaged,
    /// The page says of its ledger what is not known.
    UnknownMode,
    /// More bytes than are read.
    TooLarge,
}

/// Why a zip cannot be written or read. Nothing was changed by trying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ZipError {
    /// A zip cannot take a file of this name.
    NotWritten,
    /// Cut off, or changed since it was made.
    Damaged,
    /// Encrypted with a password.
    Encrypted,
    /// Compressed in a way that is not read.
    Unsupported,
    /// More bytes than are read.
    TooLarge,
}

/// Why no ledger comes out of a file. Nothing was changed by trying.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContainerError {
    /// The file is sealed, and no passphrase was given.
    NeedsPassphrase,
    /// The sealed file does not open.
    Sealed(SealError),
    /// The page does not give its ledger.
    Page(PageError),
    /// The zip does not open.
    Zip(ZipError),
    /// No ledger is inside.
    NotALedger,
}

/// Puts between what happened and what to do that nothing was changed.
fn said(lang: Lang, zh: [&str; 2], en: [&str; 2]) -> String {
    match lang {
        Lang::Zh => format!("{}现有数据没有任何改动。{}", zh[0], zh[1]),
        Lang::En => format!("{} Nothing was changed. {}", en[0], en[1]),
    }
}

const ASK_AGAIN: [&str; 2] = ["请向发来文件的人重新索取。", "Ask the sender for the file again."];
const NEWER_PROGRAM: [&str; 2] = ["请用更新版本的程序打开。", "Open it with a newer version of the program."];
const WHOLE_PROGRAM: [&str; 2] =
    ["请重新取得完整的程序文件后再试。", "Get the whole file of the program again and retry."];

fn too_large(lang: Lang) -> String {
    let mb = BYTE_LIMIT >> 20;
    let zh = format!("文件内容超过 {mb} MB，疑似异常，没有处理。");
    let en = format!("The content has more than {mb} MB and was left alone.");
    said(lang, [&zh, "请核对文件来源。"], [&en, "Check where the file comes from."])
}

impl SealError {
    /// Says in plain sentences what is wrong, that nothing was changed, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        let (zh, en, then) = match self {
            Self::EmptyPassphrase => (
                "口令为空，文件没有加密。",
                "The passphrase is empty: nothing was sealed.",
                ["请输入口令后再试。", "Enter one."],
            ),
            Self::WrongPassphrase => (
                "口令不正确，文件没有打开。",
                "The passphrase is wrong: the file was not opened.",
                ["请核对大小写、空格和输入法后重新输入。", "Check capitals and blanks, and enter it again."],
            ),
            Self::Damaged => (
                "加密文件不完整或已损坏，没有打开。",
                "The sealed file is cut off or damaged and was not opened.",
                ASK_AGAIN,
            ),
            Self::NotSealed => ("这个文件不是加密的台账文件。", "This file is not a sealed ledger.", ASK_AGAIN),
            Self::UnknownVersion(version) => {
                let zh = format!("加密文件的格式版本（{version}）无法识别。");
                let en = format!("The version of the sealed file's format ({version}) is unknown.");
                return said(lang, [&zh, NEWER_PROGRAM[0]], [&en, NEWER_PROGRAM[1]]);
            }
            Self::UnknownKdf | Self::UnknownCipher => {
                ("文件的加密方式无法识别。", "The file is encrypted in an unknown way.", NEWER_PROGRAM)
            }
            Self::CostOutOfBounds => (
                "打开加密文件所需的计算量超出允许范围，疑似异常文件，没有打开。",
                "The sealed file asks for memory or work out of bounds and was not opened.",
                ASK_AGAIN,
            ),
            Self::TooLarge => return too_large(lang),
            Self::OutOfMemory => (
                "内存不足，无法核对口令。",
                "There is not enough memory to work the passphrase out.",
                ["请关闭其他网页和程序后再试。", "Close other pages and programs and retry."],
            ),
        };
        said(lang, [zh, then[0]], [en, then[1]])
    }
}

impl PageError {
    /// Says in plain sentences what is wrong, that nothing was changed, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        let (zh, en, then) = match self {
            Self::NoElement => ("网页中没有存放台账的位置。", "The page has no place for a ledger.", WHOLE_PROGRAM),
            Self::Several => {
                ("网页中存放台账的位置不止一处。", "The page has several places for a ledger.", WHOLE_PROGRAM)
            }
            Self::Damaged => {
                ("网页中的台账不完整或已损坏。", "The ledger in the page is cut off or damaged.", ASK_AGAIN)
            }
            Self::UnknownMode => {
                ("网页中台账的使用方式无法识别。", "What the page allows with its ledger is unknown.", NEWER_PROGRAM)
            }
            Self::TooLarge => return too_large(lang),
        };
        said(lang, [zh, then[0]], [en, then[1]])
    }
}

impl ZipError {
    /// Says in plain sentences what is wrong, that nothing was changed, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        let unpack = ["请先解压，再打开其中的文件。", "Unpack it first, then open the file inside."];
        let (zh, en, then) = match self {
            Self::NotWritten => (
                "无法用这个文件名生成压缩包。",
                "A zip cannot take a file of this name.",
                ["请换一个文件名再试。", "Use another name."],
            ),
            Self::Damaged => ("压缩包不完整或已损坏。", "The zip is cut off or damaged.", ASK_AGAIN),
            Self::Encrypted => ("压缩包设有密码，无法读取。", "The zip is encrypted with a password.", unpack),
            Self::Unsupported => ("压缩包的压缩方式无法识别。", "The zip is compressed in an unknown way.", unpack),
            Self::TooLarge => return too_large(lang),
        };
        said(lang, [zh, then[0]], [en, then[1]])
    }
}

impl ContainerError {
    /// Says in plain sentences what is wrong, that nothing was changed, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        match self {
            Self::NeedsPassphrase => said(
                lang,
                ["文件已加密，需要口令才能打开。", "请输入口令；不知道口令时，请询问发来文件的人。"],
                ["The file is sealed and opens with a passphrase.", "Enter it, or ask the sender for it."],
            ),
            Self::Sealed(error) => error.sentence(lang),
            Self::Page(error) => error.sentence(lang),
            Self::Zip(error) => error.sentence(lang),
            Self::NotALedger => said(
                lang,
                ["文件中没有国企改革台账。", "请换一个文件再试。"],
                ["There is no ledger of SOE reform in the file.", "Try another one."],
            ),
        }
    }
}

/// What all errors of wrappings are besides: shown in English, and made from one another.
macro_rules! errors {
    ($($error:ident),*) => {$(
        impl fmt::Display for $error {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.sentence(Lang::En))
            }
        }

        impl std::error::Error for $error {}
    )*};
}

macro_rules! made_from {
    ($($error:ident as $case:ident),*) => {$(
        impl From<$error> for ContainerError {
            fn from(error: $error) -> Self {
                Self::$case(error)
            }
        }

        impl From<PackError> for $error {
            fn from(error: PackError) -> Self {
                match error {
                    PackError::TooLarge => Self::TooLarge,
                    PackError::Damaged => Self::Damaged,
                }
            }
        }
    )*};
}

errors!(SealError, PageError, ZipError, ContainerError);
made_from!(SealError as Sealed, PageError as Page, ZipError as Zip);
