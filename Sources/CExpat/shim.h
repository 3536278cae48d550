#ifndef STORK_CEXPAT_SHIM_H
#define STORK_CEXPAT_SHIM_H
#include <expat.h>
#endif
