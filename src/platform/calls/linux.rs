//! Who records from a microphone, according to the sound server: PulseAudio's protocol, which PipeWire speaks too. The
//! server reports when a recording begins, changes or ends; only then is it asked for the list.

use std::io::{Cursor, IoSlice};
use std::mem::MaybeUninit;
use std::path::{Path, PathBuf};
use std::time::Duration;

use pulseaudio::protocol::{
    self, AuthParams, AuthReply, Command, CommandReply, Prop, Props, ProtocolError, PulseError,
    SetClientNameReply, SourceInfo, SourceOutputInfo, SubscriptionMask,
};
use rustix::net::{SendAncillaryBuffer, SendAncillaryMessage, SendFlags, UCred, sendmsg};
use tokio::io::{AsyncReadExt, AsyncWriteExt, Interest};
use tokio::net::UnixStream;
use tokio::task::JoinSet;

use crate::logic::presence::apps::Apps;
use crate::platform::linux::comeback::Comeback;
use crate::platform::linux::places;
use crate::platform::plain_file;
use crate::platform::{Ability, AbilityState, Fact, Facts, Missing};

/// A server that takes longer to answer hangs.
const PATIENCE: Duration = Duration::from_secs(5);

/// No message we ask for is longer.
const LONGEST_MESSAGE: u32 = 4 * 1024 * 1024;

/// Length of the authentication key.
const KEY: usize = 256;

/// Volume controls that show the microphone level; that isn't a call.
const METERS: [&str; 5] = [
    "org.PulseAudio.pavucontrol",
    "org.gnome.VolumeControl",
    "org.gnome.Settings",
    "org.kde.kmixd",
    "org.kde.plasma-pa",
];

/// The sound server at `socket`, by default the session's; reconnects when one appears.
pub(super) fn start(socket: Option<PathBuf>, facts: Facts) -> JoinSet<()> {
    let watch = Watch {
        facts,
        call: Apps::NOBODY,
        told: None,
    };
    let mut tasks = JoinSet::new();
    tasks.spawn_local(async move {
        watch.run(socket.or_else(places::sound_socket)).await;
    });
    tasks
}

struct Watch {
    facts: Facts,
    call: Apps,
    told: Option<AbilityState>,
}

impl Watch {
    async fn run(mut self, socket: Option<PathBuf>) {
        let mut comeback = Comeback::of(socket.as_deref());
        loop {
            let lost = match self.connect(socket.as_deref()).await {
                Ok(server) => {
                    comeback.settled();
                    self.follow(server).await
                }
                Err(missing) => missing,
            };
            self.call(Apps::NOBODY);
            self.tell(AbilityState::Missing(lost));
            comeback.worth_a_try().await;
        }
    }

    async fn connect(&self, socket: Option<&Path>) -> Result<Server, Missing> {
        let none = |why: String| {
            Missing::new(
                format!("no sound server ({why})"),
                "start PulseAudio or PipeWire with pipewire-pulse; until then reminders do not wait for calls",
            )
        };
        let socket = socket.ok_or_else(|| none("none on this machine".to_owned()))?;
        let opened = tokio::time::timeout(PATIENCE, Server::open(socket)).await;
        match opened {
            Ok(Ok(server)) => Ok(server),
            Ok(Err(ProtocolError::ServerError(PulseError::AccessDenied))) => Err(Missing::new(
                "the sound server does not let us in",
                "start Unbend as the person who is logged in",
            )),
            Ok(Err(error)) => Err(none(error.to_string())),
            Err(_) => Err(none("it does not answer".to_owned())),
        }
    }

    async fn follow(&mut self, mut server: Server) -> Missing {
        let by = server.name.clone();
        let lost = async {
            server.subscribe().await?;
            loop {
                let call = server.call().await?;
                self.call(call);
                self.tell(AbilityState::Works { by: by.clone() });
                server.changed().await?;
            }
        };
        let lost: Result<std::convert::Infallible, ProtocolError> = lost.await;
        match lost {
            Ok(never) => match never {},
            Err(error) => Missing::new(
                format!("the sound server went away ({error})"),
                "start it again; until then reminders do not wait for calls",
            ),
        }
    }

    fn call(&mut self, call: Apps) {
        if self.call != call {
            self.call = call.clone();
            let _ = self.facts.send(Fact::Call(call));
        }
    }

    fn tell(&mut self, state: AbilityState) {
        if self.told.as_ref() != Some(&state) {
            let ability = Ability::Calls;
            self.told = Some(state.clone());
            let _ = self.facts.send(Fact::Ability { ability, state });
        }
    }
}

/// A connection to a sound server.
struct Server {
    stream: UnixStream,
    version: u16,
    /// Numbers the requests.
    sequence: u32,
    /// What has been read of an incomplete message.
    partial: Vec<u8>,
    /// Something changed while waiting for an answer.
    stale: bool,
    /// What the server calls itself.
    name: String,
}

impl Server {
    async fn open(socket: &Path) -> Result<Server, ProtocolError> {
        Server::over(UnixStream::connect(socket).await?).await
    }

    async fn over(stream: UnixStream) -> Result<Server, ProtocolError> {
        let mut server = Server {
            stream,
            version: protocol::MAX_VERSION,
            sequence: 0,
            partial: Vec::new(),
            stale: false,
            name: String::new(),
        };
        let auth = AuthParams {
            version: protocol::MAX_VERSION,
            supports_shm: false,
            supports_memfd: false,
            cookie: key(),
        };
        let sequence = server.introduce(&Command::Auth(auth)).await?;
        let welcome: AuthReply = server.reply(sequence).await?;
        server.version = welcome.version.min(protocol::MAX_VERSION);
        let mut props = Props::new();
        props.set(Prop::ApplicationName, c"Unbend");
        let _: SetClientNameReply = server.ask(&Command::SetClientName(props)).await?;
        let info: protocol::ServerInfo = server.ask(&Command::GetServerInfo).await?;
        server.name = [info.server_name, info.server_version]
            .into_iter()
            .flatten()
            .map(|text| text.to_string_lossy().into_owned())
            .collect::<Vec<String>>()
            .join(" ");
        Ok(server)
    }

    async fn subscribe(&mut self) -> Result<(), ProtocolError> {
        let sequence = self
            .send(&Command::Subscribe(SubscriptionMask::SOURCE_OUTPUT))
            .await?;
        let answer = self.answer(sequence).await?;
        protocol::read_ack_message(&mut Cursor::new(answer)).map(drop)
    }

    /// Who is using a microphone right now.
    async fn call(&mut self) -> Result<Apps, ProtocolError> {
        self.stale = false;
        let recordings: Vec<SourceOutputInfo> = self.ask(&Command::GetSourceOutputInfoList).await?;
        if recordings.is_empty() {
            return Ok(Apps::NOBODY);
        }
        let sources: Vec<SourceInfo> = self.ask(&Command::GetSourceInfoList).await?;
        let calls = recordings
            .iter()
            .filter(|recording| is_call(recording, &sources));
        let names: Vec<Option<String>> = calls.map(application).collect();
        Ok(Apps::of(names.iter().map(Option::as_deref)))
    }

    /// Waits until recordings have changed.
    async fn changed(&mut self) -> Result<(), ProtocolError> {
        while !self.stale {
            let message = self.message().await?;
            self.take(&message)?;
        }
        Ok(())
    }

    async fn ask<R: CommandReply>(&mut self, command: &Command) -> Result<R, ProtocolError> {
        let sequence = self.send(command).await?;
        self.reply(sequence).await
    }

    async fn reply<R: CommandReply>(&mut self, sequence: u32) -> Result<R, ProtocolError> {
        let answer = self.answer(sequence).await?;
        let (_, reply) = protocol::read_reply_message(&mut Cursor::new(answer), self.version)?;
        Ok(reply)
    }

    async fn send(&mut self, command: &Command) -> Result<u32, ProtocolError> {
        let (sequence, bytes) = self.message_of(command)?;
        self.stream.write_all(&bytes).await?;
        Ok(sequence)
    }

    /// Sends a command along with our credentials. A server also asks the kernel for these, but only after accepting
    /// the connection: of a connection made earlier it wouldn't know.
    async fn introduce(&mut self, command: &Command) -> Result<u32, ProtocolError> {
        let (sequence, bytes) = self.message_of(command)?;
        let who = UCred {
            pid: rustix::process::getpid(),
            uid: rustix::process::getuid(),
            gid: rustix::process::getgid(),
        };
        let write = || {
            let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmCredentials(1))];
            let mut beside = SendAncillaryBuffer::new(&mut space);
            beside.push(SendAncillaryMessage::ScmCredentials(who));
            let bytes = [IoSlice::new(&bytes)];
            let sent = sendmsg(&self.stream, &bytes, &mut beside, SendFlags::NOSIGNAL)?;
            Ok(sent)
        };
        let sent = self.stream.async_io(Interest::WRITABLE, write).await?;
        self.stream.write_all(&bytes[sent..]).await?;
        Ok(sequence)
    }

    /// A numbered command in its wire form.
    fn message_of(&mut self, command: &Command) -> Result<(u32, Vec<u8>), ProtocolError> {
        self.sequence += 1;
        let mut bytes = Vec::new();
        protocol::write_command_message(&mut bytes, self.sequence, command, self.version)?;
        Ok((self.sequence, bytes))
    }

    /// The answer to that request; whatever comes before it is noted.
    async fn answer(&mut self, sequence: u32) -> Result<Vec<u8>, ProtocolError> {
        loop {
            let message = self.message().await?;
            match protocol::read_command_message(&mut Cursor::new(&message), self.version) {
                Ok((answered, Command::Reply | Command::Error(_))) if answered == sequence => {
                    return Ok(message);
                }
                Ok(_) | Err(_) => self.take(&message)?,
            }
        }
    }

    fn take(&mut self, message: &[u8]) -> Result<(), ProtocolError> {
        // A message we can't read is about something we don't ask for.
        if let Ok((_, Command::SubscribeEvent(_))) =
            protocol::read_command_message(&mut Cursor::new(message), self.version)
        {
            self.stale = true;
        }
        Ok(())
    }

    /// The next message, including its header. Dropping the future loses nothing.
    async fn message(&mut self) -> Result<Vec<u8>, ProtocolError> {
        loop {
            if let Some(length) = complete(&self.partial)? {
                let rest = self.partial.split_off(length);
                return Ok(std::mem::replace(&mut self.partial, rest));
            }
            if self.stream.read_buf(&mut self.partial).await? == 0 {
                let closed = std::io::ErrorKind::UnexpectedEof;
                return Err(ProtocolError::Io(closed.into()));
            }
        }
    }
}

/// The length of the first message in the buffer, if it is complete.
fn complete(bytes: &[u8]) -> Result<Option<usize>, ProtocolError> {
    let Some(mut head) = bytes.get(..protocol::DESCRIPTOR_SIZE) else {
        return Ok(None);
    };
    let payload = protocol::read_descriptor(&mut head)?.length;
    if payload > LONGEST_MESSAGE {
        return Err(ProtocolError::Invalid(format!(
            "a message of {payload} bytes"
        )));
    }
    let length = protocol::DESCRIPTOR_SIZE + payload as usize;
    Ok((bytes.len() >= length).then_some(length))
}

/// The user's key; a server that requires none accepts any.
fn key() -> Vec<u8> {
    places::sound_keys()
        .into_iter()
        .find_map(|path| plain_file::read(&path, KEY as u64).ok())
        .filter(|key| key.len() == KEY)
        .unwrap_or_else(|| vec![0; KEY])
}

/// Whether a recording is somebody using a microphone: not paused, not a loopback of what is playing, not part of the
/// server itself, not a level meter.
fn is_call(recording: &SourceOutputInfo, sources: &[SourceInfo]) -> bool {
    let echo = sources
        .iter()
        .any(|source| source.index == recording.source_index && is_monitor(source));
    let resampled = recording.resample_method.as_ref();
    let meter = resampled.is_some_and(|method| method.as_bytes() == b"peaks")
        || text(&recording.props, Prop::ApplicationId)
            .is_some_and(|id| METERS.contains(&id.as_str()));
    !recording.corked && !echo && !meter && recording.client_index.is_some()
}

fn is_monitor(source: &SourceInfo) -> bool {
    let class = text(&source.props, Prop::DeviceClass);
    source.monitor_of_sink_index.is_some() || class.as_deref() == Some("monitor")
}

/// The application's name, for people.
fn application(recording: &SourceOutputInfo) -> Option<String> {
    text(&recording.props, Prop::ApplicationName)
        .or_else(|| text(&recording.props, Prop::ApplicationProcessBinary))
        .or_else(|| text(&recording.props, Prop::MediaName))
}

/// A property as text, if present.
fn text(props: &Props, prop: Prop) -> Option<String> {
    let bytes = props.get(prop)?;
    let end = bytes.iter().position(|byte| *byte == 0);
    let text = String::from_utf8_lossy(&bytes[..end.unwrap_or(bytes.len())]);
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use std::ffi::CString;
    use std::io::IoSliceMut;

    use rustix::net::sockopt::set_socket_passcred;
    use rustix::net::{RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, recv, recvmsg};

    use super::*;
    use crate::platform::run_within;

    fn recording(props: &[(Prop, &str)]) -> SourceOutputInfo {
        let mut recording = SourceOutputInfo {
            client_index: Some(7),
            source_index: 1,
            ..SourceOutputInfo::default()
        };
        for (prop, value) in props {
            recording.props.set(*prop, CString::new(*value).unwrap());
        }
        recording
    }

    fn sources() -> Vec<SourceInfo> {
        let microphone = SourceInfo {
            index: 1,
            ..SourceInfo::default()
        };
        let monitor = SourceInfo {
            index: 2,
            monitor_of_sink_index: Some(1),
            ..SourceInfo::default()
        };
        vec![microphone, monitor]
    }

    #[test]
    fn a_recorder_at_a_microphone_is_a_call() {
        let firefox = recording(&[(Prop::ApplicationName, "Firefox")]);
        assert!(is_call(&firefox, &sources()));
        assert_eq!(application(&firefox).as_deref(), Some("Firefox"));
        let nameless = recording(&[]);
        assert!(is_call(&nameless, &sources()));
        assert_eq!(application(&nameless), None);
    }

    #[test]
    fn echoes_pauses_meters_and_the_server_itself_are_no_calls() {
        let mut echo = recording(&[]);
        echo.source_index = 2;
        let mut paused = recording(&[]);
        paused.corked = true;
        let mut peaks = recording(&[]);
        peaks.resample_method = Some(c"peaks".to_owned());
        let meter = recording(&[(Prop::ApplicationId, "org.PulseAudio.pavucontrol")]);
        let mut own = recording(&[]);
        own.client_index = None;
        for none in [echo, paused, peaks, meter, own] {
            assert!(!is_call(&none, &sources()), "{none:?}");
        }
    }

    #[test]
    fn a_server_that_asks_late_who_we_are_is_told() {
        run_within(Duration::from_secs(10), async {
            let (ours, stream) = UnixStream::pair().unwrap();
            let who = async {
                let peek = || Ok(recv(&stream, &mut [0_u8], RecvFlags::PEEK)?);
                stream.async_io(Interest::READABLE, peek).await.unwrap();
                set_socket_passcred(&stream, true).unwrap();
                let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmCredentials(1))];
                let mut beside = RecvAncillaryBuffer::new(&mut space);
                let mut bytes = [0; 1024];
                let mut into = [IoSliceMut::new(&mut bytes)];
                recvmsg(&stream, &mut into, &mut beside, RecvFlags::empty()).unwrap();
                let told = beside.drain().next();
                matches!(told, Some(RecvAncillaryMessage::ScmCredentials(who))
                    if who.uid == rustix::process::getuid())
            };
            let told = tokio::select! {
                told = who => told,
                _ = Server::over(ours) => panic!("nobody answers"),
            };
            assert!(told);
        });
    }

    #[test]
    fn a_message_is_complete_when_all_of_it_is_there() {
        let mut bytes = Vec::new();
        protocol::write_command_message(&mut bytes, 1, &Command::GetServerInfo, 35).unwrap();
        let whole = bytes.len();
        bytes.extend_from_slice(b"next");
        for length in 0..whole {
            assert_eq!(complete(&bytes[..length]).unwrap(), None);
        }
        assert_eq!(complete(&bytes).unwrap(), Some(whole));
        assert!(complete(&[0xff; 20]).is_err());
    }
}
