// SPDX-License-Identifier: Apache-2.0
// The room: what time it is there, which reminders will ring, the device and its locale, and how Alexa's services behave.

import { el, fill, the } from "./dom.js";

const SERVICES = { "time-zone": "Time zone", reminders: "Reminders", permission: "Permission for them" };
const MORE_WAYS = { reminders: ["delete"] };

/** Let everything in the room do something; `does` takes an action. */
export function wire(does) {
  for (const button of document.querySelectorAll("[data-wait]"))
    button.addEventListener("click", () => does({ do: "wait", seconds: Number(button.dataset.wait) }));
  for (const button of document.querySelectorAll("[data-press]"))
    button.addEventListener("click", () => does({ do: "press", button: button.dataset.press }));
  the("next-evening").addEventListener("click", () => does({ do: "next-evening" }));
  for (const device of document.querySelectorAll("[name=device]"))
    device.addEventListener("change", () => does({ do: "device", kind: device.value }));
  the("locale").addEventListener("change", () => does({ do: "locale", locale: the("locale").value }));
  the("services").addEventListener("change", ({ target }) => does({ do: "service", service: target.name, way: target.value }));
}

/** Show a state. */
export function show(state) {
  const now = local(state.now);
  the("clock").dateTime = state.now;
  the("clock").textContent = now.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
  the("day").textContent = now.toLocaleDateString("en-GB", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" });
  fill(the("reminders"), state.reminders, () =>
    state.reminders.length
      ? state.reminders.map(({ at, text }) => el("li", {}, el("b", {}, when(at)), text))
      : [el("li", { class: "hint" }, "None yet. In a session, say: remind us at eight.")],
  );
  document.querySelector(`[name=device][value=${state.device}]`).checked = true;
  fill(the("locale"), state.locales, () => state.locales.map((name) => el("option", { value: name }, name)));
  the("locale").value = state.locale;
  fill(the("services"), Object.keys(state.ways), () => Object.entries(state.ways).map(([name, ways]) => service(name, ways)));
  for (const [name, way] of Object.entries(state.services)) the(`service-${name}`).value = way;
}

function service(name, ways) {
  const options = [...ways, ...(MORE_WAYS[name] ?? [])].map((way) => el("option", { value: way }, way.replaceAll("-", " ")));
  return el(
    "div",
    { class: "field" },
    el("label", { for: `service-${name}` }, SERVICES[name] ?? name),
    el("select", { id: `service-${name}`, name }, options),
  );
}

const when = (iso) => local(iso).toLocaleString("en-GB", { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", timeZone: "UTC" });
/** The time on the wall there, whatever zone this browser is in. */
const local = (iso) => new Date(`${iso.slice(0, 19)}Z`);
