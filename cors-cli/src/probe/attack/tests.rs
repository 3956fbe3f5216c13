//! Origins that are almost trusted ones, by hand.
