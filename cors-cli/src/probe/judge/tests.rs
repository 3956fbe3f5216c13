//! Findings of servers that are functions.
