//! The log, in one place: through `tracing`, with the target `cors`, if that feature is on.

#[cfg(feature = "tracing")]
mod blocked;
#[cfg(feature = "tracing")]
mod level;
#[cfg(not(feature = "tracing"))]
mod off;
#[cfg(feature = "tracing")]
mod overridden;
#[cfg(feature = "tracing")]
mod refused;
#[cfg(feature = "tracing")]
mod said;
#[cfg(feature = "tracing")]
mod seen;
#[cfg(feature = "tracing")]
mod warnings;

#[cfg(not(feature = "tracing"))]
pub(crate) use self::off::{
    Place, hindered, may_say_debug, may_say_info, overridden, replaced, warnings,
};
#[cfg(feature = "tracing")]
pub(crate) use self::{
    level::{may_say_debug, may_say_info},
    overridden::{Place, overridden},
    said::hindered,
    seen::replaced,
    warnings::warnings,
};
