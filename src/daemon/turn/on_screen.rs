//! What the program has on the screen to be answered.

use crate::logic::schedule::Despite;

/// What is on the screen or waiting in the server's list: a single thing, since each replaces the one before.
#[derive(Debug, Default)]
pub(super) enum OnScreen {
    /// Nothing that can be answered.
    #[default]
    Nothing,
    /// A reminder.
    Reminder {
        /// How it is shown.
        by: By,
        /// The full-screen window that it came in spite of.
        despite: Option<Despite>,
    },
    /// The question whether an exercise still hurts.
    Question {
        /// Its notification.
        tag: u64,
        /// The exercise.
        what: String,
        /// It is visible; otherwise it waits for its answer in the server's list, and gives way to anything.
        up: bool,
    },
}

/// How a reminder is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    /// As a notification, on the screen or in the server's list.
    Notification,
    /// As a window, since the notification couldn't be shown.
    Window,
    /// A notification is on its way to a server that came up, and the window stays until it is there.
    Both,
}

impl OnScreen {
    /// A reminder's notification replaces what is there; a window closes once it is visible.
    pub(super) fn remind(&mut self, despite: Option<Despite>) {
        let by = match self.stands_in() {
            true => By::Both,
            false => By::Notification,
        };
        *self = OnScreen::Reminder { by, despite };
    }

    /// Whether a reminder's notification is waiting for an answer.
    pub(super) fn is_notified(&self) -> bool {
        match self {
            OnScreen::Reminder { by, .. } => *by != By::Window,
            OnScreen::Nothing | OnScreen::Question { .. } => false,
        }
    }

    /// Whether a window replaces a notification.
    pub(super) fn stands_in(&self) -> bool {
        match self {
            OnScreen::Reminder { by, .. } => *by != By::Notification,
            OnScreen::Nothing | OnScreen::Question { .. } => false,
        }
    }

    /// Whether it is the question about pain.
    pub(super) fn is_question(&self) -> bool {
        matches!(self, OnScreen::Question { .. })
    }

    /// Whether the question about pain blocks everything else.
    pub(super) fn asks(&self) -> bool {
        match self {
            OnScreen::Question { up, .. } => *up,
            OnScreen::Nothing | OnScreen::Reminder { .. } => false,
        }
    }

    /// Whether that notification is the question about pain.
    pub(super) fn asked(&self, asked: u64) -> bool {
        match self {
            OnScreen::Question { tag, .. } => *tag == asked,
            OnScreen::Nothing | OnScreen::Reminder { .. } => false,
        }
    }

    /// The full-screen window that the reminder came in spite of.
    pub(super) fn despite(&self) -> Option<&Despite> {
        match self {
            OnScreen::Reminder { despite, .. } => despite.as_ref(),
            OnScreen::Nothing | OnScreen::Question { .. } => None,
        }
    }

    /// The reminder's notification has been answered or is gone.
    pub(super) fn notification_gone(&mut self) {
        match self {
            OnScreen::Reminder {
                by: By::Notification,
                ..
            } => *self = OnScreen::Nothing,
            OnScreen::Reminder { by, .. } => *by = By::Window,
            OnScreen::Nothing | OnScreen::Question { .. } => {}
        }
    }

    /// The window that replaced it is gone; returns whether there was one.
    pub(super) fn window_gone(&mut self) -> bool {
        match self {
            OnScreen::Reminder { by: By::Window, .. } => {
                *self = OnScreen::Nothing;
                true
            }
            OnScreen::Reminder { by, .. } if *by == By::Both => {
                *by = By::Notification;
                true
            }
            OnScreen::Reminder { .. } | OnScreen::Nothing | OnScreen::Question { .. } => false,
        }
    }

    /// The server that showed notifications is gone, with everything it showed and kept.
    pub(super) fn server_gone(&mut self) {
        self.notification_gone();
        if self.is_question() {
            *self = OnScreen::Nothing;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_stands_in_until_the_notification_is_there() {
        let mut screen = OnScreen::Nothing;
        assert!(!screen.window_gone());
        screen.remind(None);
        assert!(screen.is_notified() && !screen.stands_in());
        screen = OnScreen::Reminder {
            by: By::Window,
            despite: None,
        };
        assert!(!screen.is_notified() && screen.stands_in());
        screen.notification_gone();
        assert!(screen.stands_in());
        screen.remind(None);
        assert!(screen.is_notified() && screen.stands_in());
        assert!(screen.window_gone());
        assert!(screen.is_notified() && !screen.stands_in());
        screen.notification_gone();
        assert!(matches!(screen, OnScreen::Nothing));
    }

    #[test]
    fn a_reminder_takes_the_place_of_the_question() {
        let mut screen = OnScreen::Question {
            tag: 3,
            what: "cat-cow".to_owned(),
            up: true,
        };
        assert!(screen.asks() && screen.asked(3) && !screen.asked(2));
        screen.notification_gone();
        assert!(screen.asks(), "it is not the reminder's");
        screen.remind(None);
        assert!(!screen.asks() && screen.is_notified());
        screen.server_gone();
        assert!(matches!(screen, OnScreen::Nothing));
    }
}
