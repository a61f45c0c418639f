// SPDX-License-Identifier: Apache-2.0
// The device's screen: drawn as an Echo draws it where the server has the viewhost, and until then, or without it, as
// plain words and buttons. A touch is sent as one, and means what it means on the device.

import { el, fill, the } from "./dom.js";
import { DrawnScreen } from "./drawn.js";

const BINDING = /\$\{([\w.]+)\}/g;

let drawn = null;
let touched = () => {};
let asked = ""; // what was last to be drawn

/** Let touches do something; `does` takes an action. */
export function wire(does) {
  touched = (what) => does({ do: "touch", arguments: what });
}

/** Show a state. A screen that is told nothing shows the time, as such devices do. */
export function show({ screen: directive, viewport, draws, now }) {
  const place = the("screen");
  place.hidden = !viewport;
  if (!viewport) return;
  place.dataset.shape = viewport.round ? "round" : "rectangle";
  const time = now.slice(11, 16);
  fill(the("plain-screen"), directive ?? time, () => (directive ? plain(directive) : [el("p", { class: "idle" }, time)]));
  if (draws) draw(place, directive, viewport);
}

function draw(place, directive, viewport) {
  const wanted = JSON.stringify(directive && [directive, viewport]);
  if (wanted === asked) return;
  asked = wanted;
  drawn ??= new DrawnScreen(place, touched);
  if (directive) drawn.draw(directive, viewport);
  else drawn.hide();
}

/** The texts of an APL document in their order, with its data put in, and what may be touched: it lays nothing out. */
function plain(directive) {
  const template = directive.document?.mainTemplate ?? {};
  const parameters = template.parameters ?? [];
  const sources = directive.datasources ?? {};
  const data = parameters.includes("payload") ? { payload: sources } : sources;
  const found = new Set();
  walk(template, (component) => {
    if (component.type !== "Text" || typeof component.text !== "string") return;
    const text = component.text.replace(BINDING, (whole, path) => value(data, path) ?? "").trim();
    if (text) found.add(unescaped(text)); // documents hold the same words for each shape of screen
  });
  const buttons = Object.values(sources).flatMap(touchable);
  return [
    ...[...found].map((text) => el("p", {}, text)),
    buttons.length ? el("div", { class: "touch" }, buttons) : null,
  ].filter(Boolean);
}

/** A button for each thing of a data source that has words on it and means something. */
const touchable = (source) =>
  Object.values(source ?? {})
    .filter(Array.isArray)
    .flat()
    .filter((each) => each?.label && Array.isArray(each.means))
    .map(({ label, means }) => el("button", { type: "button", click: () => touched(means) }, unescaped(label)));

/** Words as they are read: APL has them with the marks of its own markup escaped. */
const unescaped = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

function value(data, path) {
  const found = path.split(".").reduce((inside, name) => inside?.[name], data);
  return ["string", "number"].includes(typeof found) ? String(found) : null;
}

function walk(thing, visit) {
  if (Array.isArray(thing)) thing.forEach((each) => walk(each, visit));
  else if (thing && typeof thing === "object") {
    visit(thing);
    for (const name of ["item", "items", "firstItem", "lastItem"]) walk(thing[name], visit);
  }
}
