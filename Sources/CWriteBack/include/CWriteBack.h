#ifndef C_WRITE_BACK_H
#define C_WRITE_BACK_H

#include <stdint.h>

/// Begins to write a range's cached bytes to the disk where the system has a call for it; they stay in the cache.
void write_back_begin(int file, int64_t offset, int64_t count);

#endif
