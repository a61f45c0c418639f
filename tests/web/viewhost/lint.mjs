// SPDX-License-Identifier: Apache-2.0
// Lints APL documents with Amazon's own linter: a JSON object of documents on standard input, complaints by name on
// standard output. Complaints are told for each document, whatever their level.
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);
const { StaticAplTemplateValidator } = require("apl-suggester");

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const told = {};
for (const [name, document] of Object.entries(JSON.parse(Buffer.concat(chunks).toString("utf8")))) {
  told[name] = await new StaticAplTemplateValidator().validate(document);
}
process.stdout.write(JSON.stringify(told));
