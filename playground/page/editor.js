// The policy's text: edited here, judged and served by the playground.

import { announce, byId, call, make } from "./dom.js";

let file;
let served;
/** What was said of a text stays right, however often the text is left and come back to. */
const verdicts = new Map();
const KEPT = 32;
/** What is on the page, and the text that it is about. */
let diagnoses = [];
let judged = "";
let replaced = () => {};

/** `listener` is called once another policy is served. */
export function start(configuration, listener) {
  file = configuration.file;
  replaced = listener;
  byId("file-name").textContent = file.name;
  area().addEventListener("input", () => {
    changed();
    say(isServed() ? "" : "Not served yet.");
  });
  // Wherever the focus is: it may be on a button that has just been used.
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "s" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      replace();
    }
  });
  byId("replace").addEventListener("click", replace);
  byId("reset").addEventListener("click", () => {
    edit(file.text);
    say(isServed() ? SERVED : "Back to the file’s text. Replace to serve it.");
  });
  addEventListener("focus", refresh);
  serve(configuration.served);
  area().value = served;
  verdicts.set(file.text, file.diagnostics);
  judge(configuration.served.diagnostics);
}

const SERVED = "This is what is served.";

export const text = () => area().value;

const isServed = () => text() === served;

/** What has been written and is not served. */
export const draft = () => (isServed() ? null : text());

/** Says what has been done to the text, and goes on to `next`, or to where it can be served. */
export function propose(done, next = null) {
  say(`${done} ${isServed() ? SERVED : "Replace to serve it."}`);
  (next ?? (isServed() ? area() : byId("replace"))).focus();
}

/** Puts another text in the place of this one, and shows where they differ. */
export function edit(next) {
  const old = text();
  if (next !== old) {
    const limit = Math.min(old.length, next.length);
    let start = 0;
    while (start < limit && old[start] === next[start]) {
      start += 1;
    }
    let end = 0;
    while (end < limit - start && old[old.length - 1 - end] === next[next.length - 1 - end]) {
      end += 1;
    }
    put(start, old.length - end, next.slice(start, next.length - end));
    area().setSelectionRange(start, next.length - end);
    reveal(start);
  }
  changed();
}

export function say(sentence) {
  const status = byId("editor-status");
  if (status.textContent !== sentence) {
    status.textContent = sentence;
  }
}

const area = () => byId("policy-text");

/** In a way that can be undone, where the browser knows one. */
function put(start, end, inserted) {
  const focused = document.activeElement;
  area().focus({ preventScroll: true });
  area().setSelectionRange(start, end);
  const done = inserted === "" ? document.execCommand("delete") : document.execCommand("insertText", false, inserted);
  if (!done) {
    area().setRangeText(inserted, start, end, "end");
  }
  if (focused instanceof HTMLElement && focused !== area()) {
    focused === document.body ? area().blur() : focused.focus({ preventScroll: true });
  }
}

function serve(answer) {
  served = answer.text;
}

/** Another tab may have replaced it. */
async function refresh() {
  if (draft() !== null) {
    return;
  }
  const { ok, answer } = await call("/api/policies").catch(() => ({ ok: false }));
  if (ok && answer.text !== served && draft() === null) {
    serve(answer);
    edit(served);
    judge(answer.diagnostics);
    say("Replaced from another page meanwhile.");
    replaced();
  }
}

let isReplacing = false;

async function replace() {
  if (isReplacing) {
    return;
  }
  if (isServed()) {
    say(SERVED);
    return;
  }
  isReplacing = true;
  byId("editor").dataset.state = "replacing";
  const sent = text();
  try {
    const { ok, answer } = await call("/api/policies", "PUT", { text: sent });
    if (ok) {
      serve(answer);
      judge(answer.diagnostics, sent);
      say("Served by all five frameworks from now on.");
      replaced();
    } else if (answer.diagnostics) {
      judge(answer.diagnostics, sent);
      const count = answer.diagnostics.filter(({ severity }) => severity === "error").length;
      say(`${count} error${count === 1 ? "" : "s"}: nothing has been replaced.`);
    } else {
      say(`Nothing has been replaced: ${answer.error}`);
    }
  } catch (error) {
    say(`The playground does not answer: ${error}`);
  }
  isReplacing = false;
  state();
}

function state() {
  const hasErrors = diagnoses.some(({ severity }) => severity === "error") && text() === judged;
  byId("editor").dataset.state = hasErrors ? "rejected" : isServed() ? "served" : "changed";
  // Never disabled: whoever has just used one of them by the keyboard stays where he is.
  byId("replace").setAttribute("aria-disabled", String(isServed()));
  byId("reset").setAttribute("aria-disabled", String(text() === file.text));
}

/** The text, its line numbers and what is marked in it, all of one size: they scroll as one. */
function layout() {
  const rows = text().split("\n");
  const longest = rows.reduce((most, row) => Math.max(most, row.length), 0);
  area().rows = rows.length;
  byId("sheet").style.setProperty("--columns", longest + 2);
  const worst = new Map();
  for (const { severity, position } of placed()) {
    if (worst.get(position.line) !== "error") {
      worst.set(position.line, severity);
    }
  }
  byId("gutter").replaceChildren(
    ...rows.map((_, index) => make("span", { "data-severity": worst.get(index + 1) ?? "" }, String(index + 1))),
  );
  mark();
}

/** What is said of a place in the text, as long as it is the text that was spoken of. */
function placed() {
  return text() === judged ? diagnoses.filter(({ position }) => position) : [];
}

function mark() {
  const parts = [];
  let at = 0;
  const all = text();
  for (const { severity, position } of placed().sort((a, b) => a.position.start - b.position.start)) {
    const start = Math.max(at, position.start);
    const end = Math.max(start, position.end);
    parts.push(all.slice(at, start), make("mark", { "data-severity": severity }, all.slice(start, end)));
    at = end;
  }
  byId("marks").replaceChildren(...parts, all.slice(at));
}

function judge(found, about = text()) {
  keep(found, about);
  show(found, about);
  if (found.length) {
    announce(found.map(({ message, position }) => `${position ? `Line ${position.line}: ` : ""}${message}.`).join(" "));
  }
}

/** Of the latest texts: each is as long as a policy file. */
function keep(found, about) {
  verdicts.delete(about);
  verdicts.set(about, found);
  const oldest = [...verdicts.keys()].filter((text) => text !== served && text !== file.text);
  for (const text of oldest.slice(0, -KEPT)) {
    verdicts.delete(text);
  }
}

function show(found, about) {
  // Whoever has gone to one of them stays there if the same is said again.
  const isSame = about === judged && JSON.stringify(found) === JSON.stringify(diagnoses);
  if (!isSame) {
    diagnoses = found;
    judged = about;
    byId("diagnoses").replaceChildren(...diagnoses.map(item));
  }
  changed();
}

/** The text is another one by now: maybe one that has been judged before. */
function changed() {
  const known = verdicts.get(text());
  if (text() !== judged && known) {
    show(known, text());
    return;
  }
  const isStale = text() !== judged;
  byId("diagnoses").classList.toggle("stale", isStale);
  for (const button of byId("diagnoses").querySelectorAll("button")) {
    button.disabled = isStale;
  }
  layout();
  state();
}

function item(diagnosis) {
  const { severity, code, message, help, suggestion, position } = diagnosis;
  const parts = [make("span.severity", {}, severity)];
  if (position) {
    const jump = make("button.link", { type: "button" }, `Line ${position.line}, column ${position.column}`);
    jump.addEventListener("click", () => {
      area().focus({ preventScroll: true });
      area().setSelectionRange(position.start, position.end);
      reveal(position.start);
    });
    parts.push(jump);
  }
  parts.push(make("code.code-name", {}, code));
  const row = make("li", { "data-severity": severity, "data-code": code }, make("div.where", {}, parts), make("p", {}, message));
  if (help) {
    const cure = make("div.help", {}, make("span", {}, help));
    if (suggestion && position) {
      const apply = make("button.secondary", { type: "button" }, "Apply");
      apply.addEventListener("click", () => applySuggestion(diagnosis));
      cure.append(apply);
    }
    row.append(cure);
  }
  return row;
}

/** Changes the text, and moves what is said about the rest of it along. */
function applySuggestion(applied) {
  const { start, end } = applied.position;
  const shift = applied.suggestion.length - (end - start);
  const rest = diagnoses
    .filter((diagnosis) => diagnosis !== applied)
    .filter(({ position }) => !position || position.end <= start || position.start >= end)
    .map((diagnosis) => {
      const { position } = diagnosis;
      const moved = position && position.start >= end
        ? { ...position, start: position.start + shift, end: position.end + shift }
        : position;
      return { ...diagnosis, position: moved };
    });
  put(start, end, applied.suggestion);
  if (!verdicts.has(text())) {
    judge(rest);
  }
  propose("Applied.", byId("diagnoses").querySelector("button.secondary"));
}

function reveal(offset) {
  const line = text().slice(0, offset).split("\n").length;
  const number = byId("gutter").children[line - 1];
  const sheet = byId("sheet");
  if (number) {
    sheet.scrollTop = number.offsetTop - sheet.clientHeight / 2;
    sheet.scrollLeft = 0;
  }
}
