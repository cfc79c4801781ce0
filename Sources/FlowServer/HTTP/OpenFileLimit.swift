import Glibc

/// How many files, and so connections, the process may have open.
enum OpenFileLimit {
    /// How many there may be now.
    static var current: Int { Int(clamping: limit?.rlim_cur ?? 1024) }

    /// Takes all that the system allows, and answers how many that is.
    static func raised() -> Int {
        guard var limit, limit.rlim_cur < limit.rlim_max else { return current }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return current
    }

    private static var limit: rlimit? {
        var limit = rlimit()
        return getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 ? limit : nil
    }
}
