//! Plays chimes through PulseAudio or PipeWire; silent without a server.
//!
//! The window must never wait for a sound server, so this has its own thread.

use std::os::unix::net::UnixStream;
use std::path::PathBuf;
use std::time::Duration;

use pulseaudio::protocol::{
    self, ChannelMap, ChannelVolume, PlaybackStreamParams, SampleFormat, SampleSpec,
};
use pulseaudio::{AsPlaybackSource, Client, ClientError};
use tokio::sync::mpsc;
use tokio::task::LocalSet;

use crate::logic::practice::chime;
use crate::logic::practice::player::Cue;
use crate::platform::plain_file;
use crate::platform::{AbilityState, Missing};

/// Chimes that may still sound when another begins; nobody wants more at once.
const MOST_AT_ONCE: usize = 3;

/// A server that takes this much longer than the chime itself has lost it.
const PATIENCE: Duration = Duration::from_secs(3);

/// Length of the authentication key, in bytes.
const KEY: usize = 256;

/// The thread starts with the first chime and ends with this.
#[derive(Debug)]
pub(super) struct Chimes {
    socket: Option<PathBuf>,
    orders: Option<mpsc::UnboundedSender<Order>>,
}

#[derive(Clone, Copy, Debug)]
struct Order {
    cue: Cue,
    volume: u32,
}

impl Chimes {
    pub(super) fn new(socket: Option<PathBuf>) -> Chimes {
        Chimes {
            socket,
            orders: None,
        }
    }

    pub(super) fn play(&mut self, cue: Cue, volume: u32) {
        let order = Order { cue, volume };
        let sent = self
            .orders
            .as_ref()
            .is_some_and(|orders| orders.send(order).is_ok());
        if sent {
            return;
        }
        let (orders, inbox) = mpsc::unbounded_channel();
        let _ = orders.send(order);
        let socket = self.socket.clone();
        let started = std::thread::Builder::new()
            .name("chimes".to_owned())
            .spawn(move || play_all(socket, inbox));
        self.orders = started.is_ok().then_some(orders);
    }
}

pub(super) fn ability(socket: Option<PathBuf>) -> AbilityState {
    let Some(path) = socket.or_else(pulseaudio::socket_path_from_env) else {
        return AbilityState::Missing(no_server("no sound server"));
    };
    match UnixStream::connect(&path) {
        Ok(_) => AbilityState::Works {
            by: path.display().to_string(),
        },
        Err(problem) => AbilityState::Missing(no_server(format!(
            "the sound server at {} does not answer ({problem})",
            path.display()
        ))),
    }
}

fn no_server(what: impl Into<String>) -> Missing {
    Missing::new(
        what,
        "start PipeWire with pipewire-pulse, or PulseAudio; breaks are silent until then",
    )
}

pub(super) fn play_out(socket: Option<PathBuf>, cue: Cue, volume: u32) -> Result<(), Missing> {
    let lost = || no_server("no sound server plays it");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .map_err(|_| lost())?;
    let local = LocalSet::new();
    let played = local.block_on(&runtime, async {
        match connect(socket) {
            Ok(client) => play(client, Order { cue, volume }).await,
            Err(problem) => {
                tracing::debug!("no chime: {problem}");
                false
            }
        }
    });
    played.then_some(()).ok_or_else(lost)
}

fn play_all(socket: Option<PathBuf>, mut inbox: mpsc::UnboundedReceiver<Order>) {
    let Ok(runtime) = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
    else {
        return;
    };
    let local = LocalSet::new();
    local.block_on(&runtime, async move {
        let mut client: Option<Client> = None;
        let mut sounding = tokio::task::JoinSet::new();
        while let Some(order) = inbox.recv().await {
            while sounding.try_join_next().is_some_and(|ended| {
                // A failed stream means that the server is gone: the next chime looks for another.
                if !matches!(ended, Ok(true)) {
                    client = None;
                }
                true
            }) {}
            if sounding.len() >= MOST_AT_ONCE {
                continue;
            }
            if client.is_none() {
                client = connect(socket.clone())
                    .inspect_err(|problem| tracing::debug!("no chime: {problem}"))
                    .ok();
            }
            if let Some(client) = client.clone() {
                sounding.spawn_local(play(client, order));
            }
        }
    });
}

fn connect(socket: Option<PathBuf>) -> Result<Client, ClientError> {
    let socket = socket
        .or_else(pulseaudio::socket_path_from_env)
        .ok_or(ClientError::ServerUnavailable)?;
    // Even a server that lets everyone in hangs up on a key of another length.
    let key = pulseaudio::cookie_path_from_env()
        .and_then(|path| plain_file::read(&path, KEY as u64).ok())
        .unwrap_or_else(|| vec![0; KEY]);
    Client::new_unix(c"Unbend", UnixStream::connect(socket)?, Some(key))
}

/// Plays a chime to its end; returns whether it could.
async fn play(client: Client, order: Order) -> bool {
    let samples = chime::samples(order.cue, order.volume);
    let length = Duration::from_secs_f32(chime::seconds(order.cue));
    let bytes: Vec<u8> = samples.into_iter().flat_map(f32::to_le_bytes).collect();
    let mut at = 0;
    let source = move |buffer: &mut [u8]| {
        let part = buffer.len().min(bytes.len() - at);
        buffer[..part].copy_from_slice(&bytes[at..at + part]);
        at += part;
        part
    };
    let params = PlaybackStreamParams {
        sample_spec: SampleSpec {
            format: SampleFormat::Float32Le,
            channels: 1,
            sample_rate: chime::RATE,
        },
        channel_map: ChannelMap::mono(),
        cvolume: Some(ChannelVolume::norm(1)),
        sink_name: Some(protocol::DEFAULT_SINK.to_owned()),
        ..PlaybackStreamParams::default()
    };
    let whole = async {
        let stream = client
            .create_playback_stream(params, source.as_playback_source())
            .await?;
        stream.play_all().await
    };
    match tokio::time::timeout(length + PATIENCE, whole).await {
        Ok(Ok(())) => true,
        Ok(Err(problem)) => {
            tracing::debug!("a chime was not played: {problem}");
            false
        }
        Err(_) => false,
    }
}
