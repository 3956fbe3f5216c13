//! Files that say the same in one of many layouts.

use cors_core::{Policy, PolicyBuilder, Setting};
use cors_policy_file::Format;

/// What a setting holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Holds {
    List(Vec<String>),
    Flag(bool),
    Number(u64),
}

pub(super) type Settings = Vec<(Setting, Holds)>;

/// The policy that has these settings.
pub(super) fn built(settings: &Settings) -> Policy {
    let set = |builder: PolicyBuilder, (setting, holds): &(Setting, Holds)| match (setting, holds) {
        (Setting::AllowOrigins, Holds::List(list)) => builder.allow_origins(list),
        (Setting::AllowMethods, Holds::List(list)) => builder.allow_methods(list),
        (Setting::AllowHeaders, Holds::List(list)) => builder.allow_headers(list),
        (Setting::ExposeHeaders, Holds::List(list)) => builder.expose_headers(list),
        (Setting::ExpectHosts, Holds::List(list)) => builder.expect_hosts(list),
        (Setting::AllowCredentials, Holds::Flag(flag)) => builder.allow_credentials(*flag),
        (Setting::MinimalDisclosure, Holds::Flag(flag)) => builder.minimal_disclosure(*flag),
        (Setting::MaxAge, Holds::Number(seconds)) => {
            builder.max_age(core::time::Duration::from_secs(*seconds))
        }
        other => panic!("{other:?}"),
    };
    settings
        .iter()
        .fold(Policy::builder(), set)
        .build()
        .unwrap()
}

/// What a layout is made of: choices that follow from a number.
pub(super) struct Dice {
    state: u64,
    comments: usize,
}

impl Dice {
    pub(super) const fn new(seed: u64) -> Self {
        Self {
            state: seed,
            comments: 0,
        }
    }

    /// <https://prng.di.unimi.it/splitmix64.c>
    const fn below(&mut self, limit: u8) -> u8 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as u8
    }

    fn one_of<'t>(&mut self, choices: &[&'t str]) -> &'t str {
        choices[usize::from(self.below(choices.len() as u8))]
    }

    fn is(&mut self) -> bool {
        self.below(3) == 0
    }

    /// At the end of a line.
    fn comment(&mut self) -> String {
        self.comments += 1;
        match self.is() {
            true => format!(" # c{}, 'it'; \"s\" [it]", self.comments),
            false => String::new(),
        }
    }

    fn line_of_comment(&mut self, indentation: &str) -> String {
        match self.comment().trim_start() {
            "" => String::new(),
            comment => format!("{indentation}{comment}\n"),
        }
    }
}

/// A file of a format with these policies.
pub(super) fn write(policies: &[(&str, Settings)], format: Format, dice: &mut Dice) -> String {
    let text = match format {
        Format::Toml => toml(policies, dice),
        Format::Json => json(policies, dice),
        _ => yaml(policies, dice),
    };
    let text = match dice.is() {
        true => text.trim_end().to_owned(),
        false => text,
    };
    let text = match dice.is() {
        true => text.replace('\n', "\r\n"),
        false => text,
    };
    match dice.is() {
        true => format!("\u{feff}{text}"),
        false => text,
    }
}

/// Items between brackets, in one line or in many.
fn bracketed(
    items: &[String],
    brackets: [&str; 2],
    outer: &str,
    may: May,
    dice: &mut Dice,
) -> String {
    let [open, close] = brackets;
    if may.lines && dice.is() {
        let unit = dice.one_of(&["  ", "    "]);
        let mut text = format!("{open}{}\n", may.comment(dice));
        for (at, item) in items.iter().enumerate() {
            let is_last = at + 1 == items.len();
            let comma = if !is_last || (may.trailing && dice.is()) {
                ","
            } else {
                ""
            };
            text.push_str(&format!(
                "{outer}{unit}{item}{comma}{}\n",
                may.comment(dice)
            ));
        }
        if may.comments {
            text.push_str(&dice.line_of_comment(&format!("{outer}{unit}")));
        }
        return format!("{text}{outer}{close}");
    }
    let trailing = match may.trailing && !items.is_empty() && dice.is() {
        true => ",",
        false => "",
    };
    let blank = dice.one_of(&["", " "]);
    let comma = dice.one_of(&[", ", ",", " , "]);
    // YAML needs blanks after the commas of plain scalars, and JSON and TOML don't.
    format!("{open}{blank}{}{trailing}{blank}{close}", items.join(comma))
}

#[derive(Clone, Copy)]
struct May {
    lines: bool,
    trailing: bool,
    comments: bool,
}

impl May {
    fn comment(self, dice: &mut Dice) -> String {
        match self.comments {
            true => dice.comment(),
            false => String::new(),
        }
    }
}

fn toml(policies: &[(&str, Settings)], dice: &mut Dice) -> String {
    let may = May {
        lines: true,
        trailing: true,
        comments: true,
    };
    let inline = May {
        lines: false,
        trailing: false,
        comments: false,
    };
    let quoted = |dice: &mut Dice, text: &str| match dice.is() {
        true => format!("'{text}'"),
        false => format!("{text:?}"),
    };
    let value = |dice: &mut Dice, holds: &Holds, may: May| match holds {
        Holds::List(list) if list.len() == 1 && dice.is() => quoted(dice, &list[0]),
        Holds::List(list) => {
            let list: Vec<_> = list.iter().map(|text| quoted(dice, text)).collect();
            bracketed(
                &list,
                ["[", "]"],
                "",
                May {
                    trailing: true,
                    ..may
                },
                dice,
            )
        }
        Holds::Flag(flag) => flag.to_string(),
        Holds::Number(number) => number.to_string(),
    };
    let way = dice.below(4);
    let mut text = dice.line_of_comment("");
    let equals = dice.one_of(&[" = ", "=", "  =  "]);
    let margin = dice.one_of(&["", "  ", "\t"]);
    for (name, settings) in policies {
        match way {
            0 => {
                let entries: Vec<_> = { settings.iter() }
                    .map(|(key, holds)| format!("{key}{equals}{}", value(dice, holds, inline)))
                    .collect();
                let table = bracketed(&entries, ["{", "}"], "", inline, dice);
                text.push_str(&format!("policies.{name} = {table}{}\n", dice.comment()));
            }
            1 => {
                for (key, holds) in settings {
                    let value = value(dice, holds, may);
                    let line = format!("policies.{name}.{key}{equals}{value}{}\n", dice.comment());
                    text.push_str(&line);
                }
            }
            _ => {
                text.push_str(&format!("[policies.{name}]{}\n", dice.comment()));
                for (key, holds) in settings {
                    let value = value(dice, holds, may);
                    text.push_str(&dice.line_of_comment(margin));
                    let line = format!("{margin}{key}{equals}{value}{}\n", dice.comment());
                    text.push_str(&line);
                }
                text.push_str(dice.one_of(&["", "\n"]));
            }
        }
        text.push_str(&dice.line_of_comment(""));
    }
    text
}

fn json(policies: &[(&str, Settings)], dice: &mut Dice) -> String {
    let may = May {
        lines: true,
        trailing: false,
        comments: false,
    };
    let colon = dice.one_of(&[": ", ":", " : "]);
    let tables: Vec<_> = { policies.iter() }
        .map(|(name, settings)| {
            let entries: Vec<_> = { settings.iter() }
                .map(|(key, holds)| {
                    let value = match holds {
                        Holds::List(list) if list.len() == 1 && dice.is() => {
                            format!("{:?}", list[0])
                        }
                        Holds::List(list) => {
                            let list: Vec<_> =
                                list.iter().map(|text| format!("{text:?}")).collect();
                            bracketed(&list, ["[", "]"], "      ", may, dice)
                        }
                        Holds::Flag(flag) => flag.to_string(),
                        Holds::Number(number) => number.to_string(),
                    };
                    format!("\"{key}\"{colon}{value}")
                })
                .collect();
            let table = bracketed(&entries, ["{", "}"], "    ", may, dice);
            format!("\"{name}\"{colon}{table}")
        })
        .collect();
    let tables = bracketed(&tables, ["{", "}"], "  ", may, dice);
    format!("{{\"policies\"{colon}{tables}}}\n")
}

fn yaml(policies: &[(&str, Settings)], dice: &mut Dice) -> String {
    let unit = dice.one_of(&["  ", "    ", " "]);
    let inner = unit.repeat(2);
    // The last bracket stands further in than the key.
    let (outer, deep) = (format!("{unit} "), format!("{inner} "));
    let flow = dice.is();
    let mut text = dice.line_of_comment("");
    text.push_str(dice.one_of(&["", "---\n", "%YAML 1.2\n---\n"]));
    text.push_str(&format!("policies:{}\n", dice.comment()));
    for (number, (name, settings)) in policies.iter().enumerate() {
        let anchor = match dice.is() {
            true => format!(" &a{number}"),
            false => String::new(),
        };
        let quoted = |dice: &mut Dice, text: &str| match dice.below(3) {
            0 => format!("'{text}'"),
            1 if is_plain(text) => text.to_owned(),
            _ => format!("{text:?}"),
        };
        if flow {
            let may = May {
                lines: true,
                trailing: true,
                comments: true,
            };
            let entries: Vec<_> = { settings.iter() }
                .map(|(key, holds)| format!("{key}: {}", in_flow(holds, &deep, dice)))
                .collect();
            let table = bracketed(&entries, ["{", "}"], &outer, may, dice);
            text.push_str(&format!(
                "{unit}{name}:{anchor} {table}{}\n",
                dice.comment()
            ));
            continue;
        }
        text.push_str(&format!("{unit}{name}:{anchor}{}\n", dice.comment()));
        for (key, holds) in settings {
            text.push_str(dice.one_of(&["", "", "\n"]));
            text.push_str(&dice.line_of_comment(&inner));
            match holds {
                Holds::List(list) if !list.is_empty() && dice.is() => {
                    text.push_str(&format!("{inner}{key}:{}\n", dice.comment()));
                    let dash = format!(
                        "{inner}{}-{}",
                        dice.one_of(&["", unit]),
                        dice.one_of(&[" ", "   "])
                    );
                    for item in list {
                        let item = quoted(dice, item);
                        text.push_str(&format!("{dash}{item}{}\n", dice.comment()));
                    }
                    text.push_str(&dice.line_of_comment(&format!("{inner}{unit}")));
                }
                Holds::List(list) if list.len() == 1 && dice.is() => {
                    let item = quoted(dice, &list[0]);
                    text.push_str(&format!("{inner}{key}: {item}{}\n", dice.comment()));
                }
                _ => {
                    let value = in_flow(holds, &deep, dice);
                    text.push_str(&format!("{inner}{key}: {value}{}\n", dice.comment()));
                }
            }
        }
        text.push_str(&dice.line_of_comment(unit));
    }
    text.push_str(dice.one_of(&["", "...\n", "x-more: 1\n"]));
    text
}

fn in_flow(holds: &Holds, outer: &str, dice: &mut Dice) -> String {
    let may = May {
        lines: true,
        trailing: true,
        comments: true,
    };
    match holds {
        Holds::List(list) => {
            let list: Vec<_> = { list.iter() }
                .map(|text| match dice.below(3) {
                    0 => format!("'{text}'"),
                    1 if is_plain(text) => text.to_owned(),
                    _ => format!("{text:?}"),
                })
                .collect();
            bracketed(&list, ["[", "]"], outer, may, dice)
        }
        Holds::Flag(flag) => flag.to_string(),
        Holds::Number(number) => number.to_string(),
    }
}

/// Whether it needs no quotes, between brackets either.
fn is_plain(text: &str) -> bool {
    !text.contains(['*', '{']) && !["null", "1e3"].contains(&text)
}
