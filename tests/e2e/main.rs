//! End-to-end tests: real programs on a virtual desktop, used the way a person uses them.

#[path = "../needs/mod.rs"]
mod needs;

mod budgets;
mod daemon;
mod full_screen;
mod hands;
mod harness;
mod leaving;
mod libraries;
mod pictures;
mod real_desktops;
mod sessions;
mod shells;
mod sizes;
mod the_desktop;
mod trouble;
mod window;
