//! Decides. Pure: facts and a time come in, effects go out.
//!
//! Nothing here reads a clock, a file, the environment, a thread or a random source, and nothing here can fail: bad
//! data becomes a value plus a list of problems.
//!
//! The rooms are listed from the ground up, which is also the order to read them in: each knows only those above it.

pub mod time;

pub mod text;

pub mod presence;

pub mod catalog;

pub mod settings;

pub mod practice;

pub mod shown;

pub mod schedule;

pub mod past;

pub mod simulate;
