// What came of a request: where it stands on the page.

import { announce, byId, make } from "./dom.js";
import { lines, saw } from "./exchanges.js";
import { agreement, compare, title, verdict } from "./verdict.js";
import { why } from "./why.js";
import { clean } from "./words.js";

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
  byId("why-body").replaceChildren(...why(result, model, explanation));
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
