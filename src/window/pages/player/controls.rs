//! The player's buttons and keys.

use egui::{Key, Rect, Ui, Vec2, pos2};

use crate::logic::practice::effort::Effort;
use crate::logic::practice::player::PlayerInput;
use crate::window::pages::player::layout::Layout;
use crate::window::widgets::button::{Weight, icon_button};
use crate::window::widgets::icon;

/// What was pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Press {
    /// An input for the player.
    Player(PlayerInput),
    /// It hurt this much, 0 to 10.
    Pain(u8),
    /// It was this hard.
    Effort(Effort),
    /// Which of several exercises it was, or none of them.
    Which(Option<String>),
    /// Switch chimes off or on.
    Sound,
    /// Enter or leave full screen.
    FullScreen,
    /// Leave the break.
    Leave,
}

/// The player's state, as far as buttons and keys care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for the user to get into position.
    Waiting,
    /// Guides.
    Running,
    /// Paused by the user.
    Paused,
    /// Finished.
    Done,
}

/// Draws the buttons and returns the one that was pressed.
pub fn show(ui: &mut Ui, layout: &Layout, state: State, sound_on: bool) -> Option<Press> {
    // All seven in one row, however narrow the window.
    let scale = layout
        .scale
        .clamp(1.0, 1.3)
        .min(layout.controls.width() / 356.0);
    let small = 40.0 * scale;
    let large = 50.0 * scale;
    let step = large + 8.0 * scale;
    let mut middle = layout.controls.center();
    if !layout.beside {
        // With little room, the four buttons as a group are centred, clear of those at the left edge.
        middle.x -= step * 0.5;
        // And clear of those at the right edge.
        let last = layout.controls.right() - 2.0 * small - 8.0;
        middle.x = middle.x.min(last - 2.0 * step - 0.5 * small);
    }
    let mut pressed = None;
    let mut place = |ui: &mut Ui,
                     x: f32,
                     side: f32,
                     icon: &str,
                     label: &str,
                     key: &str,
                     press: Press,
                     weight: Weight| {
        let rect = Rect::from_center_size(pos2(x, middle.y), Vec2::splat(side));
        let response = icon_button(ui, rect, icon, label, weight).on_hover_text(key);
        if response.clicked() {
            pressed = Some(press);
        }
    };
    // Tab visits them in this order: what ends the break comes last.
    if state != State::Done {
        let (icon, label, input) = match state {
            State::Waiting => (icon::PLAY, "Go", PlayerInput::Go),
            State::Paused => (icon::PLAY, "Go on", PlayerInput::TogglePause),
            State::Running | State::Done => (icon::PAUSE, "Pause", PlayerInput::TogglePause),
        };
        let weight = match state {
            State::Paused => Weight::Main,
            State::Waiting | State::Running | State::Done => Weight::Quiet,
        };
        let skip = |input| Press::Player(input);
        place(
            ui,
            middle.x - step,
            small,
            icon::STEP_BACK,
            "Back",
            "←",
            skip(PlayerInput::Back),
            Weight::Quiet,
        );
        place(
            ui,
            middle.x,
            large,
            icon,
            label,
            "Space",
            skip(input),
            weight,
        );
        place(
            ui,
            middle.x + step,
            small,
            icon::STEP_NEXT,
            "Next",
            "→",
            skip(PlayerInput::Next),
            Weight::Quiet,
        );
        place(
            ui,
            middle.x + 2.0 * step,
            small,
            icon::SKIP_EXERCISE,
            "Skip this exercise",
            "S",
            skip(PlayerInput::SkipExercise),
            Weight::Quiet,
        );
    }
    let edge = small * 0.5;
    let (icon, label) = if sound_on {
        (icon::SOUND, "Sounds off")
    } else {
        (icon::SOUND_OFF, "Sounds on")
    };
    place(
        ui,
        layout.controls.right() - edge - small - 4.0,
        small,
        icon,
        label,
        "M",
        Press::Sound,
        Weight::Quiet,
    );
    place(
        ui,
        layout.controls.right() - edge,
        small,
        icon::FULL_SCREEN,
        "Full screen",
        "F",
        Press::FullScreen,
        Weight::Quiet,
    );
    place(
        ui,
        layout.controls.left() + edge,
        small,
        icon::LEAVE,
        "Leave",
        "Esc",
        Press::Leave,
        Weight::Quiet,
    );
    pressed
}

/// What this turn's keys mean. Keys for a focused control are left to it.
pub fn keys(ui: &Ui, state: State) -> Option<Press> {
    let taken = ui.memory(|memory| memory.focused().is_some());
    let full = ui.input(|input| input.viewport().fullscreen.unwrap_or(false));
    ui.input_mut(|input| {
        let mut hit = |key: Key| input.consume_key(egui::Modifiers::NONE, key);
        if hit(Key::Escape) {
            // As everywhere, it leaves full screen first.
            return Some(if full {
                Press::FullScreen
            } else {
                Press::Leave
            });
        }
        if hit(Key::F) || hit(Key::F11) {
            return Some(Press::FullScreen);
        }
        if hit(Key::M) {
            return Some(Press::Sound);
        }
        if hit(Key::ArrowLeft) {
            return Some(Press::Player(PlayerInput::Back));
        }
        if hit(Key::ArrowRight) {
            return Some(Press::Player(PlayerInput::Next));
        }
        if hit(Key::S) {
            return Some(Press::Player(PlayerInput::SkipExercise));
        }
        if state == State::Done {
            let digits = [
                Key::Num0,
                Key::Num1,
                Key::Num2,
                Key::Num3,
                Key::Num4,
                Key::Num5,
                Key::Num6,
                Key::Num7,
                Key::Num8,
                Key::Num9,
            ];
            if let Some(pain) = digits.into_iter().position(&mut hit) {
                return Some(Press::Pain(pain as u8));
            }
        }
        if taken {
            return None;
        }
        let (enter, space) = (hit(Key::Enter), hit(Key::Space));
        match state {
            State::Waiting if enter || space => Some(Press::Player(PlayerInput::Go)),
            State::Done if enter || space => Some(Press::Leave),
            State::Running | State::Paused if space => {
                Some(Press::Player(PlayerInput::TogglePause))
            }
            State::Waiting | State::Running | State::Paused | State::Done => None,
        }
    })
}
