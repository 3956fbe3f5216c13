//! `--output`: what is written into a folder, and what there is left alone.

use std::{fs, path::Path};

use super::{EXACT, TARGETS, cors, folder, names};

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The folder is made, with those above it, and the second time nothing is touched.
#[test]
fn exporting_again_changes_nothing() {
    let folder = folder(EXACT);
    for (target, endings) in TARGETS {
        let output = format!("conf/{target}");
        let arguments = ["--to", target, "--output", &output];
        let first = cors(&folder, &arguments);
        assert_eq!(first.status, 0, "{target}: {first:?}");
        let path = folder.path().join(&output);
        let mut expected: Vec<_> = { ["partner", "private"].iter() }
            .flat_map(|policy| {
                endings
                    .iter()
                    .map(move |ending| format!("{policy}.{ending}"))
            })
            .collect();
        expected.sort_unstable();
        assert_eq!(names(&path), expected, "{target}");
        for name in &expected {
            let line = format!("wrote {output}/{name}: ");
            assert!(
                first.out.lines().any(|said| said.starts_with(&line)),
                "{}",
                first.out
            );
        }
        let modified = |name: &String| fs::metadata(path.join(name)).unwrap().modified().unwrap();
        let before: Vec<_> = expected.iter().map(modified).collect();
        let second = cors(&folder, &arguments);
        assert_eq!(second.status, 0, "{target}: {second:?}");
        let is_unchanged = |line: &str| line.starts_with(&format!("unchanged: {output}/"));
        assert!(second.out.lines().all(is_unchanged), "{}", second.out);
        assert_eq!(second.out.lines().count(), expected.len());
        assert_eq!(
            expected.iter().map(modified).collect::<Vec<_>>(),
            before,
            "{target}"
        );
        assert_eq!(second.err, first.err, "{target}");
    }
}

/// They are what goes to standard output, without the names.
#[test]
fn files_are_what_is_printed() {
    let folder = folder(EXACT);
    let printed = cors(&folder, &["--to", "envoy", "cors.toml#private"]).out;
    let ran = cors(
        &folder,
        &["--to", "envoy", "cors.toml#private", "--output", "."],
    );
    assert_eq!(ran.status, 0, "{ran:?}");
    let (_, text) = printed.split_once('\n').unwrap();
    assert_eq!(read(&folder.path().join("private.yaml")), text);
    assert!(ran.out.starts_with("wrote ./private.yaml: "), "{}", ran.out);
}

/// What was printed and kept under the file's name is an earlier export as well.
#[test]
fn a_kept_answer_is_replaced() {
    let folder = folder(EXACT);
    let arguments = ["--to", "envoy", "cors.toml#private"];
    let printed = cors(&folder, &arguments).out;
    fs::write(folder.path().join("private.yaml"), printed).unwrap();
    let ran = cors(&folder, &[&arguments[..], &["--output", "."]].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
}

#[test]
fn an_earlier_export_is_replaced_and_nothing_else_is_touched() {
    let folder = folder(EXACT);
    let arguments = ["--to", "nginx", "--output", "conf"];
    assert_eq!(cors(&folder, &arguments).status, 0);
    let conf = folder.path().join("conf");
    fs::write(conf.join("site.conf"), "server {}\n").unwrap();
    let kept = read(&conf.join("partner.http.conf"));
    // Of another version, and of another policy.
    let old = read(&conf.join("private.http.conf")).replace(env!("CARGO_PKG_VERSION"), "0.0.1");
    fs::write(conf.join("private.http.conf"), &old).unwrap();
    let text = EXACT.replace("admin.example.com", "other.example.com");
    fs::write(folder.path().join("cors.toml"), text).unwrap();
    let ran = cors(&folder, &arguments);
    assert_eq!(ran.status, 0, "{ran:?}");
    let new = read(&conf.join("private.http.conf"));
    assert!(
        new.contains("other.example.com") && !new.contains("admin.example.com"),
        "{new}"
    );
    assert_eq!(read(&conf.join("partner.http.conf")), kept);
    assert_eq!(read(&conf.join("site.conf")), "server {}\n");
    assert!(
        ran.out.contains("wrote conf/private.http.conf: "),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("unchanged: conf/partner.http.conf: "),
        "{}",
        ran.out
    );
    assert_eq!(names(&conf).len(), 5);
}

/// What somebody else wrote is named, all of it, and nothing is written.
#[test]
fn what_others_wrote_is_left_as_it_is() {
    let folder = folder(EXACT);
    let conf = folder.path().join("conf");
    fs::create_dir(&conf).unwrap();
    // Somebody's own, one of another target, and a folder.
    fs::write(conf.join("private.yaml"), "kind: Service\n").unwrap();
    let ran = cors(
        &folder,
        &["--to", "istio", "cors.toml#partner", "--output", "conf"],
    );
    assert_eq!(ran.status, 0, "{ran:?}");
    let istio = read(&conf.join("partner.yaml"));
    for format in ["human", "json"] {
        let ran = cors(
            &folder,
            &["--to", "envoy", "--output", "conf", "--format", format],
        );
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
        for name in ["private.yaml", "partner.yaml"] {
            let error = format!(
                "error: conf/{name} is there, and is no earlier export of this policy to this target: \
                 move it away, or name another folder\n"
            );
            assert!(ran.err.contains(&error), "{}", ran.err);
        }
        assert_eq!(ran.last(), "nothing was written");
    }
    assert_eq!(read(&conf.join("private.yaml")), "kind: Service\n");
    assert_eq!(read(&conf.join("partner.yaml")), istio);
    fs::create_dir(conf.join("partner.http.conf")).unwrap();
    let ran = cors(&folder, &["--to", "nginx", "--output", "conf"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
    let error = "error: conf/partner.http.conf is there, and no file: name another folder\n";
    assert!(ran.err.contains(error), "{}", ran.err);
    assert_eq!(
        names(&conf),
        ["partner.http.conf", "partner.yaml", "private.yaml"]
    );
}

#[test]
fn what_is_no_folder() {
    let folder = folder(EXACT);
    let ran = cors(&folder, &["--to", "nginx", "--output", "cors.toml"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
    let said = ran.err.matches("error: cors.toml is there, and no folder");
    assert_eq!(said.count(), 1, "{}", ran.err);
    assert_eq!(read(&folder.path().join("cors.toml")), EXACT);
}

/// On some systems, two names that differ in case are one file.
#[test]
fn names_that_differ_in_case_are_not_written_over_each_other() {
    let text = "[policies.Site]\nallow_origins = \"https://one.example\"\n\
                [policies.site]\nallow_origins = \"https://two.example\"\n";
    let folder = folder(text);
    let ran = cors(&folder, &["--to", "caddy", "--output", "conf"]);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
    assert!(
        ran.err
            .contains("Site.caddy and site.caddy differ only in case"),
        "{}",
        ran.err
    );
    assert!(!folder.path().join("conf").exists());
    // Printed, they don't meet.
    assert_eq!(cors(&folder, &["--to", "caddy"]).status, 0);
}
