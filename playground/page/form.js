// The form: from what is chosen to a request.

import * as code from "./code.js";
import { byId, choose, fill, make } from "./dom.js";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const OTHER = "other";

/** Routes of the application, and what they answer. */
const ROUTES = {
  "/echo": "The request as the handler saw it, with headers that are exposed and some that are not.",
  "/get-only": "“ok”, and by any method but GET the framework’s own 405.",
  "/status/401": "An error of the handler’s making, which a page may read like any response.",
  "/status/500": "An error of the handler’s making, which a page may read like any response.",
  "/fail": "The framework’s own error.",
  "/panic": "What is left when the handler panics.",
  "/override": "The handler sets CORS headers of its own, which count for nothing.",
  "/stream": "A body in three chunks.",
  "/cached": "A response that browsers keep for a minute.",
  "/redirect": "A redirect to the next framework’s server: the browser’s origin becomes null on the way.",
  "/missing": "No route at all: the framework’s own 404.",
};

let configuration;
let changed = () => {};

/** Fills in what there is to choose from. Calls `listener` whenever a choice is made. */
export function start(served, listener) {
  configuration = served;
  changed = listener;
  fill(byId("origin"), served.origins.map((origin) => [origin, origin === "null" ? "null (a sandboxed frame)" : origin]));
  fill(byId("framework"), served.servers.map(({ framework }) => framework));
  fill(byId("policy"), served.policies.map((policy) => [policy, policy === "none" ? "none at all" : policy]));
  fill(byId("route"), Object.keys(ROUTES));
  fill(byId("method"), [...METHODS, [OTHER, "Another …"]]);
  byId("form").addEventListener("input", update);
  code.start();
  byId("add-header").addEventListener("click", () => {
    addHeader("", "").querySelector("input").focus();
    update();
  });
}

export function show(state) {
  choose(byId("origin"), state.opaque ? "null" : location.origin);
  choose(byId("framework"), state.framework);
  choose(byId("policy"), state.policy);
  choose(byId("route"), state.route);
  const isListed = METHODS.includes(state.method);
  byId("method").value = isListed ? state.method : OTHER;
  byId("other-method").value = isListed ? "" : state.method;
  byId("headers").replaceChildren();
  for (const [name, value] of state.headers) {
    addHeader(name, value);
  }
  for (const radio of byId("form").elements.credentials) {
    radio.checked = radio.value === state.credentials;
  }
  byId("upload").checked = state.upload;
  byId("caches").checked = state.caches;
  update();
}

export function state() {
  const rows = [...byId("headers").children].map((row) =>
    [...row.querySelectorAll("input")].map((input) => input.value.trim()),
  );
  return {
    framework: byId("framework").value,
    policy: byId("policy").value,
    route: byId("route").value,
    method: byId("method").value === OTHER ? byId("other-method").value.trim() : byId("method").value,
    headers: rows.filter(([name]) => name !== ""),
    credentials: byId("form").elements.credentials.value || "same-origin",
    upload: byId("upload").checked,
    caches: byId("caches").checked,
    opaque: byId("origin").value === "null",
  };
}

/** The origin that has been chosen, where this page is not of it. */
export function elsewhere() {
  const origin = byId("origin").value;
  return ["null", location.origin].includes(origin) ? null : origin;
}

/** The request that a state stands for, told apart at the servers by its tag if it has one. */
export function request(state, tag) {
  const servers = configuration.servers;
  const at = Math.max(0, servers.findIndex(({ framework }) => framework === state.framework));
  const query = (path) => (tag ? `${path.includes("?") ? "&" : "?"}playground=${tag}` : "");
  const target = (server, path) => `${server.url}/${state.policy}${path}${query(path)}`;
  const isRedirect = state.route === "/redirect";
  const next = target(servers[(at + 1) % servers.length], "/echo");
  const path = isRedirect ? `/redirect?to=${encodeURIComponent(next)}` : state.route;
  return {
    url: target(servers[at], path),
    method: state.method,
    headers: state.headers,
    credentials: state.credentials,
    uploadListener: state.upload,
  };
}

/** Puts what follows from the choices on the page. */
function update() {
  const now = state();
  byId("other-method").hidden = byId("method").value !== OTHER;
  byId("route-hint").textContent = ROUTES[now.route] ?? "";
  byId("origin-hint").textContent = now.opaque
    ? "A sandboxed frame in this page sends the request: its origin is opaque."
    : elsewhere()
      ? "Sending goes there first: it is the same page, under another address."
      : "This page itself sends the request.";
  for (const row of byId("headers").children) {
    const name = row.querySelector("input").value.trim();
    row.querySelector("button").setAttribute("aria-label", `Remove the header ${name}`.trim());
  }
  code.show({ origin: now.opaque ? "null" : elsewhere() ?? location.origin, ...request(now, "") });
  changed(now);
}

function addHeader(name, value) {
  const text = (label, value, placeholder) =>
    make("input", { type: "text", value, placeholder, spellcheck: false, autocapitalize: "off", "aria-label": label });
  const remove = make("button.quiet.remove", { type: "button" }, make("span", { "aria-hidden": "true" }, "×"));
  const row = make("li", {}, text("Header name", name, "name"), text("Header value", value, "value"), remove);
  remove.addEventListener("click", () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    row.remove();
    (next?.querySelector("input") ?? byId("add-header")).focus();
    update();
  });
  byId("headers").append(row);
  return row;
}
