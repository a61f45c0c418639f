// SPDX-License-Identifier: Apache-2.0
// One evening by virtual-alexa, a client that is none of ours: node evening.mjs URL MODEL.json REPLAY.json
// A replay is a file of the ASK CLI (`ask dialog --replay`): what is typed, one after the other. Each answer is one line
// of JSON on standard output.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const { VirtualAlexa } = createRequire(import.meta.url)("virtual-alexa");
const [url, model, replay] = process.argv.slice(2);
const { locale, userInput } = JSON.parse(readFileSync(replay, "utf8"));

const alexa = VirtualAlexa.Builder().skillURL(url).interactionModelFile(model).locale(locale).create();
for (const words of userInput) {
  const answer = words === ".quit" ? await alexa.endSession() : await alexa.utter(words);
  const { response, sessionAttributes } = answer;
  process.stdout.write(JSON.stringify({ words, said: response.outputSpeech?.ssml ?? "", state: sessionAttributes?.state }) + "\n");
}
