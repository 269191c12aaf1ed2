//! Why something could not be kept or fetched, and what is said of it.

use std::fmt;

use ledger::domain::Lang;

/// Why something could not be kept or fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageError {
    /// The browser gives this page no storage: a private window, a policy, or a setting.
    Denied(String),
    /// The disk is full.
    Full,
    /// The browser's share of the disk is used up.
    Quota,
    /// The browser closed the connection; a new one may be had.
    Closed,
    /// What was kept is gone: the data of the page were cleared.
    Gone,
    /// The workspace was deleted, in another window or by another program.
    Removed,
    /// Another window has written since: the revision found is not the one expected.
    Conflict {
        /// The revision that the database holds.
        found: u64,
    },
    /// The database was written by a newer version of the program.
    Newer,
    /// What was found has not the shape that this product writes; it was left as it is.
    Unreadable(String),
    /// Anything else, by the browser's own name and words for it.
    Failed {
        /// The name of the error.
        name: String,
        /// What the browser says of it.
        message: String,
    },
}

impl StorageError {
    /// Tells the cause from the name and the words of a browser's error.
    pub fn of(name: &str, message: &str) -> Self {
        let says = |part: &str| message.to_ascii_lowercase().contains(part);
        match name {
            "QuotaExceededError" => Self::Quota,
            "SecurityError" | "NotAllowedError" => Self::Denied(message.to_owned()),
            "VersionError" => Self::Newer,
            "NotFoundError" | "NotReadableError" | "DataError" => Self::Unreadable(format!("{name}: {message}")),
            _ if says("no space") || says("disk full") || says("disk is full") || says("no_space") => Self::Full,
            "InvalidStateError" | "AbortError" | "TransactionInactiveError" => Self::Closed,
            _ => Self::Failed { name: name.to_owned(), message: message.to_owned() },
        }
    }

    /// Whether there is no room for what is to be written.
    pub const fn is_lack_of_room(&self) -> bool {
        matches!(self, Self::Full | Self::Quota)
    }

    /// Whether the same may succeed a while later, without anybody's decision.
    pub const fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::Full | Self::Quota | Self::Closed | Self::Gone | Self::Conflict { .. } | Self::Failed { .. }
        )
    }

    /// The cause in a few words, for the sign of saving.
    pub const fn sign(&self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Full, Lang::Zh) => "✕ 磁盘空间已满，未存—立即导出",
            (Self::Full, Lang::En) => "✕ Disk full, not saved: export now",
            (Self::Quota, Lang::Zh) => "✕ 浏览器存储空间已满，未存—立即导出",
            (Self::Quota, Lang::En) => "✕ Storage full, not saved: export now",
            (Self::Closed, Lang::Zh) => "✕ 浏览器断开了存储，未存—立即导出",
            (Self::Closed, Lang::En) => "✕ Storage was cut off, not saved: export now",
            (Self::Gone | Self::Removed, Lang::Zh) => "✕ 本机存的已被删除—立即导出",
            (Self::Gone | Self::Removed, Lang::En) => "✕ Deleted from storage: export now",
            (Self::Denied(_), Lang::Zh) => "✕ 浏览器不保存—请导出",
            (Self::Denied(_), Lang::En) => "✕ Not kept: export",
            (_, Lang::Zh) => "✕ 保存失败—立即导出",
            (_, Lang::En) => "✕ Not saved: export now",
        }
    }

    /// Says in plain sentences why saving failed, that nothing on screen was lost, and what to do.
    pub fn sentence(&self, lang: Lang) -> String {
        match lang {
            Lang::Zh => self.chinese(),
            Lang::En => format!("{self}. {}", self.advice()),
        }
    }

    /// Says why a workspace could not be read, and what to do; nothing was written.
    pub fn loading(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Newer, Lang::Zh) => "它由更新版本的程序写成，请用新版本的文件打开。".to_owned(),
            (Self::Unreadable(_), Lang::Zh) => "本机保存的内容已损坏。".to_owned(),
            (Self::Full | Self::Quota, Lang::Zh) => "磁盘或浏览器的存储空间已满，请清理后再打开。".to_owned(),
            (Self::Failed { name, .. }, Lang::Zh) => {
                format!("浏览器读不出它的存储（错误代号 {name}），请关闭浏览器重新打开再试。")
            }
            (Self::Denied(_), Lang::Zh) => "浏览器不允许本页读取它的存储。".to_owned(),
            (_, Lang::Zh) => "浏览器断开了与它的存储的连接，请再打开一次。".to_owned(),
            (_, Lang::En) => format!("{self}."),
        }
    }

    fn chinese(&self) -> String {
        match self {
            Self::Denied(_) => "浏览器不允许本页保存数据，台账只在屏幕上。请在关闭前导出。".to_owned(),
            Self::Full => {
                "磁盘空间已满，最近的修改没有存上，屏幕上的内容没有丢失。请先导出到U盘或其他磁盘，再清理磁盘；有了空间会自动补存。".to_owned()
            }
            Self::Quota => {
                "浏览器分给本页的存储空间已用完，最近的修改没有存上，屏幕上的内容没有丢失。请先导出，再删除不用的台账或清理磁盘；有了空间会自动补存。".to_owned()
            }
            Self::Closed => {
                "浏览器断开了与本机存储的连接（磁盘写满或清理数据时会这样），最近的修改没有存上，屏幕上的内容没有丢失。正在自动重试，请先导出一份。".to_owned()
            }
            Self::Gone => {
                "本机保存的内容已被清除（可能是清理了浏览数据），屏幕上的内容没有丢失。正在重新存入，请先导出一份。".to_owned()
            }
            Self::Removed => {
                "这份台账在本机的存储已被删除（在另一个窗口，或由其他程序），现在只在本窗口的屏幕上，不再保存。要留下它，请立即导出，再把导出的文件重新打开。".to_owned()
            }
            Self::Conflict { .. } => "另一个窗口刚写入了本台账，请稍后再试。屏幕上的内容没有丢失。".to_owned(),
            Self::Newer => "它由更新版本的程序写成，本版本不能打开。请用新版本的文件打开；原内容没有改动。".to_owned(),
            Self::Unreadable(_) => "本机保存的内容已损坏，无法读取；原内容没有改动。".to_owned(),
            Self::Failed { name, .. } => {
                format!("浏览器没有完成操作（错误代号 {name}），屏幕上的内容没有丢失。请先导出，再关闭浏览器重新打开本文件。")
            }
        }
    }

    const fn advice(&self) -> &'static str {
        match self {
            Self::Full => {
                "Nothing on screen was lost: export it to another disk, then make room; the rest is saved by itself."
            }
            Self::Quota => {
                "Nothing on screen was lost: export it, then delete ledgers or make room; the rest is saved by itself."
            }
            Self::Newer | Self::Unreadable(_) => "It was left untouched.",
            Self::Removed => "It is on this screen alone: export it now, and open the file.",
            _ => "Nothing on screen was lost: export it now.",
        }
    }
}

impl fmt::Display for StorageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Denied(why) => write!(f, "No storage: {why}"),
            Self::Full => f.write_str("The disk is full"),
            Self::Quota => f.write_str("The browser's storage is full"),
            Self::Closed => f.write_str("The browser closed its storage"),
            Self::Gone => f.write_str("The browser's data were cleared"),
            Self::Removed => f.write_str("The ledger was deleted from storage"),
            Self::Conflict { found } => write!(f, "Another window has written revision {found}"),
            Self::Newer => f.write_str("It was written by a newer version of the program"),
            Self::Unreadable(what) => write!(f, "What was kept is damaged ({what})"),
            Self::Failed { name, message } => write!(f, "The browser did not do it ({name}: {message})"),
        }
    }
}

impl std::error::Error for StorageError {}
