#ifndef STORK_CQRENCODE_SHIM_H
#define STORK_CQRENCODE_SHIM_H
#include <qrencode.h>
#endif
