//! Pages of the program's own file, and the C library's heap.

use std::ffi::c_void;
use std::ops::Range;

use rustix::mm::{Advice, madvise};

/// The parts of the program's file that are mapped read-only.
#[derive(Clone, Debug, Default)]
pub(super) struct OwnPages(Vec<Range<usize>>);

impl OwnPages {
    pub(super) fn find() -> OwnPages {
        let told = std::fs::read_to_string("/proc/self/smaps").unwrap_or_default();
        let program = std::fs::read_link("/proc/self/exe").unwrap_or_default();
        OwnPages(only_read(&told, &program.to_string_lossy()))
    }

    pub(super) fn give_back(&self) {
        for range in &self.0 {
            let (start, length) = (range.start as *mut c_void, range.len());
            // SAFETY: the mapping is private, file-backed and not writable, and none of its pages was ever written to
            // (relocated tables are excluded by that), so the kernel fills each page with the same bytes when it is
            // next touched.
            #[expect(
                unsafe_code,
                reason = "there is no safe call for advice about mapped memory"
            )]
            let done = unsafe { madvise(start, length, Advice::LinuxDontNeed) };
            if let Err(problem) = done {
                tracing::debug!("{length} bytes of the program stay mapped: {problem}");
            }
        }
    }
}

pub(super) fn trim_heap() {
    #[cfg(target_env = "gnu")]
    #[expect(
        unsafe_code,
        reason = "the C library offers this to programs in C only"
    )]
    // SAFETY: it takes the heap's locks, touches only free memory, and may be called at any time.
    unsafe {
        libc::malloc_trim(0);
    }
}

/// The private mappings of `program` that are read-only and have no page of their own, from the text of `smaps`.
fn only_read(smaps: &str, program: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut current = None;
    for line in smaps.lines() {
        if let Some(mapping) = mapping(line) {
            current = Some(mapping).filter(|(_, rights, path)| {
                let private_read_only = matches!(*rights, "r-xp" | "r--p");
                private_read_only && *path == program
            });
        } else if let Some(own) = line.strip_prefix("Anonymous:")
            && let Some((range, _, _)) = current.take()
            && own.trim() == "0 kB"
        {
            found.push(range);
        }
    }
    found
}

/// The line that opens a mapping: addresses, permissions, path.
fn mapping(line: &str) -> Option<(Range<usize>, &str, &str)> {
    let mut words = line.split_ascii_whitespace();
    let (start, end) = words.next()?.split_once('-')?;
    let address = |text| usize::from_str_radix(text, 16).ok();
    let range = address(start)?..address(end)?;
    let rights = words.next()?;
    let path = line.find('/').map_or("", |at| &line[at..]);
    Some((range, rights, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMAPS: &str = "\
55d0a000-55d0b000 r--p 00000000 08:01 42    /opt/my programs/unbend
Size:                  4 kB
Anonymous:             0 kB
VmFlags: rd mr mw me
55d0b000-55d0f000 r-xp 00001000 08:01 42    /opt/my programs/unbend
Anonymous:             0 kB
55d0f000-55d10000 r--p 00005000 08:01 42    /opt/my programs/unbend
Anonymous:             4 kB
55d10000-55d11000 rw-p 00006000 08:01 42    /opt/my programs/unbend
Anonymous:             0 kB
7f000000-7f001000 r-xp 00000000 08:01 43    /lib/libc.so.6
Anonymous:             0 kB
7fff0000-7fff1000 rw-p 00000000 00:00 0     [stack]
Anonymous:             4 kB
";

    #[test]
    fn only_what_the_file_still_holds_is_given_back() {
        let found = only_read(SMAPS, "/opt/my programs/unbend");
        assert_eq!(found, [0x55d0_a000..0x55d0_b000, 0x55d0_b000..0x55d0_f000]);
    }

    #[test]
    fn a_program_whose_pages_were_given_back_runs_on() {
        let pages = OwnPages::find();
        assert!(!pages.0.is_empty());
        for _ in 0..3 {
            pages.give_back();
            let words: Vec<String> = (0..100).map(|n: i32| n.to_string()).collect();
            assert_eq!(words.concat().len(), 190);
        }
    }

    #[test]
    fn what_is_in_use_survives_a_trim() {
        // Below the size from which on a block is mapped and unmapped individually.
        let mut blocks: Vec<Vec<u8>> = (0..100).map(|n| vec![n; 20_000]).collect();
        blocks.truncate(50);
        trim_heap();
        blocks.extend((50..100).map(|n| vec![n; 20_000]));
        let whole =
            |(n, block): (usize, &Vec<u8>)| block.iter().all(|byte| usize::from(*byte) == n);
        assert!(blocks.iter().enumerate().all(whole));
    }
}
