//! Entry point of the page.

fn main() {
    leptos::mount::mount_to_body(|| "ready");
    reform_ledger::browser::page::set_root_attribute("data-state", "ready");
}
