// Why, step by step.

import { make } from "./dom.js";
import { clean, link, sentence } from "./words.js";

export function why(model, explanation) {
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
