// Says of each object on standard input whether the schemas that Kubernetes' own types were made into take it: an
// array of texts, empty where nothing is wrong.

import { text } from "node:stream/consumers";
import { HTTPRoute } from "@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1/HTTPRoute";
import { VirtualService } from "@kubernetes-models/istio/networking.istio.io/v1/VirtualService";

const models = { HTTPRoute, VirtualService };

function flaw(object) {
  try {
    new models[object.kind](object).validate();
    return "";
  } catch (error) {
    return String(error.message || error);
  }
}

const objects = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(objects.map(flaw)));
