//! What workers do for the page: reading tables and ledgers, sealing files.

use serde::{Deserialize, Serialize};

use super::{
    plan,
    transfer::{import, merge_session},
};
use interchange::{
    container::{self, Cost, Nonce, Salt, SealError},
    json,
};

/// What a worker is asked to do with the bytes that it is given.
#[derive(Serialize, Deserialize)]
pub(super) enum WorkerRequest {
    /// Read tables, in an encoding if one was chosen.
    Table(Option<String>),
    /// Read a ledger, out of whatever it is wrapped in.
    Ledger(Option<String>),
    /// Read a ledger's file and write it again, to see whether it comes out the same.
    ReadBack,
    /// Seal a ledger's file with a passphrase.
    Seal(String, [u8; 16], [u8; 12]),
    /// Seek the cheapest way to a target.
    Way,
}

impl WorkerRequest {
    /// The request as the note that goes along with the bytes.
    pub(super) fn note(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

/// The worker's part.
pub fn work(bytes: &[u8], note: &str, say: &dyn Fn(&str)) {
    match serde_json::from_str(note) {
        Ok(WorkerRequest::Table(encoding)) => import::work(bytes, encoding.as_deref(), say),
        Ok(WorkerRequest::Ledger(passphrase)) => merge_session::work(bytes, passphrase.as_deref(), say),
        Ok(WorkerRequest::Seal(passphrase, salt, nonce)) => {
            let sealed = sealed(bytes, &passphrase, salt, nonce);
            // A sealed file is text.
            let sealed = sealed.map(|bytes| String::from_utf8(bytes).unwrap_or_default());
            say(&serde_json::to_string(&sealed).unwrap_or_default());
        }
        Ok(WorkerRequest::Way) => plan::work(bytes, say),
        Ok(WorkerRequest::ReadBack) => say(if reads_back(bytes) { "true" } else { "false" }),
        // Page and worker run one program, so its requests can be read.
        Err(_) => {}
    }
}

/// Seals a file, and opens it again to see whether the same comes out.
pub(super) fn sealed(bytes: &[u8], passphrase: &str, salt: [u8; 16], nonce: [u8; 12]) -> Result<Vec<u8>, SealError> {
    let sealed = container::seal(bytes, passphrase, Salt(salt), Nonce(nonce), Cost::default())?;
    if container::unseal(&sealed, passphrase)? == bytes { Ok(sealed) } else { Err(SealError::Damaged) }
}

/// Whether a ledger's file that was written reads back as the same bytes.
pub(super) fn reads_back(file: &[u8]) -> bool {
    json::read(file).is_ok_and(|opened| json::write(&opened.ledger, &opened.info) == file)
}
