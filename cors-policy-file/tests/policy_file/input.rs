//! Where a policy file comes from, in which format, and in which encoding.

use std::{fs, io::Read, path::PathBuf};

use cors_policy_file::{Code, Diagnostics, Format, Reader};

use crate::every_key::EVERY_KEY;

fn from(bytes: &[u8], format: Format) -> Result<(), Diagnostics> {
    let mut input = bytes;
    let read = Reader::new().read_from(&mut input, "standard input", format);
    read.map(|file| assert_eq!(file.policies.len(), 1))
}

#[test]
fn streams_are_read_with_the_format_named() {
    for (text, format) in EVERY_KEY {
        from(text.as_bytes(), format).unwrap();
        let named = format.to_string().parse();
        assert_eq!(named, Ok(format));
        assert_eq!(format.as_str().to_uppercase().parse(), Ok(format));
    }
    assert!("conf".parse::<Format>().is_err());
    let found = from(b"[policies.a]\nmax_age = 5", Format::Toml).unwrap_err();
    assert_eq!(
        found.to_string(),
        "error[no-origin]: no origin is allowed\n --> standard input:1:11\n  |\n1 | [policies.a]\n  |           ^\n  |\n  \
         = help: list at least one in allow_origins, or \"*\" for any, or share with nobody by origins_may_be_empty\n\nstandard input: 1 error\n"
    );
}

#[test]
fn streams_without_end_are_given_up() {
    let found = Reader::new()
        .read_from(&mut std::io::repeat(b'#'), "pipe", Format::Toml)
        .unwrap_err();
    assert_eq!(
        found.to_string(),
        "error[file-too-large]: the file is larger than 16 MiB\n--> pipe\n\npipe: 1 error\n"
    );
}

#[test]
fn streams_that_fail_say_why() {
    struct Failing;
    impl Read for Failing {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the line is dead"))
        }
    }
    let found = Reader::new().read_from(&mut Failing, "pipe", Format::Toml);
    assert_eq!(
        found.unwrap_err().items()[0].message,
        "the file can't be read: the line is dead"
    );
}

/// What a shell's `<(…)` stands for.
#[cfg(unix)]
#[test]
fn files_without_an_ending_are_read_with_the_format_named() {
    use std::{io::Write, os::fd::AsRawFd};

    let (text, format) = EVERY_KEY[0];
    let (reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(text.as_bytes()).unwrap();
    drop(writer);
    let path = PathBuf::from(format!("/dev/fd/{}", reader.as_raw_fd()));
    let found = cors_policy_file::load(&path).unwrap_err();
    assert_eq!(found.items()[0].code, Code::UnknownFormat);
    assert_eq!(
        found.items()[0].to_string(),
        "the file's name does not tell its format; end it in .toml, .json, .yaml or .yml, or name the format"
    );
    let file = Reader::new().load_as(&path, format).unwrap();
    assert_eq!(file.policies.len(), 1);
}

#[test]
fn other_encodings_are_named() {
    let text = "[policies.a]\nallow_origins = 'https://a.example'\n";
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let marked = |mark: &[u8], bytes: &[u8]| [mark, bytes].concat();
    for bytes in [
        marked(b"\xff\xfe", &little),
        marked(b"\xfe\xff", &big),
        little,
        big,
    ] {
        assert_eq!(
            from(&bytes, Format::Toml).unwrap_err().to_string(),
            "error[not-utf-8]: the file is UTF-16, not UTF-8\n --> standard input:1:1\n  |\n1 | [policies.a]\n  | ^\n  |\n  \
             = help: save it as UTF-8\n\nstandard input: 1 error\n"
        );
    }
    let wide = marked(b"\xff\xfe\0\0", b"[\0\0\0");
    let found = from(&wide, Format::Toml).unwrap_err();
    assert_eq!(found.items()[0].message, "the file is UTF-32, not UTF-8");
    let latin = b"# caf\xe9\n[policies.a]\n";
    let found = from(latin, Format::Toml).unwrap_err();
    assert_eq!(
        found.items()[0].to_string(),
        "the file is not UTF-8: it holds a byte 0xe9; save it as UTF-8"
    );
    let position = found.position(&found.items()[0]).unwrap();
    assert_eq!((position.line, position.column), (1, 6));
    from(&marked(b"\xef\xbb\xbf", text.as_bytes()), Format::Toml).unwrap();
}

const SAME: [(&str, Format); 3] = [
    (
        "# a comment\n\n[policies.a]\nallow_origins = [\"https://a.example\"]\nmax_age = 600\n",
        Format::Toml,
    ),
    (
        "{\n  \"policies\": {\"a\": {\"allow_origins\": [\"https://a.example\"], \"max_age\": 600}}\n}\n",
        Format::Json,
    ),
    (
        "# a comment\n\npolicies:\n  a:\n    allow_origins: [https://a.example]\n    max_age: 600\n",
        Format::Yaml,
    ),
];

#[test]
fn one_format_in_place_of_another_is_said_in_a_sentence() {
    let title = |format: Format| format.as_str().to_uppercase();
    for (text, format) in SAME {
        for other in Format::ALL.iter().copied().filter(|other| *other != format) {
            let name = format!("cors.{other}");
            let read = Reader::new().parse(&name, text, other);
            // YAML's parser reads JSON.
            if (format, other) == (Format::Json, Format::Yaml) {
                read.unwrap();
                continue;
            }
            let found = read.unwrap_err();
            let [item] = found.items() else {
                panic!("{found}")
            };
            assert_eq!(
                item.to_string(),
                format!(
                    "this is {}, not {}; let the file's name end in .{format}",
                    title(format),
                    title(other)
                )
            );
            let stream = Reader::new().parse("standard input", text, other);
            assert_eq!(
                stream.unwrap_err().items()[0].help,
                Some(format!("name the format {format}"))
            );
        }
    }
}

/// Whatever is wrong with a file besides.
#[test]
fn damaged_files_in_another_format_are_recognized_too() {
    let mut recognized = 0;
    let mut tried = 0;
    for (text, format) in SAME {
        for other in Format::ALL.iter().copied().filter(|other| *other != format) {
            // Behind the first line, by which a format is told.
            let first = text.find("polic").unwrap() + 14;
            for at in first..text.len() - 1 {
                let damaged = format!("{}{}", &text[..at], &text[at + 1..]);
                tried += 1;
                let found = cors_policy_file::parse("a", &damaged, other);
                recognized += usize::from(found.is_err_and(|found| {
                    found.items().len() == 1 && found.items()[0].message.starts_with("this is ")
                }));
            }
        }
    }
    // A mistake may come before where the other parser stops, and YAML's reads most of JSON.
    assert!(recognized * 100 > tried * 70, "{recognized} of {tried}");
}

#[test]
fn files_are_read_whatever_their_path() {
    let temporary = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let path = temporary.join("policies.conf");
    for (text, format) in EVERY_KEY {
        fs::write(&path, text).unwrap();
        let file = Reader::new().load_as(&path, format).unwrap();
        assert_eq!(file.policies.len(), 1);
    }
}
