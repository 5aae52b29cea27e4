//! Says which library a window is missing, and which package provides it.

use crate::platform::screen;

/// Parts of the names of the libraries that a window loads when it opens, and the packages that provide them: on Debian
/// and Ubuntu, on Fedora, on Arch.
const PACKAGES: [(&str, [&str; 3]); 12] = [
    (
        "libxkbcommon-x11",
        ["libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11"],
    ),
    (
        "libxkbcommon",
        ["libxkbcommon0", "libxkbcommon", "libxkbcommon"],
    ),
    (
        "libwayland-egl",
        ["libwayland-egl1", "libwayland-egl", "wayland"],
    ),
    (
        "libwayland",
        ["libwayland-client0", "libwayland-client", "wayland"],
    ),
    ("libX11-xcb", ["libx11-xcb1", "libX11-xcb", "libx11"]),
    ("libX11", ["libx11-6", "libX11", "libx11"]),
    ("libXcursor", ["libxcursor1", "libXcursor", "libxcursor"]),
    ("libXrandr", ["libxrandr2", "libXrandr", "libxrandr"]),
    ("libXi", ["libxi6", "libXi", "libxi"]),
    ("libxcb", ["libxcb1", "libxcb", "libxcb"]),
    (
        "libEGL",
        [
            "libegl1 and libgl1-mesa-dri",
            "libglvnd-egl and mesa-dri-drivers",
            "libglvnd and mesa",
        ],
    ),
    ("libGL", ["libgl1", "libglvnd-glx", "libglvnd"]),
];

/// Messages of the window toolkit that name no library, and the library they mean.
const MEANT: [(&str, &str); 9] = [
    (
        "wayland library could not be loaded",
        "libwayland-client.so.0",
    ),
    ("NoWaylandLib", "libwayland-client.so.0"),
    ("XKBNotFound", "libxkbcommon.so.0"),
    (NO_CONFIG, "libEGL.so.1 or a driver for it"),
    ("provided display handle is not supported", "libEGL.so.1"),
    ("failed to create GL", "libEGL.so.1 or libGL.so.1"),
    ("NoAvailableConfig", "libgl1-mesa-dri.so"),
    ("OpenGL", "libGL.so.1"),
    ("EGL", "libEGL.so.1"),
];

/// The toolkit's message when there is nothing it can draw with; a list of everything it would have liked follows.
const NO_CONFIG: &str = "no glutin configs";

/// The toolkit's message about all X libraries at once.
const ONE_OF_X: &str = "one of xlib's shared libraries";

/// The problem and what to do about it, from the toolkit's message.
pub(super) fn explain(said: &str) -> (String, String) {
    match said
        .contains(ONE_OF_X)
        .then(screen::broken_library)
        .flatten()
    {
        Some(said) => in_words(&said),
        None => in_words(&without_place(without_wishes(said))),
    }
}

/// The message without the list of what the toolkit would have liked.
fn without_wishes(said: &str) -> &str {
    let behind = said.find(NO_CONFIG).map(|from| from + NO_CONFIG.len());
    behind.map_or(said, |behind| &said[..behind])
}

/// The message without the place in the toolkit's source that produced it.
fn without_place(said: &str) -> String {
    let place = said.find("os error at ").and_then(|from| {
        let behind = said[from..].find(": ")? + 2;
        Some((from, from + behind))
    });
    match place {
        Some((from, to)) => format!("{}{}", &said[..from], &said[to..]),
        None => said.to_owned(),
    }
}

fn in_words(said: &str) -> (String, String) {
    let named = library(said).map(str::to_owned).or_else(|| {
        let meant = MEANT.iter().find(|(words, _)| said.contains(words));
        meant.map(|(_, library)| (*library).to_owned())
    });
    let Some(library) = named else {
        let hint = "without a display, `scripts/desktop unbend …` gives a virtual one; `unbend doctor` says what works";
        return (said.to_owned(), hint.to_owned());
    };
    let packages = PACKAGES.iter().find(|(name, _)| library.starts_with(name));
    let hint = match packages {
        Some((_, [debian, fedora, arch])) => {
            format!("install {debian} (Debian, Ubuntu), {fedora} (Fedora) or {arch} (Arch)")
        }
        None => format!("install the package that brings {library}"),
    };
    (format!("{library} is missing or broken ({said})"), hint)
}

/// The first library file name in the text.
fn library(said: &str) -> Option<&str> {
    let mut words = said.split(|one: char| !(one.is_alphanumeric() || "+-._".contains(one)));
    let name = words.find(|word| word.starts_with("lib") && word.contains(".so"))?;
    Some(name.trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_package_is_named_that_brings_the_library() {
        for (said, library, package) in [
            (
                "Library libxkbcommon.so could not be loaded.",
                "libxkbcommon.so",
                "libxkbcommon0",
            ),
            (
                "os error: opening library failed (libXcursor.so.1: cannot open shared object file)",
                "libXcursor.so.1",
                "libxcursor1",
            ),
            (
                "libxkbcommon-x11.so.0: file too short",
                "libxkbcommon-x11.so.0",
                "libxkbcommon-x11-0",
            ),
            (
                "winit EventLoopError: os error: the wayland library could not be loaded",
                "libwayland-client.so.0",
                "libwayland-client0",
            ),
            (
                "called `Result::unwrap()` on an `Err` value: XKBNotFound",
                "libxkbcommon.so.0",
                "libxkbcommon0",
            ),
            (
                "Found no glutin configs matching the template: ConfigTemplate { api: None }. Error: not found",
                "libEGL.so.1 or a driver",
                "libegl1 and libgl1-mesa-dri",
            ),
            ("libfoo.so.3: no", "libfoo.so.3", "libfoo.so.3"),
        ] {
            let (message, hint) = explain(said);
            assert!(message.starts_with(library), "{message}");
            assert!(hint.contains(package), "{hint}");
            assert!(!message.contains("ConfigTemplate"), "{message}");
        }
        let place = without_place("winit: os error at /src/mod.rs:7: no library");
        assert_eq!(place, "winit: no library");
        let (message, hint) = explain("the display is on fire");
        assert_eq!(message, "the display is on fire");
        assert!(hint.contains("doctor"), "{hint}");
    }
}
