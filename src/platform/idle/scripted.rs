//! Idle readings from the lines of a file or pipe.
