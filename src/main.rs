//! Entry point of the page.

use reform_ledger::{browser::page, ui::Root};

fn main() {
    page::tell_of_panics();
    page::remove_start_message();
    leptos::mount::mount_to_body(Root);
}
