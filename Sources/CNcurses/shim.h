#ifndef STORK_CNCURSES_SHIM_H
#define STORK_CNCURSES_SHIM_H

/* Wide-character prototypes, on Linux and on macOS. */
#define _XOPEN_SOURCE_EXTENDED 1
#define NCURSES_WIDECHAR 1

#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

#include <ncurses.h>

/* Some builds of ncurses show a window's insides and others do not; Swift types the pointer differently. */
typedef WINDOW *stork_window;

/* `stdscr` is a global variable that C changes; Swift 6 refuses to read such a variable. */
static inline stork_window stork_standard_window(void) { return stdscr; }

/* Attributes are macros with casts and shifts, which Swift does not import. */
static inline attr_t stork_bold(void) { return A_BOLD; }
static inline attr_t stork_dim(void) { return A_DIM; }
static inline attr_t stork_reverse(void) { return A_REVERSE; }
static inline attr_t stork_underline(void) { return A_UNDERLINE; }

/* KEY_F(n) is a macro with an argument. */
static inline int stork_function_key(int number) { return KEY_F(number); }

/* The cells that the C library takes a character for. Declared here because <wchar.h> hides it behind a feature
   macro that Swift's own import of the C library does not set. */
extern int wcwidth(wchar_t);
static inline int stork_character_width(wchar_t character) { return wcwidth(character); }

/* ioctl is variadic. Returns 0 and fills both, or -1. */
static inline int stork_window_size(int descriptor, int *columns, int *rows) {
    struct winsize size;
    if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -1;
    *columns = size.ws_col;
    *rows = size.ws_row;
    return 0;
}

/* c_cc is an array, in Swift a tuple that cannot be indexed. Flow control off, because Ctrl-S would stop the
   screen of a flying drone; suspension and quitting off, because Ctrl-Z would stop and Ctrl-\ would end the program
   that keeps it in the air. */
static inline int stork_disable_stopping_keys(int descriptor) {
    struct termios modes;
    if (tcgetattr(descriptor, &modes) != 0) return -1;
    modes.c_iflag &= ~(tcflag_t)IXON;
    modes.c_cc[VSUSP] = _POSIX_VDISABLE;
    modes.c_cc[VQUIT] = _POSIX_VDISABLE;
#ifdef VDSUSP
    modes.c_cc[VDSUSP] = _POSIX_VDISABLE;
#endif
    return tcsetattr(descriptor, TCSANOW, &modes);
}

/* Colours of more than 15 bits (direct-colour terminals) need ncurses' extension, which older builds lack. */
static inline int stork_init_pair(int pair, int foreground, int background) {
#if defined(NCURSES_EXT_COLORS) && NCURSES_EXT_COLORS
    return init_extended_pair(pair, foreground, background);
#else
    if (foreground > 0x7fff || background > 0x7fff) return ERR;
    return init_pair((short)pair, (short)foreground, (short)background);
#endif
}

/* A file without a name: in memory on Linux, where the declaration hides behind a feature macro, elsewhere among the
   temporary files. Returns -1 when there is none to be had. */
#ifdef __linux__
extern int memfd_create(const char *, unsigned int);
static inline int stork_nameless_file(void) { return memfd_create("stork-screen", 1 /* MFD_CLOEXEC */); }
#else
static inline int stork_nameless_file(void) {
    FILE *file = tmpfile();
    int copy = file ? dup(fileno(file)) : -1;
    if (file) fclose(file);
    return copy;
}
#endif

/* open is variadic. A description of its own, so that its being non-blocking changes nothing for others who share
   the terminal's descriptors: curses, the shell. Returns -1 where the descriptor is no terminal. */
static inline int stork_open_nonblocking(int descriptor) {
    char name[256];
    if (ttyname_r(descriptor, name, sizeof name) != 0) return -1;
    return open(name, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

/* What puts a terminal back in order from a signal handler. Swift has no storage that is safe to read there:
   its globals are created on first use and may hold references. Weak, so that the linker keeps one copy of the
   many that objects bring along; a static variable would exist once for each module that optimisation copies a
   call into. */
struct stork_restoration {
    volatile int descriptor;
    volatile size_t length; /* 0: nothing to restore. */
    volatile size_t first_length;
    char bytes[256];
    char first[32];
    struct termios modes;
};

__attribute__((weak)) struct stork_restoration stork_restoration_storage = {0, 0, 0, {0}, {0}, {0}};

/* Remembers the terminal's modes and the bytes that leave full-screen mode. Returns 0, or -1. */
static inline int stork_restoration_arm(int descriptor, const char *bytes, size_t length) {
    struct stork_restoration *storage = &stork_restoration_storage;
    storage->length = 0;
    if (length > sizeof storage->bytes || tcgetattr(descriptor, &storage->modes) != 0) return -1;
    for (size_t index = 0; index < length; index += 1) storage->bytes[index] = bytes[index];
    storage->descriptor = descriptor;
    storage->length = length;
    return 0;
}

/* What is sent before the rest; too much of it is not sent at all. */
static inline void stork_restoration_precede(const unsigned char *bytes, size_t length) {
    struct stork_restoration *storage = &stork_restoration_storage;
    storage->first_length = 0;
    if (length > sizeof storage->first) return;
    for (size_t index = 0; index < length; index += 1) storage->first[index] = (char)bytes[index];
    storage->first_length = length;
}

static inline void stork_restoration_disarm(void) {
    stork_restoration_storage.length = 0;
    stork_restoration_storage.first_length = 0;
}

/* write and tcsetattr are async-signal-safe (POSIX 2.4.3). */
static inline void stork_restoration_perform(void) {
    struct stork_restoration *storage = &stork_restoration_storage;
    if (storage->length == 0) return;
    if (write(storage->descriptor, storage->first, storage->first_length) < 0) { /* Nothing is left to be done. */ }
    if (write(storage->descriptor, storage->bytes, storage->length) < 0) { /* Nothing is left to be done. */ }
    tcsetattr(storage->descriptor, TCSANOW, &storage->modes);
}

/* What was installed before ours; by signal number, which are below 32 for crashes. Weak like
   the storage above, and like it initialised: else it would be no definition at all. */
__attribute__((weak)) struct sigaction stork_crash_actions[32] = {{{0}}};

/* Restores the terminal, then lets the crash go on as it would have without us. A C function, because Swift's runtime
   may be what has crashed. */
static inline void stork_crashed(int number) {
    stork_restoration_perform();
    sigaction(number, &stork_crash_actions[number], NULL);
    raise(number);
}

static inline void stork_restoration_catch_crashes(void) {
    const int numbers[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
    for (size_t index = 0; index < sizeof numbers / sizeof *numbers; index += 1) {
        struct sigaction action;
        action.sa_handler = stork_crashed;
        action.sa_flags = SA_ONSTACK;
        sigemptyset(&action.sa_mask);
        sigaction(numbers[index], &action, &stork_crash_actions[numbers[index]]);
    }
}

/* Last, because it makes macros of `columns`, `lines` and many other words. */
#include <term.h>

/* Another global variable that C changes: the terminal that terminfo functions speak of. */
static inline TERMINAL *stork_current_terminal(void) { return cur_term; }

#endif
