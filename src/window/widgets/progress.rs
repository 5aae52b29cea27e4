//! The progress of a break: one bar per segment, grouped by exercise.

use egui::{CornerRadius, Rect, Role, Sense, Ui, WidgetInfo};

use crate::logic::practice::player::ProgressMark;
use crate::window::theme::Tokens;

/// Gap between two exercises, and between two segments of one, in points.
const GAPS: (f32, f32) = (10.0, 3.0);

/// Paints the bars along `rect`.
pub fn progress(ui: &mut Ui, rect: Rect, marks: &[ProgressMark]) {
    let tokens = Tokens::of(ui);
    let corner = CornerRadius::same((rect.height() * 0.5) as u8);
    for (bar, mark) in bars(rect, marks).into_iter().zip(marks) {
        ui.painter().rect_filled(bar, corner, tokens.rail);
        let done = mark.done.clamp(0.0, 1.0);
        if done > 0.0 {
            let width = (bar.width() * done).max(rect.height().min(bar.width()));
            let filled = Rect::from_min_size(bar.min, egui::vec2(width, bar.height()));
            ui.painter().rect_filled(filled, corner, tokens.accent);
        }
    }
    let whole: f32 = marks.iter().map(|mark| mark.seconds).sum();
    let done: f32 = marks.iter().map(|mark| mark.seconds * mark.done).sum();
    let percent = if whole > 0.0 {
        (100.0 * done / whole).round()
    } else {
        0.0
    };
    let response = ui.interact(rect, ui.scope_id().with("progress"), Sense::hover());
    response.widget_info(|| {
        let mut info = WidgetInfo::labeled(Role::ProgressIndicator, true, "Progress");
        info.value = Some(f64::from(percent));
        info
    });
}

/// Where each bar goes. A bar's width is its length in time; none is thinner than a point.
fn bars(rect: Rect, marks: &[ProgressMark]) -> Vec<Rect> {
    let gap_before = |i: usize| match i {
        0 => 0.0,
        _ if marks[i].exercise != marks[i - 1].exercise => GAPS.0,
        _ => GAPS.1,
    };
    let gaps: f32 = (0..marks.len()).map(gap_before).sum();
    let whole: f32 = marks.iter().map(|mark| mark.seconds.max(0.0)).sum();
    let least = 1.0;
    let room = (rect.width() - gaps - least * marks.len() as f32).max(0.0);
    let per_second = if whole > 0.0 { room / whole } else { 0.0 };
    let mut left = rect.left();
    marks
        .iter()
        .enumerate()
        .map(|(i, mark)| {
            left += gap_before(i);
            let width = least + mark.seconds.max(0.0) * per_second;
            let bar = Rect::from_min_size(
                egui::pos2(left, rect.top()),
                egui::vec2(width, rect.height()),
            );
            left += width;
            bar
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_fill_the_width_and_keep_their_order() {
        let marks: Vec<ProgressMark> = [(0, 5.0), (0, 20.0), (1, 0.0), (1, 40.0)]
            .map(|(exercise, seconds)| ProgressMark {
                exercise,
                seconds,
                done: 0.0,
            })
            .into();
        let rect = Rect::from_min_size(egui::pos2(10.0, 0.0), egui::vec2(300.0, 6.0));
        let bars = bars(rect, &marks);
        assert!((bars[3].right() - rect.right()).abs() < 0.01);
        assert!(bars.windows(2).all(|pair| pair[0].right() < pair[1].left()));
        assert!((bars[2].left() - bars[1].right() - GAPS.0).abs() < 0.01);
        assert!(bars[3].width() > bars[1].width());
    }
}
