// SPDX-License-Identifier: Apache-2.0
// A screen's document as plain text: the texts of an APL document in their order, with its data put in.
// It is a stand-in for a renderer: it lays nothing out, and shows what a person would read.

import { el } from "./dom.js";

const BINDING = /\$\{([\w.]+)\}/g;

/** Elements for what a RenderDocument directive shows. */
export function rendered(directive) {
  const template = directive.document?.mainTemplate ?? {};
  const parameters = template.parameters ?? [];
  const sources = directive.datasources ?? {};
  const data = parameters.includes("payload") ? { payload: sources } : sources;
  const found = new Set();
  walk(template, (component) => {
    if (component.type !== "Text" || typeof component.text !== "string") return;
    const text = component.text.replace(BINDING, (whole, path) => value(data, path) ?? "").trim();
    if (text) found.add(text); // documents hold the same words for each shape of screen
  });
  return [...found].map((text) => el("p", {}, text));
}

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
