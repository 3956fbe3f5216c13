//! What is written, and how it is read.
