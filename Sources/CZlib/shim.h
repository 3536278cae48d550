#ifndef STORK_CZLIB_SHIM_H
#define STORK_CZLIB_SHIM_H
#include <zlib.h>
#endif
