//! The synthesised chimes of the player and of a reminder: each cue is a few soft notes of one pentatonic scale,
//! recognisable with eyes closed.

use std::f32::consts::{PI, TAU};

use crate::logic::practice::player::Cue;

/// Samples per second, one channel.
pub const RATE: u32 = 48_000;

/// The loudest sample at full volume: near the top, never on it.
const LOUDEST: f32 = 0.8;

/// Seconds in which a note swells: slow enough not to click.
const ATTACK: f32 = 0.014;
/// Seconds at the end of a chime in which any ringing fades out.
const RELEASE: f32 = 0.08;

const C4: f32 = 261.63;
const G4: f32 = 392.0;
const A4: f32 = 440.0;
const C5: f32 = 523.25;
const D5: f32 = 587.33;
const E5: f32 = 659.26;
const G5: f32 = 783.99;
const A5: f32 = 880.0;
const C6: f32 = 1046.5;

/// One struck note.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Note {
    /// Seconds from the start.
    pub at: f32,
    /// Its frequency in hertz.
    pub hertz: f32,
    /// Seconds in which it decays to a third.
    pub ring: f32,
}

const fn note(at: f32, hertz: f32, ring: f32) -> Note {
    Note { at, hertz, ring }
}

/// The notes of a cue.
pub const fn notes(cue: Cue) -> &'static [Note] {
    match cue {
        // A question: two steps up, unhurried.
        Cue::GetReady => const { &[note(0.0, G4, 0.30), note(0.28, A4, 0.40)] },
        // Its answer: a bright leap.
        Cue::Go => const { &[note(0.0, C5, 0.18), note(0.13, G5, 0.40)] },
        // One small drop.
        Cue::HalfWay => const { &[note(0.0, A5, 0.22)] },
        // There and back and there again.
        Cue::ChangeSide => {
            const {
                &[
                    note(0.0, E5, 0.16),
                    note(0.17, D5, 0.16),
                    note(0.34, E5, 0.35),
                ]
            }
        }
        // Down, and let go.
        Cue::Rest => const { &[note(0.0, G4, 0.30), note(0.30, C4, 0.55)] },
        // All the way up.
        Cue::Done => {
            const {
                &[
                    note(0.0, C5, 0.30),
                    note(0.14, E5, 0.30),
                    note(0.28, G5, 0.35),
                    note(0.42, C6, 0.60),
                ]
            }
        }
        // Two bells at the door, far off.
        Cue::Reminder => const { &[note(0.0, G5, 0.40), note(0.34, D5, 0.60)] },
    }
}

/// A cue's length in seconds.
pub fn seconds(cue: Cue) -> f32 {
    let end = |note: &Note| note.at + 2.2 * note.ring;
    notes(cue).iter().map(end).fold(0.0, f32::max)
}

/// The amplitude of a volume in percent, from 0 to 1: the square sounds like even steps.
pub fn loudness(volume: u32) -> f32 {
    let part = volume.min(100) as f32 / 100.0;
    part * part
}

/// The loudest sample at a volume in percent.
pub fn peak(volume: u32) -> f32 {
    LOUDEST * loudness(volume)
}

/// The samples of a cue at a volume in percent, each from -1 to 1.
pub fn samples(cue: Cue, volume: u32) -> Vec<f32> {
    let length = seconds(cue);
    let count = (length * RATE as f32) as usize;
    let mut samples = vec![0.0; count];
    for note in notes(cue) {
        let first = (note.at * RATE as f32) as usize;
        for (i, sample) in samples.iter_mut().enumerate().skip(first) {
            let t = (i - first) as f32 / RATE as f32;
            *sample += strike(*note, t);
        }
    }
    let loudest = samples.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
    let scale = peak(volume) / loudest.max(f32::MIN_POSITIVE);
    let release = (RELEASE * RATE as f32) as usize;
    for (i, sample) in samples.iter_mut().enumerate() {
        let left = (count - 1 - i) as f32 / release as f32;
        *sample *= scale * left.min(1.0);
    }
    samples
}

/// A soft mallet on wood: the note, a trace of its octave, and a shimmer that is gone at once.
fn strike(note: Note, t: f32) -> f32 {
    let attack = 0.5 - 0.5 * (PI * (t / ATTACK).min(1.0)).cos();
    let partial = |times: f32, part: f32, ring: f32| {
        part * (-t / (note.ring * ring)).exp() * (TAU * note.hertz * times * t).sin()
    };
    attack * (partial(1.0, 1.0, 1.0) + partial(2.0, 0.16, 0.6) + partial(4.0, 0.07, 0.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_cues_have_the_same_notes() {
        let melody = |cue| -> Vec<u32> {
            let notes = notes(cue).iter();
            notes.map(|note| note.hertz as u32).collect()
        };
        for (i, cue) in Cue::ALL.iter().enumerate() {
            for other in &Cue::ALL[..i] {
                assert_ne!(melody(*cue), melody(*other), "{cue:?} {other:?}");
            }
        }
    }

    #[test]
    fn they_begin_and_end_softly_and_are_short() {
        for cue in Cue::ALL {
            let samples = samples(cue, 100);
            let length = samples.len() as f32 / RATE as f32;
            assert!((0.4..2.0).contains(&length), "{cue:?}: {length} s");
            assert!(samples[..24].iter().all(|x| x.abs() < 0.02), "{cue:?}");
            let end = samples.len() - 24;
            assert!(samples[end..].iter().all(|x| x.abs() < 0.002), "{cue:?}");
        }
    }

    #[test]
    fn the_usual_volume_is_quiet_and_none_is_too_loud() {
        let decibels = |volume| 20.0 * peak(volume).log10();
        assert!((-19.0..-17.0).contains(&decibels(40)), "{}", decibels(40));
        for cue in Cue::ALL {
            for volume in [0, 40, 100, 250] {
                let samples = samples(cue, volume);
                let loudest = samples.iter().fold(0.0_f32, |most, x| most.max(x.abs()));
                assert!(loudest <= peak(volume) + 1e-6 && loudest < 0.9, "{cue:?}");
                assert_eq!(volume == 0, loudest == 0.0, "{cue:?}");
            }
        }
    }

    #[test]
    fn a_note_sounds_as_high_as_it_says() {
        // Upward zero crossings in the second half of a cue that has only one note.
        let samples = samples(Cue::HalfWay, 100);
        let part = &samples[samples.len() / 3..samples.len() * 2 / 3];
        let crossings = part.windows(2).filter(|w| w[0] < 0.0 && w[1] >= 0.0);
        let hertz = crossings.count() as f32 * RATE as f32 / part.len() as f32;
        assert!((hertz - A5).abs() < 15.0, "{hertz}");
    }
}
