// Sentences and links, as they stand on the page.

import { make } from "./dom.js";

/** Where standards live, and what they are called. */
const STANDARDS = [
  ["https://fetch.spec.whatwg.org/", "Fetch"],
  ["https://w3c.github.io/webappsec-mixed-content/", "Mixed Content"],
  ["https://w3c.github.io/webappsec-fetch-metadata/", "Fetch Metadata"],
  ["https://httpwg.org/specs/rfc9110.html", "HTTP"],
  ["https://httpwg.org/specs/rfc9112.html", "HTTP/1.1"],
  ["https://www.rfc-editor.org/rfc/rfc6455.html", "WebSocket"],
  ["https://wicg.github.io/local-network-access/", "Local Network Access"],
  ["https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis", "Cookies"],
  ["https://datatracker.ietf.org/doc/html/draft-cutler-httpbis-partitioned-cookies", "Partitioned cookies"],
];

export function link(citation) {
  const [, standard] = STANDARDS.find(([address]) => citation.startsWith(address)) ?? [null, new URL(citation).hostname];
  const section = (citation.split("#")[1] ?? "").replace(/^name-/, "");
  const words = section
    .replace(/^concept-/, "")
    .replace(/-0$/, "")
    .replace(/[-.]/g, " ")
    .replace(/\b(cors|http|xhr)\b/g, (word) => word.toUpperCase());
  return make("a.citation", { href: citation, target: "_blank", rel: "noreferrer" }, words ? `${standard}: ${words}` : standard);
}

export function sentence(text) {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(first) ? first : `${first}.`;
}

/** Without the tag by which requests are told apart. */
export function clean(text) {
  return text.replace(/([?&]|%3F|%26)playground(=|%3D)[\w-]+/g, "");
}
