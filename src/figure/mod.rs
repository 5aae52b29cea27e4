//! Poses a skeleton and turns it into filled polygons (a display list). Pure.
