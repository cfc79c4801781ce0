#ifndef C_CLOCK_WATCH_H
#define C_CLOCK_WATCH_H

/// A descriptor that is readable when somebody has set the machine's clock, or -1 with `errno`.
int clock_watch_open(void);

/// Makes the descriptor wait for the next time; 1 where the clock was set.
int clock_watch_take(int watch);

#endif
