// SPDX-License-Identifier: Apache-2.0
// The stage: whether somebody listens, and the talk time with its ring that counts down.

import { the } from "./dom.js";

let shown = null; // the last state, and when it came

/** Show a state. */
export function show(state) {
  shown = { state, at: performance.now() };
  const { player } = state;
  const mode = state.listening ? "listening" : player.activity === "PLAYING" ? "music" : "asleep";
  the("ring").dataset.mode = mode;
  const [title, more] = words(state);
  say(the("status"), title);
  say(the("status-more"), more);
  the("music").hidden = state.listening || !(player.paused || player.activity === "PLAYING");
  the("pause").textContent = player.activity === "PLAYING" ? "Pause" : "Resume";
  tick();
}

/** Let the ring go on by itself, where the clock does. */
export const start = () => setInterval(tick, 250);

function tick() {
  if (!shown) return;
  const { player, runs } = shown.state;
  const running = player.activity === "PLAYING";
  const gone = running && runs ? (performance.now() - shown.at) / 1000 : 0;
  const left = Math.max(0, player.length - player.played - gone);
  const visible = (running || player.paused) && player.length > 0 && !shown.state.listening;
  const share = visible ? left / player.length : 0;
  the("ring").querySelector(".left").style.strokeDashoffset = String(1 - share);
  const seconds = Math.ceil(left);
  say(the("time"), visible ? `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}` : "");
}

function words({ listening, session, player, name, device }) {
  if (listening) return ["Listening", "The microphone is open."];
  if (player.activity === "PLAYING")
    return ["Time to talk", `“Alexa, next” goes on when you two are ready.${player.built ? "" : " (Its music is not built yet: make audio.)"}`];
  if (player.paused) return ["Paused", "“Alexa, resume” lets the music go on."];
  if (session) return ["Waiting", "The microphone is closed."];
  const waits = device === "plain" ? " Without an AudioPlayer, talk time is quiet inside the speech." : "";
  return ["Asleep", `Begin with: alexa, open ${name}.${waits}`];
}

function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
