// What came of a request: what the page got, what the servers saw, and why.

import { announce, byId, make } from "./dom.js";

/** Header lines that CORS is about. */
const CORS_LINE = /^(origin|vary|access-control-.*)$/;

/** Shows everything there is about one request. `cure` puts cures into a policy, if anything can. */
export function show(result, cure) {
  const { page, explanation } = result;
  const isRead = Boolean(page.response);
  const model = explanation.ok ? explanation.answer : null;
  reveal(isRead ? "allowed" : "blocked");
  const opinion = compare(result, model);
  byId("result").dataset.agreement = opinion.kind;
  byId("verdict").replaceChildren(...verdict(result, model, cure), agreement(opinion));
  byId("got-body").replaceChildren(...got(result));
  byId("saw-body").replaceChildren(...saw(result, model));
  byId("why-body").replaceChildren(...why(model, explanation));
  bringIntoView();
  announce([...byId("verdict").querySelectorAll("[data-said]")].map((part) => part.textContent).join(" "));
}

/** On a small screen, or at the end of a long page, it would be missed. */
function bringIntoView() {
  const { top, bottom } = byId("verdict").getBoundingClientRect();
  if (top < 0 || bottom > innerHeight) {
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    byId("verdict").scrollIntoView({ block: "start", behavior: isCalm ? "auto" : "smooth" });
  }
}

/** There is no result. */
export function fail(error) {
  reveal("failed");
  byId("result").dataset.agreement = "unknown";
  const sentence = `The playground does not answer: ${error}. Is it still running?`;
  byId("verdict").replaceChildren(title("Failed"), make("p", { "data-said": "" }, sentence));
  for (const id of ["got-body", "saw-body", "why-body"]) {
    byId(id).replaceChildren(make("p.hint", {}, "Nothing is known."));
  }
  announce(sentence);
}

/** The policy is another one by now. */
export function outdated(send) {
  if (byId("outcome").hidden || byId("outdated")) {
    return;
  }
  const again = make("button.primary", { type: "button", id: "send-again" }, "Send again");
  again.addEventListener("click", send);
  byId("verdict").prepend(make("div.outdated", { id: "outdated" }, make("p", {}, "The policy has been replaced since."), again));
}

function reveal(outcome) {
  byId("empty").hidden = true;
  byId("outcome").hidden = false;
  byId("result").dataset.outcome = outcome;
}

function title(text) {
  return make("p.title", { "data-said": "" }, text);
}

function verdict({ origin, state, page }, model, cure) {
  const who = origin === "null" ? "The sandboxed frame" : `The page of ${origin}`;
  if (page.response) {
    return [title("Allowed"), make("p.sentence", { "data-said": "" }, `${who} reads the response.`)];
  }
  const blocked = model?.blocked;
  const parts = [title("Blocked")];
  if (!blocked) {
    return [...parts, make("p.sentence", { "data-said": "" }, `${who} gets an error instead of a response.`)];
  }
  parts.push(
    make("p.sentence", { "data-said": "" }, clean(sentence(blocked.sentence))),
    make("p.hint", {}, link(blocked.citation)),
  );
  if (state.policy === "none") {
    parts.push(make("p.cure-title", {}, "No policy guards what is below /none/: choose one that does."));
  } else if (blocked.cures.length === 0) {
    parts.push(make("p.cure-title", {}, "No line of a policy would allow this."));
  } else {
    const isOffered = cure && blocked.objections.length === 0 && !blocked.cures.some(isDangerous);
    const button = make("button.secondary", { type: "button", id: "cure" }, "Add to the policy");
    button.addEventListener("click", () => cure(state.policy, blocked.cures));
    const lines = blocked.cures.length === 1 ? "This line" : "These lines";
    parts.push(
      make("p.cure-title", {}, `${lines} of [policies.${state.policy}] would allow it:`),
      make("div.cure", {}, make("pre", { id: "cure-lines" }, blocked.cures.map(({ line }) => line).join("\n")), isOffered ? button : null),
      ...(cure ? [] : [make("p.hint", {}, "As TOML writes it. This file’s text is yours to edit.")]),
      ...blocked.objections.map((objection) => make("p.objection", {}, `The policy does not build with ${blocked.cures.length === 1 ? "it" : "them"}, though: ${objection}.`)),
    );
  }
  return parts;
}

/** What is called dangerous is for somebody to decide on who has read why. */
function isDangerous({ setting }) {
  return setting.startsWith("dangerously_");
}

/** What the browser has done against what the model says. */
function compare({ state, page, seen }, model) {
  if (!model) {
    return { kind: "unknown", sentences: ["The model says nothing about this request."] };
  }
  const differences = [];
  if (Boolean(page.response) !== model.readable) {
    const says = model.readable ? "the page may read the response" : model.blocked?.sentence ?? "it may not";
    differences.push(`Your browser ${page.response ? "let the page read the response" : "blocked it"}. The model says: ${says}.`);
  } else if (page.response) {
    differences.push(...compareResponses(page.response, model.response));
  }
  const asked = seen.some(isPreflight);
  const expected = model.exchanges.some(({ preflight }) => preflight);
  const isKept = state.caches && expected && !asked;
  if (asked !== expected && !isKept) {
    differences.push(
      asked ? "Your browser sent a preflight where the model sends none." : "Your browser sent no preflight where the model sends one.",
    );
  }
  if (state.upload && expected && !asked && /^(get|head)$/i.test(state.method)) {
    differences.push("By the standard, whoever watches an upload is preflighted; Chromium does so only where there is a body to upload.");
  }
  const sentences = isKept ? ["Your browser has kept a preflight’s answer for this URL, from an earlier policy maybe, and sent no other one."] : [];
  if (differences.length > 0) {
    return { kind: "disagree", sentences: [...differences, ...sentences] };
  }
  return { kind: "agree", sentences };
}

function compareResponses(real, modelled) {
  const differences = [];
  if (real.status !== modelled.status) {
    differences.push(`Your browser shows status ${real.status}, the model ${modelled.status}.`);
  }
  const names = (headers) => [...new Set(headers.map(([name]) => name.toLowerCase()))];
  const [shown, expected] = [names(real.headers), names(modelled.headers)];
  const more = shown.filter((name) => !expected.includes(name));
  const fewer = expected.filter((name) => !shown.includes(name));
  if (more.length) {
    differences.push(`Your browser shows the page ${more.join(", ")}, which the model does not.`);
  }
  if (fewer.length) {
    differences.push(`The model shows the page ${fewer.join(", ")}, which your browser does not.`);
  }
  return differences;
}

function agreement({ kind, sentences }) {
  const first = {
    agree: "Your browser and the model of it agree.",
    disagree: "Your browser and the model of it disagree.",
    unknown: "There is no explanation.",
  }[kind];
  return make("p.agreement", { id: "agreement", "data-kind": kind }, make("strong", {}, first), ...sentences.map((text) => ` ${text}`));
}

function got({ request, page, seen }) {
  if (!page.response) {
    return [
      make("pre.error", { id: "page-error" }, page.error),
      make("p.hint", {}, "That is all its script is told, whatever the reason: it must not learn about what it may not read."),
    ];
  }
  const { response } = page;
  const facts = [["Status", `${response.status} ${response.reason}`.trim()]];
  if (response.type) {
    facts.push(["Type", response.type]);
  }
  if (request.uploadListener) {
    facts.push(["Progress", `${response.progress} event${response.progress === 1 ? "" : "s"} of the upload`]);
  }
  if (clean(response.url) !== clean(request.url)) {
    facts.push(["URL", clean(response.url)]);
  }
  const last = seen.at(-1)?.answer?.headers ?? [];
  const visible = new Set(response.headers.map(([name]) => name.toLowerCase()));
  const hidden = [...new Set(last.map(([name]) => name))].filter((name) => !visible.has(name));
  return [
    make("dl.facts", { id: "page-facts" }, facts.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
    make("h4", {}, "Headers it sees"),
    response.headers.length ? lines(response.headers, { all: true }) : make("p.hint", {}, "None."),
    ...(hidden.length ? [make("p.hint", { id: "hidden-headers" }, "Sent, and kept from the page: ", make("code", {}, hidden.join(", ")))] : []),
    make("h4", {}, response.cut ? "Body, its beginning" : "Body"),
    response.body ? make("pre.body", { tabIndex: 0, role: "group", "aria-label": "The body" }, response.body) : make("p.hint", {}, "Empty."),
  ];
}

function saw({ seen, state }, model) {
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
    return make("li", {}, card(exchange, host, exchange === last ? fault(model) : null));
  });
  parts.push(make("ol.exchanges", {}, cards));
  parts.push(make("p.hint", {}, "Left out is the query playground=…, by which the servers’ records tell requests apart."));
  return parts;
}

function isPreflight({ method, headers }) {
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

function card(exchange, host, fault) {
  const { method, target, headers, answer } = exchange;
  const kind = isPreflight(exchange) ? "Preflight" : "Request";
  const status = answer ? `${answer.status} ${answer.reason ?? ""}`.trim() : "not answered";
  return make(
    "article.exchange",
    { "data-kind": kind.toLowerCase(), "aria-label": `${kind}: ${method}, ${status}` },
    make("header", {}, make("span.badge", {}, kind), make("code.line", {}, `${method} ${host}${clean(target)}`)),
    lines(headers),
    make("header.answer", {}, make("span.badge", {}, "Answer"), make("code.line", {}, status)),
    lines(answer?.headers ?? [], { fault }),
  );
}

/** Header lines, those of CORS first; the others fold away. */
function lines(headers, { all = false, fault = null } = {}) {
  const line = ([name, value]) => {
    const isCors = CORS_LINE.test(name.toLowerCase());
    const kind = name === fault ? "li.cors.fault" : isCors ? "li.cors" : "li";
    return make(kind, {}, make("span.name", {}, name.toLowerCase()), make("span.colon", {}, ": "), make("span.value", {}, value));
  };
  if (all) {
    return make("ul.lines", {}, headers.map(line));
  }
  const cors = headers.filter(([name]) => CORS_LINE.test(name)).map(line);
  const others = headers.filter(([name]) => !CORS_LINE.test(name)).map(line);
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

function why(model, explanation) {
  if (!model) {
    return [make("p", {}, sentence(explanation.answer.error))];
  }
  const steps = model.steps.map((step) => make("li", {}, `${clean(sentence(step.sentence))} `, link(step.citation)));
  if (model.blocked) {
    steps.push(make("li.blocked", {}, `${clean(sentence(model.blocked.sentence))} `, link(model.blocked.citation)));
  }
  return [
    make("ol.steps", { id: "steps" }, steps),
    make("p.hint", {}, "As a model of the browser tells it, written from the standard, of the same request to the same server."),
  ];
}

function link(citation) {
  const section = citation.split("#")[1] ?? "";
  const words = section
    .replace(/^concept-/, "")
    .replace(/-0$/, "")
    .replaceAll("-", " ")
    .replace(/\b(cors|http|xhr)\b/g, (word) => word.toUpperCase());
  return make("a.citation", { href: citation, target: "_blank", rel: "noreferrer" }, `Fetch: ${words}`);
}

function sentence(text) {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** Without the tag by which requests are told apart. */
function clean(text) {
  return text.replace(/([?&]|%3F|%26)playground(=|%3D)[\w-]+/g, "");
}
