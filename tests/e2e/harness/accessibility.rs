//! What a screen reader sees: every window as a tree of elements with roles, names and places.

use zbus::zvariant::OwnedObjectPath;

use super::bus::{Bus, Object};
use super::{Desktop, Place};

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const COMPONENT: &str = "org.a11y.atspi.Component";
/// The screen as the origin of coordinates.
const SCREEN: u32 = 0;
/// Bit of the state "focused".
const FOCUSED: u32 = 12;
/// Bit of the state "showing": it and everything around it is visible.
const SHOWING: u32 = 25;

/// An element of a program's window.
#[derive(Clone, Debug)]
pub struct Element {
    /// For example "push button", "label", "frame".
    pub role: String,
    pub name: String,
    pub is_focused: bool,
    /// Where it is; none if it isn't visible.
    pub place: Option<Place>,
    pub children: Vec<Element>,
}

impl Element {
    /// This element and all below it, outermost first.
    pub fn all(&self) -> Vec<&Element> {
        let mut all = vec![self];
        all.extend(self.children.iter().flat_map(Element::all));
        all
    }
}

impl Desktop {
    /// The windows of the program called `application`, from its accessibility tree. Empty if there is no such program,
    /// or it is just changing.
    pub fn elements(&self, application: &str) -> Vec<Element> {
        self.try_elements(application).unwrap_or_default()
    }

    /// The bus that screen readers use, with a reader active: programs expose themselves from now on.
    pub fn reader(&self) -> Bus {
        let launcher = Object::new("org.a11y.Bus", "/org/a11y/bus");
        for property in ["IsEnabled", "ScreenReaderEnabled"] {
            let value = zbus::zvariant::Value::from(true);
            let () = self
                .bus()
                .call(
                    &launcher,
                    ("org.freedesktop.DBus.Properties", "Set"),
                    &("org.a11y.Status", property, value),
                )
                .expect("there is an accessibility bus");
        }
        self.accessibility().expect("there is an accessibility bus")
    }

    fn accessibility(&self) -> zbus::Result<Bus> {
        let launcher = Object::new("org.a11y.Bus", "/org/a11y/bus");
        let address: String = self
            .bus()
            .call(&launcher, ("org.a11y.Bus", "GetAddress"), &())?;
        Ok(Bus::open(&address))
    }

    fn try_elements(&self, application: &str) -> zbus::Result<Vec<Element>> {
        let bus = self.accessibility()?;
        let registry = Object::new("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root");
        let mut windows = Vec::new();
        for program in children(&bus, &registry)? {
            // A program that hangs or has just exited must not hide the others.
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

/// The role in words. Some programs only give its number.
fn role(bus: &Bus, object: &Object) -> zbus::Result<String> {
    if let Ok(words) = bus.call(object, (ACCESSIBLE, "GetRoleName"), &()) {
        return Ok(words);
    }
    let number: u32 = bus.call(object, (ACCESSIBLE, "GetRole"), &())?;
    let words = match number {
        7 => "check box",
        11 => "combo box",
        23 => "frame",
        27 => "image",
        29 => "label",
        37 => "page tab",
        43 => "push button",
        44 => "radio button",
        51 => "slider",
        52 => "spin button",
        61 => "text",
        62 => "toggle button",
        79 => "entry",
        other => return Ok(format!("role {other}")),
    };
    Ok(words.to_owned())
}

fn element(bus: &Bus, object: &Object) -> zbus::Result<Element> {
    let states: Vec<u32> = bus.call(object, (ACCESSIBLE, "GetState"), &())?;
    let has = |bit: u32| states.first().is_some_and(|word| word & (1 << bit) != 0);
    let place = if has(SHOWING) {
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
        is_focused: has(FOCUSED),
        place,
        children: children(bus, object)?
            .iter()
            .map(|child| element(bus, child))
            .collect::<zbus::Result<_>>()?,
    })
}
