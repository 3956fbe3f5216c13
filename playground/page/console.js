// What a browser's console has said, of this page or any other, in plain words.

import { byId, call, make } from "./dom.js";
import { sentence } from "./words.js";

let waiting;

export function start() {
  byId("console-text").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(explain, 200);
  });
}

async function explain() {
  const text = byId("console-text").value;
  if (text.trim() === "") {
    byId("console-said").replaceChildren();
    return;
  }
  const { ok, answer } = await call("/api/console", "POST", { text }).catch((error) => ({ ok: false, answer: { error } }));
  if (text !== byId("console-text").value) {
    return;
  }
  if (!ok) {
    byId("console-said").replaceChildren(make("p.hint", {}, sentence(String(answer.error))));
  } else if (answer.messages.length === 0) {
    byId("console-said").replaceChildren(make("p.hint", {}, "There is no message about CORS in it that Chromium, Firefox or Safari is known to write."));
  } else {
    const more = answer.more ? [make("p.hint", {}, `And ${answer.more} more.`)] : [];
    byId("console-said").replaceChildren(make("ol.messages", {}, answer.messages.map(message)), ...more);
  }
}

function message({ engine, code, cors, warning, sentence: said, facts, cures }) {
  const badges = [engine, cors ? code : "not CORS", warning ? "a warning only" : null].filter(Boolean);
  return make(
    "li",
    { "data-code": code ?? "" },
    make("p.badges", {}, badges.map((text) => make("span.badge", {}, text))),
    make("p", {}, sentence(said)),
    facts.length ? make("dl.facts", {}, facts.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])) : null,
    cures.length ? [make("p.hint", {}, "To be said by the server’s policy, in TOML and in Rust:"), make("pre", {}, cures.flatMap(({ line, rust }) => [line, rust]).join("\n"))] : null,
  );
}
