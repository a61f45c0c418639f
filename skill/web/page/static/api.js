// SPDX-License-Identifier: Apache-2.0
// What the page asks of the server it came from. Each request brings the token that stands in the page.

const token = document.querySelector("meta[name=page-token]").content;
const known = { after: 0, epoch: "" };

/** What went wrong, as one sentence that people can read. */
export class Trouble extends Error {}

/** Do something, such as {do: "say", line: "yes"}. Returns the state, with the entries that are new. */
export async function act(action, silent) {
  return learn(await json("/page/do", body({ action, ...known, silent })));
}

/** Erase all that is kept. Returns the state after it. */
export async function erase() {
  return learn(await json("/page/erase", body({ sure: true })));
}

/** What a recording (a WAV as a Blob) says. */
export async function hear(recording) {
  return (await json("/page/hear", { method: "POST", headers: { "Content-Type": "audio/wav" }, body: recording })).line;
}

/** Play the text of a script. */
export async function play(text) {
  return json("/page/script", { method: "POST", headers: { "Content-Type": "text/plain" }, body: text });
}

/** JSON at an address below /page/. */
export const json = async (path, options) => (await ask(path, options)).json();
/** Text at such an address. */
export const text = async (path) => (await ask(path)).text();
/** A sound at such an address. */
export const sound = async (path, signal) => (await ask(path, { signal })).blob();

/** Give somebody a file. */
export function give(name, type, contents) {
  const address = URL.createObjectURL(new Blob([contents], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function learn(state) {
  const anew = state.epoch !== known.epoch;
  known.epoch = state.epoch;
  known.after = state.count;
  return { ...state, anew };
}

function body(value) {
  return { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(value) };
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { ...options, headers: { ...options.headers, "X-Page-Token": token }, cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Trouble("The speaker does not answer; start it again with: make serve");
  }
  if (response.ok) return response;
  const told = await response.json().catch(() => ({}));
  throw new Trouble(told.error || "The speaker failed; its log says why.");
}
