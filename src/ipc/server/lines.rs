//! Splits a peer's bytes into lines of limited length.

use std::io;

use interprocess::local_socket::tokio::Stream;
use tokio::io::AsyncReadExt;

use crate::ipc::message::LONGEST_LINE;

/// Bytes of an overlong line that are skipped before the connection is closed.
pub(super) const LONGEST_SKIPPED: usize = 16 * LONGEST_LINE;

/// What a peer sent.
pub(super) enum Line {
    /// A line without its end.
    Request(Vec<u8>),
    /// The beginning of a line that is too long.
    TooLong,
    /// End of the stream.
    End,
}

/// Splits input into lines. Dropping [`Lines::next`] half way loses nothing.
#[derive(Default)]
pub(super) struct Lines {
    read: Vec<u8>,
    /// How much of `read` is known to contain no line end.
    searched: usize,
    /// Bytes skipped so far of an overlong line, while inside one.
    skipped: Option<usize>,
}

impl Lines {
    /// The next line, or the end: the peer closed its side, or its line never ends.
    pub(super) async fn next(&mut self, mut stream: &Stream) -> io::Result<Line> {
        loop {
            if let Some(line) = self.cut() {
                return Ok(line);
            }
            if self.skipped.is_some_and(|bytes| bytes > LONGEST_SKIPPED) {
                return Ok(Line::End);
            }
            self.read.reserve(4096);
            if stream.read_buf(&mut self.read).await? == 0 {
                // A line its writer never finished is no request.
                return Ok(Line::End);
            }
        }
    }

    /// The next complete line, if one has been read.
    fn cut(&mut self) -> Option<Line> {
        let end = self.read[self.searched..]
            .iter()
            .position(|byte| *byte == b'\n')
            .map(|at| self.searched + at);
        match (end, self.skipped) {
            (Some(end), Some(_)) => {
                self.read.drain(..=end);
                self.searched = 0;
                self.skipped = None;
                self.cut()
            }
            (Some(end), None) => {
                self.searched = 0;
                if end + 1 > LONGEST_LINE {
                    self.read.drain(..=end);
                    return Some(Line::TooLong);
                }
                let rest = self.read.split_off(end + 1);
                let mut line = std::mem::replace(&mut self.read, rest);
                line.truncate(end);
                Some(Line::Request(line))
            }
            (None, Some(skipped)) => {
                self.skipped = Some(skipped + self.read.len());
                self.read.clear();
                self.searched = 0;
                None
            }
            (None, None) if self.read.len() >= LONGEST_LINE => {
                self.skipped = Some(self.read.len());
                self.read = Vec::new();
                self.searched = 0;
                Some(Line::TooLong)
            }
            (None, None) => {
                self.searched = self.read.len();
                None
            }
        }
    }
}
