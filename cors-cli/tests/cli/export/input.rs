//! Where policies come from.

use std::fs;

use super::{EXACT, cors, cors_with, folder};

#[test]
fn the_file_that_is_found() {
    let folder = folder(EXACT);
    let below = folder.path().join("deploy/edge");
    fs::create_dir_all(&below).unwrap();
    fs::create_dir(folder.path().join(".git")).unwrap();
    let here = cors(&folder, &["--to", "nginx", "cors.toml"]);
    let found = cors_with(&below, &["--to", "nginx"], "");
    assert_eq!((found.status, &found.out), (0, &here.out));
    fs::write(folder.path().join("cors.json"), "{}").unwrap();
    let both = cors_with(&below, &["--to", "nginx"], "");
    assert_eq!((both.status, both.out.as_str()), (2, ""));
    assert!(
        both.err
            .contains("there are both ../../cors.toml and ../../cors.json"),
        "{both:?}"
    );
}

#[test]
fn one_policy_by_its_name() {
    let folder = folder(EXACT);
    let ran = cors(&folder, &["--to", "nginx", "cors.toml#partner"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.out.contains("https://partner.example"));
    assert!(!ran.out.contains("app.example.com"), "{}", ran.out);
    assert!(
        ran.last()
            .starts_with("1 policy exported to nginx: 2 files, "),
        "{ran:?}"
    );
    let ran = cors(&folder, &["--to", "nginx", "cors.toml#partners"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert_eq!(
        ran.err,
        "error: cors.toml has no policy \"partners\" (did you mean \"partner\"?); it has private, partner\n"
    );
}

#[test]
fn standard_input() {
    let folder = folder("");
    for file in ["-", "-#private"] {
        let arguments = ["--to", "envoy", file, "--input-format", "toml"];
        let ran = cors_with(folder.path(), &arguments, EXACT);
        assert_eq!(ran.status, 0, "{ran:?}");
        assert!(ran.out.contains("# private.yaml: "), "{ran:?}");
        assert_eq!(ran.out.contains("# partner.yaml: "), file == "-", "{ran:?}");
    }
    let ran = cors_with(folder.path(), &["--to", "envoy", "-"], EXACT);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    let error = "error: nothing tells the format; name it with --input-format toml, json or yaml\n";
    assert_eq!(ran.err, error);
}

/// Every problem of the file is said, and nothing is exported.
#[test]
fn a_policy_that_does_not_build() {
    let folder = folder(
        "[policies.a]\nallow_origins = [\"https://app.example.com/\"]\n\
         [policies.b]\nallow_origins = [\"null\"]\n[policies.c]\nallow_origins = \"https://c.example\"\n",
    );
    for format in ["human", "json"] {
        let arguments = [
            "--to",
            "nginx",
            "cors.toml#c",
            "--output",
            "out",
            "--format",
            format,
        ];
        let ran = cors(&folder, &arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        for part in [
            "error[origin-path]",
            " --> cors.toml:2:18",
            "error[origin-null]",
        ] {
            assert!(ran.err.contains(part), "{}", ran.err);
        }
        assert!(!folder.path().join("out").exists());
    }
}

#[test]
fn usage() {
    let folder = folder(EXACT);
    for (arguments, part) in [
        (&["cors.toml"][..], "--to <TARGET>"),
        (
            &["--to", "ngin"],
            "[possible values: nginx, envoy, gateway-api, istio, haproxy, caddy, traefik, apache]",
        ),
        (
            &["--to", "nginx", "--allow-loser"],
            "there is no such option; if it is a file, write ./--allow-loser",
        ),
        (&["--to", "nginx", "none.toml"], "none.toml"),
    ] {
        let ran = cors(&folder, arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.err.contains(part), "{arguments:?}: {}", ran.err);
    }
}
