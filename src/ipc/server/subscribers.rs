//! Who listens to the state stream, and what is queued for each.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use serde_json::Value;
use tokio::sync::Notify;

use crate::ipc::message::{Reply, reply_line};
use crate::logic::shown::status::Status;

/// Changes that may queue for a subscriber. Beyond that only the newest is worth reading: each is the whole status.
pub(super) const MOST_WAITING: usize = 32;

/// Sends changes of the status to all subscribers.
#[derive(Clone, Debug, Default)]
pub struct Publisher {
    shared: Arc<Mutex<Shared>>,
}

#[derive(Debug, Default)]
struct Shared {
    subscribers: Vec<Weak<Subscriber>>,
    /// What all of them know, or will once they read; none if they differ.
    known: Option<Value>,
}

/// A subscriber; it stays subscribed for as long as this lives.
#[derive(Debug, Default)]
pub(super) struct Subscriber {
    waiting: Mutex<VecDeque<Arc<str>>>,
    came: Notify,
}

impl Publisher {
    /// Hands the status to every subscriber without waiting, unless it tells them nothing new.
    pub fn publish(&self, status: &Status) {
        let mut shared = lock(&self.shared);
        let listeners = shared.listeners();
        if listeners.is_empty() {
            return;
        }
        let told = worth_telling(status);
        if shared.known == told {
            return;
        }
        shared.known = told;
        let line: Arc<str> = reply_line(&Reply::Changed(Box::new(status.clone()))).into();
        for listener in listeners {
            listener.put(Arc::clone(&line));
        }
    }

    /// The number of subscribers.
    pub fn subscribers(&self) -> usize {
        lock(&self.shared).listeners().len()
    }

    /// Starts sending it changes; `status` is what it has been told.
    pub(super) fn add(&self, subscriber: &Arc<Subscriber>, status: &Status) {
        let mut shared = lock(&self.shared);
        let told = worth_telling(status);
        if shared.listeners().is_empty() {
            shared.known = told;
        } else if shared.known != told {
            shared.known = None;
        }
        shared.subscribers.push(Arc::downgrade(subscriber));
    }
}

impl Shared {
    /// The subscribers that still listen; the rest are dropped.
    fn listeners(&mut self) -> Vec<Arc<Subscriber>> {
        self.subscribers
            .retain(|subscriber| subscriber.strong_count() > 0);
        self.subscribers.iter().filter_map(Weak::upgrade).collect()
    }
}

impl Subscriber {
    fn put(&self, line: Arc<str>) {
        let mut waiting = lock(&self.waiting);
        if waiting.len() >= MOST_WAITING {
            waiting.clear();
        }
        waiting.push_back(line);
        drop(waiting);
        self.came.notify_one();
    }

    /// The next change, once there is one. Dropping the future loses nothing.
    pub(super) async fn next(&self) -> Arc<str> {
        loop {
            if let Some(line) = lock(&self.waiting).pop_front() {
                return line;
            }
            self.came.notified().await;
        }
    }
}

fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The status without the seconds of its times: displays show only minutes, and a question in between changes nothing.
/// A time that has just run out (0) stays distinct from one that runs out within the minute.
fn worth_telling(status: &Status) -> Option<Value> {
    let mut value = serde_json::to_value(status).ok()?;
    coarsen(&mut value);
    Some(value)
}

fn coarsen(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                match value.as_u64() {
                    Some(seconds) if name.ends_with("_seconds") => {
                        *value = Value::from(if seconds == 0 { 0 } else { seconds / 60 + 1 });
                    }
                    Some(_) | None => coarsen(value),
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(coarsen),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
