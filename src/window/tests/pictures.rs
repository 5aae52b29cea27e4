//! The user's exercises in the player: pictures and pose sets that the window is handed.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::*;
use crate::figure::PoseSet;
use crate::logic::catalog::{PictureKind, Scope, merge, read};
use crate::window::drawing;

const CATALOG: &str = include_str!("../../../docs/own-catalog/catalog.ron");
const REACH: &str = include_str!("../../../docs/own-catalog/figures/overhead-reach.ron");
const SVG: &[u8] = include_bytes!("../../../docs/own-catalog/pictures/wrist-1.svg");

fn catalog() -> Catalog {
    let around = Scope {
        base: Some(catalog::builtin()),
        ..Scope::default()
    };
    merge(catalog::builtin(), &read(CATALOG, around).0)
}

/// A player for an exercise of the example, past its first second.
fn player(id: &str, theme: ThemeChoice) -> Window {
    let mut window = Window::open(Opening::Player("chin-tucks".to_owned()), USUAL, theme);
    let own = BTreeMap::from([(
        "overhead-reach".to_owned(),
        Arc::new(PoseSet::parse(REACH).unwrap()),
    )]);
    let draw = |path: &str, room: [u32; 2]| match path {
        "pictures/wrist-1.svg" => drawing::draw(PictureKind::Svg, SVG, room),
        _ => Err("there is no file".to_owned()),
    };
    Gallery::new(own, Box::new(draw)).install(&window.harness.ctx);
    let mut plan = Plan::new(&catalog(), id).unwrap();
    plan.exercises.retain(|exercise| exercise.id == id);
    window.tell(Told::Play(plan));
    window.pass(1100);
    window
}

#[test]
fn a_picture_is_described_by_the_text_of_its_step() {
    for theme in [ThemeChoice::Light, ThemeChoice::Dark] {
        let mut window = player("wrist-stretch", theme);
        window.press("Start");
        let text = "Stretch out your right arm.";
        let described = |window: &Window, text: &str| {
            let role = egui::Role::Image;
            let mut found = window.harness.query_all_by_role_and_label(role, text);
            found.next().is_some()
        };
        assert!(described(&window, text));
        // The next one is missing: the player says so and goes on.
        window.pass(5000);
        assert!(described(
            &window,
            "Bend your right hand up until the forearm pulls a little."
        ));
    }
}

#[test]
fn an_own_pose_set_is_drawn_in_player_and_list() {
    let mut window = player("overhead-reach", ThemeChoice::Light);
    window.press("Start");
    assert!(window.shows("Figure showing Overhead reach"));
}
