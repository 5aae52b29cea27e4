//! The notification server's bubbles, read and clicked the way a user does.

use super::{Desktop, Element, Place, until};

/// The notification server's name in the accessibility tree.
const SERVER: &str = "xfce4-notifyd";

/// A notification on the screen.
#[derive(Clone, Debug)]
pub struct Bubble {
    /// Title and text, in display order.
    pub texts: Vec<String>,
    /// The labels of the buttons, from left to right.
    pub buttons: Vec<String>,
    window: Element,
}

impl Bubble {
    /// Where it is.
    pub fn place(&self) -> Option<Place> {
        self.window.place
    }
}

impl Desktop {
    /// The notifications on the screen.
    pub fn bubbles(&self) -> Vec<Bubble> {
        self.elements(SERVER)
            .into_iter()
            .filter(|window| window.place.is_some())
            .map(|window| Bubble {
                texts: names(&window, "label"),
                buttons: names(&window, "push button"),
                window,
            })
            .collect()
    }

    /// Waits for a notification one of whose texts contains `text`.
    #[track_caller]
    pub fn wait_for_bubble(&self, text: &str) -> Bubble {
        until(&format!("a notification that says {text:?}"), || {
            self.bubbles()
                .into_iter()
                .find(|bubble| bubble.texts.iter().any(|line| line.contains(text)))
        })
    }

    /// Waits until no notification is on the screen.
    #[track_caller]
    pub fn wait_for_no_bubble(&self) {
        until("no notification on the screen", || {
            self.bubbles().is_empty().then_some(())
        });
    }

    /// Clicks a button of a notification with the pointer, and again, as a user would, if nothing happens: the tree
    /// lists a bubble slightly before its window can be clicked.
    ///
    /// # Panics
    /// If it has no such button, or stays whatever is clicked.
    #[track_caller]
    pub fn press(&self, bubble: &Bubble, button: &str) {
        let stays = || {
            let mut left = self.bubbles().into_iter();
            left.any(|left| left.texts == bubble.texts)
        };
        let mut looks = 0;
        until(&format!("an effect of {button:?}"), || {
            if looks % 50 == 0 {
                self.press_once(bubble, button);
            }
            looks += 1;
            (!stays()).then_some(())
        });
    }

    /// Clicks a button of a notification with the pointer, whatever happens.
    ///
    /// # Panics
    /// If it has no such button.
    #[track_caller]
    pub fn press_once(&self, bubble: &Bubble, button: &str) {
        let place = bubble
            .window
            .all()
            .into_iter()
            .find(|element| element.role == "push button" && element.name == button)
            .and_then(|element| element.place)
            .unwrap_or_else(|| panic!("no button {button:?} in {bubble:?}"));
        self.screen().click(place.middle());
    }
}

fn names(window: &Element, role: &str) -> Vec<String> {
    window
        .all()
        .into_iter()
        .filter(|element| element.role == role && element.place.is_some())
        .map(|element| element.name.clone())
        .collect()
}
