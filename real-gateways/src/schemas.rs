//! What is exported for Kubernetes, checked against the schemas of its types: those that npm's packages were made of the
//! Gateway API's and Istio's own.

use std::{
    env, fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use cors_core::{Policy, PolicyBuilder};
use cors_export::{File, Target, export};
use serde_json::Value;

use crate::mounts::Mounts;

/// Checks every policy that is exported, and many more; and that an object with a mistake is seen to have one.
///
/// `object` makes an object of the text of a file, and `mistakes` makes objects that no schema may take of one that it
/// does.
pub(crate) fn check(
    mounts: &Mounts,
    target: Target,
    object: fn(&str) -> Result<Value>,
    mistakes: &[(&str, Value)],
) -> Result<()> {
    let suite = mounts
        .written()
        .map(|mounted| mounted.file(".yaml").text().to_owned());
    let generated = policies().filter_map(|policy| {
        let exported = export("generated", &policy, target);
        exported.files().first().map(File::text).map(str::to_owned)
    });
    let texts: Vec<String> = suite.chain(generated).collect();
    let objects: Vec<Value> = texts
        .iter()
        .map(|text| object(text))
        .collect::<Result<_>>()?;
    for (text, flaw) in texts.iter().zip(flaws(&objects)?) {
        ensure!(flaw.is_empty(), "{target}: {flaw}\n{text}");
    }
    let wrong: Vec<_> = { mistakes.iter() }
        .map(|(place, value)| {
            let mut objects = objects.iter();
            let with_place = objects.find(|object| object.pointer(place).is_some());
            let mut wrong = with_place.context("a place for a mistake")?.clone();
            if let Some(place) = wrong.pointer_mut(place) {
                *place = value.clone();
            }
            Ok(wrong)
        })
        .collect::<Result<_>>()?;
    for ((place, value), flaw) in mistakes.iter().zip(flaws(&wrong)?) {
        ensure!(!flaw.is_empty(), "{target}: {value} is taken at {place}");
    }
    eprintln!("{target}: the schema takes {} objects", objects.len());
    Ok(())
}

/// Policies of every kind that these interfaces have words for, and some for which they have none.
fn policies() -> impl Iterator<Item = Policy> {
    let many: Vec<String> = (0..64)
        .map(|at| format!("https://a{at}.example.com"))
        .collect();
    let origins: Vec<Vec<String>> = vec![
        vec!["*".to_owned()],
        vec![
            "https://app.example.com".to_owned(),
            "http://localhost:3000".to_owned(),
        ],
        vec![
            "https://*.example.com:8443".to_owned(),
            "https://192.0.2.7".to_owned(),
        ],
        vec![
            "https://pr-{digits}.example.com".to_owned(),
            "tauri://localhost".to_owned(),
        ],
        many,
    ];
    let methods: [&[&str]; 4] = [&[], &["PUT", "PATCH"], &["*"], &["PROPFIND"]];
    let headers: [&[&str]; 5] = [
        &[],
        &["y", "1_000"],
        &["*"],
        &["*", "authorization"],
        &["!#$%&'+.^_`|~"],
    ];
    let max_ages = [None, Some(0), Some(600), Some(86_400)];
    let mut policies = Vec::new();
    for origins in &origins {
        for methods in methods {
            for headers in headers {
                for max_age in max_ages {
                    for credentials in [false, true] {
                        let builder = Policy::builder()
                            .allow_origins(origins)
                            .allow_methods(methods)
                            .allow_headers(headers)
                            .expose_headers(headers)
                            .allow_credentials(credentials);
                        let builder = match max_age {
                            Some(seconds) => max_age_of(builder, seconds),
                            None => builder,
                        };
                        policies.extend(builder.build());
                    }
                }
            }
        }
    }
    policies.into_iter()
}

fn max_age_of(builder: PolicyBuilder, seconds: u64) -> PolicyBuilder {
    builder.max_age(core::time::Duration::from_secs(seconds))
}

/// What is wrong with each object. Empty where nothing is.
fn flaws(objects: &[Value]) -> Result<Vec<String>> {
    let program = installed()?.join("validate.js");
    let mut node = Command::new("node")
        .arg(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("could not run node")?;
    let mut stdin = node.stdin.take().context("its input is piped")?;
    stdin.write_all(serde_json::to_string(objects)?.as_bytes())?;
    drop(stdin);
    let output = node.wait_with_output()?;
    ensure!(output.status.success(), "the schemas could not be read");
    let flaws: Vec<String> = serde_json::from_slice(&output.stdout)?;
    ensure!(flaws.len() == objects.len(), "an answer for each object");
    Ok(flaws)
}

/// What npm reads, and what node runs.
const FILES: [(&str, &str); 4] = [
    (".npmrc", include_str!("../node/.npmrc")),
    ("package.json", include_str!("../node/package.json")),
    (
        "package-lock.json",
        include_str!("../node/package-lock.json"),
    ),
    ("validate.js", include_str!("../node/validate.js")),
];

/// The folder with the packages of the lock: below cargo's target, and filled when the lock is another one.
fn installed() -> Result<PathBuf> {
    let program = env::current_exe()?;
    let target = program.parent().and_then(Path::parent);
    let folder = target.context("a target folder")?;
    // Two gateways may be started at once.
    let folder = folder.join("real-gateways/node");
    fs::create_dir_all(&folder)?;
    let lock = fs::File::create(folder.join("lock"))?;
    lock.lock()?;
    let stamp = folder.join("installed");
    let packages = FILES.map(|(_, text)| text)[2];
    let is_installed = fs::read_to_string(&stamp).is_ok_and(|text| text == packages);
    for (name, text) in FILES {
        fs::write(folder.join(name), text)?;
    }
    if !is_installed {
        eprintln!("\n$ npm ci");
        let mut npm = Command::new("npm");
        let npm = npm.args(["ci", "--ignore-scripts"]).current_dir(&folder);
        let npm = npm.stdout(Stdio::null());
        let status = npm.status().context("could not run npm")?;
        ensure!(status.success(), "npm ci failed: {status}");
        fs::write(stamp, packages)?;
    }
    Ok(folder)
}
