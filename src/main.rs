//! Entry point of the page, and of the workers that it starts.

use reform_ledger::{
    app,
    browser::{page, worker},
    ui::Root,
};

fn main() {
    if worker::serve(app::worker::work) {
        return;
    }
    page::tell_of_panics();
    page::remove_start_message();
    leptos::mount::mount_to_body(Root);
}
