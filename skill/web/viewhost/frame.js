// SPDX-License-Identifier: Apache-2.0
// One screen, drawn by Amazon's own web viewhost. Whoever frames this page posts `{directive, viewport}`, and gets back
// `{shown: true}` once it is drawn, `{touched: {token, arguments}}` for each touch, and `{failed: "why"}`.
// Nothing is fetched: the device's letters stand in the machine's own fonts.
"use strict";

const LETTERS = {
  "bookerly": '"Charis SIL", Charter, Georgia, serif',
  "amazon-ember": 'Inter, "Segoe UI", system-ui, sans-serif',
};
const THEME = "dark";

let renderer = null;
let engine = null;

function startEngine() {
  AplRenderer.FontUtils.initialized = true; // else it asks a host elsewhere for its fonts
  Object.assign(AplRenderer.FontUtils.FONT_ALIAS_MAPPING, LETTERS);
  return Module.calledRun ? Promise.resolve() : AplRenderer.initEngine(); // one that runs already tells nobody again
}

// `directive` is an Alexa.Presentation.APL.RenderDocument, `viewport` holds width and height in pixels, and `round`.
async function showScreen(directive, viewport, touched) {
  engine = engine || startEngine();
  await engine;
  // The viewhost leaves a mouse unheard for half a second after a finger, for browsers play a mouse after one, and begins
  // as if a finger had just been there: whoever was quick on a new screen touched it for nothing.
  const fingerAt = renderer ? renderer.lastPointerEventTimestamp : 0;
  if (renderer) renderer.destroy();
  const view = document.getElementById("screen");
  view.replaceChildren();
  view.classList.toggle("round", Boolean(viewport.round));
  const content = AplRenderer.Content.create(JSON.stringify(directive.document));
  for (const [name, data] of Object.entries(directive.datasources || {})) content.addData(name, JSON.stringify(data));
  renderer = AplRenderer.default.create({
    content,
    view,
    theme: THEME,
    environment: { agentName: "Closer Together", agentVersion: "1.0", disallowVideo: true },
    viewport: {
      width: viewport.width,
      height: viewport.height,
      dpi: 160,
      isRound: Boolean(viewport.round),
      shape: viewport.round ? "ROUND" : "RECTANGLE",
      mode: "HUB",
    },
    utcTime: Date.now(),
    localTimeAdjustment: 0,
    onSendEvent: (event) => touched({ token: directive.token, arguments: event.arguments }),
  });
  renderer.lastPointerEventTimestamp = fingerAt;
  await renderer.init();
}

window.addEventListener("message", (message) => {
  if (message.source !== window.parent || message.source === window || !message.data.directive) return;
  const answer = (body) => message.source.postMessage(body, message.origin === "null" ? "*" : message.origin);
  showScreen(message.data.directive, message.data.viewport, (touch) => answer({ touched: touch })).then(
    () => answer({ shown: true }),
    (error) => answer({ failed: String(error) }),
  );
});
