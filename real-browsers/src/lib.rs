//! Browsers that are driven through WebDriver, for this repository's own programs.

pub mod driver;
