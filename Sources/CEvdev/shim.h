#ifndef STORK_CEVDEV_SHIM_H
#define STORK_CEVDEV_SHIM_H

/* libevdev keeps its headers in a folder of its own, which only pkg-config knows. Debian, Fedora, Arch and Alpine have
   it in the same place. */
#include <libevdev-1.0/libevdev/libevdev.h>

#endif
