#define _GNU_SOURCE
#define _DARWIN_C_SOURCE
#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

int stork_open_terminal(unsigned short columns, unsigned short rows, int *child) {
    int own = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (own < 0) return -1;
    const char *name = grantpt(own) == 0 && unlockpt(own) == 0 ? ptsname(own) : NULL;
    *child = name ? open(name, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1;
    struct winsize size = {.ws_row = rows, .ws_col = columns};
    if (*child < 0 || ioctl(*child, TIOCSWINSZ, &size) != 0) {
        if (*child >= 0) close(*child);
        close(own);
        return -1;
    }
    return own;
}

short stork_spawn_new_session(void) { return POSIX_SPAWN_SETSID; }
