// Why, step by step: in the browser, and in the policy.

import { make } from "./dom.js";
import { clean, link, sentence } from "./words.js";

export function why({ request }, model, explanation) {
  if (!model) {
    return [make("p", {}, sentence(explanation.answer.error))];
  }
  const steps = model.steps.map((step) => make("li", {}, `${clean(sentence(step.sentence))} `, link(step.citation)));
  if (model.blocked) {
    steps.push(make("li.blocked", {}, `${clean(sentence(model.blocked.sentence))} `, link(model.blocked.citation)));
  }
  const opinions = model.exchanges.filter(({ policy }) => policy?.outcome || policy?.guard).flatMap((exchange) => opinion(exchange, request));
  return [
    make("ol.steps", { id: "steps" }, steps),
    make("p.hint", {}, "As a model of the browser tells it, written from the standard, of the same request to the same server."),
    ...(opinions.length ? [make("h4", {}, "What the policy says"), make("ul.reasons", { id: "reasons" }, opinions)] : []),
  ];
}

/** What the policy that guards the server says of one request. */
function opinion({ preflight, policy }, { credentials }) {
  const badge = () => make("span.badge", {}, preflight ? "Preflight" : "Request");
  if (policy.reasons.length === 0) {
    return [make("li", { "data-code": policy.outcome ?? "passed" }, badge(), make("p", {}, allowed(policy, credentials), passed(policy)))];
  }
  return policy.reasons.map((reason) =>
    make("li", { "data-code": reason.code }, badge(), make("div", {}, refused(policy), make("p", {}, `${sentence(reason.sentence)} `, link(reason.citation)), cure(reason))),
  );
}

/** The guard that refuses a request, and by which rule. */
function refused({ guard }) {
  if (!guard?.refusedBy) {
    return null;
  }
  const by = guard.rule === null ? "." : `, by rule ${guard.rule}.`;
  return make("p", {}, "Refused by ", make("code", {}, guard.refusedBy), by);
}

/** The rule by which a guard lets it pass. */
function passed({ guard }) {
  return guard ? ` The guard lets it pass by rule ${guard.rule}.` : null;
}

function allowed({ outcome, entry, ...policy }, credentials) {
  if (!outcome) {
    return "There is no Origin, and CORS does not apply.";
  }
  if (outcome === "same-origin") {
    return "The page is the server’s own: CORS does not apply.";
  }
  const by = entry ? ["Allowed by the entry ", make("code", {}, entry.text)] : ["Allowed"];
  return [...by, credentials === "include" && !policy.credentials ? ", but without credentials." : "."];
}

function cure({ cure, needs, pair }) {
  if (cure) {
    const only = cure.condition ? `if ${cure.condition}, ` : "";
    return [
      make("p.hint", {}, sentence(`${only}${cure.sentence}`)),
      make("pre.lines-of-cure", {}, [cure.line, cure.rust].join("\n")),
    ];
  }
  if (needs) {
    return make("p.hint", {}, "No policy allows this without ", make("code", {}, needs), ".");
  }
  return make("p.hint", {}, pair ? "No line of the policy would let it pass." : "No line of a policy would allow this.");
}
