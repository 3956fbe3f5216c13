// Allowed or blocked, what would change that, and whether the model agrees.

import { make } from "./dom.js";
import { isPreflight } from "./exchanges.js";
import { clean, link, sentence } from "./words.js";

export function title(text) {
  return make("p.title", { "data-said": "" }, text);
}

export function verdict({ origin, state, page }, model, cure) {
  const who = origin === "null" ? "The sandboxed frame" : `The page of ${origin}`;
  if (page.response) {
    return [title("Allowed"), make("p.sentence", { "data-said": "" }, `${who} reads the response.`), ...notes(model)];
  }
  const blocked = model?.blocked;
  const parts = [title("Blocked")];
  if (!blocked) {
    return [...parts, make("p.sentence", { "data-said": "" }, `${who} gets an error instead of a response.`)];
  }
  const refused = refusal(model);
  const advice = refused ?? blocked;
  parts.push(
    make("p.sentence", { "data-said": "" }, clean(sentence(blocked.sentence))),
    make("p.hint", {}, link(blocked.citation)),
    ...(refused ? [make("p.refused", { id: "refused", "data-said": "" }, clean(sentence(refused.sentence)))] : nearest(model)),
  );
  if (state.policy === "none") {
    parts.push(make("p.cure-title", {}, "No policy guards what is below /none/: choose one that does."));
  } else if (advice.needs) {
    parts.push(
      make("p.cure-title", { id: "needs" }, "Only ", make("code", {}, `${advice.needs} = true`), " would allow it: read first why it is called dangerous."),
      ...advice.objections.map((objection) => make("p.objection", {}, `The policy does not build with it, though: ${objection}.`)),
    );
  } else if (advice.cures.length === 0) {
    parts.push(make("p.cure-title", {}, refused ? "No line of the policy would let it pass." : "No line of a policy would allow this."));
  } else {
    const isOffered = cure && advice.objections.length === 0;
    const button = make("button.secondary", { type: "button", id: "cure" }, "Add to the policy");
    button.addEventListener("click", () => cure(state.policy, advice.cures));
    const lines = advice.cures.length === 1 ? "This line" : "These lines";
    parts.push(
      ...advice.cures.flatMap(({ condition }) => (condition ? [make("p.hint.condition", {}, `Only if ${condition}: nobody else can know.`)] : [])),
      make("p.cure-title", {}, `${lines} of [policies.${state.policy}] would ${refused ? "let it pass" : "allow it"}:`),
      make("div.cure", {}, make("pre", { id: "cure-lines" }, advice.cures.map(({ line }) => line).join("\n")), isOffered ? button : null),
      make("p.cure-title", {}, "The same in Rust, on the policy’s builder:"),
      make("div.cure", {}, make("pre", { id: "cure-rust" }, advice.cures.map(({ rust }) => rust).join("\n"))),
      ...(cure ? [] : [make("p.hint", {}, "As TOML writes it. This file’s text is yours to edit.")]),
      ...advice.objections.map((objection) => make("p.objection", {}, `The policy does not build with ${advice.cures.length === 1 ? "it" : "them"}, though: ${objection}.`)),
    );
  }
  return [...parts, ...notes(model)];
}

/** What a guard says that has refused the last request, in the shape of what the browser says. */
function refusal({ exchanges }) {
  const policy = exchanges.at(-1)?.policy;
  if (!policy?.guard?.refusedBy) {
    return null;
  }
  const cures = policy.reasons.flatMap(({ cure }) => cure ?? []);
  return { sentence: policy.sentence, needs: policy.reasons[0].needs, objections: [], cures };
}

/** The entry that is most like an origin that is not allowed, as the policy says it. */
function nearest({ exchanges }) {
  const [reason] = exchanges.at(-1)?.policy?.reasons ?? [];
  const said = reason?.nearest?.sentence;
  return said ? [make("p.nearest", { id: "nearest", "data-said": "" }, sentence(said))] : [];
}

/** What the verdict does not say, and people expect all the same. */
function notes(model) {
  const found = model?.notes ?? [];
  const items = found.map((note) => make("li", { "data-code": note.code }, `${clean(sentence(note.sentence))} `, link(note.citation)));
  return items.length ? [make("h4", {}, items.length === 1 ? "A note" : "Notes"), make("ul.notes", { id: "notes" }, items)] : [];
}

/** What the browser has done against what the model says. */
export function compare({ state, page, seen }, model) {
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

export function agreement({ kind, sentences }) {
  const first = {
    agree: "Your browser and the model of it agree.",
    disagree: "Your browser and the model of it disagree.",
    unknown: "There is no explanation.",
  }[kind];
  return make("p.agreement", { id: "agreement", "data-kind": kind }, make("strong", {}, first), ...sentences.map((text) => ` ${text}`));
}
