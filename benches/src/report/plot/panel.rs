//! A plot of curves, in a part of a picture.

use super::svg::{Anchor, Svg};

/// A logarithmic axis: from a power of ten to another.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    pub(super) from: i32,
    pub(super) to: i32,
}

impl Axis {
    /// One on which all of the figures lie.
    pub(super) fn around(figures: impl Iterator<Item = f64> + Clone) -> Self {
        let least = figures.clone().fold(f64::INFINITY, f64::min).max(1e-9);
        let most = figures.fold(least, f64::max);
        let from = least.log10().floor() as i32;
        let to = (most.log10().ceil() as i32).max(from + 1);
        Self { from, to }
    }

    /// Between 0 and 1, for what lies on the axis.
    fn place(self, figure: f64) -> f64 {
        (figure.log10() - f64::from(self.from)) / f64::from(self.to - self.from)
    }

    fn marks(self) -> Vec<f64> {
        let powers = self.from..=self.to;
        powers.map(|power| 10_f64.powi(power)).collect()
    }
}

/// A part of a picture, with its axes and its heading.
pub(super) struct Panel<'a> {
    /// The upper left corner of the field that the axes span.
    pub(super) at: [f64; 2],
    pub(super) size: [f64; 2],
    pub(super) head: &'a str,
    pub(super) horizontal: Axis,
    pub(super) vertical: Axis,
    /// Writes the figures at the vertical axis.
    pub(super) unit: fn(f64) -> String,
}

impl Panel<'_> {
    /// Draws everything but curves.
    pub(super) fn draw(&self, svg: &mut Svg) {
        let ([x, y], [width, height]) = (self.at, self.size);
        svg.text([x, y - 10.0], Anchor::Start, "head", self.head);
        for mark in self.vertical.marks() {
            let [_, at] = self.place([1.0, mark]);
            svg.line([x, at], [x + width, at]);
            let label = (self.unit)(mark);
            svg.text([x - 5.0, at + 3.5], Anchor::End, "faint", label);
        }
        for mark in self.horizontal.marks() {
            let [at, _] = self.place([mark, 1.0]);
            svg.line([at, y], [at, y + height]);
            let below = y + height + 14.0;
            svg.text([at, below], Anchor::Middle, "faint", short(mark));
        }
    }

    pub(super) fn curve(&self, svg: &mut Svg, figures: &[[f64; 2]], class: &str) {
        let points: Vec<_> = figures.iter().map(|&figure| self.place(figure)).collect();
        if !points.is_empty() {
            svg.curve(&points, class);
        }
    }

    fn place(&self, [across, up]: [f64; 2]) -> [f64; 2] {
        let ([x, y], [width, height]) = (self.at, self.size);
        [
            x + width * self.horizontal.place(across),
            y + height * (1.0 - self.vertical.place(up)),
        ]
    }
}

/// `1000` as `1 k`, `1000000` as `1 M`.
pub(super) fn short(figure: f64) -> String {
    match figure.abs() {
        1e6.. => format!("{} M", rounded(figure / 1e6)),
        1e3.. => format!("{} k", rounded(figure / 1e3)),
        _ => rounded(figure),
    }
}

/// With three digits at least.
fn rounded(figure: f64) -> String {
    let decimals = match figure.abs() {
        100.0.. => 0,
        10.0.. => 1,
        _ => 2,
    };
    let text = format!("{figure:.decimals$}");
    match text.split_once('.') {
        Some(_) => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{Axis, short};

    #[test]
    fn figures_are_shortened() {
        let figures = [0.0, 12.0, 0.25, 1_000.0, 28_668.0, 2_850_000.0].map(short);
        assert_eq!(figures, ["0", "12", "0.25", "1 k", "28.7 k", "2.85 M"]);
    }

    #[test]
    fn axes_hold_every_figure() {
        let figures = [313.0, 6_060_000.0];
        let axis = Axis::around(figures.into_iter());
        assert_eq!(axis.marks().first(), Some(&100.0));
        assert_eq!(axis.marks().last(), Some(&10_000_000.0));
        assert!(
            figures
                .iter()
                .all(|&figure| (0.0..=1.0).contains(&axis.place(figure)))
        );
    }
}
