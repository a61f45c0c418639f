// SPDX-License-Identifier: Apache-2.0
// What was said, as a chat: who said what, how it was understood, and the SSML and JSON of it one click away.

import { json } from "./api.js";
import { el } from "./dom.js";

const EVENTS = {
  "AudioPlayer.PlaybackStarted": "Music begins.",
  "AudioPlayer.PlaybackStopped": "The music stops.",
  "AudioPlayer.PlaybackFinished": "The music ends.",
  "AudioPlayer.PlaybackFailed": "The track cannot be played.",
  SessionEndedRequest: "The session is over.",
};
const QUIET_SHOWN_S = 3; // shorter pauses are part of the speech

/** One entry. `whole`: whether the server still has its request and response. */
export function turn(entry, whole = true) {
  const parts = [];
  if (entry.heard !== null) parts.push(el("p", { class: "heard" }, el("span", { class: "unseen" }, "You: "), entry.heard || "(silence)"));
  const seen = entry.request && !entry.private && (entry.heard !== null || entry.speaks);
  if (seen && entry.heard !== null) parts.push(behind(entry, whole));
  const words = paragraphs(entry.said);
  if (words.length) parts.push(el("div", { class: "said" }, el("span", { class: "unseen" }, "Speaker: "), words));
  if (entry.card) parts.push(el("p", { class: "card" }, entry.card));
  const event = EVENTS[entry.request];
  if (event && !words.length) parts.push(el("p", { class: "event" }, event));
  if (entry.note) parts.push(el("p", { class: "event" }, entry.note));
  if (seen && entry.heard === null) parts.push(behind(entry, whole));
  return el("article", { class: "turn", "data-number": entry.number, "data-request": entry.request }, parts);
}

/** Words of safety, which are shown until the next thing is done, where nothing can be heard. */
export function onlyNow(shown) {
  return el(
    "article",
    { class: "turn only-now" },
    el("p", { class: "event" }, "This stays until the next thing you do, and is kept nowhere."),
    shown.heard === null ? null : el("p", { class: "heard" }, shown.heard),
    shown.said.map((pieces) => el("div", { class: "said" }, paragraphs(pieces))),
  );
}

/** The words of an entry alone. */
export const plain = (entry) => entry.said.map((piece) => piece.words || "").join(" ").trim();

function paragraphs(pieces) {
  const found = [];
  let words = [];
  const end = () => {
    if (words.length) found.push(el("p", {}, words.join(" ")));
    words = [];
  };
  for (const piece of pieces) {
    if (piece.words) words.push(piece.words);
    else if (piece.sound) {
      end();
      found.push(el("p", { class: "quiet" }, "a sound"));
    } else if (piece.quiet >= QUIET_SHOWN_S) {
      end();
      found.push(el("p", { class: "quiet" }, `${Math.round(piece.quiet)} seconds of quiet`));
    }
  }
  end();
  return found;
}

/** What stands behind an entry: how it was understood, and its SSML and JSON, fetched when somebody opens it. */
function behind(entry, whole) {
  const rows = entry.intent ? [["Intent", entry.intent]] : [["Request", entry.request]];
  if (entry.confidence !== null) rows.push(["Confidence", percent(entry.confidence)]);
  for (const [name, value] of Object.entries(entry.slots)) rows.push([`Slot ${name}`, value]);
  if (entry.runner_up) rows.push(["Runner-up", `${entry.runner_up[0]}, ${percent(entry.runner_up[1])} alike`]);
  if (entry.state) rows.push(["State", entry.state]);
  const wire = el("div", {});
  const details = el(
    "details",
    { class: `more${entry.heard === null ? "" : " yours"}` },
    el("summary", {}, short(entry)),
    el("dl", {}, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    wire,
  );
  details.addEventListener("toggle", async () => {
    if (!whole || !details.open || wire.childElementCount) return;
    try {
      const found = await json(`/page/exchange/${entry.number}`);
      const shown = (name, value) => (value ? [el("p", {}, name), el("pre", { tabindex: "0", "aria-label": name }, value)] : []);
      wire.replaceChildren(
        ...shown("SSML", found.ssml),
        ...shown("Response", JSON.stringify(found.response, null, 2)),
        ...shown("Request", JSON.stringify(found.request, null, 2)),
      );
    } catch (error) {
      wire.replaceChildren(el("p", {}, error.message));
    }
  });
  return details;
}

const percent = (share) => `${Math.round(share * 100)} %`;

function short(entry) {
  const name = (entry.intent ?? entry.request).replace("AMAZON.", "").replace("Alexa.Presentation.APL.UserEvent", "Touch").replace(/(Intent|Request)$/, "");
  const slots = Object.values(entry.slots).join(", ");
  return `${name}${slots ? ` (${slots})` : ""}${entry.confidence === null ? "" : ` · ${percent(entry.confidence)}`}`;
}
