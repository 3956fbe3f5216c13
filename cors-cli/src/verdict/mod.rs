//! What the modelled browser makes of a server's answers, as people and scripts read it: the verdict, the steps,
//! the notes. `explain` and `probe` share it.
