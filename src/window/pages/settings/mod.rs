//! Settings: every setting, in the groups where people would look, saved as soon as it changes.

use std::collections::HashMap;

use egui::{Align, Layout, RichText, ScrollArea, Ui, vec2};

use crate::ipc::message::Request;
use crate::logic::settings::{Field, Kind, ListOf, Settings, TextForm};
use crate::window::pages::action::{Action, Change};
use crate::window::pages::{Model, page_frame};
use crate::window::theme::{self, Tokens, size, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::card;
use crate::window::widgets::icon;
use crate::window::widgets::switch::switch;
use crate::window::widgets::thumbnail::Thumbnail;
use crate::window::widgets::week::week;

mod apps;
mod control;
mod groups;
mod own;
mod preview;

use apps::{Picked, apps};
use control::{choices, entries, members, several};
use groups::{About, Group, groups};
use own::{NewReminder, Own};
use preview::preview;

/// The page; it keeps the texts being typed, by path.
#[derive(Default)]
pub struct SettingsPage {
    drafts: HashMap<String, String>,
    /// How to undo each change made here, newest last.
    before: Vec<Undo>,
    /// The last changes, to which a reported problem refers.
    changed: Vec<String>,
    /// The figure beside the choice of colours.
    figure: Thumbnail,
    new_reminder: NewReminder,
}

/// How to undo a change.
enum Undo {
    /// Restore what the settings said.
    Set(Vec<Change>),
    /// Remove this reminder, which wasn't there.
    Remove(String),
    /// Add this one back.
    Add(Own),
}

impl SettingsPage {
    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        let mut changes: Vec<Change> = Vec::new();
        let mut undone = None;
        let mut asked = None;
        let mut removed = None;
        let mut added = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            page_frame(ui, |ui| {
                ui.horizontal(|ui| {
                    ui.heading("Settings");
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let possible = !self.before.is_empty() && model.gone.is_none();
                        if possible && button(ui, icon::RESET, "Undo", Weight::Other).clicked() {
                            undone = self.before.pop();
                        }
                    });
                });
                ui.add_space(space::LINE);
                let Some(settings) = &model.settings else {
                    card::note(ui, "Unbend has not answered yet");
                    return;
                };
                ui.add_enabled_ui(model.gone.is_none(), |ui| {
                    for group in groups(settings) {
                        if group.about == About::Start {
                            let show = |ui: &mut Ui| self.new_reminder.show(ui, settings);
                            added = card::card(ui, show).inner.or(added.take());
                            ui.add_space(space::CARD);
                        }
                        // Two reminders have controls of the same name.
                        let mut show = |ui: &mut Ui| {
                            match head(ui, settings, &group) {
                                Some(Head::Change(wanted)) => changes = wanted,
                                Some(Head::Remove(id)) => removed = Some(id),
                                None => {}
                            }
                            if let Some(field) = &group.switch {
                                self.below(ui, model, settings, field);
                            }
                            for (place, field) in group.fields.iter().enumerate() {
                                // A title with a button brings its own spacing.
                                if place > 0 || group.switch.is_some() {
                                    ui.add_space(space::LINE);
                                }
                                if let Some(change) = self.row(ui, model, settings, field) {
                                    changes = vec![change];
                                }
                                self.below(ui, model, settings, field);
                            }
                            asked =
                                asked
                                    .take()
                                    .or(preview(&mut self.figure, ui, model, group.about));
                        };
                        ui.push_id(&group.title, |ui| card::card(ui, &mut show));
                        ui.add_space(space::CARD);
                    }
                });
            });
        });
        if asked.is_some() {
            return asked;
        }
        if let Some((id, values)) = added {
            self.before.push(Undo::Remove(id.clone()));
            return Some(Action::Ask(Request::ReminderAdd { id, values }));
        }
        if let Some((id, settings)) = removed.zip(model.settings.as_ref()) {
            self.before.push(Undo::Add(own::kept(settings, &id)));
            return Some(Action::Ask(Request::ReminderRemove { id }));
        }
        match undone {
            Some(Undo::Set(back)) => {
                self.changed = back.iter().map(|one| one.path().to_owned()).collect();
                return Some(Action::Change(back));
            }
            Some(Undo::Remove(id)) => return Some(Action::Ask(Request::ReminderRemove { id })),
            Some(Undo::Add((id, values))) => {
                return Some(Action::Ask(Request::ReminderAdd { id, values }));
            }
            None => {}
        }
        if changes.is_empty() {
            return None;
        }
        let settings = model.settings.as_ref()?;
        let before = changes.iter().filter_map(|one| way_back(settings, one));
        self.before.push(Undo::Set(before.collect()));
        self.changed = changes.iter().map(|one| one.path().to_owned()).collect();
        Some(Action::Change(changes))
    }

    /// What goes below a setting: the problem with it, and the hours as bars on a week.
    fn below(&self, ui: &mut Ui, model: &Model, settings: &Settings, field: &Field) {
        let draft = self.drafts.get(&field.path);
        let mut typed = settings.clone();
        let wrong = draft
            .and_then(|draft| typed.set(&field.path, draft.trim()).err())
            .map(|problem| problem.to_string());
        let refused = model
            .problem
            .as_ref()
            .filter(|_| self.changed.contains(&field.path));
        if let Some(problem) = wrong.as_ref().or(refused) {
            let tokens = Tokens::of(ui);
            ui.colored_label(
                tokens.attention_text,
                format!("{}  {problem}", icon::WARNING),
            );
        }
        if let Some(full) =
            draft.and_then(|draft| control::full(control::longest(field.kind), draft))
        {
            card::note(ui, &full);
        }
        if field.kind == Kind::Text(TextForm::Hours) {
            ui.add_space(space::TIGHT);
            week(ui, &typed.hours);
        }
    }

    /// One setting; returns its new value.
    fn row(
        &mut self,
        ui: &mut Ui,
        model: &Model,
        settings: &Settings,
        field: &Field,
    ) -> Option<Change> {
        let label = field.label;
        let value = settings.get(&field.path).unwrap_or_default();
        let mut wanted = None;
        if let Kind::List(of) = field.kind {
            describe(ui, label, field.said);
            return match of {
                ListOf::Words(words) => several(ui, &field.path, label, words, &value),
                ListOf::Exercises => members(ui, &model.catalog, &field.path, label, &value),
                ListOf::Apps => {
                    let Picked { app, on } = apps(ui, label, &model.apps, &entries(&value))?;
                    let (path, items) = (field.path.clone(), vec![app]);
                    Some(match on {
                        true => Change::Add { path, items },
                        false => Change::Remove { path, items },
                    })
                }
            };
        }
        let control_width = control::width(field.kind);
        let beside = ui.available_width() > control_width + 220.0;
        let mut control = |ui: &mut Ui| {
            let drafts = &mut self.drafts;
            wanted = control::control(drafts, ui, &model.catalog, field, &value);
        };
        if beside {
            ui.horizontal(|ui| {
                let width = ui.available_width() - control_width - space::CARD;
                ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
                    ui.set_width(width);
                    describe(ui, label, field.said);
                });
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| control(ui));
            });
        } else {
            describe(ui, label, field.said);
            ui.add_space(space::TIGHT);
            ui.horizontal(|ui| control(ui));
        }
        wanted.map(|value| Change::set(field.path.clone(), value))
    }
}

/// The change that undoes a change. For a list, only what the change touched: the rest may have moved on meanwhile.
fn way_back(settings: &Settings, change: &Change) -> Option<Change> {
    let value = settings.get(change.path())?;
    let listed = entries(&value);
    let kind = settings.field(change.path())?.kind;
    let all = listed.is_empty() && choices(kind).is_some();
    let is_on = |item: &&String| all || listed.contains(&item.as_str());
    Some(match change {
        Change::Set { path, .. } => Change::set(path.clone(), value),
        Change::Add { path, items } => Change::Remove {
            path: path.clone(),
            items: items.iter().filter(|item| !is_on(item)).cloned().collect(),
        },
        Change::Remove { path, items } => Change::Add {
            path: path.clone(),
            items: items.iter().filter(is_on).cloned().collect(),
        },
    })
}

/// The change that resets a setting to its default. Exercises on a list were put there by the user, and have no
/// default.
fn to_default(field: &Field, settings: &Settings, defaults: &Settings) -> Option<Change> {
    let usual = defaults.get(&field.path)?;
    if settings.get(&field.path)? == usual {
        return None;
    }
    let Kind::List(of) = field.kind else {
        return Some(Change::set(field.path.clone(), usual));
    };
    match of {
        ListOf::Words(words) => Some(Change::Add {
            path: field.path.clone(),
            items: words.iter().copied().map(str::to_owned).collect(),
        }),
        ListOf::Exercises | ListOf::Apps => None,
    }
}

/// What was pressed beside a group's title.
enum Head {
    /// Change settings.
    Change(Vec<Change>),
    /// Remove this reminder.
    Remove(String),
}

/// A group's title, its switch, and a button back to its defaults if it differs from them; a custom reminder has none,
/// and can be removed.
fn head(ui: &mut Ui, settings: &Settings, group: &Group) -> Option<Head> {
    let Group {
        title,
        note,
        switch: switched,
        fields,
        ..
    } = group;
    let defaults = Settings::default();
    let changed: Vec<Change> = fields
        .iter()
        .filter_map(|field| to_default(field, settings, &defaults))
        .collect();
    let mut wanted = None;
    ui.horizontal(|ui| {
        if note.is_empty() {
            card::title(ui, title);
        } else {
            ui.vertical(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                card::title(ui, title);
                card::note(ui, note);
            });
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if let Some(field) = switched {
                let on = settings
                    .get(&field.path)
                    .is_some_and(|value| value == "true");
                let name = format!("{}: {title}", field.label);
                if switch(ui, on, &name).clicked() {
                    let turned = Change::set(field.path.clone(), (!on).to_string());
                    wanted = Some(Head::Change(vec![turned]));
                }
                if let Some(id) = own::own(&field.path) {
                    let remove = button(ui, "", "Remove", Weight::Quiet);
                    if remove.accessible_name(format!("Remove {title}")).clicked() {
                        wanted = Some(Head::Remove(id.to_owned()));
                    }
                }
            }
            if !changed.is_empty() {
                let name = format!("{title}: back to the defaults");
                let button = button(ui, "", "Defaults", Weight::Quiet);
                if button.accessible_name(name).clicked() {
                    wanted = Some(Head::Change(changed));
                }
            }
        });
    });
    wanted
}

fn describe(ui: &mut Ui, label: &str, doc: &str) {
    ui.spacing_mut().item_spacing.y = 2.0;
    ui.label(RichText::new(label).font(theme::bold(size::BODY)));
    let tokens = Tokens::of(ui);
    let doc = RichText::new(doc)
        .font(theme::plain(size::SMALL))
        .color(tokens.muted);
    ui.label(doc);
}
