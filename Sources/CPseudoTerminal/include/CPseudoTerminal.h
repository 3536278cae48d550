#ifndef STORK_CPSEUDOTERMINAL_H
#define STORK_CPSEUDOTERMINAL_H

/// What glibc shows only to programs that define _GNU_SOURCE, which Swift cannot.

/// Opens a pseudo-terminal of that size; returns its own side, and the child's side in `child`. -1 on failure, with
/// errno. Neither side is inherited by programs started later.
int stork_open_terminal(unsigned short columns, unsigned short rows, int *_Nonnull child);

/// The flag of posix_spawn for a session of its own.
short stork_spawn_new_session(void);
#endif
