//! Decides. Pure: facts and a time come in, effects go out.
