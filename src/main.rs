//! Entry point of the page, and of the workers that it starts.

use reform_ledger::{
    app::jobs,
    browser::{page, worker},
    ui::Root,
};

fn main() {
    if worker::serve(jobs::work) {
        return;
    }
    page::tell_of_panics();
    page::remove_start_message();
    leptos::mount::mount_to_body(Root);
}
