//! What is lost, where it is shown, and what it does to the export.

use super::{EXACT, LOSSY, TARGETS, cors, cors_with, folder};

/// What is impossible or looser keeps everything from being written, and all of it is said in one run.
#[test]
fn nothing_is_written_where_one_policy_loses_what_it_must_not() {
    let folder = folder(LOSSY);
    for arguments in [
        &["--to", "gateway-api"][..],
        &["--to", "gateway-api", "--output", "out"],
    ] {
        let ran = cors(&folder, arguments);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
        assert!(!folder.path().join("out").exists());
        // Entries have their own lines, the second policy hides nothing of the third.
        for part in [
            "error[export-origin]: impossible: ",
            " --> cors.toml:8:3\n",
            "8 |   \"http://localhost:*\", # for developers\n",
            "error[export-regex]: impossible: ",
            " --> cors.toml:9:3\n",
            "error[export-covers-authorization]: looser: ",
            " --> cors.toml:15:1\n",
        ] {
            assert!(ran.err.contains(part), "{part}\n{}", ran.err);
        }
        let last = "error: nothing exported to gateway-api: 2 of 3 policies would lose what they must not; ";
        assert!(ran.last().starts_with(last), "{}", ran.last());
        // What is impossible is not allowed by anything.
        assert!(!ran.last().contains("--allow-looser"), "{}", ran.last());
    }
}

#[test]
fn what_is_looser_is_exported_where_it_is_allowed() {
    let folder = folder(LOSSY);
    let refused = cors(&folder, &["--to", "gateway-api", "cors.toml#wide"]);
    assert_eq!(
        (refused.status, refused.out.as_str()),
        (2, ""),
        "{refused:?}"
    );
    let cure = "; --allow-looser exports what is looser all the same";
    assert!(refused.last().ends_with(cure), "{}", refused.last());
    let loss = { refused.err.lines() }
        .find_map(|line| line.strip_prefix("error[export-covers-authorization]: looser: "))
        .unwrap();

    let arguments = ["--to", "gateway-api", "cors.toml#wide", "--allow-looser"];
    let allowed = cors(&folder, &arguments);
    assert_eq!(allowed.status, 0, "{allowed:?}");
    let warning = format!("warning[export-covers-authorization]: looser: {loss}\n");
    assert!(allowed.err.contains(&warning), "{}", allowed.err);
    // The sentence stays in the file.
    let comment = format!("\n# Looser than the policy: {loss}\n");
    assert!(allowed.out.contains(&comment), "{}", allowed.out);
    assert!(allowed.last().contains("(1 looser, "), "{}", allowed.last());

    // What is impossible stays so.
    let arguments = ["--to", "gateway-api", "--allow-looser"];
    let ran = cors(&folder, &arguments);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
    let last =
        "error: nothing exported to gateway-api: 1 of 3 policies would lose what it must not; ";
    assert!(ran.last().starts_with(last), "{}", ran.last());
}

/// Losses that change nothing for pages, or block them, are said, and the files are written all the same.
#[test]
fn other_losses_are_warnings_and_notes() {
    let folder =
        folder("[policies.brief]\nallow_origins = \"https://app.example.com\"\nmax_age = 0\n");
    let ran = cors(&folder, &["--to", "gateway-api"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert!(ran.out.contains("# brief.yaml: "), "{}", ran.out);
    let note = "note[export-max-age]: different: ";
    assert!(ran.err.contains(note), "{}", ran.err);
    assert!(
        ran.err.contains("3 | max_age = 0\n  | ^^^^^^^^^^^"),
        "{}",
        ran.err
    );
    assert!(!ran.err.contains("error"), "{}", ran.err);
    assert!(ran.last().contains(" different)"), "{}", ran.last());
}

/// A setting that is not there is shown at the policy's name.
#[test]
fn what_is_left_out_has_a_place_too() {
    let folder = folder("[policies.brief]\nallow_origins = \"https://app.example.com\"\n");
    let ran = cors(&folder, &["--to", "gateway-api"]);
    let note = ran
        .err
        .split("\n\n")
        .find(|part| part.contains("[export-max-age]"));
    let note = note.unwrap_or_else(|| panic!("{}", ran.err));
    assert!(note.contains(" --> cors.toml:1:11\n"), "{note}");
}

/// As many of each kind as are shown.
#[test]
fn the_last_line_counts() {
    let folder = folder(EXACT);
    for (target, _) in TARGETS {
        let ran = cors(&folder, &["--to", target]);
        let shown = |kind: &str| {
            let is_of_kind = |line: &&str| {
                let said = line.split_once("]: ").map(|(_, said)| said);
                line.contains("[export-") && said.is_some_and(|said| said.starts_with(kind))
            };
            ran.err.lines().filter(is_of_kind).count()
        };
        let counts = ["looser", "narrower", "different"].map(|kind| (shown(kind), kind));
        let all: usize = counts.iter().map(|(count, _)| count).sum();
        let counts: Vec<_> = { counts.iter() }
            .filter(|(count, _)| *count > 0)
            .map(|(count, kind)| format!("{count} {kind}"))
            .collect();
        let expected = match all {
            0 => ", nothing lost".to_owned(),
            1 => format!(", 1 loss ({})", counts[0]),
            all => format!(", {all} losses ({})", counts.join(", ")),
        };
        assert!(
            ran.last().ends_with(&expected),
            "{target}: {expected}\n{}",
            ran.err
        );
    }
}

/// What a file says can't command a terminal.
#[test]
fn texts_of_policies_are_escaped() {
    let text =
        "policies:\n  a:\n    allow_origins: [{regex: \"https://a\\e[31m.example\\u202e\"}]\n";
    let folder = folder("");
    let arguments = ["--to", "gateway-api", "-", "--input-format", "yaml"];
    let ran = cors_with(folder.path(), &arguments, text);
    assert_eq!((ran.status, ran.out.as_str()), (2, ""));
    assert!(!ran.err.contains(['\u{1b}', '\u{202e}']), "{:?}", ran.err);
}

#[test]
fn colour_where_it_is_wanted() {
    let folder = folder(LOSSY);
    let ran = cors(&folder, &["--to", "gateway-api", "--color", "always"]);
    assert!(ran.err.contains("\u{1b}["), "{}", ran.err);
    let ran = cors(&folder, &["--to", "gateway-api", "--color", "never"]);
    assert!(!ran.err.contains('\u{1b}'), "{}", ran.err);
    // Files have none.
    let ran = cors(&folder, &["--to", "nginx", "--color", "always"]);
    assert!(!ran.out.contains('\u{1b}'), "{}", ran.out);
}
