//! A line for each item, as compilers and linters print them: editors know how to jump there.

use super::{Item, one_line};

/// `file:line:col: code: sentence`. Without a region, `file: code: sentence`.
pub(crate) fn concise(items: &[Item]) -> String {
    items.iter().map(line).collect()
}

fn line(item: &Item) -> String {
    let place = match &item.region {
        Some(region) => format!("{}:{}:{}", item.location, region.line, region.column),
        None => item.location.clone(),
    };
    let line = format!("{place}: {}: {}", item.code, item.sentence());
    format!("{}\n", one_line(&line))
}

#[cfg(test)]
mod tests {
    use super::{super::sample, *};

    #[test]
    fn a_line_each() {
        assert_eq!(
            concise(&sample::items()),
            "conf/a b.toml:2:18: origin-path: invalid origin \"https://app.example.com/\": an origin has no path; \
             write \"https://app.example.com\"\n\
             cors.ini: unknown-format: the file's name does not tell its format\n\
             https://api.example.com/: allows-null: the origin null is allowed; 100% of, say:\\nall pages have it\n"
        );
        assert_eq!(concise(&[]), "");
    }
}
