//! Limits through `setrlimit`, plus a thread that measures CPU time.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write as _};
use std::os::unix::process::ExitStatusExt as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, PidfdFlags, Resource, Rlimit, pidfd_open, setrlimit};
use rustix::time::{ClockId, clock_gettime};

use crate::platform::bounded::Ended;

/// Exit code of a process that has used up its time.
const OUT_OF_TIME: i32 = 75;

/// CPU time such a process may use. Debug builds are many times slower.
const TIME: Duration = match cfg!(debug_assertions) {
    true => Duration::from_secs(3),
    false => Duration::from_millis(400),
};

/// If the machine has no time for it for this long, we stop waiting.
const PATIENCE: Duration = Duration::from_secs(15);

/// Address space of such a process, in bytes.
const MEMORY: u64 = 768 * 1024 * 1024;

/// Most bytes it may write.
const LARGEST: u64 = 32 * 1024 * 1024;

pub(super) fn run(program: &Path, arguments: &[&str], input: &[u8]) -> io::Result<Ended> {
    // Files rather than pipes: nobody has to read while the other one writes.
    let (mut given, mut written) = (tempfile::tempfile()?, tempfile::tempfile()?);
    given.write_all(input)?;
    given.rewind()?;
    let mut child = Command::new(program)
        .args(arguments)
        .env_clear()
        .stdin(Stdio::from(given))
        .stdout(Stdio::from(written.try_clone()?))
        .stderr(Stdio::null())
        .spawn()?;
    if !ends(child.id())? {
        child.kill()?;
        child.wait()?;
        return Ok(Ended::OutOfTime);
    }
    let status = child.wait()?;
    const XCPU: i32 = rustix::process::Signal::XCPU.as_raw();
    Ok(match (status.code(), status.signal()) {
        (Some(0), _) => Ended::Done(all_of(&mut written)?),
        (Some(1), _) => {
            Ended::Refused(String::from_utf8_lossy(&all_of(&mut written)?).into_owned())
        }
        (Some(OUT_OF_TIME), _) | (_, Some(XCPU)) => Ended::OutOfTime,
        (Some(_) | None, _) => Ended::Fell,
    })
}

/// Whether the process ends before we stop waiting.
fn ends(id: u32) -> io::Result<bool> {
    let Some(pid) = i32::try_from(id).ok().and_then(Pid::from_raw) else {
        return Err(io::Error::other("the process has no number"));
    };
    let watched = pidfd_open(pid, PidfdFlags::empty())?;
    let patience = Timespec {
        tv_sec: PATIENCE.as_secs().cast_signed(),
        tv_nsec: 0,
    };
    loop {
        match poll(&mut [PollFd::new(&watched, PollFlags::IN)], Some(&patience)) {
            Ok(ready) => return Ok(ready > 0),
            Err(rustix::io::Errno::INTR) => {}
            Err(problem) => return Err(problem.into()),
        }
    }
}

fn all_of(file: &mut File) -> io::Result<Vec<u8>> {
    file.rewind()?;
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub(super) fn bind() -> io::Result<()> {
    let bounds = [
        (Resource::As, MEMORY),
        (Resource::Fsize, LARGEST),
        // A safety net under the finer measurement below.
        (Resource::Cpu, TIME.as_secs() + 1),
        (Resource::Core, 0),
    ];
    for (resource, most) in bounds {
        let limit = Rlimit {
            current: Some(most),
            maximum: Some(most),
        };
        setrlimit(resource, limit)?;
    }
    count_time();
    Ok(())
}

/// Ends the process when its time is used up: the system's limit only counts whole seconds.
#[expect(
    clippy::disallowed_methods,
    reason = "the process that is bound has nothing else to wait for"
)]
fn count_time() {
    std::thread::spawn(|| {
        loop {
            let used = clock_gettime(ClockId::ProcessCPUTime);
            let used = Duration::new(
                used.tv_sec.unsigned_abs(),
                used.tv_nsec.unsigned_abs() as u32,
            );
            let Some(left) = TIME.checked_sub(used).filter(|left| !left.is_zero()) else {
                std::process::exit(OUT_OF_TIME);
            };
            std::thread::sleep(left);
        }
    });
}
