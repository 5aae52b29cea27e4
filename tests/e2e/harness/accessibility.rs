//! What a screen reader sees: every window as a tree of elements with roles, names and places.

use zbus::zvariant::{OwnedObjectPath, Value};

use super::bus::{Bus, Object};
use super::{Desktop, Place};

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const COMPONENT: &str = "org.a11y.atspi.Component";
/// The screen as the origin of coordinates.
const SCREEN: u32 = 0;
/// Bit of the state "showing": it and everything around it is visible.
const SHOWING: u32 = 25;
/// Bit of the state "focused": it has the keyboard.
const FOCUSED: u32 = 12;

/// An element of some program's window.
#[derive(Clone, Debug)]
pub struct Element {
    /// As in "push button", "label", "frame".
    pub role: String,
    pub name: String,
    /// Where it is; none when it cannot be seen.
    pub place: Option<Place>,
    pub is_focused: bool,
    pub children: Vec<Element>,
}

impl Element {
    /// This element and all below it, from the outside in.
    pub fn all(&self) -> Vec<&Element> {
        let mut all = vec![self];
        all.extend(self.children.iter().flat_map(Element::all));
        all
    }
}

impl Desktop {
    /// The windows of the program called `application`, as its accessibility tree tells them.
    /// Empty while there is no such program, or it is just changing.
    pub fn elements(&self, application: &str) -> Vec<Element> {
        self.try_elements(application).unwrap_or_default()
    }

    /// Says that somebody reads the screen: programs that build their tree only then do so from now on.
    ///
    /// # Panics
    /// When the desktop has no accessibility bus.
    pub fn read_screen(&self) {
        let status = Object::new("org.a11y.Bus", "/org/a11y/bus");
        let is_on = ("org.a11y.Status", "IsEnabled", Value::from(true));
        self.bus()
            .call::<_, ()>(&status, ("org.freedesktop.DBus.Properties", "Set"), &is_on)
            .expect("the accessibility bus takes it");
    }

    fn try_elements(&self, application: &str) -> zbus::Result<Vec<Element>> {
        let launcher = Object::new("org.a11y.Bus", "/org/a11y/bus");
        let address: String = self
            .bus()
            .call(&launcher, ("org.a11y.Bus", "GetAddress"), &())?;
        let bus = Bus::open(&address);
        let registry = Object::new("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root");
        let mut windows = Vec::new();
        for program in children(&bus, &registry)? {
            // A program that hangs or has just left must not hide the others.
            let Ok(name) = bus.property::<String>(&program, (ACCESSIBLE, "Name")) else {
                continue;
            };
            if name == application {
                for window in children(&bus, &program)? {
                    windows.push(element(&bus, &window)?);
                }
            }
        }
        Ok(windows)
    }
}

fn children(bus: &Bus, of: &Object) -> zbus::Result<Vec<Object>> {
    let children: Vec<(String, OwnedObjectPath)> =
        bus.call(of, (ACCESSIBLE, "GetChildren"), &())?;
    Ok(children
        .iter()
        .map(|(name, path)| Object::new(name, path.as_str()))
        .collect())
}

/// The name of its role; not every toolkit tells more than the number.
fn role(bus: &Bus, object: &Object) -> zbus::Result<String> {
    if let Ok(name) = bus.call(object, (ACCESSIBLE, "GetRoleName"), &()) {
        return Ok(name);
    }
    let number: u32 = bus.call(object, (ACCESSIBLE, "GetRole"), &())?;
    let name = match number {
        27 => "image",
        29 => "label",
        37 => "page tab",
        43 => "push button",
        61 => "text",
        79 => "entry",
        other => return Ok(format!("role {other}")),
    };
    Ok(name.to_owned())
}

fn element(bus: &Bus, object: &Object) -> zbus::Result<Element> {
    let states: Vec<u32> = bus.call(object, (ACCESSIBLE, "GetState"), &())?;
    let has = |bit: u32| states.first().is_some_and(|word| word & (1 << bit) != 0);
    let is_showing = has(SHOWING);
    let place = if is_showing {
        bus.call::<_, (i32, i32, i32, i32)>(object, (COMPONENT, "GetExtents"), &(SCREEN,))
            .ok()
            .and_then(|(x, y, width, height)| {
                Some(Place {
                    x: x.try_into().ok()?,
                    y: y.try_into().ok()?,
                    width: width.try_into().ok()?,
                    height: height.try_into().ok()?,
                })
            })
    } else {
        None
    };
    Ok(Element {
        role: role(bus, object)?,
        name: bus.property(object, (ACCESSIBLE, "Name"))?,
        place,
        is_focused: has(FOCUSED),
        children: children(bus, object)?
            .iter()
            .map(|child| element(bus, child))
            .collect::<zbus::Result<_>>()?,
    })
}
