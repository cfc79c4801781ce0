#define _GNU_SOURCE
#include "CClockWatch.h"

#include <errno.h>
#include <stdint.h>
#include <sys/timerfd.h>
#include <unistd.h>

// Swift's module of the C library has no timerfd.
int clock_watch_open(void) {
    int watch = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
    if (watch < 0) return -1;
    // Never due (the year 2255: the kernel's nanoseconds end soon after), but cancelled whenever the clock jumps.
    struct itimerspec never = {.it_value = {.tv_sec = 9000000000}};
    if (timerfd_settime(watch, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL) == 0) return watch;
    int code = errno;
    close(watch);
    errno = code;
    return -1;
}

int clock_watch_take(int watch) {
    uint64_t expirations;
    return read(watch, &expirations, sizeof expirations) < 0 && errno == ECANCELED;
}
