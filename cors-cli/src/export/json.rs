//! The answer for scripts. `cors-cli/tests/cli/export/schema` has its schema.

use cors_policy_file::Places;
use serde_json::{Value, json};

use super::{exported::Exported, folder::Folder};
use crate::input::Loaded;

/// One object. Where the export is refused, it has no file, and the losses say why.
pub(super) fn json(exported: &Exported, file: &Loaded, folder: Option<&Folder<'_>>) -> Value {
    let is_exported = !exported.is_refused();
    let policies = exported.policies.iter().map(|(name, _)| name.as_str());
    json!({
        "schema": 1,
        "target": exported.target.as_str(),
        "exported": is_exported,
        "policies": policies.collect::<Vec<_>>(),
        "files": if is_exported { files(exported, folder) } else { Vec::new() },
        "losses": losses(exported, file),
        "requirements": requirements(exported),
    })
}

fn files(exported: &Exported, folder: Option<&Folder<'_>>) -> Vec<Value> {
    let mut written = folder.into_iter().flat_map(Folder::files);
    let policies = exported.policies.iter();
    let files = policies.flat_map(|(name, export)| {
        let files = export.files().iter();
        files.map(move |file| (name, file))
    });
    files
        .map(|(policy, file)| {
            let written = written.next();
            json!({
                "policy": policy,
                "name": file.name(),
                "place": file.place(),
                "path": written.map(|(_, path, _)| path.display().to_string()),
                "status": written.map(|(_, _, status)| status.as_str()),
                "text": file.text(),
            })
        })
        .collect()
}

fn losses(exported: &Exported, file: &Loaded) -> Vec<Value> {
    let places = Places::of(&file.text, file.format);
    { exported.losses() }
        .map(|(policy, loss)| {
            let place = places.place_of(&exported.remark(policy, loss));
            json!({
                "policy": policy,
                "setting": loss.setting().as_str(),
                "entry": loss.entry(),
                "kind": loss.kind().as_str(),
                "code": loss.code().as_str(),
                "sentence": loss.to_string(),
                "witness": loss.witness(),
                "file": file.name,
                "line": place.as_ref().map(|place| place.position.line),
                "column": place.as_ref().map(|place| place.position.column),
                "end": place.as_ref().map(|place| json!({ "line": place.end.line, "column": place.end.column })),
            })
        })
        .collect()
}

fn requirements(exported: &Exported) -> Vec<Value> {
    let policies = exported.policies.iter();
    let of_all = policies.flat_map(|(name, export)| {
        { export.requirements().iter() }.map(move |requirement| (name, requirement))
    });
    of_all
        .map(|(policy, requirement)| {
            json!({
                "policy": policy,
                "code": requirement.code().as_str(),
                "sentence": requirement.to_string(),
            })
        })
        .collect()
}
