//! Random identities.

use ledger::domain::{ActorId, RawId};

/// A new identity for a record or a ledger, above the small ones that every ledger is born with.
pub fn id() -> RawId {
    loop {
        let bits = bits();
        if bits >= 1 << 32 {
            return RawId(bits);
        }
    }
}

/// A new identity for this page session.
pub fn actor() -> ActorId {
    ActorId(id().0)
}

fn bits() -> u64 {
    u64::from_le_bytes(bytes())
}

/// Random bytes.
pub fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    // `getRandomValues` is there on plain HTTP too, unlike `randomUUID`.
    let filled = web_sys::window()
        .and_then(|window| window.crypto().ok())
        .is_some_and(|crypto| crypto.get_random_values_with_u8_array(&mut bytes).is_ok());
    if !filled {
        for byte in &mut bytes {
            *byte = (js_sys::Math::random() * 256.0) as u8;
        }
    }
    bytes
}
