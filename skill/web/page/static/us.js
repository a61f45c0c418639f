// SPDX-License-Identifier: Apache-2.0
// How the two are doing, from their record alone: figures and their own questions, nothing judged or compared.

import { json } from "./api.js";
import { el, svg, the } from "./dom.js";

let open = false;

/** Draw the curtain back, after somebody said that it is just the two of them. */
export async function reveal() {
  open = true;
  await refresh();
}

/** Close it. */
export function cover() {
  open = false;
  the("curtain").hidden = false;
  the("us-view").hidden = true;
  the("us-view").replaceChildren();
}

/** Show what is kept now, where the curtain is open. */
export async function refresh() {
  if (!open) return;
  const { summary } = await json("/page/us");
  the("curtain").hidden = true;
  const view = the("us-view");
  view.replaceChildren(...(summary ? told(summary) : [el("p", { class: "hint" }, "Nothing is kept of you yet.")]));
  view.hidden = false;
}

function told(summary) {
  const homes = { one: "in one home", two: "in two homes" }[summary.homes];
  const who = [summary.names.join(" and "), homes].filter(Boolean).join(", ");
  const figure = (count, name) => el("div", {}, el("dt", {}, name), el("dd", {}, String(count)));
  return [
    who ? el("p", { class: "who" }, who) : null,
    el(
      "dl",
      { class: "figures" },
      figure(summary.evenings, summary.evenings === 1 ? "evening" : "evenings"),
      figure(summary.check_ins, summary.check_ins === 1 ? "check-in" : "check-ins"),
      figure(summary.rituals_kept, "rituals kept"),
    ),
    section("How close you felt", summary.closeness.length ? [closeness(summary.closeness)] : []),
    section("Check-ins, month by month", summary.months.length ? [months(summary.months)] : []),
    section("Your ritual", ritual(summary)),
    section("Themes you touched, by questions", [themes(summary.themes)]),
    section("Questions that came last", list(summary.lately)),
    section("Saved", list(summary.saved)),
    section("Left out, as you asked", summary.avoided.length ? [el("p", {}, summary.avoided.join(", "))] : []),
    section("Reminders", list(summary.reminders)),
  ].flat().filter(Boolean);
}

const section = (title, parts) => (parts.length ? [el("h3", {}, title), ...parts] : []);
const list = (lines) => (lines.length ? [el("ul", { class: "plain words" }, lines.map((line) => el("li", {}, line)))] : []);
const day = (iso) => new Date(`${iso.length === 7 ? `${iso}-01` : iso}T12:00:00`).toLocaleDateString("en-GB", iso.length === 7 ? { month: "short", year: "numeric" } : { day: "numeric", month: "short", year: "numeric" });

function ritual(summary) {
  const lines = [];
  if (summary.ritual) {
    const { name, since, times } = summary.ritual;
    lines.push(`${name[0].toUpperCase()}${name.slice(1)}, since ${day(since)}${times ? `. It happened ${times === 1 ? "once" : `${times} times`}.` : "."}`);
  }
  if (summary.liked.length) lines.push(`More than once: ${summary.liked.join(", ")}.`);
  return lines.map((line) => el("p", { class: "words" }, line));
}

function themes(counts) {
  const most = Math.max(1, ...counts.map((each) => each.questions));
  return el(
    "div",
    { class: "bars", role: "list" },
    counts.flatMap((each) => {
      const bar = el("i", { class: each.questions ? null : "none", "aria-hidden": "true" });
      bar.style.width = `${Math.max(8, (each.questions / most) * 100)}%`;
      return [el("span", { role: "listitem" }, each.name), bar, el("b", {}, String(each.questions))];
    }),
  );
}

/** A dot for each figure, from one to ten; whose it is, nobody knows. */
function closeness(points) {
  const shown = points.slice(-40);
  const wide = 400, high = 170, left = 26, bottom = 28;
  const x = (index) => left + 12 + (index + 0.5) * ((wide - left - 24) / shown.length);
  const y = (felt) => 10 + (10 - felt) * ((high - bottom - 10) / 9);
  const marks = [1, 4, 7, 10].flatMap((felt) => [
    svg("line", { x1: left, x2: wide, y1: y(felt), y2: y(felt) }),
    svg("text", { x: left - 8, y: y(felt) + 4, "text-anchor": "end" }, String(felt)),
  ]);
  const dots = shown.flatMap(({ felt }, index) => [
    felt.length > 1 ? svg("line", { class: "pair", x1: x(index), x2: x(index), y1: y(felt[0]), y2: y(felt[1]) }) : null,
    ...felt.map((one) => svg("circle", { cx: x(index), cy: y(one), r: 5 })),
  ]);
  const ends = shown.length > 1 ? [shown[0], shown.at(-1)] : [shown[0]];
  const days = ends.map((each, index) =>
    svg("text", { x: index ? wide : left, y: high - 6, "text-anchor": index ? "end" : "start" }, day(each.when)),
  );
  const words = shown.map(({ when, felt }) => `${day(when)}: ${felt.join(" and ")}`).join("; ");
  return svg("svg", { class: "chart", viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": `From one to ten. ${words}.` }, marks, dots, days);
}

function months(counts) {
  const shown = counts.slice(-18);
  const wide = 400, high = 112, bottom = 24;
  const most = Math.max(...shown.map((each) => each.check_ins));
  const step = wide / Math.max(shown.length, 6);
  const bars = shown.flatMap((each, index) => {
    const tall = ((high - bottom - 20) * each.check_ins) / most;
    const middle = index * step + step / 2;
    return [
      svg("rect", { x: middle - Math.min(14, step * 0.3), y: high - bottom - tall, width: Math.min(28, step * 0.6), height: tall, rx: 5 }),
      svg("text", { x: middle, y: high - bottom - tall - 6, "text-anchor": "middle" }, String(each.check_ins)),
    ];
  });
  const named = shown.length > 8 ? [0, shown.length - 1] : shown.keys();
  const names = [...named].map((index) =>
    svg("text", { x: index * step + step / 2, y: high - 6, "text-anchor": "middle" }, day(shown[index].month).split(" ")[0]),
  );
  const words = shown.map((each) => `${day(each.month)}: ${each.check_ins}`).join("; ");
  return svg("svg", { class: "chart", viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": `${words}.` }, bars, names);
}
