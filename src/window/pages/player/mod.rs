//! The player: the stage fills the window, the figure shows the step, and the clock runs beside it.

use std::time::Duration;

use egui::{Rect, Ui};

use crate::ipc::message::Request;
use crate::logic::catalog::plan::Plan;
use crate::logic::practice::player::{Cue, Frame, PhaseView, Player, PlayerInput, Reporter};
use crate::logic::shown::status::LetGo;
use crate::logic::text::word::Word;
use crate::logic::time::now::Mono;
use crate::window::gallery::Gallery;
use crate::window::pages::Model;
use crate::window::pages::action::{Action, BreakEnd};
use crate::window::theme::{self, Tokens};
use crate::window::widgets::figure::{self, FigureView, Ground};
use crate::window::widgets::picture;
use crate::window::widgets::{progress, text};

mod controls;
mod curtain;
mod done;
mod layout;
mod let_go;
mod panel;
mod position;
mod question;
mod rating;

pub use position::equipment_shown;

use controls::{Press, State};
use curtain::{Curtain, Opening, Shown};
use layout::Layout;
use rating::Rating;

/// A break being played.
pub struct PlayerPage {
    plan: Plan,
    player: Player,
    figure: FigureView,
    /// When it was opened.
    opened: Mono,
    curtain: Curtain,
    /// The full length of the current wait for the user.
    wait: Duration,
    /// Whether the end of the break was reported to the daemon.
    told: bool,
    rating: Rating,
    /// What was read out last.
    said: Option<Spoken>,
    reporter: Reporter,
    /// How the daemon ended the break, and when we learned of it.
    let_go: Option<(LetGo, Mono)>,
    /// Whether the user is being asked whether to leave.
    asks: bool,
}

/// Words to read out, and where in the plan they belong. None while the break is paused.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Spoken {
    /// Segments completed before.
    place: usize,
    words: Option<String>,
}

/// Time between two frames of a moving figure.
const PICTURE: Duration = Duration::from_millis(33);

/// The shortest wait for a change: after it, the change is certainly due.
const SOONEST: Duration = Duration::from_millis(5);

/// The same while the figure only breathes: the chest rises less than a pixel in this time.
const BREATH: Duration = Duration::from_millis(100);

impl PlayerPage {
    /// A player at the start of `plan`.
    pub fn new(plan: Plan, gallery: &Gallery, now: Mono) -> PlayerPage {
        PlayerPage {
            player: Player::new(plan.clone(), &figure::times(&plan, gallery), now),
            plan,
            figure: FigureView::default(),
            opened: now,
            curtain: Curtain::default(),
            wait: Duration::ZERO,
            told: false,
            rating: Rating::default(),
            said: None,
            reporter: Reporter::default(),
            let_go: None,
            asks: false,
        }
    }

    /// Advances to now, whether or not anybody is watching, and returns the resulting actions.
    pub fn advance(&mut self, model: &Model) -> Vec<Action> {
        if let Some((_, since)) = self.let_go {
            let over = model.now.since(since) >= let_go::SHOWN;
            return over.then_some(Action::Leave).into_iter().collect();
        }
        let cues = self.player.handle(PlayerInput::Tick, model.now);
        self.follow(&cues, model)
    }

    /// Whether what was played so far counts as a break.
    fn counts(&self, model: &Model) -> bool {
        self.player.is_whole(model.now)
            || self.player.guided(model.now) >= model.timing().break_counts
    }

    /// How long from `now` until a text, a digit or the phase changes; none while paused and at the end.
    pub fn next_change(&self, now: Mono) -> Option<Duration> {
        if let Some((_, since)) = self.let_go {
            let end = since + let_go::SHOWN;
            return Some(end.since(now).max(SOONEST));
        }
        let change = self.player.next_change(now)?;
        Some(change.since(now).max(SOONEST))
    }

    /// What to play and report after the player's last steps.
    fn follow(&mut self, cues: &[Cue], model: &Model) -> Vec<Action> {
        let now = model.now;
        let mut actions = Vec::new();
        // Any cue before the last is over already.
        actions.extend(cues.last().copied().map(Action::Sound));
        if self.player.is_done() {
            actions.extend(self.end(now));
        }
        if !self.told {
            let report = self.reporter.report(&self.player, now);
            actions.extend(report.map(Action::BreakProgress));
        }
        let spoken = spoken(&self.player.frame(now), self.counts(model));
        if self.said.as_ref() != Some(&spoken) {
            actions.extend(match (&spoken.words, &self.said) {
                (Some(words), _) => Some(Action::Say(words.clone())),
                (None, Some(_)) => Some(Action::Hush),
                (None, None) => None,
            });
            self.said = Some(spoken);
        }
        actions
    }

    /// Draws this moment and returns what was asked for.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Vec<Action> {
        let now = model.now;
        if let Some((let_go, since)) = self.let_go.clone() {
            return self.show_let_go(model, ui, &let_go, since);
        }
        let frame = self.player.frame(now);
        let state = match (frame.phase, frame.paused) {
            (PhaseView::Done, _) => State::Done,
            (_, true) => State::Paused,
            (PhaseView::Position { .. }, false) => State::Waiting,
            (PhaseView::Step | PhaseView::ChangeSide | PhaseView::Rest, false) => State::Running,
        };
        let mut pressed = match self.asks {
            true => None,
            false => controls::keys(ui, state),
        };
        let layout = Layout::new(ui.max_rect());
        let opening = Opening::after(now.since(self.opened)).filter(|_| !model.reduced_motion);
        self.stage(model, ui, &layout, &frame, opening);
        let opacity = ui.opacity();
        if let Some(opening) = opening {
            ui.set_opacity(opacity * opening.offer);
            curtain::offer(ui, &layout, &self.plan);
            ui.set_opacity(opacity * opening.words);
        }
        progress::progress(ui, layout.progress, &frame.progress);
        panel::title(ui, &layout, &frame);
        self.wait = match frame.phase {
            PhaseView::Position { starts_in } => self.wait.max(starts_in),
            PhaseView::Step | PhaseView::ChangeSide | PhaseView::Rest | PhaseView::Done => {
                Duration::ZERO
            }
        };
        // Said once, before the first movement.
        let stop = model.catalog.safety.stop.first();
        let stop = stop.filter(|_| frame.exercise.0 == 0);
        pressed = pressed
            .or(panel::show(
                ui, &layout, &frame, &self.plan, self.wait, stop,
            ))
            .or(match frame.phase {
                PhaseView::Done => {
                    let done = self.player.done(now);
                    let of = done::Of {
                        model,
                        plan: &self.plan,
                        done: &done,
                        guided: frame.guided,
                        counts: self.counts(model),
                    };
                    done::show(ui, &layout, &of, &self.rating)
                }
                PhaseView::Position { .. }
                | PhaseView::Step
                | PhaseView::ChangeSide
                | PhaseView::Rest => None,
            })
            .or(controls::show(ui, &layout, state, model.sound.on));
        ui.set_opacity(opacity);

        let mut actions = Vec::new();
        match pressed {
            Some(Press::Player(input)) => {
                let cues = self.player.handle(input, now);
                actions.extend(self.follow(&cues, model));
                ui.ctx().request_repaint();
            }
            Some(Press::Pain(pain)) => actions.extend(self.rating.hurt(pain, &self.plan)),
            Some(Press::Effort(effort)) => {
                let done = self.player.done(now);
                actions.extend(self.rating.felt(effort, &self.plan, &done));
            }
            Some(Press::Which(Some(what))) => actions.extend(self.rating.meant(what)),
            Some(Press::Which(None)) => {
                self.rating.none_meant();
                ui.ctx().request_repaint();
            }
            Some(Press::Sound) => actions.push(Action::SoundOn(!model.sound.on)),
            Some(Press::FullScreen) => actions.push(Action::ToggleFullScreen),
            Some(Press::Leave) => match self.ask_before_leaving(model) {
                Some(asking) => {
                    actions.extend(asking);
                    ui.ctx().request_repaint();
                }
                None => actions.extend(self.leave(now, false)),
            },
            None => {}
        }
        actions.extend(self.question(model, ui));
        if opening.is_some() || self.curtain.is_moving() {
            ui.ctx().request_repaint_after(PICTURE);
        }
        self.ask_for_the_next_picture(ui, &frame, now, model.reduced_motion);
        actions
    }

    /// The daemon has ended this break. Returns whether there was one left to end.
    pub fn let_go(&mut self, let_go: &LetGo, now: Mono) -> bool {
        if self.told || let_go.what != self.plan.id {
            return false;
        }
        self.told = true;
        self.asks = false;
        self.let_go = Some((let_go.clone(), now));
        true
    }

    /// The break as it was when it ended, and why it did. The window closes by itself.
    fn show_let_go(
        &mut self,
        model: &Model,
        ui: &mut Ui,
        let_go: &LetGo,
        since: Mono,
    ) -> Vec<Action> {
        let layout = Layout::new(ui.max_rect());
        let frame = self.player.frame(since);
        self.stage(model, ui, &layout, &frame, None);
        progress::progress(ui, layout.progress, &frame.progress);
        let key = controls::keys(ui, State::Done);
        let leaves = key == Some(Press::Leave) || let_go::show(ui, &layout, let_go);
        leaves.then_some(Action::Leave).into_iter().collect()
    }

    /// The report for a daemon that came back during the break; none once it is over.
    pub fn goes_on(&self, now: Mono) -> Option<Request> {
        (!self.told).then(|| Request::Play {
            what: self.plan.id.clone(),
            guided: self.player.guided(now),
        })
    }

    /// The report that the break is over, unless it was sent already. For a closing window.
    pub fn end(&mut self, now: Mono) -> Option<Action> {
        self.end_as(now, false)
    }

    fn end_as(&mut self, now: Mono, put_off: bool) -> Option<Action> {
        if self.told {
            return None;
        }
        self.told = true;
        Some(Action::BreakEnd(BreakEnd {
            put_off,
            whole: self.player.is_whole(now),
            guided: self.player.guided(now),
            exercises: self.player.played(now),
        }))
    }

    fn stage(
        &mut self,
        model: &Model,
        ui: &Ui,
        layout: &Layout,
        frame: &Frame,
        opening: Option<Opening>,
    ) {
        let wanted = match &frame.picture {
            Some(path) => Shown::Picture(path.clone(), frame.pose.mirrored),
            None if model.reduced_motion => {
                let still = self.player.still(model.now);
                Shown::Figure(still.pose, still.ghost.is_some())
            }
            None => Shown::Figure(frame.pose.clone(), false),
        };
        let words = match &wanted {
            Shown::Picture(..) => frame.text.clone(),
            Shown::Figure(..) => format!("Figure showing {}", frame.name),
        };
        let (shown, hidden) = self.curtain.draw(wanted, model.now, model.reduced_motion);
        let hidden = opening.map_or(hidden, |opening| opening.curtain.max(hidden));
        if let Some(place) = self.paint(ui, layout, &shown, hidden, model.now) {
            describe(ui, place, words);
        }
    }

    /// Paints what is on the stage, and the curtain in front of it; returns where it is, if visible.
    fn paint(
        &mut self,
        ui: &Ui,
        layout: &Layout,
        shown: &Shown,
        hidden: f32,
        now: Mono,
    ) -> Option<Rect> {
        let tokens = Tokens::of(ui);
        let gallery = Gallery::of(ui.ctx());
        let wall = |opacity: f32| {
            let colour = tokens.stage.gamma_multiply(opacity);
            ui.painter().rect_filled(layout.window, 0.0, colour);
        };
        let (pose, ghost) = match shown {
            Shown::Picture(path, mirrored) => {
                wall(1.0);
                picture::paint(ui, &gallery, layout.picture(), path, *mirrored);
                wall(hidden);
                return Some(layout.picture());
            }
            Shown::Figure(pose, ghost) => (pose, *ghost),
        };
        let Some(set) = gallery.set(&pose.figure) else {
            wall(1.0);
            return None;
        };
        let (moment, scene) = figure::picture(pose, set, ghost, tokens.figure);
        // The window was cleared before it knew that it is a player, and on which desktop.
        let ground = match Opening::after(now.since(self.opened)) {
            Some(_) => Ground::Other,
            None => Ground::Wall,
        };
        self.figure.paint(
            ui.painter(),
            layout.window,
            layout.square,
            ground,
            set,
            moment,
            &scene,
        );
        if hidden > 0.0 {
            self.figure.cover(ui.painter(), hidden);
        }
        if layout.beside {
            let fade = 40.0 * layout.scale;
            let from = layout.panel.left() - fade;
            self.figure.end_the_floor_line(ui.painter(), from, fade);
        }
        if !set.floor {
            fade_out_below(ui, layout, tokens.stage);
        }
        Some(layout.square.intersect(layout.window))
    }

    /// Thirty frames a second while something moves, otherwise one when a text changes, and none at the end.
    fn ask_for_the_next_picture(&self, ui: &Ui, frame: &Frame, now: Mono, reduced_motion: bool) {
        if self.player.is_moving(now) && !reduced_motion && frame.picture.is_none() {
            let rests = frame.pose.overlay >= 1.0 && frame.pose.breath.is_some();
            ui.ctx()
                .request_repaint_after(if rests { BREATH } else { PICTURE });
        } else if let Some(change) = self.next_change(now) {
            ui.ctx().request_repaint_after(change);
        }
    }
}

/// What should be read out at this moment.
fn spoken(frame: &Frame, counts: bool) -> Spoken {
    let words = match frame.phase {
        PhaseView::Position { .. } => format!("{}. {}", frame.name, frame.text),
        PhaseView::Step => match frame.side {
            // On the screen the side is a badge.
            Some(side) if !frame.text.to_lowercase().contains(side.word()) => {
                format!("{} side. {}", text::capitalised(side.word()), frame.text)
            }
            Some(_) | None => frame.text.clone(),
        },
        PhaseView::ChangeSide | PhaseView::Rest => frame.text.clone(),
        PhaseView::Done if counts => "Well done.".to_owned(),
        PhaseView::Done => "That was the last one.".to_owned(),
    };
    Spoken {
        place: frame
            .progress
            .iter()
            .filter(|mark| mark.done >= 1.0)
            .count(),
        words: (!frame.paused).then_some(words),
    }
}

/// A close view continues below the square: it fades into the wall before it reaches text and buttons.
fn fade_out_below(ui: &Ui, layout: &Layout, wall: egui::Color32) {
    let end = if layout.beside {
        layout.controls.top()
    } else {
        layout.panel.top() - 4.0
    };
    let across = layout.window.x_range();
    let start = end - 48.0 * layout.scale;
    let mut veil = egui::Mesh::default();
    for (y, colour) in [
        (start, theme::CLEAR),
        (end, wall),
        (layout.window.bottom(), wall),
    ] {
        for x in [across.min, across.max] {
            veil.colored_vertex(egui::pos2(x, y), colour);
        }
    }
    for row in [0, 2] {
        veil.add_triangle(row, row + 1, row + 2);
        veil.add_triangle(row + 2, row + 1, row + 3);
    }
    ui.painter().add(egui::Shape::mesh(veil));
}

/// Describes a picture to a screen reader.
fn describe(ui: &Ui, square: Rect, words: String) {
    let response = ui.interact(square, ui.scope_id().with("figure"), egui::Sense::hover());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &words));
}
