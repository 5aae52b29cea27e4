//! Which body part is painted before which.

use std::collections::BTreeMap;

use super::body::Body;
use super::parts::Part;
use super::pose_set::NeckOrder;
use super::sketch::Group;

/// Sorts the parts from back to front.
pub(super) fn paint_order(
    body: Body,
    bias: &BTreeMap<Part, f64>,
    neck_order: NeckOrder,
) -> Vec<Group> {
    let Body {
        mut groups,
        neck,
        collar_facing,
    } = body;
    for group in &mut groups {
        group.depth += bias.get(&group.part).copied().unwrap_or_default();
    }
    groups.sort_by(|a, b| a.depth.total_cmp(&b.depth));
    let neck_in_front = match neck_order {
        NeckOrder::Front => true,
        NeckOrder::Auto => collar_facing > -0.05,
    };
    let place = |groups: &[Group], part| groups.iter().position(|g| g.part == part);
    if let Some(torso) = place(&groups, Part::Torso) {
        groups.insert(torso + usize::from(neck_in_front), neck);
    }
    // A head behind its own neck would look severed.
    if let (Some(head), Some(neck)) = (place(&groups, Part::Head), place(&groups, Part::Neck))
        && head < neck
    {
        let head = groups.remove(head);
        groups.insert(neck, head);
    }
    groups
}
