//! The rules of the repository that no compiler knows.

mod adapters;
mod arrows;
mod files;
mod links;
mod log_line;
mod manifests;
mod rust_versions;

use std::path::Path;

use cargo_metadata::{Metadata, MetadataCommand, Package};

fn root() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap()
}

/// The members of the workspace.
fn members() -> Metadata {
    let mut command = MetadataCommand::new();
    command.current_dir(root()).no_deps().exec().unwrap()
}

fn is_published(package: &Package) -> bool {
    package.publish.is_none()
}
