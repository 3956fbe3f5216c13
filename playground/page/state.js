// What is chosen stands in the URL's fragment: to be shared, kept, and taken along to other origins.

export const DEFAULTS = {
  framework: "axum",
  policy: "private",
  route: "/echo",
  method: "PUT",
  headers: [
    ["content-type", "application/json"],
    ["x-api-key", "42"],
  ],
  credentials: "include",
  upload: false,
  caches: false,
  // The page's own origin, or that of a sandboxed frame in it.
  opaque: false,
};

/** Requests to begin with: a sentence, and what differs from the defaults. */
export const EXAMPLES = [
  ["A PUT with a key and credentials, from a page that may", {}],
  ["A method that the policy does not name", { method: "PATCH" }],
  ["A header that it does not name", { headers: [["x-trace", "1"]] }],
  ["A page of another host", { host: "127.0.0.1" }],
  ["A sandboxed frame, whose origin is null", { opaque: true, credentials: "omit" }],
  ["Any origin is allowed, but not with credentials", { policy: "public", method: "GET", headers: [] }],
  ["A redirect to another server", { route: "/redirect", method: "GET", headers: [] }],
  ["A POST that a guard refuses", { policy: "guarded", method: "POST", headers: [], credentials: "same-origin" }],
  ["A server that knows nothing of CORS", { policy: "none", method: "GET", headers: [] }],
];

const TEXTS = ["framework", "policy", "route", "method", "credentials"];
const FLAGS = ["upload", "caches", "opaque"];

/** The state of a fragment, or null if it holds none; and what else it says. */
export function read(fragment) {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ""));
  if (!parameters.has("method")) {
    return null;
  }
  const state = { ...DEFAULTS };
  for (const name of TEXTS) {
    state[name] = parameters.get(name) ?? DEFAULTS[name];
  }
  for (const name of FLAGS) {
    state[name] = parameters.has(name);
  }
  state.headers = parameters.getAll("header").map((line) => {
    const colon = line.indexOf(":");
    return colon < 0 ? [line, ""] : [line.slice(0, colon), line.slice(colon + 1)];
  });
  return { state, draft: parameters.get("draft"), send: parameters.has("send") };
}

export function write(state, more = {}) {
  const parameters = new URLSearchParams();
  for (const name of TEXTS) {
    parameters.set(name, state[name]);
  }
  for (const [name, value] of state.headers) {
    parameters.append("header", `${name}:${value}`);
  }
  for (const name of FLAGS) {
    if (state[name]) {
      parameters.set(name, "");
    }
  }
  for (const [name, value] of Object.entries(more)) {
    parameters.set(name, value);
  }
  // As people read it: what has to be escaped in a query may stand in a fragment.
  return `#${parameters.toString().replaceAll("%2F", "/").replaceAll("%3A", ":").replace(/=(?=&|$)/g, "")}`;
}
