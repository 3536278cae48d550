#ifndef STORK_CALLOCATIONCOUNT_H
#define STORK_CALLOCATIONCOUNT_H
#include <stdint.h>

/// How many blocks the program has asked malloc, calloc, realloc and the aligned forms for, on all threads;
/// -1 where they cannot be counted.
///
/// Linking this target puts its own functions in front of glibc's. Nowhere else than on Linux with glibc.
int64_t stork_allocation_count(void);

/// Gives back to the system what was freed, so that it does not count as the program's memory; only with glibc.
void stork_return_freed_memory(void);
#endif
