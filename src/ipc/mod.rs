//! Talks: requests, replies and the state stream over a local socket, both ends.
