//! Idle sources: when `Idle` and `Active` come, and when they don't.

use std::io::Write;
use std::time::Duration;

use unbend::logic::settings::IdleSource;
use unbend::logic::time::now::Mono;
use unbend::platform::clock::Clock;
use unbend::platform::idle::{self, Handle, Source, Watch};
use unbend::platform::{Ability, AbilityState, Buses, Fact, Reading};
use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt as _, MOTION_NOTIFY_EVENT};
use x11rb::protocol::xtest::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;

use crate::needs::needs;
use crate::support::{Program, Told, run, x_server_at};

/// What the tests of this file need.
const PACKAGES: &[&str] = &["xvfb", "dbus-daemon"];

/// A user at an idle source: they can make input, and its moment is known to the source's precision.
pub trait Person {
    fn source(&self) -> Source;
    fn touch(&mut self);
}

struct AtXServer {
    server: Program,
    display: String,
    input: RustConnection,
    root: u32,
    x: i16,
}

impl AtXServer {
    fn new() -> Self {
        AtXServer::at(None)
    }

    fn at(display: Option<&str>) -> Self {
        let (server, display) = x_server_at(display);
        let (input, screen) = RustConnection::connect(Some(&display)).unwrap();
        let root = input.setup().roots[screen].root;
        AtXServer {
            server,
            display,
            input,
            root,
            x: 0,
        }
    }
}

impl Person for AtXServer {
    fn source(&self) -> Source {
        Source::Way {
            by: IdleSource::X11,
            at: Some(self.display.clone().into()),
        }
    }

    fn touch(&mut self) {
        self.x = (self.x + 7) % 600;
        self.input
            .xtest_fake_input(MOTION_NOTIFY_EVENT, 0, 0, self.root, self.x, 10, 0)
            .unwrap();
        // The answer comes after the movement has been processed.
        self.input.get_input_focus().unwrap().reply().unwrap();
    }
}

struct AtScript(tempfile::NamedTempFile);

impl AtScript {
    fn new() -> Self {
        AtScript(tempfile::NamedTempFile::new().unwrap())
    }

    fn write(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).unwrap();
    }
}

impl Person for AtScript {
    fn source(&self) -> Source {
        Source::Scripted(self.0.path().to_owned())
    }

    fn touch(&mut self) {
        self.write("idle\n");
    }
}

/// Waits until the source works. A slow one is first reported as missing: KWin reads the client's whole executable, and
/// a test's is large.
pub async fn works(told: &mut Told, name: &str) {
    loop {
        match told.ability(Ability::Idle).await {
            AbilityState::Works { by } => return assert_eq!(by, name),
            AbilityState::Missing(missing) => {
                assert!(missing.what.ends_with("does not answer"), "{missing:?}");
            }
            other => panic!("{other:?}"),
        }
    }
}

/// What messages call it.
fn name_of(source: &Source) -> &'static str {
    match source {
        Source::Way { by, .. } => match by {
            IdleSource::Wayland => "Wayland ext-idle-notify",
            IdleSource::Kde => "Wayland KDE idle",
            IdleSource::Gnome => "GNOME idle monitor",
            IdleSource::X11 => "X11 idle counter",
            IdleSource::Logind => "logind idle hint",
            IdleSource::Auto | IdleSource::Off => panic!("{by:?} is no way"),
        },
        Source::Scripted(_) => "script",
    }
}

pub async fn start(person: &impl Person) -> (Handle, Told) {
    let (facts, mut told) = Told::new();
    let source = person.source();
    let name = name_of(&source);
    let handle = idle::start_best(vec![source], &Buses::new(), facts);
    works(&mut told, name).await;
    (handle, told)
}

pub fn watch(handle: &Handle, milliseconds: u64) {
    handle.watch(Watch {
        idle_after: Duration::from_millis(milliseconds),
        soonest: Duration::from_millis(100),
    });
}

/// What a busy machine adds.
pub const SLACK: Duration = Duration::from_millis(200);

/// Checks that the next fact is `Idle` since `last_input`.
pub async fn idle_since(told: &mut Told, last_input: Mono) {
    match told.next().await {
        Fact::Input(Reading::Idle { since }) => {
            let off = since.0.abs_diff(last_input.0);
            assert!(off < SLACK, "off by {off:?}");
        }
        other => panic!("{other:?}"),
    }
}

pub async fn active(told: &mut Told) {
    assert_eq!(told.next().await, Fact::Input(Reading::Active));
}

pub async fn pause(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

/// What every source must do.
pub async fn keeps_the_rules(person: &mut impl Person) {
    let (handle, mut told) = start(person).await;
    told.nothing_for(50).await;

    // One idle, then one active, and again.
    for _ in 0..2 {
        person.touch();
        let last = Clock::mono();
        watch(&handle, 400);
        idle_since(&mut told, last).await;
        let late = Clock::mono().since(last);
        // Some compositors' timers fire 5 % early.
        assert!(late >= Duration::from_millis(390), "{late:?}");
        assert!(late < Duration::from_millis(800), "{late:?}");
        told.nothing_for(600).await;
        person.touch();
        active(&mut told).await;
        told.nothing_for(100).await;
    }

    // Input within the time: nothing.
    for _ in 0..8 {
        person.touch();
        told.nothing_for(100).await;
    }

    // Shorter, and already idle that long: at once.
    watch(&handle, 60_000);
    person.touch();
    let last = Clock::mono();
    told.nothing_for(300).await;
    let changed = Clock::mono();
    watch(&handle, 200);
    idle_since(&mut told, last).await;
    assert!(Clock::mono().since(changed) < Duration::from_millis(100));

    // Longer after idle: nothing new, not even when that time is over; then active.
    watch(&handle, 700);
    told.nothing_for(800).await;
    person.touch();
    active(&mut told).await;

    // The longer time applies from then on.
    let last = Clock::mono();
    told.nothing_for(500).await;
    idle_since(&mut told, last).await;
    assert!(Clock::mono().since(last) >= Duration::from_millis(690));

    // Shorter after idle: nothing new either.
    watch(&handle, 100);
    told.nothing_for(200).await;
    person.touch();
    active(&mut told).await;
    idle_since(&mut told, Clock::mono()).await;
    person.touch();
    active(&mut told).await;

    // Longer before idle: the shorter time no longer counts.
    watch(&handle, 200);
    watch(&handle, 600);
    let last = Clock::mono();
    told.nothing_for(400).await;
    idle_since(&mut told, last).await;
}

#[test]
fn the_x_server_keeps_the_rules() {
    needs!(PACKAGES);
    run(async {
        let mut person = AtXServer::new();
        person.touch();
        keeps_the_rules(&mut person).await;
    });
}

#[test]
fn a_script_keeps_the_rules() {
    needs!(PACKAGES);
    run(keeps_the_rules(&mut AtScript::new()));
}

#[test]
fn a_server_idle_before_the_start_is_idle_at_once() {
    needs!(PACKAGES);
    run(async {
        let mut person = AtXServer::new();
        person.touch();
        let last = Clock::mono();
        pause(600).await;
        let (handle, mut told) = start(&person).await;
        watch(&handle, 300);
        idle_since(&mut told, last).await;
        person.touch();
        active(&mut told).await;
        idle_since(&mut told, Clock::mono()).await;
    });
}

#[test]
fn an_x_server_idle_for_less_than_the_time_is_idle_in_time() {
    needs!(PACKAGES);
    run(async {
        let mut person = AtXServer::new();
        person.touch();
        let last = Clock::mono();
        pause(300).await;
        let (handle, mut told) = start(&person).await;
        watch(&handle, 600);
        told.nothing_for(200).await;
        idle_since(&mut told, last).await;
    });
}

#[test]
#[expect(
    clippy::disallowed_methods,
    reason = "the person types from another thread"
)]
fn a_person_typing_wakes_nothing() {
    needs!(PACKAGES);
    run(async {
        let mut person = AtXServer::new();
        let (handle, mut told) = start(&person).await;
        person.touch();
        watch(&handle, 60_000);
        pause(100).await;
        let before = voluntary_switches();
        let typing = std::thread::spawn(move || {
            for _ in 0..75 {
                person.touch();
                std::thread::sleep(Duration::from_millis(20));
            }
            person
        });
        told.nothing_for(1_400).await;
        let wake_ups = voluntary_switches() - before;
        typing.join().unwrap();
        // The end of the wait itself is one or two.
        assert!(wake_ups <= 3, "{wake_ups} wake-ups in 1.4 s of typing");
    });
}

/// Voluntary context switches of this thread so far.
pub fn voluntary_switches() -> u64 {
    let status = std::fs::read_to_string("/proc/thread-self/status").unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"))
        .unwrap();
    line.trim().parse().unwrap()
}

#[test]
fn a_lost_x_server_costs_the_ability_and_nothing_else() {
    needs!(PACKAGES);
    run(async {
        let mut person = AtXServer::new();
        let (handle, mut told) = start(&person).await;
        watch(&handle, 60_000);
        pause(50).await;
        person.server.stop();
        match told.next().await {
            Fact::Ability {
                ability: Ability::Idle,
                state: AbilityState::Missing(missing),
            } => assert!(missing.what.contains("X server went away"), "{missing}"),
            other => panic!("{other:?}"),
        }
        watch(&handle, 10);
        pause(50).await;
    });
}

#[test]
fn an_x_server_that_is_started_again_is_used_again() {
    needs!(PACKAGES);
    run(async {
        // A display that no other test is given while the server is down.
        let display = format!(":{}", 10_000 + std::process::id() % 10_000);
        let mut person = AtXServer::at(Some(&display));
        let (facts, mut told) = Told::new();
        let handle = idle::start_best(vec![person.source()], &Buses::new(), facts);
        let works = || Fact::Ability {
            ability: Ability::Idle,
            state: AbilityState::Works {
                by: "X11 idle counter".to_owned(),
            },
        };
        assert_eq!(told.next().await, works());
        watch(&handle, 300);
        person.touch();
        idle_since(&mut told, Clock::mono()).await;
        person.server.stop();
        let lost = told.next().await;
        assert!(
            matches!(
                lost,
                Fact::Ability {
                    state: AbilityState::Missing(_),
                    ..
                }
            ),
            "{lost:?}"
        );
        let mut person = AtXServer::at(Some(&person.display));
        while told.next().await != works() {}
        person.touch();
        let last = Clock::mono();
        loop {
            match told.next().await {
                // It begins with its own silence.
                Fact::Input(Reading::Active) => {}
                Fact::Input(Reading::Idle { since }) if since < last - SLACK => {}
                Fact::Input(Reading::Idle { since }) => {
                    assert!(since.0.abs_diff(last.0) < SLACK);
                    break;
                }
                other => panic!("{other:?}"),
            }
        }
        person.touch();
        active(&mut told).await;
    });
}

#[test]
fn no_x_server_is_a_message_that_says_what_to_do() {
    needs!(PACKAGES);
    run(async {
        let (facts, mut told) = Told::new();
        let display = Some(":4711".to_owned());
        let missing = idle::start(
            Source::Way {
                by: IdleSource::X11,
                at: display.map(Into::into),
            },
            &Buses::new(),
            facts,
        )
        .await
        .unwrap_err();
        assert!(missing.remedy.contains("DISPLAY"), "{missing}");
        assert_eq!(
            told.next().await,
            Fact::Ability {
                ability: Ability::Idle,
                state: AbilityState::Missing(missing)
            }
        );
    });
}

#[test]
fn a_dropped_handle_ends_the_source() {
    needs!(PACKAGES);
    run(async {
        let person = AtXServer::new();
        let (handle, mut told) = start(&person).await;
        watch(&handle, 200);
        drop(handle);
        pause(300).await;
        told.ends().await;
    });
}

#[test]
fn a_script_is_read_from_its_beginning_and_on() {
    needs!(PACKAGES);
    run(async {
        let mut person = AtScript::new();
        person.write("# a demo\nactive\nidle 4m\n");
        let (handle, mut told) = start(&person).await;
        watch(&handle, 180_000);
        idle_since(&mut told, Clock::mono() - Duration::from_secs(240)).await;
        person.write("nonsense\nact");
        told.nothing_for(50).await;
        person.write("ive\n");
        active(&mut told).await;
        told.nothing_for(50).await;
    });
}

#[test]
fn a_script_can_be_a_named_pipe_with_many_writers() {
    needs!(PACKAGES);
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        rustix::fs::mkfifoat(
            rustix::fs::CWD,
            &path,
            rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        )
        .unwrap();
        let (facts, mut told) = Told::new();
        let handle = idle::start(Source::Scripted(path.clone()), &Buses::new(), facts)
            .await
            .unwrap();
        assert!(matches!(told.next().await, Fact::Ability { .. }));
        watch(&handle, 100);
        for _ in 0..2 {
            std::fs::write(&path, "idle\n").unwrap();
            idle_since(&mut told, Clock::mono()).await;
            std::fs::write(&path, "active\n").unwrap();
            active(&mut told).await;
            told.nothing_for(200).await;
        }
    });
}

#[test]
fn no_script_is_a_message_with_its_path() {
    needs!(PACKAGES);
    run(async {
        let (facts, _told) = Told::new();
        let missing = idle::start(
            Source::Scripted("/no/such/script".into()),
            &Buses::new(),
            facts,
        )
        .await
        .unwrap_err();
        assert!(missing.what.contains("/no/such/script"), "{missing}");
    });
}
