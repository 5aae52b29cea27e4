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
                "No input for this long means that you are away since the last input.",
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
                    "How long a reminder stays on the screen: until-answered, or briefly (as long as any notification).",
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
                    "After this much sitting past due in full screen the reminder comes once, quietly. 0s = never.",
                ),
                (
                    "holds.ignore",
                    "Applications that are never a reason to wait, whether they listen or are full screen, names with commas between.",
                ),
                (
                    "exercises.positions",
                    "How you can exercise where you are: standing, seated, floor, bed, wall. Empty = in every way.",
                ),
                (
                    "exercises.equipment",
                    "What is at hand: desk, wall, doorway, chair, mat, roller, bed, pillow, block, counter. Empty = everything.",
                ),
                (
                    "exercises.hidden",
                    "Exercises never to be offered, ids with commas between.",
                ),
                (
                    "exercises.favourites",
                    "Exercises and routines shown first and, all else equal, chosen first, ids with commas between.",
                ),
                (
                    "exercises.hurt",
                    "Exercises left out because they hurt; take one out of this list to bring it back.",
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
                    "Size of text and controls in the window, percent: 80 to 160.",
                ),
                (
                    "look.welcome_done",
                    "Whether the introduction was shown; false shows it when the window opens.",
                ),
                (
                    "sound.on",
                    "Whether chimes tell when to go, change sides and rest, so that you need not look.",
                ),
                ("sound.volume", "How loud all sounds are, percent."),
                (
                    "sound.speech",
                    "Whether each step is also read out, where the desktop has a speech service. Silent while sounds are off.",
                ),
                (
                    "sound.reminder",
                    "Whether a reminder plays a sound of its own when it is shown.",
                ),
                (
                    "sources.idle",
                    "Who tells of input: auto (the best that works), wayland, kde, gnome, x11, logind, or off.",
                ),
                (
                    "sources.session",
                    "Whether to listen for lock and sleep.",
                ),
                (
                    "sources.calls",
                    "Whether to look who uses the microphone.",
                ),
                (
                    "sources.films",
                    "Whether to look who keeps the screen awake.",
                ),
                (
                    "sources.dnd",
                    "Whether to look at the desktop's do not disturb.",
                ),
                (
                    "sources.presentation",
                    "Whether to look for a full-screen window.",
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
