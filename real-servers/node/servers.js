// Serves one application for each setting of `cors` and `@fastify/cors`, each on a free port of the loopback
// interface. Prints `NAME PORT` for each, and an empty line when all of them listen.
"use strict";

const express = require("express");
const cors = require("cors");
const fastify = require("fastify");

const origins = ["https://app.example.com", "https://admin.example.com"];
const listed = { origin: origins, credentials: true };

const express_settings = {
  "express-listed": {
    ...listed,
    methods: ["GET", "PUT"],
    allowedHeaders: ["content-type"],
    exposedHeaders: ["x-request-id"],
    maxAge: 600,
  },
  "express-function": {
    origin: (origin, callback) => callback(null, origins.includes(origin)),
    credentials: true,
  },
  "express-anchored": { origin: /^https:\/\/app\.example\.com$/, credentials: true },
  "express-default": undefined,
  "express-reflect": { origin: true, credentials: true },
  "express-any-with-credentials": { origin: "*", credentials: true },
  "express-regex": { origin: /example\.com$/ },
  "express-regex-with-credentials": { origin: /example\.com$/, credentials: true },
};

const fastify_settings = {
  "fastify-listed": { ...listed, methods: ["GET", "PUT"] },
  "fastify-default": {},
  "fastify-reflect": { origin: true, credentials: true },
};

async function main() {
  for (const [name, setting] of Object.entries(express_settings)) {
    const app = express();
    app.use(setting === undefined ? cors() : cors(setting));
    const ok = (_request, response) => response.set("x-request-id", "7").json({ ok: true });
    app.get("/data", ok).put("/data", ok);
    await new Promise((resolve) => {
      const server = app.listen(0, "127.0.0.1", () => {
        console.log(`${name} ${server.address().port}`);
        resolve();
      });
    });
  }
  for (const [name, setting] of Object.entries(fastify_settings)) {
    const app = fastify();
    await app.register(require("@fastify/cors"), setting);
    const ok = async () => ({ ok: true });
    app.get("/data", ok);
    app.put("/data", ok);
    await app.listen({ host: "127.0.0.1", port: 0 });
    console.log(`${name} ${app.server.address().port}`);
  }
  console.log("");
}

main();
