// Sentences and links, as they stand on the page.

import { make } from "./dom.js";

export function link(citation) {
  const section = citation.split("#")[1] ?? "";
  const words = section
    .replace(/^concept-/, "")
    .replace(/-0$/, "")
    .replaceAll("-", " ")
    .replace(/\b(cors|http|xhr)\b/g, (word) => word.toUpperCase());
  return make("a.citation", { href: citation, target: "_blank", rel: "noreferrer" }, `Fetch: ${words}`);
}

export function sentence(text) {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** Without the tag by which requests are told apart. */
export function clean(text) {
  return text.replace(/([?&]|%3F|%26)playground(=|%3D)[\w-]+/g, "");
}
