#ifndef STORK_CPCAP_SHIM_H
#define STORK_CPCAP_SHIM_H
#include <pcap/pcap.h>

#ifdef __linux__
#include <stdio.h>
#include <sys/types.h>

// A stdio stream whose bytes come from functions: what lets libpcap read a capture that is being decompressed.
// The C libraries of Linux have it as fopencookie, but declare it only under _GNU_SOURCE, which a module map
// cannot define; so the same interface is declared here under a name of its own. (Elsewhere: funopen.)
struct stork_stream_functions {
    ssize_t (*read)(void *source, char *bytes, size_t count);
    ssize_t (*write)(void *source, const char *bytes, size_t count);
    int (*seek)(void *source, void *offset, int whence);
    int (*close)(void *source);
};
FILE *stork_stream_open(void *source, const char *mode, struct stork_stream_functions functions)
    __asm__("fopencookie");
#endif

#endif
