//! Entry point of the page.
fn main() {
    leptos::mount::mount_to_body(|| "ready");
}
