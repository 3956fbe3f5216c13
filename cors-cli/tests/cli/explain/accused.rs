//! Whether a policy would really do what a console said, for people.

use snapbox::str;

use super::{
    explain, folder,
    policy_of_message::{APP, MISSING, chromium, firefox},
};

#[test]
fn for_people() {
    let folder = folder();
    let ask = |policy, text: &str| {
        explain(folder.path(), &[policy, "--message", text])
            .code(1)
            .stderr_eq("")
    };
    let header = chromium(
        APP,
        "Request header field x-api-key is not allowed by Access-Control-Allow-Headers in preflight response.",
    );
    ask("cors.toml#private", &header).stdout_eq(str![[r#"
blocked: the header x-api-key is not allowed: it is not in the Access-Control-Allow-Headers of the preflight's answer

  browser  Chromium
  page     https://app.example.com
  request  https://api.example.com/things
  reason   header-not-allowed

  policy "private" (cors.toml) does this: the header x-api-key is not allowed: it is not in Access-Control-Allow-Headers, which lists content-type

  cure: add "x-api-key" to allow_headers of policy "private" (cors.toml:10:1)

  10 | allow_headers = ["content-type", "x-api-key"]
     |                                +++++++++++++

"#]]);
    ask("cors.toml#private", &chromium(APP, MISSING)).stdout_eq(str![[r#"
blocked: the origin is not allowed: the response has no Access-Control-Allow-Origin, so no page of another origin may read it

  browser  Chromium
  page     https://app.example.com
  request  https://api.example.com/things
  reason   origin-not-allowed

  policy "private" (cors.toml) does not do this: it would allow that; something else between browser and server must be to blame
  the policy has the cure already

"#]]);
    ask(
        "cors.toml#private",
        &firefox("Did not find method in CORS header ‘Access-Control-Allow-Methods’"),
    )
    .stdout_eq(str![[r#"
blocked: the request's method is not allowed: it is not in the Access-Control-Allow-Methods of the preflight's answer

  browser  Firefox
  request  https://api.example.com/things
  status   200
  reason   method-not-allowed

  policy "private" (cors.toml) may or may not do this: the text does not name the method; if you know the request, ask about it with --origin

"#]]);
    ask(
        "cors.toml#private",
        "GET https://api.example.com/ net::ERR_CONNECTION_REFUSED",
    )
    .stdout_eq(str![[r#"
not CORS: there was no response that the browser could read; the server is down, its name unknown, or its certificate not trusted

  browser  Chromium
  request  https://api.example.com/
  reason   no-response

  policy "private" (cors.toml) has no part in this

"#]]);

    ask("cors.toml#private", &chromium("https://site.test", MISSING)).stdout_eq(str![[r#"
blocked: the origin is not allowed: the response has no Access-Control-Allow-Origin, so no page of another origin may read it

  browser  Chromium
  page     https://site.test
  request  https://api.example.com/things
  reason   origin-not-allowed

  policy "private" (cors.toml) does this: the origin is not allowed: no entry of allow_origins is like https://site.test

  cure: if that page is yours, add "https://site.test" to allow_origins of policy "private" (cors.toml:7:1)

  7 | allow_origins = ["https://app.example.com", "https://*.example.net", "https://site.test"]
    |                                                                    +++++++++++++++++++++

"#]]);
}
