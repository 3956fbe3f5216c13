// The request as code: what a page's author would write, and what a browser makes of it, for a shell.

import { byId, call, make } from "./dom.js";
import { sentence } from "./words.js";

let question;
let waiting;

/** Shells are for those who ask: the commands are made once they can be seen. */
export function start() {
  byId("as-code").addEventListener("toggle", later);
}

export function show(asked) {
  question = asked;
  byId("code").textContent = script(asked);
  later();
}

/** Not at every stroke of a key. */
function later() {
  clearTimeout(waiting);
  if (byId("as-code").open) {
    waiting = setTimeout(() => shell(question), 150);
  }
}

async function shell(asked) {
  const { ok, answer } = await call("/api/curl", "POST", asked).catch((error) => ({ ok: false, answer: { error } }));
  if (asked !== question) {
    return;
  }
  const parts = ok ? answer.commands.map(command) : make("p.hint", {}, sentence(String(answer.error)));
  byId("curl").replaceChildren(...[parts].flat(2));
}

function command({ preflight, command }) {
  const what = preflight ? "The preflight, with curl" : "The request, with curl";
  return [
    make("h4", {}, what),
    make("pre.command", { tabIndex: 0, role: "group", "aria-label": what }, command),
  ];
}

function script({ url, method, headers, credentials, uploadListener }) {
  if (uploadListener) {
    return [
      "const xhr = new XMLHttpRequest();",
      `xhr.open(${JSON.stringify(method)}, ${JSON.stringify(url)});`,
      ...(credentials === "include" ? ["xhr.withCredentials = true;"] : []),
      ...headers.map(([name, value]) => `xhr.setRequestHeader(${JSON.stringify(name)}, ${JSON.stringify(value)});`),
      'xhr.upload.addEventListener("progress", showProgress);',
      "xhr.send(body);",
    ].join("\n");
  }
  const lines = headers.map(([name, value]) => `    ${JSON.stringify(name)}: ${JSON.stringify(value)},`);
  return [
    `await fetch(${JSON.stringify(url)}, {`,
    `  method: ${JSON.stringify(method)},`,
    ...(lines.length ? ["  headers: {", ...lines, "  },"] : []),
    `  credentials: ${JSON.stringify(credentials)},`,
    "});",
  ].join("\n");
}
