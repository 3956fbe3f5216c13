//! One policy with every key, in each format.

use cors_policy_file::Format;

pub(crate) const EVERY_KEY: [(&str, Format); 3] = [
    (
        r#"
        [policies.a]
        allow_origins = [
          "https://app.example.com",
          "https://*.example.net",
          "http://localhost:*",
          "https://deploy-{digits}--app.example.org",
          { regex = "https://pr-[0-9]+\\.example\\.com" },
        ]
        allow_credentials = true
        allow_methods = ["PUT", "DELETE"]
        allow_headers = ["content-type", "x-api-key"]
        expose_headers = ["x-request-id"]
        max_age = 0
        minimal_disclosure = true
        origins_may_be_empty = true
        preflight_status = 200
        guard_unsafe_methods = true
        guard_safe_methods = true
        guard_websockets = true
        expect_hosts = ["api.example.com", "*.example.org:8443", "[::1]"]
        dangerously_allow_insecure_origins = true
        dangerously_allow_public_suffixes = true
        dangerously_allow_null_origin = false
        dangerously_allow_file_origin = false
        "#,
        Format::Toml,
    ),
    (
        r#"{ "policies": { "a": {
          "allow_origins": [
            "https://app.example.com",
            "https://*.example.net",
            "http://localhost:*",
            "https://deploy-{digits}--app.example.org",
            { "regex": "https://pr-[0-9]+\\.example\\.com" }
          ],
          "allow_credentials": true,
          "allow_methods": ["PUT", "\u0044ELETE"],
          "allow_headers": ["content-type", "x-api-key"],
          "expose_headers": ["x-request-id"],
          "max_age": 0,
          "minimal_disclosure": true,
          "origins_may_be_empty": true,
          "preflight_status": 200,
          "guard_unsafe_methods": true,
          "guard_safe_methods": true,
          "guard_websockets": true,
          "expect_hosts": ["api.example.com", "*.example.org:8443", "[::1]"],
          "dangerously_allow_insecure_origins": true,
          "dangerously_allow_public_suffixes": true,
          "dangerously_allow_null_origin": false,
          "dangerously_allow_file_origin": false
        } } }"#,
        Format::Json,
    ),
    (
        r#"
---
policies:
  a:
    allow_origins:
      - https://app.example.com
      - "https://*.example.net"
      - 'http://localhost:*'
      - https://deploy-{digits}--app.example.org
      - regex: https://pr-[0-9]+\.example\.com
    allow_credentials: true
    allow_methods: [PUT, DELETE]
    allow_headers:
    - content-type
    - x-api-key
    expose_headers: x-request-id
    max_age: 0
    minimal_disclosure: True
    origins_may_be_empty: true
    preflight_status: 200
    guard_unsafe_methods: true
    guard_safe_methods: True
    guard_websockets: TRUE
    expect_hosts:
      - api.example.com
      - "*.example.org:8443"
      - '[::1]'
    dangerously_allow_insecure_origins: TRUE
    dangerously_allow_public_suffixes: true
    dangerously_allow_null_origin: false
    dangerously_allow_file_origin: false
...
"#,
        Format::Yaml,
    ),
];
