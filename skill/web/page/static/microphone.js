// SPDX-License-Identifier: Apache-2.0
// Hold to talk: what the microphone hears while a button is held, as a WAV of one channel, 16 bits, 16,000 a second.
// It is sent to the ears of this machine and kept nowhere.

import { Trouble } from "./api.js";

const RATE = 16_000;
const LONGEST_S = 15; // Alexa listens for some ten
const SHORTEST_S = 0.3; // less is a tap and no words

let recording = null;

/** Begin to record. `told` hears how many seconds there are. Throws Trouble where no microphone may be used. */
export async function begin(told) {
  let stream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true } });
  } catch {
    throw new Trouble("The microphone cannot be used; allow it for this page, or type.");
  }
  const context = new AudioContext({ sampleRate: RATE });
  const mine = (recording = { stream, context, pieces: [], samples: 0 });
  await context.audioWorklet.addModule("/page/static/recorder.js");
  const recorder = new AudioWorkletNode(context, "recorder");
  recorder.port.onmessage = ({ data }) => {
    if (mine.samples >= LONGEST_S * RATE) return;
    mine.pieces.push(data);
    mine.samples += data.length;
    told(mine.samples / RATE);
  };
  context.createMediaStreamSource(stream).connect(recorder);
}

/** End it. Returns the WAV as a Blob; null where it was no more than a tap. */
export async function end() {
  const done = recording;
  recording = null;
  if (!done) return null;
  done.stream.getTracks().forEach((track) => track.stop());
  await done.context.close();
  return done.samples < SHORTEST_S * RATE ? null : wav(done.pieces, done.samples);
}

function wav(pieces, samples) {
  const bytes = new DataView(new ArrayBuffer(44 + 2 * samples));
  const text = (at, word) => [...word].forEach((letter, index) => bytes.setUint8(at + index, letter.charCodeAt(0)));
  text(0, "RIFF");
  bytes.setUint32(4, 36 + 2 * samples, true);
  text(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true); // PCM
  bytes.setUint16(22, 1, true); // channels
  bytes.setUint32(24, RATE, true);
  bytes.setUint32(28, 2 * RATE, true);
  bytes.setUint16(32, 2, true);
  bytes.setUint16(34, 16, true);
  text(36, "data");
  bytes.setUint32(40, 2 * samples, true);
  let at = 44;
  for (const piece of pieces)
    for (const sample of piece) {
      bytes.setInt16(at, Math.max(-1, Math.min(1, sample)) * 32_767, true);
      at += 2;
    }
  return new Blob([bytes], { type: "audio/wav" });
}
