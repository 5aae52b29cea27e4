//! Insights: sitting, breaks and the longest stretch of sitting by day or week, the hours of the week, and the areas
//! trained.

use std::time::Duration;

use egui::{Align, Layout, RichText, ScrollArea, Ui, vec2};
use jiff::ToSpan;
use jiff::civil::Date;

use crate::logic::past::stats::{self, Day, Total};
use crate::logic::time::span;
use crate::window::pages::action::Action;
use crate::window::pages::{Model, page_frame};
use crate::window::theme::{self, space};
use crate::window::widgets::button::{Weight, button};
use crate::window::widgets::card;
use crate::window::widgets::segmented::segmented;

mod bars;
mod body;
mod heat;

use bars::Bar;

/// The page.
#[derive(Default)]
pub struct InsightsPage {
    range: Range,
    body: body::Body,
}

/// How far back to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Range {
    #[default]
    Week,
    Month,
    Year,
}

impl Range {
    const ALL: [Range; 3] = [Range::Week, Range::Month, Range::Year];

    fn words(self) -> &'static str {
        match self {
            Range::Week => "Week",
            Range::Month => "Four weeks",
            Range::Year => "Year",
        }
    }

    fn days(self) -> i64 {
        match self {
            Range::Week => 7,
            Range::Month => 28,
            Range::Year => 364,
        }
    }

    /// How many days one bar stands for.
    fn each(self) -> i64 {
        match self {
            Range::Week | Range::Month => 1,
            Range::Year => 7,
        }
    }

    fn first(self, today: Date) -> Date {
        today.checked_sub((self.days() - 1).days()).unwrap_or(today)
    }
}

/// The first day the page needs.
pub fn first_day(today: Date) -> Date {
    Range::Year.first(today)
}

impl InsightsPage {
    /// Draws it.
    pub fn show(&mut self, model: &Model, ui: &mut Ui) -> Option<Action> {
        let mut action = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            page_frame(ui, |ui| {
                ui.heading("Insights");
                ui.add_space(space::LINE);
                let Some(known) = &model.days else {
                    card::note(ui, "Unbend has not answered yet");
                    return;
                };
                let first = self.range.first(model.today);
                let days: Vec<Day> = known
                    .iter()
                    .filter(|day| day.date >= first && day.date <= model.today)
                    .cloned()
                    .collect();
                action = self.head(ui, model, &days);
                ui.add_space(space::CARD);
                if days.is_empty() {
                    card::card(ui, |ui| {
                        card::title(ui, "Nothing is known of these days yet");
                        card::note(ui, "Come back after a few hours at the computer");
                    });
                    return;
                }
                self.charts(ui, model, &days);
                ui.add_space(space::CARD);
                card::card(ui, |ui| {
                    card::title(ui, "Hours of the week");
                    card::note(ui, "How much of each hour you sit, on average");
                    ui.add_space(space::LINE);
                    heat::map(ui, &stats::heat(&days));
                });
                ui.add_space(space::CARD);
                card::card(ui, |ui| {
                    card::title(ui, "Areas trained");
                    let areas = stats::areas(&days);
                    if areas.is_empty() {
                        card::note(ui, "No exercise was done to its end yet");
                    } else {
                        card::note(
                            ui,
                            "Exercises done to their end, for each area that they serve",
                        );
                        ui.add_space(space::LINE);
                        self.body.show(ui, &areas);
                    }
                });
            });
        });
        action
    }

    /// The choice of range, and the export.
    fn head(&mut self, ui: &mut Ui, model: &Model, days: &[Day]) -> Option<Action> {
        let mut action = None;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(12.0, 8.0);
            let words = Range::ALL.map(|range| range.words().to_owned());
            let chosen = Range::ALL.iter().position(|range| *range == self.range);
            if let Some(range) = segmented(ui, "Range", &words, chosen) {
                self.range = Range::ALL[range];
            }
            if !days.is_empty() && button(ui, "", "Export as CSV", Weight::Other).clicked() {
                let first = self.range.first(model.today);
                action = Some(Action::Export {
                    name: format!("unbend {first} to {}.csv", model.today),
                    table: stats::csv(days),
                });
            }
        });
        if let Some(news) = &model.news {
            ui.add_space(space::TIGHT);
            card::note(ui, news);
        }
        action
    }

    fn charts(&self, ui: &mut Ui, model: &Model, days: &[Day]) {
        let total = Total::of(days);
        let bars = |of: &dyn Fn(&[&Day]) -> f32, said: &dyn Fn(f32) -> String| {
            columns(self.range, model.today, days, of, said)
        };
        let length = |seconds: f32| span::words(Duration::from_secs_f32(seconds.max(0.0)));
        let mean = |days: &[&Day], of: fn(&Day) -> u32| {
            days.iter().map(|day| of(day) as f32).sum::<f32>() / days.len().max(1) as f32
        };
        let breaks = |day: &Day| day.breaks_done + day.breaks_natural;
        let limit = model
            .status
            .as_ref()
            .map(|(status, _)| status.limit.as_secs_f32());
        let charts = [
            (
                "Sitting",
                format!("{} a day", span::words(total.sitting / total.days.max(1))),
                format!("{} in all", span::words(total.sitting)),
                bars(&|days| mean(days, |day| day.sitting_seconds), &length),
                None,
            ),
            (
                "Breaks",
                format!(
                    "{:.1} a day",
                    f64::from(total.done + total.natural) / f64::from(total.days.max(1))
                ),
                format!("{} guided, {} natural", total.done, total.natural),
                bars(&|days| mean(days, breaks), &|count| {
                    if count == 1.0 {
                        "1 break".to_owned()
                    } else if count.fract() == 0.0 {
                        format!("{count} breaks")
                    } else {
                        format!("{count:.1} breaks a day")
                    }
                }),
                None,
            ),
            (
                "Longest bout",
                span::words(total.longest),
                "Dashed: your limit".to_owned(),
                bars(
                    &|days| {
                        let longest = days.iter().map(|day| day.longest_sitting_seconds);
                        longest.max().unwrap_or(0) as f32
                    },
                    &length,
                ),
                limit,
            ),
        ];
        let columns = if ui.available_width() > 640.0 { 3 } else { 1 };
        let gap = space::CARD;
        let width = (ui.available_width() - gap * (columns - 1) as f32) / columns as f32;
        for row in charts.chunks(columns) {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = gap;
                for (name, words, more, values, limit) in row {
                    ui.allocate_ui_with_layout(
                        vec2(width, 0.0),
                        Layout::top_down(Align::Min),
                        |ui| {
                            card::card(ui, |ui| {
                                card::note(ui, name);
                                ui.label(RichText::new(words).font(theme::bold(19.0)));
                                card::note(ui, more);
                                ui.add_space(space::LINE);
                                bars::bars(ui, name, values, *limit);
                            });
                        },
                    );
                }
            });
            if columns == 1 {
                ui.add_space(space::LINE);
            }
        }
    }
}

/// One bar for each day or week of the range, including those without data.
fn columns(
    range: Range,
    today: Date,
    days: &[Day],
    of: &dyn Fn(&[&Day]) -> f32,
    said: &dyn Fn(f32) -> String,
) -> Vec<Bar> {
    let first = range.first(today);
    let each = range.each();
    (0..range.days() / each)
        .filter_map(|column| {
            let from = first.checked_add((column * each).days()).ok()?;
            let to = from.checked_add((each - 1).days()).ok()?;
            let within: Vec<&Day> = days
                .iter()
                .filter(|day| (from..=to).contains(&day.date))
                .collect();
            let value = of(&within);
            let label = match range {
                Range::Week => from.strftime("%a").to_string(),
                Range::Month => from.strftime("%-d %b").to_string(),
                Range::Year if from.month() != to.month() || from.day() == 1 => {
                    to.strftime("%b").to_string()
                }
                Range::Year => String::new(),
            };
            let when = match range {
                Range::Week | Range::Month => from.strftime("%a %-d %b").to_string(),
                Range::Year => format!("Week of {}", from.strftime("%-d %b")),
            };
            Some(Bar {
                label,
                value,
                words: format!("{when}: {}", said(value)),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_range_has_a_bar_and_the_year_one_a_week() {
        let today = Date::constant(2026, 3, 10);
        let mut day = Day::empty(Date::constant(2026, 3, 9));
        day.sitting_seconds = 60;
        let count = |range| {
            let sat = |days: &[&Day]| days.iter().map(|day| day.sitting_seconds as f32).sum();
            columns(range, today, std::slice::from_ref(&day), &sat, &|value| {
                format!("{value}")
            })
        };
        let week = count(Range::Week);
        assert_eq!(week.len(), 7);
        assert_eq!(week[5].words, "Mon 9 Mar: 60");
        assert_eq!((week[5].value, week[6].value), (60.0, 0.0));
        assert_eq!(count(Range::Month).len(), 28);
        let year = count(Range::Year);
        assert_eq!(year.len(), 52);
        assert_eq!(year[51].value, 60.0);
        assert!(year.iter().filter(|bar| !bar.label.is_empty()).count() >= 11);
    }
}
