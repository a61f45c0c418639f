// SPDX-License-Identifier: Apache-2.0
// The frame in which a screen is drawn (`/screen/`). It is of no origin, so it is talked to by messages alone; what it
// says is what somebody touched, and no more is believed of it. One screen is drawn at a time, and only the latest shown.

import { el } from "./dom.js";

/** A frame in the place of a screen. It is seen once something is drawn in it. */
export class DrawnScreen {
  /** `touched` takes the arguments of a touch. */
  constructor(place, touched) {
    this.touched = touched;
    this.place = place;
    this.viewport = null;
    this.wanted = null; // what is still to be drawn
    this.sent = null; // what is being drawn
    this.current = null; // what is to be seen
    this.ready = false;
    this.element = el("iframe", { src: "/screen/", sandbox: "allow-scripts", title: "The device’s screen" });
    this.element.addEventListener("load", () => {
      this.ready = true;
      this.next();
    });
    window.addEventListener("message", ({ source, data }) => {
      if (source === this.element.contentWindow) this.told(data ?? {});
    });
    new ResizeObserver(() => {
      this.fit();
      this.next();
    }).observe(place);
    place.append(this.element);
  }

  /** Draw a directive in a viewport of that width and height in pixels. */
  draw(directive, viewport) {
    this.wanted = this.current = { directive, viewport };
    this.place.dataset.drawing = ""; // until it is all there, a touch may be lost
    this.next();
  }

  /** Nothing is drawn any more. */
  hide() {
    this.wanted = this.current = null;
    delete this.place.dataset.drawn;
    delete this.place.dataset.drawing;
  }

  next() {
    if (!this.ready || this.sent || !this.wanted) return;
    if (!this.place.clientWidth) return; // another view is looked at, and where there is no room no letter has a width
    this.sent = this.wanted;
    this.wanted = null;
    this.viewport = this.sent.viewport;
    this.fit();
    this.element.contentWindow.postMessage(this.sent, "*"); // who has no origin cannot be named by it
  }

  told({ shown, failed, touched }) {
    if (touched && this.current && Array.isArray(touched.arguments)) this.touched(touched.arguments);
    if (!shown && !failed) return;
    const latest = this.sent === this.current;
    this.sent = null;
    if (latest) delete this.place.dataset.drawing;
    if (latest && shown) this.place.dataset.drawn = "";
    if (latest && failed) delete this.place.dataset.drawn;
    this.next();
  }

  /** As large as the place, whatever the device's own pixels are. */
  fit() {
    if (!this.viewport) return;
    const { width, height } = this.viewport;
    Object.assign(this.element.style, { width: `${width}px`, height: `${height}px` });
    this.element.style.transform = `scale(${this.place.clientWidth / width})`;
  }
}
