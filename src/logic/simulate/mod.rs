//! Runs the scheduler over a script of facts and prints its effects, so that anyone can check the timing rules.
//!
//! docs/simulate.md describes the script. The scheduler here is the daemon's own. Recorded days are a script too.

mod line;
mod replay;
mod run;
mod script;

pub use line::{Event, Line};
pub use script::{Script, ScriptError};
