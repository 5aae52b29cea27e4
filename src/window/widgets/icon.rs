//! The icons in use, by name: code points of the embedded Phosphor subset (assets/fonts/README.md).

#![allow(missing_docs)]

pub const ARROW_LEFT: &str = "\u{e058}";
pub const ARROW_RIGHT: &str = "\u{e06c}";
pub const BED: &str = "\u{e0cc}";
pub const BELL: &str = "\u{e0ce}";
pub const BELL_SNOOZE: &str = "\u{e5ee}";
pub const CHAIR: &str = "\u{e950}";
pub const CHECK: &str = "\u{e182}";
pub const CHECK_CIRCLE: &str = "\u{e184}";
pub const CLOCK: &str = "\u{e19a}";
pub const COUNTER: &str = "\u{eb54}";
pub const COFFEE: &str = "\u{e1c2}";
pub const DESK: &str = "\u{ed16}";
pub const DOCTOR: &str = "\u{e7ea}";
pub const DOOR: &str = "\u{e7e6}";
pub const EXERCISES: &str = "\u{ed5c}";
pub const FULL_SCREEN: &str = "\u{e0a2}";
pub const FULL_SCREEN_END: &str = "\u{e09a}";
pub const INFO: &str = "\u{e2ce}";
pub const LEAVE: &str = "\u{e4f6}";
pub const LOCK: &str = "\u{e2fa}";
pub const MAT: &str = "\u{e3f0}";
pub const MINUS: &str = "\u{e32a}";
pub const MOON: &str = "\u{e330}";
pub const PAUSE: &str = "\u{e39e}";
pub const PILLOW: &str = "\u{e390}";
pub const PLAY: &str = "\u{e3d0}";
pub const PLUS: &str = "\u{e3d4}";
pub const RESET: &str = "\u{e038}";
pub const ROLLER: &str = "\u{e8fc}";
pub const SEARCH: &str = "\u{e30c}";
pub const SETTINGS: &str = "\u{e272}";
pub const SIDES: &str = "\u{e0a0}";
pub const SKIP_EXERCISE: &str = "\u{e6a6}";
pub const SOUND: &str = "\u{e44a}";
pub const SOUND_OFF: &str = "\u{e45a}";
pub const STANDING: &str = "\u{e72e}";
pub const STEP_BACK: &str = "\u{e5a4}";
pub const STEP_NEXT: &str = "\u{e5a6}";
pub const TIP: &str = "\u{e2dc}";
pub const TODAY: &str = "\u{e472}";
pub const WALL: &str = "\u{e688}";
pub const WARNING: &str = "\u{e4e0}";
pub const WIND: &str = "\u{e5d2}";
pub const BLOCK: &str = "\u{e1da}";
