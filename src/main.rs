//! Hands the command line over to `unbend::cli`.

fn main() {}
