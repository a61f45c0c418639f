// SPDX-License-Identifier: Apache-2.0
// Elements: found by their id, and made of a name, attributes and children. Text is always text, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** The element with an id, which the page has. */
export const the = (id) => document.getElementById(id);

/** A new element. Attributes that are functions listen to the event of that name; null and false leave them out. */
export function el(name, attributes = {}, ...children) {
  return filled(document.createElement(name), attributes, children);
}

/** The same for drawings. */
export function svg(name, attributes = {}, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

/** Put other children into an element, unless they are the same as before by `key`: focus and scrolling stay. */
export function fill(element, key, children) {
  const now = JSON.stringify(key);
  if (element.dataset.key === now) return;
  element.dataset.key = now;
  element.replaceChildren(...children());
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === false || value === undefined) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}
