//! The answer for scripts. `cors-cli/docs/ci.md` says what each field means.

use cors_policy_file::{Diagnostic, Diagnostics, Position, Severity};
use serde_json::{Value, json};

use super::checked::Checked;

/// One object. `is_fixing`: what is wrong is what is left, and what was fixed is there besides.
pub(super) fn json(files: &[Checked], is_fixing: bool) -> Value {
    let (mut list, mut diagnostics) = (Vec::new(), Vec::new());
    let (mut errors, mut warnings, mut fixable) = (0, 0, 0);
    for file in files {
        fixable += if is_fixing { 0 } else { file.fixable() };
        let found = file.shown(is_fixing);
        let (of_error, of_warning) = (found.count(Severity::Error), found.count(Severity::Warning));
        errors += of_error;
        warnings += of_warning;
        list.push(json!({
            "file": file.name,
            "policies": file.policies,
            "errors": of_error,
            "warnings": of_warning,
        }));
        for item in found.items() {
            let fix = file.fix(item).filter(|_| !is_fixing);
            diagnostics.push(diagnostic(file, found, item, fix));
        }
    }
    let mut answer = json!({
        "schema": 1,
        "files": list,
        "diagnostics": diagnostics,
        "counts": { "errors": errors, "warnings": warnings, "fixable": fixable },
    });
    if is_fixing {
        let fixed: Vec<_> = files.iter().flat_map(fixed).collect();
        answer["counts"]["fixed"] = fixed.len().into();
        answer["fixed"] = fixed.into();
    }
    answer
}

fn diagnostic(file: &Checked, found: &Diagnostics, item: &Diagnostic, fix: Option<&str>) -> Value {
    let (start, end) = (found.position(item), found.end(item));
    let mut value = plain(file, item, start);
    value["end"] = end.map_or(
        Value::Null,
        |end| json!({ "line": end.line, "column": end.column }),
    );
    value["fix"] = fix.map_or(Value::Null, |text| json!({ "text": text }));
    value
}

/// What was fixed, and where it stood.
fn fixed(file: &Checked) -> Vec<Value> {
    let applied = file.fixed.iter().flat_map(|fixed| &fixed.applied);
    let value = |applied: &cors_policy_file::Applied| {
        let mut value = plain(file, &applied.diagnostic, applied.position);
        value["fix"] = json!({ "text": applied.diagnostic.fix() });
        value
    };
    applied.map(value).collect()
}

fn plain(file: &Checked, item: &Diagnostic, start: Option<Position>) -> Value {
    json!({
        "file": file.name,
        "code": item.code.as_str(),
        "severity": item.severity.to_string(),
        "message": item.message,
        "help": item.help,
        "policy": item.policy,
        "line": start.map(|start| start.line),
        "column": start.map(|start| start.column),
    })
}
