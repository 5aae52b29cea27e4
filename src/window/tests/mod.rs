//! Drives the whole window without a display: by role and name, over a daemon that only takes notes.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use egui::{Key, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;

use crate::ipc::message::{Doctor, Request, Setting};
use crate::logic::catalog;
use crate::logic::now::Mono;
use crate::logic::plan::Plan;
use crate::logic::player::Cue;
use crate::logic::settings::{Settings, ThemeChoice};
use crate::logic::status::{Ability, AbilityStatus, Next, Shown, Status, Today};
use crate::window::app::App;
use crate::window::gallery::Gallery;
use crate::window::link::{Link, Told, Wake};
use crate::window::open::Setup;
use crate::window::pages::{Opening, Page};
use crate::window::theme;

mod pages;
mod pictures;
mod player;
mod sweep;

/// What the window asked, and what it is going to be told.
#[derive(Default)]
struct Notes {
    asked: Vec<Request>,
    told: Vec<Told>,
    heard: Vec<(Cue, u32)>,
}

/// A daemon that only takes notes.
struct Fake(Rc<RefCell<Notes>>);

impl Link for Fake {
    fn ask(&mut self, request: Request) {
        self.0.borrow_mut().asked.push(request);
    }

    fn play(&mut self, what: String) {
        let plan = Plan::new(catalog::builtin(), &what).expect("in the catalog");
        self.0.borrow_mut().told.push(Told::Play(plan));
    }

    fn receive(&mut self) -> Vec<Told> {
        std::mem::take(&mut self.0.borrow_mut().told)
    }

    fn connect(&mut self, _wake: Wake) {}
}

/// A window under test: its daemon's notes and its clock are in our hands.
struct Window {
    harness: Harness<'static, App>,
    notes: Rc<RefCell<Notes>>,
    clock: Rc<RefCell<Mono>>,
    /// Whether the window has asked to be closed.
    closed: bool,
}

const SMALL: Vec2 = vec2(480.0, 640.0);
const USUAL: Vec2 = vec2(960.0, 640.0);
const LARGE: Vec2 = vec2(1920.0, 1080.0);

impl Window {
    fn open(opening: Opening, size: Vec2, colours: ThemeChoice) -> Window {
        let notes = Rc::new(RefCell::new(Notes::default()));
        let clock = Rc::new(RefCell::new(Mono::from_secs(1000)));
        let mut settings = Settings::default();
        settings.look.theme = colours;
        notes.borrow_mut().told = vec![
            Told::Status(Box::new(status())),
            Told::Settings(list(&settings)),
            Told::Doctor(doctor()),
        ];
        let reads = Rc::clone(&clock);
        let hears = Rc::clone(&notes);
        let setup = Setup {
            link: Box::new(Fake(Rc::clone(&notes))),
            clock: Box::new(move || *reads.borrow()),
            look: settings.look,
            sound: settings.sound,
            chime: Box::new(move |cue, volume| hears.borrow_mut().heard.push((cue, volume))),
            catalog: catalog::builtin().clone(),
            gallery: Gallery::default(),
            focus: true,
        };
        let harness = Harness::builder()
            .with_size(size)
            .with_context_setup(move |ctx| theme::apply(ctx, colours))
            .build_ui_state(|ui, app: &mut App| app.show(ui), App::new(opening, setup));
        Window {
            harness,
            notes,
            clock,
            closed: false,
        }
    }

    /// Draws a few times.
    fn draw(&mut self, times: usize) {
        for _ in 0..times {
            self.harness.step();
            let viewports = self.harness.output().viewport_output.values();
            let close = egui::ViewportCommand::Close;
            self.closed |= viewports
                .flat_map(|viewport| &viewport.commands)
                .any(|command| *command == close);
        }
    }

    fn page(page: Page) -> Window {
        Window::open(Opening::Page(page), USUAL, ThemeChoice::Light)
    }

    /// A player past its first, deaf second.
    fn player(what: &str, size: Vec2) -> Window {
        let mut window = Window::open(Opening::Player(what.to_owned()), size, ThemeChoice::Light);
        window.pass(1100);
        window
    }

    /// Lets time pass, then draws.
    fn pass(&mut self, milliseconds: u64) {
        let now = *self.clock.borrow();
        *self.clock.borrow_mut() = now + Duration::from_millis(milliseconds);
        self.draw(2);
    }

    fn press(&mut self, label: &str) {
        self.harness.get_by_label(label).click();
        self.draw(3);
    }

    fn key(&mut self, key: Key) {
        self.harness.key_down(key);
        self.draw(1);
        self.harness.key_up(key);
        self.draw(1);
    }

    fn tell(&mut self, told: Told) {
        self.notes.borrow_mut().told.push(told);
        self.draw(2);
    }

    fn shows(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    /// Every cue heard so far with its volume; forgets it.
    fn heard(&self) -> Vec<(Cue, u32)> {
        std::mem::take(&mut self.notes.borrow_mut().heard)
    }

    /// Everything asked so far; forgets it.
    fn asked(&self) -> Vec<Request> {
        std::mem::take(&mut self.notes.borrow_mut().asked)
    }
}

fn status() -> Status {
    Status {
        sitting: Duration::from_secs(24 * 60 + 10),
        next: Some(Next {
            reminder: "stretch".to_owned(),
            within: Duration::from_secs(350),
            what: Some("standing-spinal-decompression".to_owned()),
            name: "Standing spinal decompression".to_owned(),
            reason: "it has been longest since your last one".to_owned(),
        }),
        today: Today {
            done: 3,
            natural: 1,
            skipped: 1,
        },
        ..Status::fresh()
    }
}

/// A reminder is on the screen.
fn reminded() -> Status {
    Status {
        sitting: Duration::from_secs(65 * 60),
        shown: Some(Shown {
            reminder: "stretch".to_owned(),
            showings: 2,
            what: "standing-spinal-decompression".to_owned(),
            name: "Standing spinal decompression".to_owned(),
        }),
        can_snooze: true,
        can_skip: true,
        ..status()
    }
}

fn list(settings: &Settings) -> Vec<Setting> {
    settings
        .fields()
        .into_iter()
        .map(|field| Setting {
            value: settings.get(&field.path).unwrap_or_default(),
            doc: field.doc.to_owned(),
            path: field.path,
        })
        .collect()
}

fn doctor() -> Doctor {
    let ability = |ability, works, source: &str, remedy: &str| AbilityStatus {
        ability,
        works,
        source: source.to_owned(),
        remedy: remedy.to_owned(),
    };
    Doctor {
        abilities: vec![
            ability(Ability::Idle, true, "X11 idle counter", ""),
            ability(
                Ability::Tray,
                false,
                "",
                "No tray host is running. Until one does, use this window and the command line",
            ),
        ],
        problems: vec![
            "settings.ron, line 12: timing.snooze must be 1m to 1h; using 5m".to_owned(),
        ],
        files: Vec::new(),
    }
}
