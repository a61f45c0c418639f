// SPDX-License-Identifier: Apache-2.0
// The page: what happens when somebody says, clicks or types something, and who is told of it.

import { act, erase, give, hear, json, play, text } from "./api.js";
import { el, fill, the } from "./dom.js";
import * as map from "./map.js";
import * as microphone from "./microphone.js";
import * as room from "./room.js";
import * as screen from "./screen.js";
import { accompany, hush, sounds, speak } from "./sound.js";
import * as stage from "./stage.js";
import { onlyNow, plain, turn } from "./transcript.js";
import * as us from "./us.js";

const EVERY_MS = 2000;
const VIEWS = ["talk", "room", "map", "us", "script"];

let busy = Promise.resolve(); // one thing at a time, in order
let awaited = 0;
let last = null;

/** Do something, and show where it led. */
function does(action, { quietly = false } = {}) {
  if (!quietly) hush();
  waiting(1);
  busy = busy.then(async () => {
    try {
      show(await act(action, sounds.silent), !quietly || action.do === "catch-up");
      tell("");
    } catch (error) {
      tell(error.message);
    }
    waiting(-1);
  });
  return busy;
}

/** Tell those who listen to the page that more is to come. */
function waiting(more) {
  awaited += more;
  the("transcript").setAttribute("aria-busy", String(awaited > 0));
}

const say = (line) => does({ do: "say", line });

function show(state, aloud) {
  last = state;
  const log = the("transcript");
  if (state.anew) {
    log.replaceChildren();
    us.cover();
  }
  log.querySelectorAll(".only-now, .empty").forEach((old) => old.remove());
  log.append(...state.entries.map((entry) => turn(entry)));
  if (state.only_now) log.append(onlyNow(state.only_now));
  if (!log.childElementCount) log.append(el("p", { class: "empty" }, "Two people, one question, and time to talk. Nothing you say to each other is heard or kept."));
  if (state.entries.length || state.only_now) log.scrollTop = log.scrollHeight;
  stage.show(state);
  screen.show(state);
  room.show(state);
  chips(state);
  if (document.body.dataset.view === "map" || !narrow()) map.show(state).catch((error) => tell(error.message));
  if (state.entries.length) us.refresh().catch((error) => tell(error.message));
  if (aloud && !state.anew) speak(state.entries.filter((entry) => entry.speaks).map((entry) => entry.number));
  accompany(state.player);
  if (sounds.silent && !state.anew) the("announcer").textContent = state.entries.map(plain).join(" ");
}

function chips(state) {
  fill(the("chips"), [state.suggestions, state.listening], () => [
    ...state.suggestions.map((line) => el("button", { type: "button", click: () => say(line) }, line)),
    state.listening ? el("button", { type: "button", id: "silence", click: () => does({ do: "silence" }) }, "(say nothing)") : null,
  ].filter(Boolean));
}

function tell(sentence) {
  the("trouble").hidden = !sentence;
  the("trouble").textContent = sentence;
}

const narrow = () => window.matchMedia("(max-width: 899px)").matches;

function view() {
  const wanted = location.hash.slice(1);
  const name = VIEWS.includes(wanted) ? wanted : "talk";
  document.body.dataset.view = name;
  const shown = name === "talk" && !narrow() ? "room" : name;
  for (const link of document.querySelectorAll("nav a"))
    if (link.hash === `#${shown}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  if (name !== "us") us.cover();
  if (last && name === "map") map.show(last).catch((error) => tell(error.message));
}

// Saying something

the("composer").addEventListener("submit", (event) => {
  event.preventDefault();
  const line = the("line").value.trim();
  the("line").value = "";
  if (line) say(line);
});
the("pause").addEventListener("click", () => say(last.player.activity === "PLAYING" ? "alexa, pause" : "alexa, resume"));
the("next").addEventListener("click", () => say("alexa, next"));

const hold = the("hold");
let held = null;
async function press() {
  if (held) return;
  hush();
  hold.dataset.recording = "";
  hold.setAttribute("aria-label", "Listening; let go when you are done");
  held = microphone.begin((seconds) => {
    if (held) hold.dataset.recording = seconds.toFixed(1);
  });
  try {
    await held;
  } catch (error) {
    tell(error.message);
    rest();
  }
}
async function release() {
  if (!held) return;
  const begun = held;
  rest();
  try {
    await begun;
    const recording = await microphone.end();
    if (!recording) return tell("Hold the button while you speak.");
    await say(await hear(recording));
  } catch (error) {
    tell(error.message);
  }
}
function rest() {
  held = null;
  delete hold.dataset.recording;
  hold.setAttribute("aria-label", "Hold to talk");
}
hold.addEventListener("pointerdown", (event) => {
  hold.setPointerCapture(event.pointerId);
  press();
});
hold.addEventListener("pointerup", release);
hold.addEventListener("pointercancel", release);
hold.addEventListener("keydown", (event) => {
  if (![" ", "Enter"].includes(event.key)) return;
  event.preventDefault();
  if (!event.repeat) press();
});
hold.addEventListener("keyup", (event) => {
  if ([" ", "Enter"].includes(event.key)) release();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") hush();
});

// Sound, which stays as it was the last time

the("sound").addEventListener("click", () => {
  sounds.on = !sounds.on;
  sounds.reason = null;
  localStorage.setItem("sound", sounds.on ? "on" : "off");
  if (!sounds.on) hush();
  if (last) accompany(last.player);
  showSound();
});
function showSound() {
  the("sound").setAttribute("aria-pressed", String(sounds.on));
  the("sound").querySelector("span").textContent = sounds.on ? "on" : "off";
}
sounds.told = (reason) => {
  sounds.reason = reason;
  hush();
  does({ do: "catch-up" }, { quietly: true }).then(() => tell(`${reason} The answers come in text only.`));
};

// The two of them, and scripts

the("show-us").addEventListener("click", () => us.reveal().catch((error) => tell(error.message)));
the("export").addEventListener("click", async () => {
  try {
    give("closer-together.json", "application/json", JSON.stringify(await json("/page/export"), null, 2));
  } catch (error) {
    tell(error.message);
  }
});
the("erase").addEventListener("click", () => the("sure").showModal());
the("sure").addEventListener("close", async () => {
  if (the("sure").returnValue !== "yes") return;
  the("sure").returnValue = "";
  hush();
  try {
    show(await erase(), false);
    tell("Everything is erased.");
  } catch (error) {
    tell(error.message);
  }
});
the("save-script").addEventListener("click", async () => {
  try {
    give("evening.script", "text/plain", await text("/page/script"));
  } catch (error) {
    tell(error.message);
  }
});
the("clear").addEventListener("click", () => does({ do: "clear" }));
the("choose-script").addEventListener("click", () => the("script-file").click());
the("script-file").addEventListener("change", async ({ target }) => {
  const [file] = target.files;
  target.value = "";
  if (!file) return;
  try {
    const { title, entries, complaint } = await play(await file.text());
    the("played").replaceChildren(
      el("h3", {}, title || file.name),
      el("p", { class: `verdict${complaint ? " unmet" : ""}` }, complaint ?? "All was as written."),
      ...entries.map((entry) => turn(entry, false)),
    );
    the("played").focus({ preventScroll: true });
  } catch (error) {
    tell(error.message);
  }
});

// Going on by itself

window.addEventListener("hashchange", view);
setInterval(() => {
  if (last?.runs && !document.hidden) does({ do: "catch-up" }, { quietly: true });
}, EVERY_MS);
sounds.on = localStorage.getItem("sound") !== "off";
showSound();
room.wire(does);
screen.wire(does);
stage.start();
view();
does({ do: "catch-up" }, { quietly: true }).then(() => {
  document.body.dataset.ready = "";
  if (!narrow()) the("line").focus();
});
