// Clang takes `sigset_t` for CCurl's, whose headers are the first to include it.
import CCurl
import Glibc

/// Makes a closed other end an error of this thread's writes, not the end of the process; the thread must be our own.
func blockBrokenPipeSignal() {
    var signals = signalSet(filled: false)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
}

/// All signals, or none.
func signalSet(filled: Bool) -> sigset_t {
    var signals = sigset_t()
    if filled { sigfillset(&signals) } else { sigemptyset(&signals) }
    return signals
}
