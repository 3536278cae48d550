#ifndef STORK_CLIBAV_SHIM_H
#define STORK_CLIBAV_SHIM_H

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/avutil.h>
#include <libavutil/dict.h>
#include <libavutil/error.h>
#include <libavutil/frame.h>
#include <libavutil/log.h>
#include <libavutil/mathematics.h>

/* Everything used here is the same in libavcodec and libavformat 59 (FFmpeg 5, Debian 12), 60 (FFmpeg 6, Ubuntu 24.04) and
 * 61 (FFmpeg 7); before 59 avcodec_find_decoder gave a mutable pointer, which Swift types differently. */
#if LIBAVCODEC_VERSION_MAJOR < 59
#error "libavcodec 59 (FFmpeg 5.0) or newer is needed"
#endif

/* Swift does not import function-like macros: AVERROR(EAGAIN) negates errno, AVERROR_EOF packs four letters. */
static inline int stork_error_again(void) { return AVERROR(EAGAIN); }
static inline int stork_error_end(void) { return AVERROR_EOF; }

#endif
