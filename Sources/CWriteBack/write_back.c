#define _GNU_SOURCE
#include "CWriteBack.h"

#include <fcntl.h>

// Swift's module of the C library has no sync_file_range.
void write_back_begin(int file, int64_t offset, int64_t count) {
#ifdef __linux__
    // Where a file system cannot do it, the synchronising at the end writes all that is left.
    (void)sync_file_range(file, offset, count, SYNC_FILE_RANGE_WRITE);
#else
    (void)file, (void)offset, (void)count;
#endif
}
