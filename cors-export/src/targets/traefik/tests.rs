use cors_core::Policy;

use super::{read, write};
