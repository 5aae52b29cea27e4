//! The keyboard alone: Tab reaches every control once, and the focus is visible.

use std::collections::{BTreeMap, BTreeSet};

use egui::accesskit::NodeId;
use egui::epaint::Shape;
use egui::{Color32, Rect};
use egui_kittest::kittest::{NodeT, Queryable as _};

use super::*;
use crate::window::theme::{Contrast, Tokens};

/// The controls on the page: number, role and name.
fn controls(window: &Window) -> BTreeMap<NodeId, String> {
    let nodes = window.harness.query_all(egui_kittest::kittest::By::new());
    nodes
        .map(|node| node.accesskit_node())
        .filter(|node| !node.is_disabled())
        .filter(|node| {
            use egui::accesskit::Role;
            matches!(
                node.role(),
                Role::Button
                    | Role::Tab
                    | Role::CheckBox
                    | Role::RadioButton
                    | Role::Switch
                    | Role::ComboBox
                    | Role::TextInput
                    | Role::SpinButton
                    | Role::Slider
                    | Role::Link
            )
        })
        .map(|node| {
            let name = node.label().unwrap_or_default();
            (node.locate().0, format!("{:?} `{name}`", node.role()))
        })
        .collect()
}

/// The focused control.
fn focused(window: &Window) -> Option<NodeId> {
    window
        .harness
        .query_all(egui_kittest::kittest::By::new())
        .map(|node| node.accesskit_node())
        .find(|node| node.is_focused() && node.role() != egui::accesskit::Role::Window)
        .map(|node| node.locate().0)
}

/// How many strokes in the focus colour are visible.
fn rings(window: &Window) -> usize {
    let dark = window.harness.ctx.theme() == egui::Theme::Dark;
    let tokens = Tokens::new(dark, Contrast::Usual);
    // A text field uses the selection colour.
    let colours = [tokens.focus, tokens.accent_text];
    window
        .harness
        .output()
        .shapes
        .iter()
        .map(|clipped| strokes(&clipped.shape, clipped.clip_rect, &colours))
        .sum()
}

fn strokes(shape: &Shape, clip: Rect, colours: &[Color32]) -> usize {
    let seen = |rect: Rect, stroke: egui::Stroke| {
        let inside = clip.expand(4.0).contains_rect(rect);
        usize::from(inside && stroke.width > 1.0 && colours.contains(&stroke.color))
    };
    match shape {
        Shape::Vec(shapes) => shapes
            .iter()
            .map(|shape| strokes(shape, clip, colours))
            .sum(),
        Shape::Rect(rect) => seen(rect.rect, rect.stroke),
        Shape::Circle(circle) => seen(circle.visual_bounding_rect(), circle.stroke),
        Shape::Noop
        | Shape::Ellipse(_)
        | Shape::LineSegment { .. }
        | Shape::Path(_)
        | Shape::Band(_)
        | Shape::Text(_)
        | Shape::Mesh(_)
        | Shape::QuadraticBezier(_)
        | Shape::CubicBezier(_)
        | Shape::Callback(_) => 0,
    }
}

/// Goes through the page with Tab until it comes round, and returns what is wrong on the way.
fn walk(window: &mut Window, what: &str) -> Vec<String> {
    let all = controls(window);
    assert!(all.len() > 2, "{what}: there is something to press");
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    let mut order = Vec::new();
    for _ in 0..all.len() + 20 {
        window.key(Key::Tab);
        window.draw(1);
        let Some(at) = focused(window) else { continue };
        if order.first() == Some(&at) {
            break;
        }
        order.push(at);
        let name = all.get(&at).cloned().unwrap_or_else(|| format!("{at:?}"));
        if !seen.insert(at) {
            wrong.push(format!(
                "{what}: {name} has the keyboard twice in one round"
            ));
        }
        if rings(window) != 1 {
            wrong.push(format!("{what}: {} rings at {name}", rings(window)));
        }
    }
    let missed = all.iter().filter(|(id, _)| !seen.contains(id));
    wrong.extend(missed.map(|(_, name)| format!("{what}: Tab does not reach {name}")));
    wrong
}

#[test]
fn tab_reaches_everything_and_shows_where_it_is() {
    let mut wrong = Vec::new();
    for page in Page::ALL {
        let mut window = Window::page(page);
        window.pass(1100);
        wrong.extend(walk(&mut window, page.title()));
    }
    let mut settings = Settings::default();
    settings.look.theme = ThemeChoice::Light;
    let mut window = Window::with(Opening::Page(Page::Today), USUAL, settings);
    window.pass(1100);
    for next in ["None of this", "Continue", "Continue"] {
        wrong.extend(walk(&mut window, &format!("Welcome before {next}")));
        window.harness.get_by_label(next).click_accesskit();
        window.draw(3);
    }
    wrong.extend(walk(&mut window, "Welcome at its end"));
    let mut player = Window::player("doorway-pec-stretch", USUAL);
    wrong.extend(walk(&mut player, "Player"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn enter_presses_what_has_the_keyboard() {
    let mut window = Window::page(Page::Today);
    window.pass(1100);
    window.asked();
    window.harness.get_by_label("Standing now").focus();
    window.draw(2);
    window.key(Key::Enter);
    assert_eq!(window.asked(), [Request::Stand]);
}
