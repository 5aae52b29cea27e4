//! Wayland idle sources against the tests' own compositor: corner cases of the protocols.

use std::path::PathBuf;
use std::time::Duration;

use unbend::logic::settings::IdleSource;
use unbend::platform::clock::Clock;
use unbend::platform::idle::{self, Source, Watch};
use unbend::platform::{Ability, Buses, Fact, Reading};

use crate::compositor::{Compositor, Offer};
use crate::idle::{Person, active, idle_since, keeps_the_rules, pause, start, watch};
use crate::support::{Told, run};

struct AtCompositor {
    compositor: Compositor,
    folder: tempfile::TempDir,
}

impl AtCompositor {
    fn new(offer: Offer) -> Self {
        let folder = tempfile::tempdir().unwrap();
        AtCompositor {
            compositor: Compositor::start(&folder.path().join("wayland-7"), offer),
            folder,
        }
    }

    fn socket(&self) -> PathBuf {
        self.folder.path().join("wayland-7")
    }

    fn restart(&mut self, offer: Offer) {
        self.compositor = Compositor::start(&self.socket(), offer);
    }
}

impl Person for AtCompositor {
    fn source(&self) -> Source {
        let socket = Some(self.socket());
        match self.compositor.offer() {
            Offer::Ext(_) | Offer::Nothing => Source::Way {
                by: IdleSource::Wayland,
                at: socket,
            },
            Offer::Kde => Source::Way {
                by: IdleSource::Kde,
                at: socket,
            },
        }
    }

    fn touch(&mut self) {
        self.compositor.touch();
    }
}

#[test]
fn both_versions_of_ext_idle_notify_keep_the_rules() {
    for version in [1, 2] {
        run(async { keeps_the_rules(&mut AtCompositor::new(Offer::Ext(version))).await });
    }
}

#[test]
fn kde_idle_keeps_the_rules() {
    run(async { keeps_the_rules(&mut AtCompositor::new(Offer::Kde)).await });
}

#[test]
fn typing_makes_the_compositor_send_nothing() {
    run(async {
        let mut person = AtCompositor::new(Offer::Ext(2));
        let (handle, mut told) = start(&person).await;
        watch(&handle, 60_000);
        for _ in 0..40 {
            person.touch();
            told.nothing_for(20).await;
        }
        assert_eq!(person.compositor.words(), 0);
        // A pause of the shortest time is one event, its end another; neither is our user's business.
        told.nothing_for(300).await;
        person.touch();
        told.nothing_for(20).await;
        assert_eq!(person.compositor.words(), 2);
    });
}

#[test]
fn what_keeps_the_screen_awake_is_no_input_in_version_2() {
    run(async {
        let mut person = AtCompositor::new(Offer::Ext(2));
        let (handle, mut told) = start(&person).await;
        watch(&handle, 300);
        person.touch();
        let last = Clock::mono();
        person.compositor.inhibit(true);
        idle_since(&mut told, last).await;
        person.touch();
        active(&mut told).await;
    });
}

#[test]
fn one_notification_is_enough() {
    run(async {
        let mut person = AtCompositor::new(Offer::Ext(2));
        let (handle, mut told) = start(&person).await;
        for milliseconds in [5_000, 200, 60_000, 300] {
            watch(&handle, milliseconds);
            pause(30).await;
            assert_eq!(person.compositor.asked(), 1);
        }
        person.touch();
        let last = Clock::mono();
        idle_since(&mut told, last).await;
        watch(&handle, 100);
        person.touch();
        active(&mut told).await;
        idle_since(&mut told, Clock::mono()).await;
        assert_eq!(person.compositor.asked(), 1);
        drop(handle);
        told.ends().await;
        pause(50).await;
    });
}

#[test]
fn another_seat_takes_the_place_of_one_that_goes() {
    run(async {
        let mut person = AtCompositor::new(Offer::Ext(2));
        let (handle, mut told) = start(&person).await;
        watch(&handle, 200);
        idle_since(&mut told, Clock::mono()).await;
        person.touch();
        active(&mut told).await;
        person.compositor.replace_seat();
        pause(50).await;
        person.touch();
        let last = Clock::mono();
        idle_since(&mut told, last).await;
        person.touch();
        active(&mut told).await;
    });
}

#[test]
fn a_withdrawn_protocol_is_lost() {
    run(async {
        let mut person = AtCompositor::new(Offer::Ext(1));
        let (handle, mut told) = start(&person).await;
        watch(&handle, 60_000);
        pause(50).await;
        person.compositor.withdraw_notifier();
        let words = told.missing(Ability::Idle).await.to_string();
        assert!(words.contains("no more"), "{words}");
    });
}

#[test]
fn a_compositor_without_the_protocol_says_so() {
    run(async {
        let person = AtCompositor::new(Offer::Nothing);
        let (facts, mut told) = Told::new();
        let error = idle::start(person.source(), &Buses::new(), facts)
            .await
            .unwrap_err();
        assert!(error.what.contains("ext_idle_notifier_v1"), "{error}");
        told.missing(Ability::Idle).await.to_string();
    });
}

#[test]
fn a_compositor_that_does_not_answer_is_given_up() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("wayland-0");
        let _silent = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let (facts, _told) = Told::new();
        let source = Source::Way {
            by: IdleSource::Wayland,
            at: Some(socket),
        };
        let error = idle::start(source, &Buses::new(), facts).await.unwrap_err();
        assert!(error.what.contains("does not answer"), "{error}");
    });
}

#[test]
fn a_compositor_that_answers_late_is_used_from_then_on() {
    run(async {
        let folder = tempfile::tempdir().unwrap();
        let socket = folder.path().join("wayland-0");
        let script = folder.path().join("script");
        std::fs::write(&script, "").unwrap();
        let busy = std::os::unix::net::UnixListener::bind(&socket).unwrap();
        let (facts, mut told) = Told::new();
        let sources = vec![
            Source::Way {
                by: IdleSource::Wayland,
                at: Some(socket),
            },
            Source::Scripted(script),
        ];
        let handle = idle::start_best(sources, &Buses::new(), facts);
        watch(&handle, 300);
        assert_eq!(told.works(Ability::Idle).await, "script");
        let compositor = Compositor::answer(busy, Offer::Ext(1));
        active(&mut told).await;
        assert_eq!(told.works(Ability::Idle).await, "Wayland ext-idle-notify");
        idle_since(&mut told, Clock::mono()).await;
        assert_eq!(compositor.asked(), 1);
    });
}

#[test]
fn no_compositor_is_a_message_that_says_what_to_do() {
    run(async {
        let (facts, _told) = Told::new();
        let socket = Some("/no/such/wayland-0".into());
        let error = idle::start(
            Source::Way {
                by: IdleSource::Wayland,
                at: socket,
            },
            &Buses::new(),
            facts,
        )
        .await
        .unwrap_err();
        assert!(error.remedy.contains("WAYLAND_DISPLAY"), "{error}");
    });
}

fn wayland_sources(person: &AtCompositor) -> Vec<Source> {
    let socket = Some(person.socket());
    vec![
        Source::Way {
            by: IdleSource::Wayland,
            at: socket.clone(),
        },
        Source::Way {
            by: IdleSource::Kde,
            at: socket,
        },
    ]
}

#[test]
fn a_compositor_that_comes_back_is_used_again_with_the_watch_of_before() {
    run(async {
        let mut person = AtCompositor::new(Offer::Ext(2));
        let (facts, mut told) = Told::new();
        let handle = idle::start_best(wayland_sources(&person), &Buses::new(), facts);
        assert_eq!(told.works(Ability::Idle).await, "Wayland ext-idle-notify");
        handle.watch(Watch {
            idle_after: Duration::from_millis(300),
            soonest: Duration::from_millis(100),
        });
        idle_since(&mut told, Clock::mono()).await;
        pause(1_000).await;
        drop(person.compositor);
        let words = told.missing(Ability::Idle).await.to_string();
        assert!(words.contains("went away"), "{words}");
        told.missing(Ability::Idle).await.to_string();
        told.nothing_for(300).await;

        person.compositor = Compositor::start(&person.folder.path().join("wayland-7"), Offer::Kde);
        assert_eq!(told.works(Ability::Idle).await, "Wayland KDE idle");
        let last = Clock::mono();
        idle_since(&mut told, last).await;
        person.touch();
        assert_eq!(told.next().await, Fact::Input(Reading::Active));
    });
}

#[test]
fn a_better_source_is_taken_when_it_appears() {
    run(async {
        let mut person = AtCompositor::new(Offer::Nothing);
        let script = tempfile::NamedTempFile::new().unwrap();
        let mut sources = wayland_sources(&person);
        sources.push(Source::Scripted(script.path().to_owned()));
        let (facts, mut told) = Told::new();
        let handle = idle::start_best(sources, &Buses::new(), facts);
        assert_eq!(told.works(Ability::Idle).await, "script");
        handle.watch(Watch {
            idle_after: Duration::from_millis(300),
            soonest: Duration::from_millis(100),
        });
        person.restart(Offer::Ext(1));
        active(&mut told).await;
        assert_eq!(told.works(Ability::Idle).await, "Wayland ext-idle-notify");
        person.touch();
        let last = Clock::mono();
        idle_since(&mut told, last).await;
    });
}
