//! Drives the whole window without a display: by role and name, with a daemon that only takes notes.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use egui::{Key, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use jiff::civil::Date;

use crate::ipc::message::{Doctor, Request, Setting, WhyPart};
use crate::logic::catalog::plan::Plan;
use crate::logic::catalog::{self, Catalog, Reason};
use crate::logic::past::stats::Day;
use crate::logic::past::why::{Entry, EntryKind, Mark};
use crate::logic::practice::player::Cue;
use crate::logic::practice::sentence::Sentence;
use crate::logic::settings::{Settings, ThemeChoice};
use crate::logic::shown::file_choice::{Chosen, Wanted};
use crate::logic::shown::place::WindowKind;
use crate::logic::shown::status::{Ability, AbilityStatus, Appearance, Next, Shown, Status, Today};
use crate::logic::time::now::Mono;
use crate::window::app::App;
use crate::window::fonts::Finder;
use crate::window::gallery::Gallery;
use crate::window::host::Host;
use crate::window::link::{Link, Told, Wake};
use crate::window::pages::{Opening, Page};
use crate::window::setup::Setup;
use crate::window::theme;

mod after_break;
mod amounts;
mod by_ear;
mod curtain;
mod desktop;
mod editor;
mod keyboard;
mod leaving;
mod let_go;
mod pages;
mod paint;
mod pictures;
mod player;
mod reminder;
mod reminders;
mod samples;
mod settings;
mod sharing;
mod snapshots;
mod steering;
mod surroundings;
mod sweep;
mod welcome;

use samples::*;

/// What the window asked, and what it will be told.
#[derive(Default)]
struct Notes {
    asked: Vec<Request>,
    /// The window's reports of what it is.
    opened: Vec<WindowKind>,
    /// How often the daemon was started.
    started: usize,
    told: Vec<Told>,
    /// The wall clock.
    wall: jiff::Zoned,
    heard: Vec<(Cue, u32)>,
    /// What was read out; none = cut off.
    said: Vec<Option<Sentence>>,
    exported: Vec<(String, String)>,
    /// What the file dialogue was asked for, and its answer.
    wanted: Vec<Wanted>,
    chosen: Option<Chosen>,
    /// The catalog that the window finds when it reloads.
    catalog: Catalog,
}

/// A daemon that only takes notes.
struct Fake(Rc<RefCell<Notes>>);

impl Link for Fake {
    fn ask(&mut self, request: Request) {
        self.0.borrow_mut().asked.push(request);
    }

    fn opened(&mut self, window: WindowKind) {
        self.0.borrow_mut().opened.push(window);
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

/// A program around the window that also only takes notes.
struct FakeHost {
    notes: Rc<RefCell<Notes>>,
    clock: Rc<RefCell<Mono>>,
}

impl Host for FakeHost {
    fn now(&self) -> Mono {
        *self.clock.borrow()
    }

    fn wall(&self) -> jiff::Zoned {
        self.notes.borrow().wall.clone()
    }

    fn chime(&mut self, cue: Cue, volume: u32) {
        self.notes.borrow_mut().heard.push((cue, volume));
    }

    fn say(&mut self, sentence: Sentence) {
        self.notes.borrow_mut().said.push(Some(sentence));
    }

    fn hush(&mut self) {
        self.notes.borrow_mut().said.push(None);
    }

    fn start_daemon(&self) -> Result<(), String> {
        self.notes.borrow_mut().started += 1;
        Ok(())
    }

    fn reload(&self) -> (Catalog, Gallery) {
        (self.notes.borrow().catalog.clone(), Gallery::default())
    }

    fn share(&self, ids: &[String]) -> Result<String, String> {
        Ok(format!("// {}", ids.join(" ")))
    }

    fn inspect(&self, path: &str) -> Result<(), String> {
        match path.ends_with("broken.ron") {
            true => Err(format!("{path}: line 1: broken")),
            false => Ok(()),
        }
    }

    fn export(&self, name: &str, text: &str) -> Result<String, String> {
        self.save(name, text).map(|()| format!("/home/ada/{name}"))
    }

    fn save(&self, path: &str, text: &str) -> Result<(), String> {
        let written = (path.to_owned(), text.to_owned());
        self.notes.borrow_mut().exported.push(written);
        Ok(())
    }

    fn pick_file(&mut self, wanted: Wanted, _wake: Wake) {
        self.notes.borrow_mut().wanted.push(wanted);
    }

    fn picked_file(&mut self) -> Option<Chosen> {
        self.notes.borrow_mut().chosen.take()
    }

    fn font(&self) -> Finder {
        std::sync::Arc::new(|_| None)
    }

    fn stay_back(&self, _window: u32) {}
}

/// A window under test: we control its daemon's notes and its clock.
struct Window {
    harness: Harness<'static, App>,
    notes: Rc<RefCell<Notes>>,
    clock: Rc<RefCell<Mono>>,
    textures: paint::Textures,
    /// Whether the window has asked to close.
    closed: bool,
    titles: Vec<String>,
}

const SMALL: Vec2 = vec2(480.0, 640.0);
const USUAL: Vec2 = vec2(960.0, 640.0);
const LARGE: Vec2 = vec2(1920.0, 1080.0);

impl Window {
    fn open(opening: Opening, size: Vec2, colours: ThemeChoice) -> Window {
        let mut settings = Settings::default();
        settings.look.theme = colours;
        settings.look.welcome_done = true;
        Window::with(opening, size, settings)
    }

    /// A window whose daemon has these settings.
    fn with(opening: Opening, size: Vec2, settings: Settings) -> Window {
        let told = vec![
            Told::Status(Box::new(status())),
            Told::Settings(list(&settings)),
            Told::Doctor(doctor()),
            Told::Day(day()),
            Told::Days(days()),
        ];
        Window::told(opening, size, settings, Appearance::default(), told)
    }

    /// A window that knows this much when it opens.
    fn told(
        opening: Opening,
        size: Vec2,
        settings: Settings,
        appearance: Appearance,
        told: Vec<Told>,
    ) -> Window {
        let colours = settings.look.theme;
        let notes = Rc::new(RefCell::new(Notes::default()));
        let clock = Rc::new(RefCell::new(Mono::from_secs(1000)));
        notes.borrow_mut().told = told;
        notes.borrow_mut().wall = TODAY
            .at(13, 25, 0, 0)
            .to_zoned(jiff::tz::TimeZone::UTC)
            .expect("a good moment");
        let setup = Setup {
            link: Box::new(Fake(Rc::clone(&notes))),
            host: Box::new(FakeHost {
                notes: Rc::clone(&notes),
                clock: Rc::clone(&clock),
            }),
            look: settings.look,
            appearance,
            sound: settings.sound,
            timing: settings.timing,
            catalog: catalog::builtin().clone(),
            gallery: Gallery::default(),
            screen: Some(":1".to_owned()),
            place: None,
            free: Vec::new(),
            focus: true,
        };
        let textures = paint::Textures::default();
        let harness = Harness::builder()
            .with_size(size)
            .renderer(textures.clone())
            .with_context_setup(move |ctx| theme::apply(ctx, colours))
            .build_ui_state(
                |ui, app: &mut App| {
                    // The harness leaves a margin that a real window doesn't have.
                    let whole = egui::UiBuilder::new().max_rect(ui.ctx().content_rect());
                    ui.scope_builder(whole, |ui| app.show(ui));
                },
                App::new(opening, setup),
            );
        Window {
            harness,
            notes,
            clock,
            textures,
            closed: false,
            titles: Vec::new(),
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
            let viewports = self.harness.output().viewport_output.values();
            for command in viewports.flat_map(|viewport| &viewport.commands) {
                if let egui::ViewportCommand::Title(title) = command {
                    self.titles.push(title.clone());
                }
            }
        }
    }

    /// Every title the window has had since the last call.
    fn titles(&mut self) -> Vec<String> {
        std::mem::take(&mut self.titles)
    }

    /// What is visible, as pixels.
    fn picture(&self) -> image::RgbImage {
        let visuals = self.harness.ctx.global_style().visuals.clone();
        let ground = eframe::App::clear_color(self.harness.state(), &visuals);
        let [red, green, blue, _] = ground.map(|part| (part * 255.0).round() as u8);
        let ground = egui::Color32::from_rgb(red, green, blue);
        self.textures
            .paint(&self.harness.ctx, self.harness.output(), ground)
    }

    /// Sets the desktop's contrast.
    fn contrast(&mut self, contrast: theme::Contrast) {
        let mut status = status();
        status.appearance.high_contrast = contrast == theme::Contrast::High;
        self.tell(Told::Status(Box::new(status)));
        self.pass(100);
    }

    fn page(page: Page) -> Window {
        Window::open(Opening::Page(page), USUAL, ThemeChoice::Light)
    }

    /// A player past its first second, in which it ignores keys.
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

    /// Presses something that may be below the fold.
    fn reach(&mut self, label: &str) {
        self.harness.get_by_label(label).click_accesskit();
        self.draw(3);
    }

    fn key(&mut self, key: Key) {
        self.harness.key_down(key);
        self.draw(1);
        self.harness.key_up(key);
        self.draw(1);
    }

    /// The desktop asks the window to close; returns whether it does.
    fn desktop_closes(&mut self) -> bool {
        let viewport = self
            .harness
            .input_mut()
            .viewports
            .entry(egui::ViewportId::ROOT);
        viewport
            .or_default()
            .events
            .push(egui::ViewportEvent::Close);
        self.harness.step();
        let mut commands = self.harness.output().viewport_output.values();
        let stays = egui::ViewportCommand::CancelClose;
        let closes = !commands.any(|viewport| viewport.commands.contains(&stays));
        let viewports = self.harness.input_mut().viewports.values_mut();
        viewports.for_each(|viewport| viewport.events.clear());
        self.draw(2);
        closes
    }

    fn tell(&mut self, told: Told) {
        self.notes.borrow_mut().told.push(told);
        self.draw(2);
    }

    fn shows(&self, label: &str) -> bool {
        self.harness.query_all_by_label(label).next().is_some()
    }

    /// Every cue played since the last call, with its volume.
    fn heard(&self) -> Vec<(Cue, u32)> {
        std::mem::take(&mut self.notes.borrow_mut().heard)
    }

    /// Everything read out since the last call; none where it was cut off.
    fn said(&self) -> Vec<Option<String>> {
        let spoken = self.spoken().into_iter();
        spoken.map(|one| one.map(|one| one.words)).collect()
    }

    /// The same with volume and time.
    fn spoken(&self) -> Vec<Option<Sentence>> {
        std::mem::take(&mut self.notes.borrow_mut().said)
    }

    /// Everything asked since the last call.
    fn asked(&self) -> Vec<Request> {
        std::mem::take(&mut self.notes.borrow_mut().asked)
    }
}
