//! A reminder on a real GNOME Shell: it stays, with its buttons, and they work.

use crate::needs::needs;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

/// A limit of seconds; repeats after seconds, away far off.
const SETTINGS: &str = r#"(
    presence: (away_after: "1h", natural_break: "2h"),
    reminders: {"stretch": (after: "3s")},
    timing: (lull: "0s", merge: "0s", again: "2s"),
)"#;

/// What is done inside. The shell starts its four seconds when somebody is active, so it is told that somebody is; a
/// button is pressed as the pointer would.
const INSIDE: &str = r#"
set -euo pipefail
shell() { gdbus call --session -d org.gnome.Shell -o /org/gnome/Shell -m org.gnome.Shell.Eval "$1"; }
buttons() { shell 'Main.messageTray._banner ? Main.messageTray._banner._buttonBox.get_n_children() : "none"'; }
says() { for _ in $(seq 200); do if "$unbend" status --json | grep -q "$1"; then return; fi; sleep 0.1; done; exit 9; }
mkdir -p "$XDG_CONFIG_HOME/unbend"
printf %s "$settings" >"$XDG_CONFIG_HOME/unbend/settings.ron"
"$unbend" daemon &
until "$unbend" status >/dev/null 2>&1; do sleep 0.1; done
says '"showings": *2'
"$unbend" settings set timing.again 8h
for _ in $(seq 50); do case $(buttons) in *none*) sleep 0.1 ;; *) break ;; esac; done
echo "shown again: $(buttons)"
shell 'Main.messageTray._userActiveWhileNotificationShown = true; Main.messageTray._updateState()' >/dev/null
sleep 6
shell 'Main.messageTray._updateState()' >/dev/null
echo "later: $(buttons)"
shell 'Main.messageTray._banner._buttonBox.get_first_child().emit("clicked", 1)' >/dev/null
says '"by": *"stretch"'
echo "a break runs"
"$unbend" quit >/dev/null
"#;

#[test]
fn on_gnome_a_reminder_stays_with_its_buttons_and_a_late_press_starts_the_break() {
    needs!("desktop");
    // The user inside isn't the one who built it.
    let open = tempfile::tempdir_in("/tmp").expect("a folder");
    let readable = fs::Permissions::from_mode(0o755);
    fs::set_permissions(open.path(), readable).expect("it is ours");
    let unbend = open.path().join("unbend");
    fs::copy(env!("CARGO_BIN_EXE_unbend"), &unbend).expect("there is room");
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/scripts/desktop");
    let said = Command::new(script)
        .args(["--session", "gnome", "--without", "tray", "bash", "-c"])
        .arg(INSIDE)
        .env("unbend", &unbend)
        .env("settings", SETTINGS)
        .output()
        .expect("scripts/desktop can be run");
    let words = String::from_utf8_lossy(&said.stdout).into_owned();
    assert_eq!(
        words.lines().collect::<Vec<_>>(),
        [
            "shown again: (true, '3')",
            "later: (true, '3')",
            "a break runs"
        ],
        "{}",
        String::from_utf8_lossy(&said.stderr)
    );
}
