//! What each setting means, in the order of the settings file.

use super::reminder::{Offer, REMINDER_DOCS, Trigger};
use super::{
    ExerciseRules, Field, HoldRules, Look, NotificationRules, PresenceRules, Settings, SoundRules,
    SourceRules, Timing,
};

impl Settings {
    /// Every setting, in the order of the file.
    pub fn fields(&self) -> Vec<Field> {
        // All fields by name: a new group does not compile until it is listed.
        let Settings {
            presence: PresenceRules { .. },
            timing: Timing { .. },
            notification: NotificationRules { .. },
            hours: _,
            holds: HoldRules { .. },
            reminders,
            exercises: ExerciseRules { .. },
            look: Look { .. },
            sound: SoundRules { .. },
            sources: SourceRules { .. },
        } = self;
        let mut listed: Vec<(String, &'static str)> = [
            (
                "presence.away_after",
                "After this long without input you count as away, from the last input on.",
            ),
            (
                "presence.natural_break",
                "Being away this long counts as a break and starts the sitting time over.",
            ),
            (
                "presence.films_count",
                "Whether watching a film without input counts as sitting.",
            ),
        ]
        .map(|(path, doc)| (path.to_owned(), doc))
        .to_vec();
        listed.push((
            "hours".to_owned(),
            "When reminders may come, like Mon-Fri 09:00-12:30, 13:00-18:00; Sat 10:00-14:00. Empty = always.",
        ));
        for reminder in reminders {
            for (name, doc) in REMINDER_DOCS {
                let here = match (name, reminder.trigger) {
                    ("of" | "after", Trigger::Amount { .. }) => true,
                    ("of" | "after", Trigger::TimeOfDay { .. }) => false,
                    ("at" | "days", Trigger::TimeOfDay { .. }) => true,
                    ("at" | "days", Trigger::Amount { .. }) => false,
                    ("text", _) => reminder.offer == Offer::Nudge,
                    _ => true,
                };
                if here {
                    listed.push((format!("reminders.{}.{name}", reminder.id), doc));
                }
            }
        }
        listed.extend(
            [
                (
                    "timing.lull",
                    "A pause in typing and pointing this long is a good moment to ask.",
                ),
                (
                    "timing.lull_wait",
                    "A due reminder waits at most this long for such a pause.",
                ),
                (
                    "timing.settle",
                    "After a call or another quiet time has ended, wait this long before asking.",
                ),
                (
                    "timing.merge",
                    "A small reminder due this shortly before a larger one gives way to it.",
                ),
                (
                    "timing.again",
                    "A reminder that was ignored is shown again after this much further sitting.",
                ),
                ("timing.snooze", "How long a snooze lasts."),
                (
                    "timing.snoozes",
                    "How often in a row a reminder can be snoozed.",
                ),
                (
                    "timing.break_counts",
                    "A break left early counts as done from this much guided time on.",
                ),
                (
                    "timing.lets_go",
                    "If you work on while a break is paused or waiting, it ends after this long, and you are asked again later.",
                ),
                (
                    "notification.stay",
                    "How long a reminder stays on the screen: until-answered, or briefly (like any other notification).",
                ),
                (
                    "holds.call",
                    "Whether reminders wait while the microphone is in use.",
                ),
                (
                    "holds.dnd",
                    "Whether reminders wait while the desktop's do not disturb is on.",
                ),
                (
                    "holds.presentation",
                    "Whether reminders wait while a window is full screen.",
                ),
                (
                    "holds.at_most",
                    "How far past due you may sit in full screen before the reminder comes once, quietly. 0s = never.",
                ),
                (
                    "holds.ignore",
                    "Apps that are never a reason to wait, whether they use the microphone or fill the screen; names separated by commas.",
                ),
                (
                    "exercises.positions",
                    "Positions that suit you where you are: standing, seated, floor, bed, wall. Empty = all of them.",
                ),
                (
                    "exercises.equipment",
                    "What you have at hand: desk, wall, doorway, chair, mat, roller, bed, pillow, block, counter. Empty = everything.",
                ),
                (
                    "exercises.hidden",
                    "Exercises never to offer; ids separated by commas.",
                ),
                (
                    "exercises.favourites",
                    "Exercises and routines to show first and, all else being equal, to choose first; ids separated by commas.",
                ),
                (
                    "exercises.hurt",
                    "Exercises left out because they hurt; take one off this list to bring it back.",
                ),
                (
                    "exercises.gentle",
                    "Whether only standing up and walking are offered, until you have asked a health professional.",
                ),
                (
                    "look.theme",
                    "Colours of the window: system, light or dark.",
                ),
                (
                    "look.motion",
                    "Whether the figure moves: system, full, or reduced (key poses only).",
                ),
                (
                    "look.text_size",
                    "Size of text and controls in the window, in percent: 80 to 160.",
                ),
                (
                    "look.welcome_done",
                    "Whether the introduction was shown; false shows it when the window opens.",
                ),
                (
                    "sound.on",
                    "Whether chimes tell you when to start, change sides and rest, so you don't have to look.",
                ),
                ("sound.volume", "How loud all sounds are, in percent."),
                (
                    "sound.speech",
                    "Whether each step is also read aloud, where the desktop has a speech service. Silent while sounds are off.",
                ),
                (
                    "sound.reminder",
                    "Whether a reminder plays a sound when it appears.",
                ),
                (
                    "sources.idle",
                    "Where typing and pointing are noticed: auto (the best that works), wayland, kde, gnome, x11, logind, or off.",
                ),
                (
                    "sources.session",
                    "Whether to notice when the screen locks and the computer sleeps.",
                ),
                (
                    "sources.calls",
                    "Whether to notice apps that use the microphone.",
                ),
                (
                    "sources.films",
                    "Whether to notice apps that keep the screen awake.",
                ),
                (
                    "sources.dnd",
                    "Whether to notice the desktop's do not disturb.",
                ),
                (
                    "sources.presentation",
                    "Whether to notice windows that fill the screen.",
                ),
            ]
            .map(|(path, doc)| (path.to_owned(), doc)),
        );
        let mut copy = self.clone();
        listed
            .into_iter()
            .filter_map(|(path, doc)| {
                let kind = copy.slot(&path)?.kind();
                Some(Field { path, doc, kind })
            })
            .collect()
    }
}
