#ifndef STORK_CEXIF_SHIM_H
#define STORK_CEXIF_SHIM_H
#include <libexif/exif-data.h>
#endif
