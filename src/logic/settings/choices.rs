//! Settings that are one of a few words.

use crate::logic::text::word::words;

words! {
    /// How long a reminder stays on the screen.
    pub enum Stay {
        /// Until it is answered, or no longer applies.
        UntilAnswered = "until-answered",
        /// As long as the desktop shows any notification.
        Briefly = "briefly",
    }
}

words! {
    /// Light or dark.
    #[allow(missing_docs)]
    pub enum ThemeChoice {
        System = "system",
        Light = "light",
        Dark = "dark",
    }
}

words! {
    /// Whether the figure moves.
    #[allow(missing_docs)]
    pub enum MotionChoice {
        System = "system",
        Full = "full",
        Reduced = "reduced",
    }
}

words! {
    /// How input is detected.
    #[allow(missing_docs)]
    pub enum IdleSource {
        Auto = "auto",
        Wayland = "wayland",
        Kde = "kde",
        Gnome = "gnome",
        X11 = "x11",
        Logind = "logind",
        Off = "off",
    }
}
