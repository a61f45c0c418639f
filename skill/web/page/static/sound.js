// SPDX-License-Identifier: Apache-2.0
// What is heard: the speaker's voice, one reply after the other, and the music of the talk time under it.

import { sound, Trouble } from "./api.js";

const voice = new Audio();
const music = new Audio();
music.volume = 0.7;
let queue = [];
let speaking = null; // what ends the reply that is being fetched or spoken
let playing = ""; // the track that is on
let wanted = null; // the state of the player, for when the voice is done

export const sounds = {
  /** Whether somebody wants to hear. */
  on: true,
  /** Why there is no voice; null where there is one, as far as is known. */
  reason: null,
  /** Whether nothing can be heard. */
  get silent() {
    return !this.on || this.reason !== null;
  },
};

/** Speak the entries with these numbers, in order. */
export function speak(numbers) {
  if (sounds.silent) return;
  queue.push(...numbers);
  if (!speaking) next();
}

/** Be silent at once: somebody does something. */
export function hush() {
  queue = [];
  speaking?.abort();
  speaking = null;
  voice.pause();
}

/** Play the music that the device plays, or stop it. */
export function accompany(player) {
  wanted = player;
  if (!sounds.on || !player.built || player.activity !== "PLAYING") {
    music.pause();
    playing = "";
  } else if (!speaking && playing !== player.track) {
    begin(player);
  }
}

async function next() {
  const number = queue.shift();
  if (number === undefined) {
    speaking = null;
    if (wanted) accompany(wanted);
    return;
  }
  const turn = (speaking = new AbortController());
  let address;
  try {
    address = URL.createObjectURL(await sound(`/page/voice/${number}`, turn.signal));
    if (turn.signal.aborted) return;
    voice.src = address;
    await voice.play();
    await new Promise((done) => {
      voice.onended = voice.onerror = done;
      turn.signal.addEventListener("abort", done);
    });
  } catch (error) {
    if (error instanceof Trouble) sounds.told?.(error.message);
  } finally {
    if (address) URL.revokeObjectURL(address);
  }
  if (!turn.signal.aborted) next();
}

async function begin(player) {
  playing = player.track;
  try {
    const address = URL.createObjectURL(await sound(`/page/track/${player.track}`));
    if (playing !== player.track) return URL.revokeObjectURL(address);
    music.src = address;
    music.currentTime = player.played;
    music.onended = () => URL.revokeObjectURL(address);
    await music.play();
  } catch {
    playing = ""; // the ring counts on without it
  }
}
