//! Where settings and entries of lists stand, and what is said of them there.

use cors_core::Setting;
use cors_policy_file::{Format, Level, Places, Remark};

const TOML: &str = "\u{feff}[policies.api]
allow_origins = [
  \"https://ä.example\", # the first
  { regex = \"https://b\\\\.example\" },
]
allow_methods = [\"PUT\", 'DELETE']
allow_headers = \"x-one\"
max_age = 5
[policies.other]
allow_origins = \"*\"
";

const JSON: &str = r#"{
  "policies": {
    "api": {
      "allow_origins": ["https://a.example", { "regex": "https://b\\.example" }],
      "allow_methods": ["PUT", "DELETE"],
      "allow_headers": "x-one",
      "max_age": 5
    },
    "other": { "allow_origins": "*" }
  }
}
"#;

const YAML: &str = "methods: &methods [PUT, DELETE]
policies:
  api: &api
    allow_origins:
      - https://a.example # the first
      - regex: https://b\\.example
    allow_methods: *methods
    allow_headers: x-one
    max_age: 5
  other:
    <<: *api
    allow_origins: '*'
";

fn entry(text: &str, format: Format, setting: Setting, entry: usize) -> Option<&str> {
    let place = Places::of(text, format).entry("api", setting, entry)?;
    Some(&text[place.span])
}

#[test]
fn entries_stand_where_they_are_written() {
    use Setting::{AllowHeaders, AllowMethods, AllowOrigins, MaxAge};
    for (format, text, origins, methods, headers) in [
        (
            Format::Toml,
            TOML,
            [
                "\"https://ä.example\"",
                "{ regex = \"https://b\\\\.example\" }",
            ],
            ["\"PUT\"", "'DELETE'"],
            "\"x-one\"",
        ),
        (
            Format::Json,
            JSON,
            [
                "\"https://a.example\"",
                r#"{ "regex": "https://b\\.example" }"#,
            ],
            ["\"PUT\"", "\"DELETE\""],
            "\"x-one\"",
        ),
        (
            Format::Yaml,
            YAML,
            ["https://a.example", "regex: https://b\\.example"],
            // What an alias repeats.
            ["PUT", "DELETE"],
            "x-one",
        ),
    ] {
        for at in 0..2 {
            assert_eq!(
                entry(text, format, AllowOrigins, at),
                Some(origins[at]),
                "{format}"
            );
            assert_eq!(
                entry(text, format, AllowMethods, at),
                Some(methods[at]),
                "{format}"
            );
        }
        assert_eq!(entry(text, format, AllowOrigins, 2), None, "{format}");
        // A bare string is a list of one.
        assert_eq!(
            entry(text, format, AllowHeaders, 0),
            Some(headers),
            "{format}"
        );
        assert_eq!(entry(text, format, AllowHeaders, 1), None, "{format}");
        assert_eq!(
            entry(text, format, Setting::ExposeHeaders, 0),
            None,
            "{format}"
        );
        let places = Places::of(text, format);
        let number = places.setting("api", MaxAge).unwrap();
        assert!(text[number.span].contains('5'), "{format}");
        let name = places.policy("api").unwrap();
        assert_eq!(text[name.span].trim_matches('"'), "api", "{format}");
        assert_eq!(places.policy("none"), None, "{format}");
        assert_eq!(places.entry("none", AllowOrigins, 0), None, "{format}");
    }
}

#[test]
fn lines_and_columns_are_those_of_an_editor() {
    let places = Places::of(TOML, Format::Toml);
    let place = places.entry("api", Setting::AllowOrigins, 0).unwrap();
    assert_eq!((place.position.line, place.position.column), (3, 3));
    // Characters, not bytes.
    assert_eq!((place.end.line, place.end.column), (3, 22));
    let list = places.setting("api", Setting::AllowOrigins).unwrap();
    assert_eq!((list.position.line, list.end.line), (2, 5));
}

#[test]
fn remarks_are_shown_as_diagnostics_are() {
    let remarks = [
        Remark::new(Level::Error, "one", "the target has no words for it", "api")
            .about(Setting::AllowOrigins)
            .at(1),
        Remark::new(Level::Warning, "two", "pages are blocked", "other")
            .about(Setting::AllowOrigins)
            .with_help("list them"),
        // A setting that is not there, an entry that is not there, a policy that is not there.
        Remark::new(Level::Note, "three", "it is kept for 5 seconds", "other")
            .about(Setting::MaxAge),
        Remark::new(Level::Note, "four", "a method", "api")
            .about(Setting::AllowMethods)
            .at(7),
        Remark::new(Level::Note, "five", "nobody knows where", "none"),
    ];
    let shown = Places::named("cors.toml", TOML, Format::Toml).snippets(&remarks, false);
    assert_eq!(
        shown,
        r#"error[one]: the target has no words for it
 --> cors.toml:4:3
  |
4 |   { regex = "https://b\\.example" },
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

warning[two]: pages are blocked
  --> cors.toml:10:1
   |
10 | allow_origins = "*"
   | ^^^^^^^^^^^^^^^^^^^
   |
   = help: list them

note[three]: it is kept for 5 seconds
 --> cors.toml:9:11
  |
9 | [policies.other]
  |           ^^^^^

note[four]: a method
 --> cors.toml:6:1
  |
6 | allow_methods = ["PUT", 'DELETE']
  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^

note[five]: nobody knows where
--> cors.toml

"#
    );
    let coloured = Places::named("cors.toml", TOML, Format::Toml).snippets(&remarks, true);
    assert!(coloured.contains('\u{1b}'));
}

#[test]
fn of_many_some_are_shown_and_the_rest_is_counted() {
    let origins: Vec<_> = (0..60)
        .map(|n| format!("\"https://a{n}.example\""))
        .collect();
    let text = format!(
        "[policies.a]\nallow_origins = [\n{},\n]\n",
        origins.join(",\n")
    );
    let remark = |at| {
        Remark::new(Level::Error, "one", "it can't be said", "a")
            .about(Setting::AllowOrigins)
            .at(at)
    };
    let remarks: Vec<_> = (0..60).map(remark).collect();
    let shown = Places::named("cors.toml", &text, Format::Toml).snippets(&remarks, false);
    assert_eq!(shown.matches("error[one]").count(), 50);
    assert!(shown.contains("and 10 more like it"), "{shown}");
}

/// Whatever the text, there are places or none.
#[test]
fn what_cannot_be_read_has_no_places() {
    for (text, format) in [
        ("[policies.api\nallow_origins = 1", Format::Toml),
        ("{", Format::Json),
        ("- policies", Format::Yaml),
        ("policies: 1", Format::Yaml),
        ("", Format::Toml),
    ] {
        let places = Places::of(text, format);
        let _ = places.policy("api");
        assert_eq!(
            places.entry("api", Setting::AllowOrigins, 0),
            None,
            "{text}"
        );
    }
}
