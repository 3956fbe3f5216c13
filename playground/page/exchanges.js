// What the servers saw, and what they answered.

import { make } from "./dom.js";
import { clean } from "./words.js";

/** Header lines that CORS is about. */
const CORS_LINE = /^(origin|vary|access-control-.*)$/;

/** Those of a request that a guard has refused. */
const GUARD_LINE = /^(origin|host|sec-fetch-site|sec-fetch-mode)$/;

export function saw({ seen, state }, model) {
  const expected = model?.exchanges.some(({ preflight }) => preflight);
  const parts = [];
  if (seen.length === 0) {
    const cause = model && model.exchanges.length === 0
      ? "The browser has not sent anything: no page may send this."
      : "No request has arrived: the browser has answered from its cache, or could not send it.";
    return [make("p", { id: "nothing-seen" }, cause)];
  }
  if (!seen.some(isPreflight)) {
    const cause = expected && state.caches
      ? "No preflight: your browser still holds the answer to an earlier one."
      : expected
        ? "No preflight, though one was to be expected."
        : "No preflight: the method and the headers are safelisted, so that none is needed.";
    parts.push(make("p", { id: "no-preflight" }, cause));
  }
  const last = seen.at(-1);
  const isElsewhere = ({ server }) => server !== seen[0].server;
  const cards = seen.map((exchange) => {
    const host = seen.some(isElsewhere) ? new URL(exchange.server).host : "";
    const isLast = exchange === last;
    const isRefused = isLast && Boolean(model?.exchanges.at(-1)?.policy?.guard?.refusedBy);
    return make("li", {}, card(exchange, host, isLast && !isRefused ? fault(model) : null, isRefused));
  });
  parts.push(make("ol.exchanges", {}, cards));
  parts.push(make("p.hint", {}, "Left out is the query playground=…, by which the servers’ records tell requests apart."));
  return parts;
}

export function isPreflight({ method, headers }) {
  return method === "OPTIONS" && headers.some(([name]) => name === "access-control-request-method");
}

/** The header of the answer for which the request was blocked. */
function fault(model) {
  const setting = model?.blocked?.cures[0]?.setting;
  const isCheck = model?.blocked?.citation.endsWith("#concept-cors-check");
  return FAULTS[setting] ?? (isCheck ? "access-control-allow-origin" : null);
}

const FAULTS = {
  allow_credentials: "access-control-allow-credentials",
  allow_headers: "access-control-allow-headers",
  allow_methods: "access-control-allow-methods",
};

function card(exchange, host, fault, isRefused) {
  const { method, target, headers, answer } = exchange;
  const kind = isPreflight(exchange) ? "Preflight" : "Request";
  const status = answer ? `${answer.status} ${answer.reason ?? ""}`.trim() : "not answered";
  return make(
    "article.exchange",
    { "data-kind": kind.toLowerCase(), "aria-label": `${kind}: ${method}, ${status}` },
    make("header", {}, make("span.badge", {}, kind), make("code.line", {}, `${method} ${host}${clean(target)}`)),
    lines(headers, isRefused ? { pattern: GUARD_LINE } : {}),
    make("header.answer", {}, make("span.badge", {}, "Answer"), make("code.line", {}, status)),
    lines(answer?.headers ?? [], { fault }),
    logged(exchange),
    again(exchange),
  );
}

/** The same request once more, as the browser has sent it. */
function again({ curl }) {
  if (!curl) {
    return null;
  }
  const label = "The same once more, with curl";
  return make(
    "details.others",
    {},
    make("summary", {}, label),
    make("pre.command", { tabIndex: 0, role: "group", "aria-label": label }, clean(curl)),
  );
}

/** What the server has written into its log meanwhile. */
function logged({ log }) {
  if (log.length === 0) {
    return null;
  }
  const label = "The server’s log";
  return [
    make("header.answer", {}, make("span.badge", {}, "Log")),
    make("pre.log", { tabIndex: 0, role: "group", "aria-label": label }, log.map(clean).join("\n")),
  ];
}

/** Header lines, those of CORS first; the others fold away. */
export function lines(headers, { all = false, fault = null, pattern = CORS_LINE } = {}) {
  const line = ([name, value]) => {
    const isCors = pattern.test(name.toLowerCase());
    const kind = name === fault ? "li.cors.fault" : isCors ? "li.cors" : "li";
    return make(kind, {}, make("span.name", {}, name.toLowerCase()), make("span.colon", {}, ": "), make("span.value", {}, value));
  };
  if (all) {
    return make("ul.lines", {}, headers.map(line));
  }
  const cors = headers.filter(([name]) => pattern.test(name)).map(line);
  const others = headers.filter(([name]) => !pattern.test(name)).map(line);
  if (fault && !headers.some(([name]) => name === fault)) {
    cors.unshift(make("li.cors.fault", {}, make("span.absent", {}, `no ${fault}`)));
  }
  const summary = `${others.length} other header${others.length === 1 ? "" : "s"}`;
  return make(
    "div",
    {},
    cors.length ? make("ul.lines", {}, cors) : make("p.hint", {}, "No header of CORS."),
    others.length ? make("details.others", {}, make("summary", {}, summary), make("ul.lines", {}, others)) : null,
  );
}
