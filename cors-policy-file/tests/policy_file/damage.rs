//! One damaged place, few messages: correct files with a character less, another one, or one more,
//! at every place, in every format.

use cors_policy_file::{Code, Format, Severity};

const FILES: [(&str, Format); 5] = [
    (
        r#"# Two policies.
[policies.site]
allow_origins = [
  "https://app.example.com", # the app
  { regex = 'https://pr-[0-9]+\.example\.com' },
]
allow_credentials = true
allow_methods = ["PUT", "DELETE"]
allow_headers = ["content-type", "x-api-key"]
max_age = 600

[policies.public]
allow_origins = "*"
allow_methods = '*'
allow_headers = ["*", "authorization"]
"#,
        Format::Toml,
    ),
    (
        r#"policies.site.allow_origins = ["https://app.example.com", { regex = "https://a\\.example" }]
policies.site.max_age = 600
policies.public = { allow_origins = "*", expose_headers = ["x-request-id"], max_age = 5 }
"#,
        Format::Toml,
    ),
    (
        r#"{
  "policies": {
    "site": {
      "allow_origins": ["https://app.example.com", {"regex": "https://pr-[0-9]+\\.example\\.com"}],
      "allow_credentials": true,
      "allow_methods": ["PUT", "DELETE"],
      "allow_headers": ["content-type"],
      "max_age": 600
    },
    "public": {"allow_origins": "*", "expose_headers": "*"}
  }
}
"#,
        Format::Json,
    ),
    (
        r#"# Two policies.
policies:
  site:
    allow_origins:
      - https://app.example.com # the app
      - regex: 'https://pr-[0-9]+\.example\.com'
    allow_credentials: true
    allow_methods: [PUT, DELETE]
    allow_headers: ["content-type", "x-api-key"]
    max_age: 600
  public:
    allow_origins: "*"
    expose_headers: '*'
"#,
        Format::Yaml,
    ),
    (
        r#"x-base: &base
  allow_origins: &origins [https://app.example.com, https://b.example]
  max_age: 600
policies:
  site: {<<: *base, allow_methods: [PUT], allow_headers: content-type}
  other:
    <<: [*base]
    max_age: 5
  third: {allow_origins: *origins}
"#,
        Format::Yaml,
    ),
];

/// Characters that mean something in one of the formats, and some that don't.
const INSERTED: &str = "\"'[]{},:=\\ \n\t-.x0é<&*!|>%@`~\u{0}";

/// What a text with one damage in it is, and where that is.
fn damaged(text: &str) -> Vec<(String, usize)> {
    let mut all = Vec::new();
    for (at, letter) in text.char_indices() {
        let (before, after) = text.split_at(at);
        let rest = &after[letter.len_utf8()..];
        all.push((format!("{before}{rest}"), at));
        // Each in some places, which is everywhere for every format.
        for insert in INSERTED.chars().skip(at % 5).step_by(5) {
            all.push((format!("{before}{insert}{after}"), at));
            if insert != letter {
                all.push((format!("{before}{insert}{rest}"), at));
            }
        }
    }
    all
}

#[test]
fn one_damage_has_few_messages() {
    let mut worst = 0;
    let mut failures = Vec::new();
    let mut tried = 0;
    let mut single = 0;
    for (text, format) in FILES {
        cors_policy_file::parse("whole", text, format).unwrap();
        for (damaged, at) in damaged(text) {
            tried += 1;
            let Err(found) = cors_policy_file::parse("damaged", &damaged, format) else {
                continue;
            };
            let errors: Vec<_> = { found.items().iter() }
                .filter(|item| item.severity == Severity::Error)
                .collect();
            worst = worst.max(errors.len());
            single += usize::from(errors.len() == 1);
            let line = 1 + text[..at].matches('\n').count();
            // Some damages break a line, or join two.
            let first = found.position(errors[0]).map_or(1, |place| place.line);
            let is_syntax = errors.iter().any(|item| item.code == Code::Syntax);
            let near = first.abs_diff(line) <= 1 || is_syntax;
            // Nothing is missing: whatever it is, it stands there.
            let missing = errors.iter().any(|item| {
                let missing = matches!(
                    item.code.as_str(),
                    "no-origin" | "no-policy" | "missing-key"
                );
                missing && !is_gone(text, at, &damaged)
            });
            if errors.len() > 3 || missing || !near {
                let lines: Vec<_> = damaged.lines().collect();
                let mut failure = format!("{line}: {:?}\n", lines[line.min(lines.len()) - 1]);
                for item in errors {
                    let place = found.position(item).map(|at| at.line);
                    failure += &format!("  {place:?} {:?} {item:.150}\n", item.code);
                }
                failures.push(failure);
            }
        }
    }
    eprintln!("{tried} tried, {single} with one error, at most {worst}");
    assert!(
        failures.is_empty(),
        "{} of {tried}:\n{}",
        failures.len(),
        { failures.iter().step_by(1 + failures.len() / 60) }
            .cloned()
            .collect::<String>()
    );
    assert!(tried > 15_000 && single > 10_000);
}

/// Whether the damage makes two policies of one: there is nothing wrong with `policies.sit.max_age`.
fn is_gone(text: &str, at: usize, damaged: &str) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let is_other_name = |line: &str| {
        let name = line
            .strip_prefix("policies.")
            .and_then(|rest| rest.split('.').next());
        name.is_some_and(|name| {
            name.trim() != "site"
                && name
                    .trim()
                    .starts_with(|b: char| b.is_ascii_alphanumeric() || b == '-')
        })
    };
    let damaged = damaged[line..].lines().next().unwrap_or_default();
    text[line..].starts_with("policies.site.") && is_other_name(damaged)
}
