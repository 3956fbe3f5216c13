// From a choice to its explanation.

import { announce, byId, call, make } from "./dom.js";
import * as pasted from "./console.js";
import * as editor from "./editor.js";
import * as form from "./form.js";
import * as results from "./results.js";
import { DEFAULTS, EXAMPLES, read, write } from "./state.js";

const isApple = /Mac|iPhone|iPad/.test(navigator.platform);
const session = Math.random().toString(36).slice(2, 10);
let sent = 0;
let configuration;

async function start() {
  const { ok, answer } = await call("/api/configuration");
  if (!ok) {
    throw new Error(answer.error);
  }
  configuration = answer;
  form.start(configuration, keep);
  editor.start(configuration, () => results.outdated(send));
  const arrived = read(location.hash);
  form.show(arrived?.state ?? DEFAULTS);
  if (arrived && arrived.draft !== null) {
    editor.edit(arrived.draft);
  }
  pasted.start();
  listen();
  examples();
  setState("idle");
  if (arrived?.send && cameFromHere()) {
    byId("send").focus({ preventScroll: true });
    send();
  }
}

/** Not from a link elsewhere: nothing is sent before somebody here wants it. */
function cameFromHere() {
  return configuration.origins.some((origin) => document.referrer.startsWith(`${origin}/`));
}

function listen() {
  byId("form").addEventListener("submit", (event) => {
    event.preventDefault();
    send();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      send();
    }
  });
  addEventListener("hashchange", () => {
    const arrived = read(location.hash);
    if (arrived) {
      form.show(arrived.state);
      if (arrived.send) {
        send();
      }
    }
  });
  byId("send-keys").textContent = isApple ? "⌘ ↵" : "Ctrl ↵";
  byId("replace-keys").textContent = isApple ? "⌘ S" : "Ctrl S";
}

/** Sends from the same page at another origin, with everything that has been chosen and written. */
function go(origin, state) {
  const draft = editor.draft();
  location.assign(`${origin}/${write(state, draft === null ? { send: "" } : { send: "", draft })}`);
}

let keeping;

/** Not at every stroke of a key: some browsers count, and stop it. */
function keep(state) {
  clearTimeout(keeping);
  keeping = setTimeout(() => history.replaceState(null, "", write(state)), 150);
}

function examples() {
  for (const list of document.querySelectorAll("[data-examples]")) {
    list.replaceChildren(
      ...EXAMPLES.map(([sentence, { host, ...difference }]) => {
        const state = { ...DEFAULTS, framework: form.state().framework, ...difference };
        const needed = host ?? "localhost";
        const origin =
          location.hostname === needed
            ? location.origin
            : configuration.origins.find((origin) => new URL(origin).hostname === needed);
        const link = make("a", { href: `${origin}/${write(state, { send: "" })}` }, sentence);
        link.addEventListener("click", (event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey) {
            return;
          }
          event.preventDefault();
          const now = { ...state, framework: form.state().framework };
          if (origin === location.origin) {
            form.show(now);
            send();
          } else {
            go(origin, now);
          }
        });
        return make("li", {}, link);
      }),
    );
  }
}

async function send() {
  if (document.body.dataset.state !== "idle" && document.body.dataset.state !== "done") {
    return;
  }
  if (form.elsewhere()) {
    go(form.elsewhere(), form.state());
    return;
  }
  setState("sending");
  const state = form.state();
  sent += 1;
  const tag = state.caches ? session : `${session}-${sent}`;
  const request = form.request(state, tag);
  const origin = state.opaque ? "null" : location.origin;
  try {
    const before = state.caches ? await exchanges(tag) : [];
    const page = await (state.opaque ? sendOpaque(request) : sendRequest(request));
    const seen = since(before, await settled(tag), request.url);
    // Afterwards: the model asks the same servers, and they log that too.
    const explanation = await call("/api/explanation", "POST", { origin, ...request });
    results.show({ origin, state, request, page, explanation, seen }, configuration.file.editable ? cure : null);
  } catch (error) {
    results.fail(error);
  }
  document.body.dataset.sent = sent;
  setState("done");
}

async function exchanges(tag) {
  const { ok, answer } = await call(`/api/exchanges?tag=${encodeURIComponent(tag)}`);
  if (!ok) {
    throw new Error(answer.error);
  }
  return answer.exchanges;
}

/** What the servers saw, once all of it is answered. */
async function settled(tag) {
  for (let tries = 0; ; tries += 1) {
    const seen = await exchanges(tag);
    if (tries === 10 || seen.every(({ answer }) => answer)) {
      return seen;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Without what had been there before, which is the beginning of what each server saw; the server
 * that was asked first comes first. */
function since(before, seen, url) {
  const skipped = new Map();
  for (const { server } of before) {
    skipped.set(server, (skipped.get(server) ?? 0) + 1);
  }
  const fresh = seen.filter(({ server }) => {
    const skip = skipped.get(server) ?? 0;
    skipped.set(server, skip - 1);
    return skip <= 0;
  });
  const first = new URL(url).origin;
  return [...fresh.filter(({ server }) => server === first), ...fresh.filter(({ server }) => server !== first)];
}

let opaque;

/** Sends from a frame that is of no origin. */
async function sendOpaque(request) {
  opaque ??= new Promise((resolve, reject) => {
    const frame = make("iframe", { src: "/sender.html", title: "A frame of an opaque origin", hidden: true });
    frame.setAttribute("sandbox", "allow-scripts");
    addEventListener("message", ({ source, data }) => {
      if (source === frame.contentWindow && data === "ready") {
        resolve(frame);
      }
    });
    document.body.append(frame);
    setTimeout(() => reject(new Error("the sandboxed frame has not loaded")), 10_000);
  });
  const frame = await opaque;
  const { port1, port2 } = new MessageChannel();
  const answer = new Promise((resolve) => {
    port1.onmessage = ({ data }) => resolve(data);
  });
  // An opaque origin has no name to be addressed by.
  frame.contentWindow.postMessage(request, "*", [port2]);
  return answer;
}

/** Puts cures into the policy's text, to be looked at and served from there. */
async function cure(policy, cures) {
  const additions = cures.map(({ setting, value }) => [setting, value]);
  const { ok, answer } = await call("/api/cure", "POST", { text: editor.text(), policy, additions });
  if (ok) {
    editor.edit(answer.text);
    editor.propose(`Added to the policy ${policy}.`);
    byId("editor").scrollIntoView({ block: "nearest" });
  } else {
    editor.say(answer.error);
  }
}

function setState(state) {
  document.body.dataset.state = state;
  const button = byId("send");
  button.disabled = state === "loading";
  button.setAttribute("aria-disabled", String(state === "sending"));
  byId("result").setAttribute("aria-busy", String(state === "sending"));
  if (state === "sending") {
    announce("Sending.");
  }
}

start().catch((error) => {
  document.body.dataset.state = "failed";
  const notice = make("p.notice", { role: "alert" }, `The playground does not answer: ${error}. Is it still running?`);
  document.querySelector("main").before(notice);
});
