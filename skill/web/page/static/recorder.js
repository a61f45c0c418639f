// SPDX-License-Identifier: Apache-2.0
// Runs beside the page, where sound comes in: hands its samples on.

class Recorder extends AudioWorkletProcessor {
  process([input]) {
    if (input.length) this.port.postMessage(input[0].slice());
    return true;
  }
}

registerProcessor("recorder", Recorder);
