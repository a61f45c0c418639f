// SPDX-License-Identifier: Apache-2.0
// The conversation's map: its topics in a circle, what follows what, and the topic and state that is lit now.

import { json } from "./api.js";
import { el, fill, svg, the } from "./dom.js";

const SIZE = { width: 400, height: 340, across: 122, down: 124 };

let map = null;

/** Light the state where the conversation is. */
export async function show(state) {
  map ??= await json("/page/map");
  const here = map.topics.find((topic) => topic.states.includes(state.state));
  const talking = !here && state.player.activity === "PLAYING" ? map.topics.find((topic) => topic.topic === "evening") : null;
  const lit = here ?? talking;
  fill(the("constellation"), lit?.topic ?? null, () => [drawing(lit)]);
  fill(the("here"), [state.state, lit?.topic ?? null], () => told(state.state, here, talking));
}

function drawing(lit) {
  const { topics } = map;
  const place = (index) => {
    const angle = (index / topics.length) * 2 * Math.PI - Math.PI / 2;
    return [SIZE.width / 2 + SIZE.across * Math.cos(angle), SIZE.height / 2 + SIZE.down * Math.sin(angle)];
  };
  const at = Object.fromEntries(topics.map((topic, index) => [topic.topic, place(index)]));
  const middle = [SIZE.width / 2, SIZE.height / 2];
  const lines = topics.flatMap((topic) =>
    topic.leads_to.map((other) => {
      const [x, y] = at[topic.topic];
      const [otherX, otherY] = at[other];
      const bend = [(x + otherX) / 2, (y + otherY) / 2].map((value, axis) => (value + middle[axis]) / 2);
      return svg("path", { d: `M${x} ${y}Q${bend[0]} ${bend[1]} ${otherX} ${otherY}`, class: topic === lit ? "lit" : null });
    }),
  );
  lines.sort((one, other) => one.classList.contains("lit") - other.classList.contains("lit"));
  const dots = topics.flatMap((topic) => {
    const [x, y] = at[topic.topic];
    const own = topic === lit;
    const side = Math.abs(x - middle[0]) < 40 ? "middle" : x < middle[0] ? "end" : "start";
    const away = side === "middle" ? 0 : side === "start" ? 15 : -15;
    const lower = side === "middle" ? (y < middle[1] ? -16 : 26) : 4;
    return [
      own ? svg("circle", { cx: x, cy: y, r: 22, class: "glow" }) : null,
      svg("circle", { cx: x, cy: y, r: own ? 9 : 6, class: own ? "lit" : null }),
      svg("text", { x: x + away, y: y + lower, "text-anchor": side, class: own ? "lit" : null }, topic.title),
    ];
  });
  const title = lit ? `The conversation is in: ${lit.title}` : "The conversation has not begun";
  return svg("svg", { viewBox: `0 0 ${SIZE.width} ${SIZE.height}`, role: "img", "aria-label": title }, lines, dots);
}

function told(state, here, talking) {
  if (!here) {
    const words = talking ? "The session is closed, and the music carries the evening. “Alexa, next” goes on." : "No session is open. The map lights up when you begin.";
    return [el("p", { class: "hint" }, words)];
  }
  const ways = here.ways.filter((way) => way.source === state);
  const spaced = (name) => name.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return [
    el("h3", {}, `States of “${here.title}”`),
    el("ul", { class: "pills" }, here.states.map((name) => el("li", { "aria-current": name === state ? "step" : null }, name))),
    el("h3", {}, "From here"),
    el(
      "table",
      { class: "ways" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "What is said"), el("th", { scope: "col" }, "Leads to"))),
      el("tbody", {}, ways.map((way) => el("tr", {}, el("td", {}, way.intents.map(spaced).join(", ")), el("td", {}, way.target)))),
    ),
    el("p", { class: "hint" }, "Help, stop, and all else that can be said anywhere stand in no map."),
  ];
}
