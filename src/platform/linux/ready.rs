//! Waits for file descriptors inside the runtime.

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Makes a descriptor awaitable for reading. It must be non-blocking.
#[expect(
    deprecated,
    reason = "its successor is unsafe; an `OwnedFd` stays open as long as it is registered"
)]
pub(in crate::platform) fn readable(fd: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    AsyncFd::with_interest(fd, Interest::READABLE)
}

/// Waits until something can be read, and reads it. Dropping the future loses nothing.
pub(in crate::platform) async fn read(
    fd: &AsyncFd<OwnedFd>,
    buffer: &mut [u8],
) -> io::Result<usize> {
    fd.async_io(Interest::READABLE, |fd| {
        rustix::io::read(fd.as_fd(), &mut *buffer).map_err(io::Error::from)
    })
    .await
}
