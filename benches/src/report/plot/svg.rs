//! As much of SVG as the plots need.

use core::fmt::{Display, Write as _};

/// A picture in the making.
pub(super) struct Svg {
    width: f64,
    height: f64,
    title: String,
    body: String,
}

/// Where a text stands as seen from its point.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// The contenders' colours are told apart by colour-blind readers too, and each has its own dashes.
const STYLE: &str = "
    svg { --page: #ffffff; --ink: #1f2328; --faint: #59636e; --grid: #d8dee4;
          --ours: #0072b2; --peer: #c2410c; --other: #8250df; --floor: #6e7781 }
    @media (prefers-color-scheme: dark) {
      svg { --page: #0d1117; --ink: #f0f6fc; --faint: #9198a1; --grid: #30363d;
            --ours: #56b4e9; --peer: #f59e5b; --other: #be8fff; --floor: #9198a1 }
    }
    .page { fill: var(--page) }
    text { font: 12px system-ui, sans-serif; fill: var(--ink) }
    .title { font-size: 15px; font-weight: 600 }
    .head { font-size: 13px; font-weight: 600 }
    .faint { font-size: 10.5px; fill: var(--faint) }
    line { stroke: var(--grid) }
    polyline { fill: none; stroke-width: 2 }
    polyline.ours { stroke: var(--ours) }
    polyline.peer { stroke: var(--peer); stroke-dasharray: 7 4 }
    polyline.other { stroke: var(--other); stroke-dasharray: 7 2 2 2 }
    polyline.floor { stroke: var(--floor); stroke-dasharray: 2 3 }
    rect.ours, circle.ours { fill: var(--ours) }
    rect.peer, circle.peer { fill: var(--peer) }
    rect.other, circle.other { fill: var(--other) }
    rect.floor, circle.floor { fill: var(--floor) }
";

impl Svg {
    /// An empty page with a title.
    pub(super) fn new(width: f64, height: f64, title: &str) -> Self {
        let mut svg = Self {
            width,
            height,
            title: title.to_owned(),
            body: String::new(),
        };
        svg.text([16.0, 26.0], Anchor::Start, "title", title);
        svg
    }

    pub(super) fn text(&mut self, at: [f64; 2], anchor: Anchor, class: &str, text: impl Display) {
        let [x, y] = at;
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = escaped(&text.to_string());
        let _ = writeln!(
            self.body,
            r#"<text x="{x:.1}" y="{y:.1}" text-anchor="{anchor}" class="{class}">{text}</text>"#
        );
    }

    pub(super) fn line(&mut self, from: [f64; 2], to: [f64; 2]) {
        let ([x1, y1], [x2, y2]) = (from, to);
        let _ = writeln!(
            self.body,
            r#"<line x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}"/>"#
        );
    }

    pub(super) fn rectangle(&mut self, at: [f64; 2], size: [f64; 2], class: &str) {
        let ([x, y], [width, height]) = (at, size);
        let _ = writeln!(
            self.body,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{width:.1}" height="{height:.1}" class="{class}"/>"#
        );
    }

    /// A line through points, each with its dot.
    pub(super) fn curve(&mut self, points: &[[f64; 2]], class: &str) {
        let _ = write!(self.body, r#"<polyline class="{class}" points=""#);
        for [x, y] in points {
            let _ = write!(self.body, "{x:.1},{y:.1} ");
        }
        self.body.push_str("\"/>\n");
        for [x, y] in points {
            let _ = writeln!(
                self.body,
                r#"<circle cx="{x:.1}" cy="{y:.1}" r="3" class="{class}"/>"#
            );
        }
    }

    /// What the classes stand for, in a row from a point on.
    pub(super) fn legend(&mut self, at: [f64; 2], entries: &[(&str, &str)]) {
        let [mut x, y] = at;
        for &(class, name) in entries {
            self.rectangle([x, y - 9.0], [12.0, 9.0], class);
            self.text([x + 17.0, y], Anchor::Start, "", name);
            // As wide as letters are on average, as nothing here knows the font.
            x += 45.0 + 6.6 * name.chars().count() as f64;
        }
    }

    /// A line below all there is, for which the picture becomes higher.
    pub(super) fn note(&mut self, text: &str) {
        self.height += 16.0;
        let below = [16.0, self.height - 10.0];
        self.text(below, Anchor::Start, "faint", text);
    }

    pub(super) fn finish(self) -> String {
        let Self {
            width,
            height,
            title,
            body,
        } = self;
        let title = escaped(&title);
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img">
<title>{title}</title>
<style>{STYLE}</style>
<rect width="{width}" height="{height}" class="page"/>
{body}</svg>
"#
        )
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::{Anchor, Svg};

    #[test]
    fn text_is_escaped() {
        let mut svg = Svg::new(100.0, 50.0, "a < b & c");
        svg.text([1.0, 2.0], Anchor::Middle, "faint", "<&>");
        let svg = svg.finish();
        assert!(svg.contains("<title>a &lt; b &amp; c</title>"));
        assert!(svg.contains(
            r#"<text x="1.0" y="2.0" text-anchor="middle" class="faint">&lt;&amp;></text>"#
        ));
    }
}
