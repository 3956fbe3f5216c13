//! Cures, written into the file.

use std::fs;

use snapbox::str;

use super::{explain, folder};

#[test]
fn all_that_is_missing() {
    let folder = folder();
    let page = [
        "cors.toml#private",
        "--origin",
        "https://app.example.com:8443",
        "--method",
        "PATCH",
        "--header",
        "X-Trace",
        "--fix",
    ];
    explain(folder.path(), &page)
        .code(0)
        .stderr_eq(str![[r#"
fixed cors.toml: add "https://app.example.com:8443" to allow_origins of policy "private"
fixed cors.toml: add "PATCH" to allow_methods of policy "private"
fixed cors.toml: add "x-trace" to allow_headers of policy "private"

"#]])
        .stdout_eq(str![[r#"
allowed: the page sees status 200, no header, and the body

  1  A page of https://app.example.com:8443 asks for PATCH https://server.example/, with credentials only for its own origin  fetch.spec.whatwg.org/#fetch-method
  2  The request needs a preflight: PATCH is none of GET, HEAD and POST; the header x-trace is not safelisted with this value  fetch.spec.whatwg.org/#main-fetch
  3  OPTIONS https://server.example/ is sent with Origin: https://app.example.com:8443, Access-Control-Request-Method: PATCH and Access-Control-Request-Headers: x-trace; a preflight never has credentials  fetch.spec.whatwg.org/#cors-preflight-fetch-0
  4  The answer, 204 with Access-Control-Allow-Origin: https://app.example.com:8443, allows the request, and is kept for 600 seconds  fetch.spec.whatwg.org/#cors-preflight-fetch-0
  5  PATCH https://server.example/ is sent with Origin: https://app.example.com:8443  fetch.spec.whatwg.org/#http-network-or-cache-fetch
  6  The response, 200 with Access-Control-Allow-Origin: https://app.example.com:8443, passes the CORS check  fetch.spec.whatwg.org/#concept-cors-check
  7  The page sees status 200, no header, and the body                             fetch.spec.whatwg.org/#concept-filtered-response

"#]]);
    let text = fs::read_to_string(folder.path().join("cors.toml")).unwrap();
    snapbox::assert_data_eq!(
        text.as_str(),
        str![[r##"
# the service
[policies.public]
allow_origins = ["*"]
expose_headers = ["etag"]

[policies.private]
allow_origins = ["https://app.example.com", "https://*.example.net", "https://app.example.com:8443"]
allow_credentials = true
allow_methods = ["PUT", "PATCH"]
allow_headers = ["content-type", "x-trace"]
max_age = 600

"##]]
    );
    // There is nothing left.
    explain(folder.path(), &page).code(0).stderr_eq("");
    assert_eq!(
        fs::read_to_string(folder.path().join("cors.toml")).unwrap(),
        text
    );
}

#[test]
fn nothing_helps() {
    let folder = folder();
    let before = fs::read_to_string(folder.path().join("cors.toml")).unwrap();
    let page = [
        "cors.toml#private",
        "--origin",
        "null",
        "--fix",
        "--format",
        "json",
    ];
    explain(folder.path(), &page).code(1).stderr_eq(str![[r#"
nothing is fixed: there is no cure

"#]]);
    assert_eq!(
        fs::read_to_string(folder.path().join("cors.toml")).unwrap(),
        before
    );
}

#[cfg(unix)]
#[test]
fn a_link_stays_one_and_permissions_too() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let folder = folder();
    let (file, link) = (
        folder.path().join("cors.toml"),
        folder.path().join("link.toml"),
    );
    fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
    symlink(&file, &link).unwrap();
    let page = [
        "link.toml#private",
        "--origin",
        "https://site.test",
        "--fix",
    ];
    explain(folder.path(), &page).code(0);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert!(
        fs::read_to_string(&file)
            .unwrap()
            .contains("https://site.test")
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
}
