//! Time as a value: a reading of both clocks, spans as people write them, hours of the week.

pub mod hours;
pub mod now;
pub mod seconds;
pub mod span;
